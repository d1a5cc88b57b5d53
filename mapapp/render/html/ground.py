"""The ground of a standalone map: the basemap thinned out and written as small whole numbers.

``{"scale": n, "parts": [{"kind", "closed", "lines": [[x, y, dx, dy, …]]}]}``: the first pair of
a line is a position, the others are steps, in 1/n degrees east and north (EPSG:4326);
``resources/html/shapes.js`` decodes it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from mapapp.core.geo.extent import MAX_LAT_DEG
from mapapp.core.layer.feature import GeometryArray
from mapapp.render.page.ground import CLOSED_KINDS, GROUND_TABLES, GroundSet, kind_of
from mapapp.store.basemap import Basemap

_TOLERANCES_DEG: dict[GroundSet, float] = {"world": 0.05, "region": 0.0012}
"""How far lines may move: a pixel at zoom 5 and zoom 10, where the ground is to look right."""

_SCALES: dict[GroundSet, int] = {"world": 100, "region": 2000}
_LEAST_RING = 4


def ground_shapes(basemap: Basemap, which: GroundSet) -> dict[str, Any]:
    """The shapes of one set of the basemap, in drawing order."""
    parts = [_part(basemap, table, which) for table in GROUND_TABLES[which]]
    return {"scale": _SCALES[which], "parts": parts}


def _part(basemap: Basemap, table: str, which: GroundSet) -> dict[str, Any]:
    kind = kind_of(table)
    closed = kind in CLOSED_KINDS
    lines = shapely.get_parts(basemap.shapes(table))
    if closed:
        lines = shapely.get_rings(lines)
    thinned = shapely.simplify(lines, _TOLERANCES_DEG[which], preserve_topology=False)
    return {"kind": kind, "closed": closed, "lines": _steps(thinned, _SCALES[which], closed=closed)}


def _steps(lines: GeometryArray, scale: int, *, closed: bool) -> list[list[int]]:
    """Each line as its first position and the steps from it; lines of no extent are left out."""
    coords, line_of = shapely.get_coordinates(lines, return_index=True)
    coords[:, 1] = coords[:, 1].clip(-MAX_LAT_DEG, MAX_LAT_DEG)
    grid = np.rint(coords * scale).astype(int)
    starts = np.diff(line_of, prepend=-1) > 0
    steps = np.where(starts[:, None], grid, np.diff(grid, axis=0, prepend=[[0, 0]]))
    kept = starts | steps.any(axis=1)
    counts = np.bincount(line_of[kept], minlength=len(lines))
    written = np.split(steps[kept].ravel(), 2 * counts.cumsum()[:-1])
    least = _LEAST_RING if closed else 2
    return [line.tolist() for line in written if len(line) >= 2 * least]
