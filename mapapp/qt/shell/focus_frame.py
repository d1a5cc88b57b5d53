"""A frame around the part of the window that has the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication, QWidget

from mapapp.qt.parts.guard import guarded

_LINE_PX = 2


class FocusFrame(QWidget):
    """Stands on a panel or the map once a key has brought the keyboard there.

    It goes when the keyboard goes elsewhere. Who clicks sees no frame: the mouse shows where.
    """

    def __init__(self, part_of: Callable[[QWidget], QWidget | None], window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        self._part_of = part_of
        self._part: QWidget | None = None
        self._is_by_key = False
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    @contextmanager
    def by_key(self) -> Iterator[None]:
        """What gets the keyboard meanwhile, gets it by a key."""
        self._is_by_key = True
        try:
            yield
        finally:
            self._is_by_key = False

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: keep the size of the part."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    @guarded(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the accent of the theme."""
        QPainter(self).fillRect(self.rect(), self.palette().highlight())

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None:  # another window has it, until ours comes back
            return
        part = self._part_of(now)
        if self._is_by_key:
            self._stand_on(part)
        elif part is not None and part is not self._part:
            self._stand_on(None)
        self.setVisible(part is not None and part is self._part)
        self.raise_()

    def _stand_on(self, part: QWidget | None) -> None:
        if self._part is not None:
            self._part.removeEventFilter(self)
        self._part = part
        if part is not None:
            self.setParent(part)
            part.installEventFilter(self)
            self._place()

    def _place(self) -> None:
        if self._part is not None:
            self.setGeometry(self._part.rect())
            inside = self.rect().adjusted(_LINE_PX, _LINE_PX, -_LINE_PX, -_LINE_PX)
            self.setMask(QRegion(self.rect()).subtracted(QRegion(inside)))
