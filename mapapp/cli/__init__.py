"""The command line: ``mapapp`` opens the window, ``mapapp COMMAND`` answers and ends.

Nothing heavy is imported before a command runs: ``mapapp --version`` takes no time.
"""

from __future__ import annotations

from mapapp.cli.program import main, run

__all__ = ["main", "run"]
