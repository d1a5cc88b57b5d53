"""What mapapp is, and whose work it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mapapp.core.credits import DATA, PROGRAMS, PUBLIC_DOMAIN, Credit
from mapapp.core.text import Language
from mapapp.core.version import __version__

_SIZE_PX = (640, 560)


class AboutDialog(QDialog):
    """Version, licences and origins of the data, in the language of the window."""

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About mapapp"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE_PX)
        self._language = language
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(_label(f"mapapp {__version__}", "title"))
        column.addWidget(_label(self._purpose()))
        column.addWidget(self._scrolled(), 1)
        column.addWidget(_label(self._disclaimer(), "secondary"))
        column.addWidget(buttons)

    def _purpose(self) -> str:
        return self.tr(
            "A map explorer for Shenyang and Liaoning. Every figure carries its source. It works "
            "offline and sends nothing anywhere."
        )

    def _disclaimer(self) -> str:
        return self.tr(
            "Figures are cited one by one on their cards. Boundaries show who holds a territory in "
            "fact; they are no statement on any claim."
        )

    def _scrolled(self) -> QScrollArea:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 8, 12, 8)
        column.setSpacing(20)
        column.addLayout(self._section(self.tr("Data"), DATA))
        column.addLayout(self._section(self.tr("Programs"), PROGRAMS))
        column.addStretch()
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(self.tr("Licences and origins"))
        area.setWidget(body)
        return area

    def _section(self, title: str, credits: Sequence[Credit]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(_label(title, "title"), 0, 0, 1, 2)
        for row, credit in enumerate(credits, 1):
            grid.addWidget(_label(_with_version(credit)), row, 0)
            grid.addWidget(_label(self._terms(credit), "secondary"), row, 1)
        return grid

    def _terms(self, credit: Credit) -> str:
        """The licence, which has one name in all languages unless it is none, and the use."""
        is_free = credit.licence == PUBLIC_DOMAIN
        licence = self.tr("public domain") if is_free else credit.licence
        return f"{licence} · {credit.use.get(self._language)}"


def _with_version(credit: Credit) -> str:
    try:
        return f"{credit.name} {version(credit.package)}" if credit.package else credit.name
    except PackageNotFoundError:  # an installer may leave the metadata out
        return credit.name


def _label(text: str, role: str = "body") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    label.setWordWrap(True)
    label.setProperty("role", role)
    return label
