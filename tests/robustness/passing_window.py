"""Opens the window as ``mapapp open FILE`` does, looks at it a while, and closes it again."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import mapapp.app
from mapapp.cli import main

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

_LOOK_MS = 1500


def _watched() -> QApplication:
    """The application, which ends a while after its main window is there."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QMainWindow

    app = _make()
    timer = QTimer(app)
    timer.setInterval(100)

    def look() -> None:
        if any(isinstance(w, QMainWindow) and w.isVisible() for w in app.topLevelWidgets()):
            timer.stop()
            QTimer.singleShot(_LOOK_MS, app, app.quit)

    timer.timeout.connect(look)
    timer.start()
    return app


_make = mapapp.app.make_application
mapapp.app.make_application = _watched

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] and ["open", *sys.argv[1:]]))
