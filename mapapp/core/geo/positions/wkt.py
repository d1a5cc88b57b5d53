"""Points in well-known text: ``POINT(123.43 41.79)``, ``SRID=4490;POINT Z (123.43 41.79 5)``."""

from __future__ import annotations

import re

from mapapp.core.geo.crs import System, system_of_epsg, unproject
from mapapp.core.geo.positions.reading import NUMBER, PositionError, Reading, read_degrees

_SIGNED = rf"[-+]?(?:{NUMBER})(?:E[-+]?\d{{1,3}})?"
_POINT = re.compile(
    rf"\s*+(?:SRID\s*=\s*(?P<srid>\d{{1,6}})\s*;\s*)?POINT\s*(?:ZM|Z|M)?\s*"
    rf"\(\s*(?P<x>{_SIGNED})\s+(?P<y>{_SIGNED})(?:\s+{_SIGNED}){{0,2}}\s*\)\s*;?\s*"
)


def read_wkt(plain: str, system: System | None) -> tuple[Reading, ...]:
    """The point of a well-known text, longitude first; nothing if the text is none.

    Raises:
        PositionError: if the point is off the Earth, or its reference system not one of ours.
    """
    match = _POINT.fullmatch(plain)
    if match is None:
        return ()
    x, y, srid = float(match["x"]), float(match["y"]), int(match["srid"] or 0)
    named = system_of_epsg(srid) if srid else system or System.WGS84
    if named is None:
        raise PositionError(
            "Points of EPSG:{srid} are not read; give degrees of WGS84 (EPSG:4326) or "
            "CGCS2000 (EPSG:4490), or metres of a UTM or CGCS2000 zone.",
            srid=srid,
        )
    if srid and named.is_projected:
        position = unproject(x, y, srid)
        reading = Reading(*position, named, "named") if position else None
    else:
        reading = read_degrees(x, y, named, "named")
    if reading is None:
        raise PositionError(
            "This point lies off the Earth; WKT has the longitude first.",
        )
    return (reading,)
