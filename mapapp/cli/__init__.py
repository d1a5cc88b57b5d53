"""The command line: ``mapapp`` opens the window, ``mapapp COMMAND`` answers and ends.

Nothing heavy is imported before a command runs: ``mapapp --version`` takes no time. And nothing
at all before interrupts are settled, or an early Ctrl+C would show a traceback.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found] # `signal` itself would import for a while
import os

TYPE_CHECKING = False  # as in `typing`, which takes its time

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

__all__ = ["main", "run"]


def run() -> NoReturn:
    """Run the program as a process of its own."""
    _end_at_once()
    from mapapp.core.disk.leftovers import start_guardian

    start_guardian()
    from mapapp.cli import program

    program.run()


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program within this process; the answer is its exit code."""
    from mapapp.cli import program

    return program.main(argv)


def _end_at_once() -> None:
    """Let an interrupt end this process as TERM does, unless it is to ignore it.

    Python would raise an exception, which waits for C code, and with which Qt's libraries abort
    where it reaches them while they load. Where nobody can guard what is half made (see
    ``core/disk/leftovers.py``), the exception is what takes it away.
    """
    ignored = _signal.getsignal(_signal.SIGINT) is _signal.SIG_IGN
    if hasattr(os, "fork") and not ignored:
        _signal.signal(_signal.SIGINT, _signal.SIG_DFL)
