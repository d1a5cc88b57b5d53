"""When Python looks for circles of objects that nobody holds any more.

It does so each time a few hundred objects have come, and starting makes a hundred thousand that
stay: a thirtieth of a picture's time, for nothing.
"""

from __future__ import annotations

import gc

_SELDOM = 100_000
_USUAL = gc.get_threshold()


def collect_seldom() -> None:
    """Look only when very many objects have come: while a program starts, or for one answer."""
    gc.set_threshold(_SELDOM)


def keep_what_there_is() -> None:
    """Look as usual from now on, and never again through what there is by now."""
    gc.freeze()
    gc.set_threshold(*_USUAL)
