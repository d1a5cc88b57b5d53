"""Takes pictures of the window as it looks once it has come to rest.

Nothing is waited for by the clock: the page tells when it has painted, and a picture is taken
when two in a row agree.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer
from PySide6.QtGui import QImage

from mapapp.core.errors import EnvironmentProblemError
from mapapp.qt.shell.main_window import MainWindow

SIZE_PX = (1366, 768)
_PATIENCE_MS = 30_000
_MOST_TRIES = 50


class Photographer:
    """Shows a window and takes its picture.

    Raises, in all that it does:
        EnvironmentProblemError: if the window does not come to show its map.
    """

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.state = window.state

    def open(self) -> None:
        """Show the window and wait for its map."""
        self.window.resize(*SIZE_PX)
        self.window.show()
        self.window.view.setFocus()
        self.settle()

    def settle(self) -> None:
        """Wait until the page has the size of its widget and has painted all it was told."""
        view = self.window.view
        self._wait(lambda: view.is_ready)
        self._wait(lambda: (self.state.view.width_px, self.state.view.height_px)
                   == (view.width(), view.height()))  # fmt: skip
        settled: list[bool] = []
        connection = view.settled.connect(lambda: settled.append(True))
        view.ping()
        self._wait(lambda: bool(settled))
        view.settled.disconnect(connection)

    def take(self) -> QImage:
        """The window as it looks now, once it has come to rest."""
        before = QImage()
        for _ in range(_MOST_TRIES):
            self.settle()
            now = self.window.grab().toImage()
            if now == before:
                return now
            before = now
        raise EnvironmentProblemError("The window did not come to rest; try again.")

    def _wait(self, done: Callable[[], bool]) -> None:
        """Let the window work until something is so."""
        late = QTimer(singleShot=True, interval=_PATIENCE_MS)
        late.start()
        while not done():
            if not late.isActive():
                raise EnvironmentProblemError(
                    "The map page did not answer; run mapapp with --verbose to see why."
                )
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
