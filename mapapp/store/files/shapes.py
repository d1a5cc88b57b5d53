"""Geometries of a file made fit to be drawn: flat, of known kinds, with finite coordinates.

What cannot be made so is left out, and said with the number of its row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mapapp.core.layer.feature import GeometryArray
from mapapp.core.layer.spec import Geometry
from mapapp.core.message import Message
from mapapp.store.files.faults import Faults
from mapapp.store.wkb import Kinds, WkbError, look_over

if TYPE_CHECKING:
    import pyarrow as pa

_FAMILIES: tuple[Geometry | None, ...] = (
    "point", "line", "line", "polygon", "point", "line", "polygon", None,
)  # fmt: skip
"""By ``shapely.get_type_id``; a LinearRing is a line, a collection may be anything."""

_COLLECTION = 7
_SINGLE = {0: "Point", 1: "LineString", 2: "LineString", 3: "Polygon"}
_MULTI = {0: "MultiPoint", 1: "MultiLineString", 3: "MultiPolygon"}
_TOGETHER = {0: {0, 4}, 1: {1, 2, 5}, 3: {3, 6}}
"""The types that fit into one of several parts, by that of a part (``shapely.GeometryType``)."""
_BEYOND_DEG = 1e-6


def shapes_of_wkb(column: pa.ChunkedArray, faults: Faults) -> GeometryArray:
    """The geometries of a column of well-known binary, with None where one cannot be."""
    import shapely

    stored = column.to_numpy(zero_copy_only=False).astype(object)
    readable = np.fromiter((_is_readable(each) for each in stored), np.bool_, len(stored))
    stored[~readable] = None
    shapes = np.asarray(shapely.from_wkb(stored, on_invalid="ignore"), dtype=np.object_)
    lost = ~readable | (
        shapely.is_missing(shapes) & np.array([each is not None for each in stored])
    )
    faults.say_of(lost, Message("its geometry is damaged or of a kind that cannot be drawn"))
    return shapes


def made_fit(shapes: GeometryArray, faults: Faults) -> GeometryArray:
    """Geometries that can be drawn; the others are None, and said."""
    import shapely

    is_tall = shapely.has_z(shapes) | shapely.has_m(shapes)
    if is_tall.any():
        faults.say(Message("Heights and measures (Z, M) of its geometries are left out."))
        shapes = shapely.force_2d(shapes)
    is_empty = shapely.is_empty(shapes)
    faults.say_of(is_empty, Message("its geometry is empty"))
    endless = _endless(shapes)
    faults.say_of(endless, Message("a coordinate is no number or infinite, so it has no place"))
    shapes = shapes.copy()
    shapes[endless] = None
    crossed = _crossed(shapes)
    faults.say_of(crossed, Message("its area crosses itself; it is drawn as it is"))
    return shapes


def family_of(shapes: GeometryArray) -> Geometry | None:
    """The one kind that all geometries are of; None where there are none or several."""
    import shapely

    types = set(shapely.get_type_id(shapes).tolist()) - {-1}
    families = {_FAMILIES[each] for each in types}
    return families.pop() if len(families) == 1 else None


def families_in(shapes: GeometryArray) -> tuple[Geometry, ...]:
    """All kinds that there are among geometries and parts of collections, areas first."""
    import shapely

    parts = shapes
    while (shapely.get_type_id(parts) == _COLLECTION).any():
        parts = shapely.get_parts(parts)
    types = set(shapely.get_type_id(parts).tolist()) - {-1}
    found = {_FAMILIES[each] for each in types}
    order: tuple[Geometry, ...] = ("polygon", "line", "point")
    return tuple(each for each in order if each in found)


def only(shapes: GeometryArray, wanted: Geometry) -> GeometryArray:
    """The geometries with nothing but their parts of one kind; None where they have none."""
    import shapely

    found = shapes.copy()
    types = shapely.get_type_id(shapes)
    kinds = np.array([each == wanted for each in _FAMILIES])
    found[(types != _COLLECTION) & ~kinds[types.clip(0)]] = None
    for row in np.flatnonzero(types == _COLLECTION):
        found[row] = _only_parts(shapes[row], wanted)
    return found


def of_one_type(shapes: GeometryArray) -> tuple[GeometryArray, str]:
    """Shapes of one type where they can be, as many formats ask for it, and that type."""
    import shapely

    types = set(shapely.get_type_id(shapes).tolist()) - {-1}
    if not types:
        return shapes, "Unknown"
    if len(types) == 1 and (single := _SINGLE.get(min(types))):
        return shapes, single
    base = next((base for base, together in _TOGETHER.items() if types <= together), None)
    if base is None:
        return shapes, "Unknown"
    makers = {0: shapely.multipoints, 1: shapely.multilinestrings, 3: shapely.multipolygons}
    found = shapes.copy()
    for row in np.flatnonzero(np.isin(shapely.get_type_id(shapes), (0, 1, 2, 3))):
        found[row] = makers[base]([shapes[row]])
    return found, _MULTI[base]


def turned_back(shapes: GeometryArray) -> GeometryArray:
    """Geometries in degrees that run on beyond 180° as they are from -180° to 180°, cut there."""
    import shapely

    bounds = shapely.bounds(shapes)
    beyond = (bounds[:, 2] > 180.0 + _BEYOND_DEG) & (bounds[:, 2] <= 360.0) & (bounds[:, 0] >= -180)
    if not beyond.any():
        return shapes
    found = shapes.copy()
    for row in np.flatnonzero(beyond):
        found[row] = _cut_at_180(shapes[row])
    return found


def _is_readable(stored: object) -> bool:
    """Whether well-known binary may be given to GEOS: see ``store/wkb.py``."""
    if stored is None:
        return True
    try:
        look_over(stored, 0, Kinds())  # type: ignore[arg-type]
    except (WkbError, TypeError):
        return False
    return True


def _endless(shapes: GeometryArray) -> NDArray[np.bool_]:
    import shapely

    xy, of = shapely.get_coordinates(shapes, return_index=True)
    found = np.zeros(len(shapes), dtype=np.bool_)
    found[of[~np.isfinite(xy).all(axis=1)]] = True
    return found


def _crossed(shapes: GeometryArray) -> NDArray[np.bool_]:
    import shapely

    areas = np.isin(shapely.get_type_id(shapes), (3, 6))
    found = np.zeros(len(shapes), dtype=np.bool_)
    found[areas] = ~shapely.is_valid(shapes[areas])
    return found


def _only_parts(shape: object, wanted: Geometry) -> object:
    import shapely

    parts = shapely.get_parts([shape])
    while (shapely.get_type_id(parts) == _COLLECTION).any():
        parts = shapely.get_parts(parts)
    kept = shapely.get_parts([each for each in parts if family_of(np.array([each])) == wanted])
    if not len(kept):
        return None
    makers = {
        "point": shapely.multipoints, "line": shapely.multilinestrings,
        "polygon": shapely.multipolygons,
    }  # fmt: skip
    return makers[wanted](kept)


def _cut_at_180(shape: object) -> object:
    import shapely

    if shapely.bounds(shape)[0] >= 180.0:
        return shapely.transform(shape, lambda xy: xy - [360.0, 0.0])
    if not shapely.is_valid(shape):  # which could not be cut
        shape = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    here = shapely.intersection(shape, shapely.box(-180, -90, 180, 90))
    there = shapely.intersection(shape, shapely.box(180, -90, 540, 90))
    return shapely.union(here, shapely.transform(there, lambda xy: xy - [360.0, 0.0]))
