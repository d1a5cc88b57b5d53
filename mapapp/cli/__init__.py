"""The command line: ``mapapp`` opens the window, ``mapapp COMMAND`` answers and ends.

Nothing heavy is imported before a command runs: ``mapapp --version`` takes no time. And nothing
at all before the signals are settled, or an early Ctrl+C would show a traceback.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

__all__ = ["main", "run"]


def run() -> NoReturn:
    """Run the program as a process of its own."""
    from mapapp.core.leftovers import end_at_once, start_guardian

    end_at_once()
    start_guardian()
    from mapapp.cli import program

    program.run()


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program within this process; the answer is its exit code."""
    from mapapp.cli import program

    return program.main(argv)
