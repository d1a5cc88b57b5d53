"""A ground file of the user's own, such as a standard map: its borders in place of the basemap's.

Areas and lines are read from any file of layers, in any reference system that it names. Lines are
national borders. The edge of an area is a province border where another area shares it, a coast
where it runs along one of the basemap, and a national border elsewhere.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import cast

import numpy as np
import shapely
from numpy.typing import NDArray

from mapapp.core.errors import DataError
from mapapp.core.geo.extent import Extent
from mapapp.core.geo.lines import segments_of
from mapapp.core.layer.feature import GeometryArray
from mapapp.core.source.boxes import bounds_of, extent_around
from mapapp.store.basemap import Basemap
from mapapp.store.files.placing import LocatedLayer, placed
from mapapp.store.files.raw import RawLayer, ReadOptions
from mapapp.store.files.reading import raw_layers

MOST_VERTICES = 1_000_000
COAST_DEG = 0.05
"""So near to a coast of the basemap, about 5 km, an edge of an area is that coast."""

_AS_STATED = ReadOptions()
_REPLACED = ("border", "province", "coast", "land")
_REGION = "region"


class BasemapWithGround(Basemap):
    """A basemap whose borders are those of a ground file.

    Raises:
        DataError: as :class:`Basemap`; or if the ground file cannot be read, is too large, holds
            no areas or lines, or does not lie on Earth.
    """

    def __init__(self, path: Path, ground: Path) -> None:
        areas, lines = _read(ground)
        super().__init__(path)
        self.ground_file = ground.name
        self.borders_extent = extent_around(bounds_of(np.concatenate([areas, lines])))
        self._areas = shapely.orient_polygons(areas, exterior_cw=True)  # as those of the basemap
        self._lines = lines
        self._edges = segments_of(shapely.get_rings(areas))
        self._replaced = functools.cache(self._made)

    def shapes(self, table: str, extent: Extent | None = None) -> GeometryArray:
        """See :meth:`Basemap.shapes`; of borders, coasts and land all are answered."""
        prefix, _, kind = table.partition("_")
        if kind == "demarcation":
            return np.array([], dtype=object)
        return self._replaced(prefix, kind) if kind in _REPLACED else super().shapes(table, extent)

    def _made(self, prefix: str, kind: str) -> GeometryArray:
        made = self._of_kind(prefix, kind)
        if prefix != _REGION:
            return made
        bounds = shapely.total_bounds(super().shapes(_REGION)).tolist()
        clipped = shapely.clip_by_rect(made, *bounds)
        return cast(GeometryArray, clipped[~shapely.is_empty(clipped)])

    def _of_kind(self, prefix: str, kind: str) -> GeometryArray:
        if kind == "land":
            return np.concatenate([super().shapes(f"{prefix}_land"), self._areas])
        if kind == "province":
            return self._edges.lines(self._shared)
        coast = super().shapes(f"{prefix}_coast")
        outer = self._edges.counts == 1
        by_sea = outer & self._edges.near(coast, COAST_DEG)
        if kind == "border":
            return np.concatenate([self._edges.lines(outer & ~by_sea), self._lines])
        others = segments_of(shapely.get_parts(coast))
        kept = ~others.near(self._edges.lines(outer), COAST_DEG)
        return np.concatenate([others.lines(kept), self._edges.lines(by_sea)])

    @functools.cached_property
    def _shared(self) -> NDArray[np.bool_]:
        """The edges of several areas, each once: dashes of two would fill one another's gaps."""
        return (self._edges.counts > 1) & self._edges.first


def _read(path: Path) -> tuple[GeometryArray, GeometryArray]:
    """The single areas and lines of a file in degrees, not too many."""
    found = [_shapes(path, raw) for raw in raw_layers(path, _AS_STATED)]
    parts = _parts(np.concatenate(found)) if found else np.array([], dtype=object)
    _refuse_too_many(path, parts)
    kinds = shapely.get_dimensions(parts)
    areas, lines = parts[kinds == 2], parts[kinds == 1]
    if not len(areas) and not len(lines):
        raise DataError(
            "{path} has no areas or lines; choose a file with the borders of a standard map.",
            path=path,
        )
    return areas, lines


def _shapes(path: Path, raw: RawLayer) -> GeometryArray:
    """The shapes of a layer; an error if one is missing, as no border may be."""
    layer = placed(raw, _AS_STATED)
    if layer.guess is not None:
        raise DataError(
            "{path} does not say its reference system; save it anew in EPSG:4326.", path=path
        )
    if len(missing := np.flatnonzero(_have_no_place(layer))):
        raise DataError(
            "Row {row} of {path} has no place that can be drawn; mend or remove it.",
            row=int(missing[0]) + 1,
            path=path,
        )
    if layer.shapes is None:  # points
        return np.array([], dtype=object)
    return cast(GeometryArray, shapely.force_2d(layer.shapes))


def _have_no_place(layer: LocatedLayer) -> NDArray[np.bool_]:
    """Which rows of a layer have none; of a table without places, no row."""
    if layer.shapes is not None:
        return np.asarray(shapely.is_missing(layer.shapes) | shapely.is_empty(layer.shapes))
    xy = np.empty((0, 2)) if layer.xy is None else layer.xy
    return np.asarray(np.isnan(xy).any(axis=1))


def _parts(geometries: GeometryArray) -> GeometryArray:
    """Single geometries out of any, collections too."""
    return cast(GeometryArray, shapely.get_parts(shapely.get_parts(geometries)))


def _refuse_too_many(path: Path, parts: GeometryArray) -> None:
    count = int(shapely.get_num_coordinates(parts).sum())
    if count > MOST_VERTICES:
        raise DataError(
            "{path} has {count:,} vertices; simplify it to {most:,}.",
            path=path,
            count=count,
            most=MOST_VERTICES,
        )
