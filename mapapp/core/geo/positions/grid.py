"""References of the Military Grid Reference System: ``51T WG 36133 28587``."""

from __future__ import annotations

import re

from mapapp.core.geo.crs import System, from_mgrs
from mapapp.core.geo.positions.reading import PositionError, Reading

_REFERENCE = re.compile(
    r"(?:MGRS\s?)?(?P<zone>\d{1,2}\s?[C-HJ-NP-X]|[ABYZ])\s?(?P<square>[A-HJ-NP-Z]{2})\s?"
    r"(?P<east>\d{1,10})(?:\s(?P<north>\d{1,5}))?"
)


def read_grid(plain: str) -> tuple[Reading, ...]:
    """The middle of the square that a reference names; nothing if the text is none.

    Raises:
        PositionError: if there is no such square.
    """
    match = _REFERENCE.fullmatch(plain)
    if match is None:
        return ()
    east, north = match["east"], match["north"] or ""
    if (north and len(north) != len(east)) or len(east + north) % 2:
        raise PositionError(
            "{plain} has unequal numbers; a grid reference has as many digits to the east "
            "as to the north.",
            plain=plain[:40],
        )
    position = from_mgrs(match["zone"].replace(" ", "") + match["square"] + east + north)
    if position is None:
        raise PositionError(
            "There is no square {plain}; check its zone and letters.",
            plain=plain[:40],
        )
    return (Reading(*position, System.MGRS, "named"),)
