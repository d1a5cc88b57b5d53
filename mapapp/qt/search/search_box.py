"""The search box of the toolbar: type, choose with the arrow keys, go."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from mapapp.core.geo.positions.reading import MAX_TEXT
from mapapp.core.search import MAX_QUERY
from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.icons import themed_icon
from mapapp.qt.search.search_popup import SearchPopup
from mapapp.qt.search.search_rows import SearchRow, SearchRows

_LEAST_PX, _MOST_PX = 400, 560


class SearchBox(QLineEdit):
    """A line to type in, with its list of rows below.

    Signals:
        chosen: the ``SearchRow`` to go to.
        left: the user is done with searching, by Escape.
    """

    chosen = Signal(object)
    left = Signal()

    def __init__(self, rows: SearchRows) -> None:
        super().__init__()
        self.setObjectName("search")
        self.setMaxLength(MAX_TEXT + 1)  # links of map services are long; one too many is told
        self.setMinimumWidth(_LEAST_PX)
        self.setMaximumWidth(_MOST_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rows = rows
        self.popup = SearchPopup()
        self._lens = self.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        self._cross = self.addAction(QIcon(), QLineEdit.ActionPosition.TrailingPosition)
        self._cross.triggered.connect(self.clear)
        self._cross.setVisible(False)
        self._keys: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Down: lambda: self._step(1),
            Qt.Key.Key_Up: lambda: self._step(-1),
            Qt.Key.Key_Return: self._choose_current,
            Qt.Key.Key_Enter: self._choose_current,
            Qt.Key.Key_Escape: self._leave,
        }
        self.popup.chosen.connect(self._choose)
        self.textEdited.connect(lambda _: self._search())
        self.textChanged.connect(self._notice_clearing)

    def retranslate(self) -> None:
        """Speak the language of the window."""
        self.setPlaceholderText(self.tr("Search 沈阳, Dalian port, area …    Ctrl+K"))
        self.setAccessibleName(self.tr("Search"))
        self._cross.setToolTip(self.tr("Clear"))
        self.setAccessibleDescription(
            self.tr("Type a name, an attribute, coordinates or > and a command; "
                    "choose with the arrow keys and Enter.")
        )  # fmt: skip
        self.popup.list.setAccessibleName(self.tr("What was found"))
        if self.popup.isVisible():
            self._rows.open()
            self._search()

    def set_colour(self, colour: str) -> None:
        """Draw the icons in a colour (``#rrggbb``)."""
        self._lens.setIcon(themed_icon("search", colour))
        self._cross.setIcon(themed_icon("clear", colour))

    def ask(self, text: str = "") -> None:
        """Take the keyboard, with a text to begin with or what was typed before to replace."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text:
            self.setText(text)
        else:
            self.selectAll()
        self._search()

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: arrows, Enter and Escape are for the list."""
        act = self._keys.get(event.key())
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    @guarded(None)
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: know what the commands are called now."""
        super().focusInEvent(event)
        self._rows.open()

    @guarded(None)
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: the list goes with the keyboard."""
        super().focusOutEvent(event)
        self.popup.hide()

    @guarded(None)
    def showEvent(self, event: QShowEvent) -> None:
        """Qt: the list belongs to the window, where it lies above the map."""
        super().showEvent(event)
        if self.popup.parent() is not self.window():
            self.popup.setParent(self.window())
            self.window().installEventFilter(self)

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: stay under the box when the window changes its size."""
        if event.type() == QEvent.Type.Resize and self.popup.isVisible():
            self.popup.place_under(self)
        return super().eventFilter(watched, event)

    def _search(self) -> None:
        query = self.text().strip()
        rows = self._rows.rows(query) if 0 < len(query) <= MAX_TEXT else []
        self.popup.show_rows(rows, self._hint(query, rows))
        self.popup.show()
        self.popup.place_under(self)

    def _hint(self, query: str, rows: list[SearchRow]) -> str:
        if rows:
            return self.tr("↑ ↓ choose   Enter go there   Esc close")
        if len(query) > MAX_QUERY:
            return self.tr("A search has at most {0} characters; shorten this text.").format(
                MAX_QUERY
            )
        if query:
            return self.tr(
                "Nothing found. Try fewer letters, the other language, pinyin (shenyang) "
                "or initials (sy), or coordinates such as 41.80 N 123.43 E."
            )
        return self.tr(
            "Type a name in Chinese or English, its pinyin or initials; an attribute such as "
            "area; coordinates; or > for commands."
        )

    def _step(self, by: int) -> None:
        if self.popup.isVisible():
            self.popup.step(by)
        else:
            self._search()

    def _choose_current(self) -> None:
        row = self.popup.current() if self.popup.isVisible() else None
        if row is None:
            self._search()
        else:
            self._choose(row)

    def _choose(self, row: SearchRow) -> None:
        if row.found is not None and row.found.kind == "attribute":
            self.ask(f"{row.name}: ")
            return
        if row.doable is not None and not row.doable.is_enabled:
            return
        self.popup.hide()
        self.selectAll()
        self.chosen.emit(row)

    def _leave(self) -> None:
        if self.popup.isVisible():
            self.popup.hide()
            return
        self.clear()
        self.left.emit()

    def _notice_clearing(self, text: str) -> None:
        self._cross.setVisible(bool(text))
        if not text and self.popup.isVisible():
            self._search()
