"""Finding what is near a point, for any source that can read a box."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from mapapp.core.geo.nearest import nearest_m
from mapapp.core.layer.feature import GeometryArray
from mapapp.core.record import record
from mapapp.core.source.answers import Keys, Near, Record, Value
from mapapp.core.source.boxes import Bounds, normal_lon, search_windows


@record
class NearKey:
    """A feature that is near, by its key, with its distance in metres."""

    key: int
    geometry: object
    distance_m: float


def found_near(
    lon: float,
    lat: float,
    radius_m: float,
    read_box: Callable[[Bounds], tuple[Keys, GeometryArray]],
) -> list[NearKey]:
    """What lies within ``radius_m`` metres of a point in degrees: nearest first, then by key.

    ``read_box`` gives the keys and geometries of what may lie in a box. The point may lie in a
    further copy of the world, and near ±180 features beyond are found, too.
    """
    found: dict[int, NearKey] = {}
    for copy_lon, box in search_windows(normal_lon(lon), lat, radius_m):
        keys, geometries = read_box(box)
        distances = nearest_m(copy_lon, lat, geometries)
        for i in np.flatnonzero(distances <= radius_m).tolist():
            each = NearKey(int(keys[i]), geometries[i], float(distances[i]))
            if each.key not in found or each.distance_m < found[each.key].distance_m:
                found[each.key] = each
    return sorted(found.values(), key=lambda each: (each.distance_m, each.key))


def near_records(
    found: Sequence[NearKey], names: Sequence[str], rows: Sequence[Sequence[Value]]
) -> list[Near]:
    """What was found with its values, which stand in the order of ``names``."""
    return [
        Near(Record(each.key, each.geometry, dict(zip(names, row, strict=True))), each.distance_m)
        for each, row in zip(found, rows, strict=True)
    ]
