"""What a process need not do while it starts, or for one answer.

Python looks for circles of objects that nobody holds any more each time a few hundred objects
have come, and starting makes a hundred thousand that stay: a thirtieth of a picture's time, for
nothing. numpy's algebra would start a thread for each processor, which nobody here needs.

A thread that waits for Python's lock gets it after a millisecond and not after five: what the page
waits for is made in a hundred small steps beside the window's thread, and each asks for the lock.
"""

from __future__ import annotations

import gc
import os
import sys

_SELDOM = 100_000
_TURN_S = 0.001
_USUAL = gc.get_threshold()


def start_lightly() -> None:
    """Look for circles seldom, and leave numpy without threads; before it is imported."""
    gc.set_threshold(_SELDOM)
    sys.setswitchinterval(_TURN_S)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def have_started() -> None:
    """Look for circles as usual from now on, but never again among what there is by now."""
    gc.freeze()
    gc.set_threshold(*_USUAL)
