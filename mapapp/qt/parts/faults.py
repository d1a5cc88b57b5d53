"""Where exceptions end that leave a slot, a guarded override or a thread: logged, then told.

PySide6 gives to ``sys.excepthook`` what leaves a slot; ``qt/parts/guard.py`` gives it the rest.
"""

from __future__ import annotations

import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

from mapapp.core.errors import MapappError
from mapapp.core.log import logger

_log = logger("app")

_Place = tuple[type[BaseException], str, int]


@contextmanager
def exceptions_told(tell: Callable[[Exception], None]) -> Iterator[None]:
    """Log every exception that ends in ``sys.excepthook``, and tell of it, in any thread."""
    hook = _Hook(tell)
    before = sys.excepthook, threading.excepthook
    sys.excepthook = hook.take
    threading.excepthook = lambda told: hook.take(
        told.exc_type, told.exc_value or told.exc_type(), told.exc_traceback
    )
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook = before


class _Hook:
    """Logs the same exception from the same place the 1st, 10th, 100th … time it comes.

    A paint method that fails does so at each frame, and nobody reads a thousand tracebacks.
    """

    def __init__(self, tell: Callable[[Exception], None]) -> None:
        self._tell = tell
        self._seen: Counter[_Place] = Counter()

    def take(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """What ``sys.excepthook`` does."""
        if not isinstance(error, Exception):  # Ctrl+C and the like
            sys.__excepthook__(kind, error, trace)
            return
        place = _place(error, trace)
        self._seen[place] += 1
        if str(self._seen[place]).strip("0") == "1":
            _write(error, self._seen[place])
        self._tell(error)


def _write(error: Exception, times: int) -> None:
    again = f" (for the {times}th time)" if times > 1 else ""
    if isinstance(error, MapappError):
        _log.warning("%s%s", error, again)
        _log.debug("It came from here:", exc_info=error)
    else:
        _log.error("mapapp has a fault%s", again, exc_info=error)


def _place(error: BaseException, trace: TracebackType | None) -> _Place:
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return type(error), "", 0
    return type(error), trace.tb_frame.f_code.co_filename, trace.tb_lineno
