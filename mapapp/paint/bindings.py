"""PySide6 without its watch over every import, and without patterns that nobody needs.

WORKAROUND: PySide6 puts a function over Python's ``__import__`` that reads the source of each
module imported from then on, whosever it is, to see whether it may want
``from __feature__ import …``; it took a tenth of a start
(https://github.com/napari/napari/issues/8584; guarded by tests/unit/test_bindings.py). Nothing
here wants that, so what PySide6 keeps as the function of before is put back.

It also compiles three patterns of nested brackets for its reader of signatures, which only
``help``, ``inspect.signature`` and errors of wrong arguments ask: ten milliseconds of each start.
So its patterns are compiled when they are first used.
"""

from __future__ import annotations

import builtins
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

_THEIRS = "shibokensupport."


class _Later:
    """A pattern that is compiled when one of its methods is called."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._wanted = pattern, flags

    def __getattr__(self, method: str) -> Callable[..., Any]:
        def call(*arguments: object) -> Any:  # noqa: ANN401 - what the method gives
            return getattr(re.compile(*self._wanted), method)(*arguments)

        return call


@contextmanager
def _patterns_later() -> Iterator[None]:
    """Let PySide6 compile its own patterns only when it uses them."""
    compiled = re.compile

    def compile_later(pattern: Any, flags: int = 0) -> Any:  # noqa: ANN401 - as re.compile has it
        asked_by = sys._getframe(1).f_globals["__name__"]  # noqa: SLF001 - public but for its name
        is_theirs = asked_by.startswith(_THEIRS)
        return _Later(pattern, flags) if is_theirs else compiled(pattern, flags)

    re.compile = compile_later
    try:
        yield
    finally:
        re.compile = compiled


with _patterns_later():
    import PySide6  # noqa: F401 - it puts its function there


def stop_watching_imports() -> None:
    """Put back the function that imports, as PySide6 found it."""
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
