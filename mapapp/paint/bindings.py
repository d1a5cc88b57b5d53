"""PySide6 without its watch over every import.

WORKAROUND: PySide6 puts a function over Python's ``__import__`` that reads the source of each
module imported from then on, whosever it is, to see whether it may want
``from __feature__ import …``; it took a tenth of a start
(https://github.com/napari/napari/issues/8584; guarded by tests/unit/test_bindings.py). Nothing
here wants that, so what PySide6 keeps as the function of before is put back.
"""

from __future__ import annotations

import builtins

import PySide6  # noqa: F401 - it puts its function there


def stop_watching_imports() -> None:
    """Put back the function that imports, as PySide6 found it."""
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
