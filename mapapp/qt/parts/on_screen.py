"""A dialog that grows stays on the screen, so that its buttons can be reached."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QDialog

from mapapp.qt.parts.guard import guarded


def keep_on_screen(dialog: QDialog) -> None:
    """Move a dialog up, or to the left, where more in it makes it reach over the screen's edge."""
    dialog.installEventFilter(_Mover(dialog))


class _Mover(QObject):
    """Looks where its dialog ends, whenever that has another size."""

    def __init__(self, dialog: QDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: something happens to the dialog."""
        if event.type() == QEvent.Type.Resize and watched is self._dialog:
            self._move()
        return False

    def _move(self) -> None:
        dialog = self._dialog
        frame, room = dialog.frameGeometry(), dialog.screen().availableGeometry()
        left = max(room.left(), min(frame.left(), room.right() - frame.width() + 1))
        top = max(room.top(), min(frame.top(), room.bottom() - frame.height() + 1))
        if dialog.isVisible() and (left, top) != (frame.left(), frame.top()):
            dialog.move(left, top)
