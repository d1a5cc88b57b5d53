"""The wheel scrolls the panel under it, and changes no choice that it comes across."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget

from mapapp.qt.parts.guard import guarded

_NAME = "wheel"


def spare_from_wheel(field: QWidget) -> None:
    """Let a list, a number or a slider take the wheel only where it has the focus."""
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # else the wheel itself would focus it
    field.installEventFilter(_guardian())


class _WheelGuardian(QObject):
    """Leaves turns of the wheel to what lies below."""

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: something happens to a field."""
        if event.type() != QEvent.Type.Wheel or not isinstance(watched, QWidget):
            return False
        if watched.hasFocus():
            return False
        event.ignore()
        return True


def _guardian() -> QObject:
    """The one filter of the program, which goes with it."""
    app = QCoreApplication.instance()
    found = app.findChild(_WheelGuardian, _NAME) if app else None
    if found is None:
        found = _WheelGuardian(app)
        found.setObjectName(_NAME)
    return found
