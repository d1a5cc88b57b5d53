"""A ground file of the user's own, such as a standard map: its borders in place of the basemap's.

Areas and lines are read from GeoJSON (RFC 7946) and GeoPackages, in any reference system that the
file names. Lines are national borders. The edge of an area is a province border where another area
shares it, a coast where it runs along one of the basemap, and a national border elsewhere.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import numpy as np
import shapely
from numpy.typing import NDArray

from mapapp.core.disk.files import read_ordinary
from mapapp.core.disk.kinds import kind_of
from mapapp.core.errors import DataError
from mapapp.core.geo.extent import Extent
from mapapp.core.geo.lines import segments_of
from mapapp.core.layer.feature import GeometryArray
from mapapp.core.source.boxes import bounds_of, extent_around
from mapapp.core.source.query import Query
from mapapp.core.source.reprojection import reprojection_from
from mapapp.core.texts.parsing import ParseError, json_table
from mapapp.store.basemap import Basemap
from mapapp.store.blob import GeometryFault, refuse_off_earth
from mapapp.store.geopackage import GeoPackage
from mapapp.store.sources.geopackage import GeoPackageSource
from mapapp.store.tables import FileSchema

MOST_BYTES = 64_000_000
MOST_VERTICES = 1_000_000
COAST_DEG = 0.05
"""So near to a coast of the basemap, about 5 km, an edge of an area is that coast."""

_IN_ANY_CRS = FileSchema(in_any_crs=True)
_LON_LAT_NAMES = ("CRS84", ":4326", ":4490")
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
    kind = kind_of(path)
    if kind == "geopackage":
        found = list(_of_geopackage(path))
    elif kind in ("geojson", "workspace"):  # any JSON: what it is, its reader says
        found = [_of_geojson(path)]
    else:
        raise DataError(
            "{path} is no ground file; choose a GeoPackage or GeoJSON with the borders as areas or "
            "lines.",
            path=path,
        )
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


def _of_geopackage(path: Path) -> Iterator[GeometryArray]:
    with GeoPackage(path, _IN_ANY_CRS) as file:
        for table in file.tables():
            yield GeoPackageSource(file, table).read(Query(placed=True)).geometries


def _of_geojson(path: Path) -> GeometryArray:
    try:
        document = json_table(read_ordinary(path, MOST_BYTES, DataError))
        texts = [json.dumps(geometry) for geometry in _geometries(document)]
        found = shapely.force_2d(shapely.from_geojson(texts))
    except (ParseError, shapely.GEOSException) as error:
        raise DataError(
            "{path} is no GeoJSON that can be read ({reason}); save it anew.",
            path=path,
            reason=error,
        ) from error
    return _in_degrees(path, np.asarray(found, dtype=np.object_), _crs(document))


def _geometries(document: dict[str, object]) -> Iterator[object]:
    """The geometries of a collection of features, of one feature, or of what is one itself."""
    features = document.get("features", [document])
    for feature in features if isinstance(features, list) else ():
        if isinstance(feature, dict):
            geometry = feature.get("geometry") if "geometry" in feature else feature
            yield from () if geometry is None else (geometry,)


def _crs(document: dict[str, object]) -> str:
    """The reference system that older files name; longitude and latitude where they name none."""
    crs = document.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    is_other = isinstance(name, str) and not name.endswith(_LON_LAT_NAMES)
    return str(name) if is_other else "EPSG:4326"


def _in_degrees(path: Path, geometries: GeometryArray, crs: str) -> GeometryArray:
    reprojection = reprojection_from(crs)
    moved = reprojection.geometries(geometries) if reprojection else geometries
    try:
        refuse_off_earth(*shapely.get_coordinates(moved, return_index=True))
    except GeometryFault as fault:
        raise DataError(
            "{path} is not in longitude and latitude ({reason}); convert it to EPSG:4326.",
            path=path,
            reason=str(fault),
        ) from fault
    return moved
