"""Where GCJ-02 applies: the outline of the Chinese mainland.

The outline and how it was made are described in ``data/README.md``. It is right beyond 500 m
of the Yalu and within the two kilometres or so of Natural Earth 1:10m elsewhere.
"""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mapapp.core.disk.assets import asset

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


def in_mainland(lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
    """Whether positions (degrees, WGS84) lie on the mainland or off its coast.

    Hainan and the islands along the coast belong to it; Hong Kong, Macao, Taiwan and the
    neighbours do not.
    """
    import shapely

    return np.asarray(shapely.contains_xy(_outline(), lon, lat))


@functools.cache
def _outline() -> BaseGeometry:
    import shapely

    feature = json.loads(asset("data", "mainland.geojson").read_bytes())
    outline = shapely.from_geojson(json.dumps(feature["geometry"]))
    shapely.prepare(outline)
    return outline
