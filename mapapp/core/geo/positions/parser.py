"""Reads positions as people paste them, in whatever notation.

``41.79, 123.43``, ``北纬41.79 东经123.43``, ``41°47′32″N 123°25′58″E``, ``41,79 123,43``,
``414732N1232558E``, ``GCJ-02 123.4389 41.7947``, ``41535973 E 4628649 N``, ``51T WG 35958
26798``, links of map services, ``POINT(123.43 41.79)`` … What ``core/geo/crs.py`` writes, this
reads. Each notation has a module; the first that knows a text answers.
"""

from __future__ import annotations

from mapapp.core.geo.crs import System
from mapapp.core.geo.positions.compact import read_compact
from mapapp.core.geo.positions.degrees import read_angles
from mapapp.core.geo.positions.grid import read_grid
from mapapp.core.geo.positions.links import read_link
from mapapp.core.geo.positions.metres import read_metres
from mapapp.core.geo.positions.reading import MAX_TEXT, PositionError, Reading
from mapapp.core.geo.positions.spelling import compatible, respelled, take_system
from mapapp.core.geo.positions.wkt import read_wkt


def parse_position(text: str, system: System | None = None) -> tuple[Reading, ...]:
    """All ways to read a text as a position, the likeliest first; at least one.

    Two bare numbers are told apart by range; where both fit, latitude first comes first.
    ``system`` holds unless the text names another; without either, degrees are WGS84.

    Raises:
        PositionError: if the text is not a position, is too long for one, or lies outside of its
            system.
    """
    if len(text) > MAX_TEXT:
        raise PositionError(
            "A position has at most {max_text} characters; type one such as 41.79, 123.43.",
            max_text=MAX_TEXT,
        )
    if found := read_link(text, system):
        return found
    plain = compatible(text)
    if found := read_wkt(plain, system):
        return found
    plain, named = take_system(plain)
    plain, system = respelled(plain), named or system
    return (
        read_grid(plain)
        or read_compact(plain, system or System.WGS84)
        or read_metres(plain, system)
        or read_angles(plain, system or System.WGS84)
    )
