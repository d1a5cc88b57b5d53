"""The offline help: a list of pages, and the chosen one beside it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QKeySequence,
    QShortcut,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextTable,
)
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QTextBrowser, QWidget

from mapapp.core.disk.assets import asset
from mapapp.core.map.state import MapState
from mapapp.core.record import record
from mapapp.core.text import Language
from mapapp.qt.parts.language import follow_language
from mapapp.qt.parts.style import TITLE_PX

_SIZE_PX = (860, 640)
_LIST_PX = 216
_LINE_PERCENT = 125
_CELL_PX = 3
_HEADING_PX, _ABOVE_PX = {1: 20, 2: TITLE_PX}, {1: 0, 2: 18}


@record
class HelpPage:
    """A page: its title, and all of it as Markdown."""

    title: str
    markdown: str


def help_pages(language: Language) -> tuple[HelpPage, ...]:
    """The pages of a language, in the order of their file names.

    Raises:
        AssetError: if they are not installed.
    """
    return tuple(map(_page, sorted(asset("help", language).glob("*.md"))))


def _page(file: Path) -> HelpPage:
    markdown = file.read_text(encoding="utf-8")
    return HelpPage(markdown.partition("\n")[0].removeprefix("# "), markdown)


class HelpWindow(QDialog):
    """Stands beside the window, which can be used meanwhile."""

    def __init__(self, state: MapState, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._state = state
        self._pages: tuple[HelpPage, ...] = ()
        self.resize(*_SIZE_PX)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = QListWidget(self)
        self.list.setObjectName("help-pages")
        self.list.setFixedWidth(_LIST_PX)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text = QTextBrowser(self)
        self.text.setObjectName("help")
        self.text.setOpenLinks(False)  # a page is chosen in the list; nothing else is to open
        self.text.document().setDocumentMargin(24)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(self.text, 1)
        self.list.currentRowChanged.connect(self._show)
        for keys, by in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self, partial(self._step, by))
        follow_language(self, state, self.retranslate)

    def retranslate(self) -> None:
        """Show the same page in the language of the window."""
        row = max(self.list.currentRow(), 0)
        self._pages = help_pages(self._state.language)
        self.setWindowTitle(self.tr("Help"))
        self.list.setAccessibleName(self.tr("Pages"))
        self.list.clear()
        self.list.addItems([page.title for page in self._pages])
        self.list.setCurrentRow(row)

    def _show(self, row: int) -> None:
        if 0 <= row < len(self._pages):
            page = self._pages[row]
            self.text.setMarkdown(page.markdown)
            self.text.setAccessibleName(page.title)
            _set_type(self.text)

    def _step(self, by: int) -> None:
        self.list.setCurrentRow((self.list.currentRow() + by) % self.list.count())


def _set_type(browser: QTextBrowser) -> None:
    """Set what Markdown cannot say: sizes of headings, the distance of lines, air in tables."""
    document = browser.document()
    block = document.begin()
    while block.isValid():
        _set_block(QTextCursor(block), block.blockFormat())
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            layout = frame.format()
            layout.setCellPadding(_CELL_PX)
            layout.setBorder(0)
            frame.setFormat(layout)


def _set_block(cursor: QTextCursor, layout: QTextBlockFormat) -> None:
    level = layout.headingLevel()
    layout.setLineHeight(_LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    if level:
        layout.setTopMargin(_ABOVE_PX[level])
    cursor.setBlockFormat(layout)
    if level:
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        chars = cursor.charFormat()
        chars.clearProperty(QTextCharFormat.Property.FontSizeAdjustment)
        chars.setProperty(QTextCharFormat.Property.FontPixelSize, _HEADING_PX[level])
        cursor.setCharFormat(chars)
