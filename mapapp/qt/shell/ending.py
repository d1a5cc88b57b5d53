"""Ends the window in order when the system asks: TERM, INT and HUP.

Python would run a handler only when the UI thread is back in Python. So the signal is read from
a pipe by a thread, which tells the UI thread, and ends the process itself if that does not
answer in time.
"""

from __future__ import annotations

import os
import signal
import socket
import threading

from PySide6.QtCore import QObject, Signal

_PATIENCE_S = 0.8
_SIGNALS = ("SIGTERM", "SIGINT", "SIGHUP")


class Ending(QObject):
    """Hears that the process is to end, until :meth:`stop`.

    Signals:
        asked: the exit code with which it is to end, as shells have it.
    """

    asked = Signal(int)
    _caught = Signal(int)  # crosses from the thread to that of this object

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._caught.connect(self._ask)
        self._heard, self._told = socket.socketpair()
        self._told.setblocking(False)
        self._stopped = threading.Event()
        self._before = {
            number: signal.signal(number, lambda *_: None)
            for number in (getattr(signal, name, None) for name in _SIGNALS)
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN
        }
        self._pipe_before = signal.set_wakeup_fd(self._told.fileno(), warn_on_full_buffer=False)
        self._thread = threading.Thread(target=self._listen, name="ending", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Leave signals to whoever had them before."""
        self._stopped.set()
        signal.set_wakeup_fd(self._pipe_before)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._told.close()  # which ends the thread
        self._thread.join()
        self._heard.close()

    def _ask(self, code: int) -> None:
        self.asked.emit(code)

    def _listen(self) -> None:
        while heard := self._heard.recv(1):
            if heard[0] not in self._before:
                continue  # another signal that somebody handles
            code = 128 + heard[0]
            self._caught.emit(code)
            if not self._stopped.wait(_PATIENCE_S):
                os._exit(code)
            return
