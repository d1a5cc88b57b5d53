"""No exception leaves Python code that Qt calls.

Qt is written without exceptions: one that leaves an override (``undo``, ``data``, ``paint``,
``eventFilter``) is printed at best, and goes on later out of a call that has nothing to do
with it; at worst Qt goes on with a half-made object and the process dies. One that leaves a
slot goes to ``sys.excepthook``. So the guard sends all of them there: ``qt/parts/faults.py`` has
the one place that logs and tells.
"""

from __future__ import annotations

import functools
import sys
import traceback
from collections.abc import Callable
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_R = TypeVar("_R")
_F = TypeVar("_F")


def report(error: Exception) -> None:
    """Give an exception to the place where those end that leave a slot.

    What the failed method had made is gone afterwards, above all a painter: its widget could
    not be painted on nor deleted as long as the traceback kept it.
    """
    sys.excepthook(type(error), error, error.__traceback__)
    seen: BaseException | None = error
    while seen is not None:
        traceback.clear_frames(seen.__traceback__)
        seen = seen.__cause__ or seen.__context__


def guarded(fallback: _F) -> Callable[[Callable[_P, _R]], Callable[_P, _R | _F]]:
    """A decorator for each method that overrides one of C++.

    Args:
        fallback: what the method answers when it failed; None for one that answers nothing.
    """

    def guard(method: Callable[_P, _R]) -> Callable[_P, _R | _F]:
        @functools.wraps(method)
        def call(*args: _P.args, **kwargs: _P.kwargs) -> _R | _F:
            try:
                return method(*args, **kwargs)
            except Exception as error:
                report(error)
                return fallback

        call.is_guarded = True  # type: ignore[attr-defined]
        return call

    return guard
