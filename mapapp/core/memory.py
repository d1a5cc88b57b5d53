"""Gives memory that is not used any more back to the system."""

from __future__ import annotations

import ctypes
import sys


def give_back_memory() -> None:
    """Give back what reading something large has left over.

    The allocator of Linux (glibc) keeps what was freed for the next time, which for a file of a
    million rows is some hundred megabytes, and only ``malloc_trim`` (malloc_trim(3)) makes it let
    go. Other systems give back by themselves.
    """
    if sys.platform.startswith("linux"):
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
