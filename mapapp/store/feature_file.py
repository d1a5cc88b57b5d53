"""Features as files that other programs of maps open: GeoJSON and GeoPackage."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray

from mapapp.core.disk.replacing import replacing
from mapapp.core.errors import ExportError
from mapapp.core.layer.spec import Geometry
from mapapp.core.record import record
from mapapp.core.texts.plain import plain_text
from mapapp.store.table_file import needing

if TYPE_CHECKING:
    from mapapp.core.expression.tree import Scalar

_DEGREES = 1e-7
"""Centimetres; RFC 7946 (11.2) asks for no more digits."""

_TYPES: dict[Geometry, str] = {
    "point": "MultiPoint",
    "line": "MultiLineString",
    "polygon": "MultiPolygon",
}
_NONE = -1
_OWN_COLUMNS = ("fid", "geom")
"""What a table of a GeoPackage has besides; other columns cannot be called so."""


@record
class FeatureRows:
    """The features of one layer.

    Attributes:
        name: what the layer is called.
        geometry: the kind of its geometries.
        columns: the names of the values.
        rows: of each feature its geometry (EPSG:4326, lon before lat; perhaps None) and values.
    """

    name: str
    geometry: Geometry
    columns: Sequence[str]
    rows: Iterable[tuple[Any, Sequence[Scalar | None]]]


def write_geojson(target: Path, layers: Iterable[FeatureRows]) -> None:
    """Write layers as one collection (RFC 7946), whole or not at all; each feature names its layer.

    Raises:
        ExportError: if the file cannot be written.
    """
    with replacing(target) as temporary, temporary.open("w", encoding="utf-8") as file:
        file.write('{"type": "FeatureCollection", "features": [')
        _write_features(file, layers)
        file.write("\n]}\n")


def write_geopackage(target: Path, layers: Iterable[FeatureRows]) -> None:
    """Write each layer as a table of one GeoPackage, whole or not at all.

    Raises:
        ExportError: if the file cannot be written.
        EnvironmentProblemError: if the library for such files is missing.
    """
    with needing("pyogrio"):
        from pyogrio import raw
        from pyogrio.errors import DataSourceError
    with replacing(target) as temporary:
        for number, layer in enumerate(layers):
            geometries, values = _columns(layer)
            kind = _kind(layer.geometry, geometries)
            try:
                raw.write(
                    temporary, shapely.to_wkb(geometries), [_typed(each) for each in values],
                    _names(layer.columns), [_missing(each) for each in values],
                    layer=layer.name, driver="GPKG", geometry_type=kind, crs="EPSG:4326",
                    promote_to_multi=kind.startswith("Multi"), append=number > 0,
                )  # fmt: skip
            except DataSourceError as error:
                raise ExportError(
                    "{target} cannot be written ({reason}); choose another place.",
                    target=target,
                    reason=error,
                ) from error


def _kind(geometry: Geometry, geometries: NDArray[np.object_]) -> str:
    """The one type that all geometries of a table have, or are made to have."""
    types = set(shapely.get_type_id(geometries).tolist())
    is_single = types <= {_NONE, shapely.GeometryType.POINT.value}
    return "Point" if is_single else _TYPES[geometry]


def _write_features(file: IO[str], layers: Iterable[FeatureRows]) -> None:
    before = "\n"
    for layer in layers:
        for geometry, values in layer.rows:
            properties = {"layer": layer.name, **dict(zip(layer.columns, values, strict=True))}
            feature = {
                "type": "Feature",
                "geometry": _as_json(geometry),
                "properties": {name: _plain(value) for name, value in properties.items()},
            }
            file.write(before + json.dumps(feature, ensure_ascii=False))
            before = ",\n"


def _as_json(geometry: Any) -> Any:  # noqa: ANN401
    """A geometry with rings as the standard has them, outer ones counterclockwise."""
    if geometry is None or geometry.is_empty:
        return None
    rounded = shapely.set_precision(geometry, _DEGREES, mode="pointwise")
    return shapely.geometry.mapping(shapely.orient_polygons(rounded))


def _plain(value: Scalar | None) -> Scalar | None:
    """A value as every reader takes it."""
    if isinstance(value, str):
        return plain_text(value)
    return value if value is None or np.isfinite(value) else None


def _columns(layer: FeatureRows) -> tuple[NDArray[np.object_], list[list[Scalar | None]]]:
    geometries: list[Any] = []
    columns: list[list[Scalar | None]] = [[] for _ in layer.columns]
    for geometry, values in layer.rows:
        geometries.append(geometry)
        for column, value in zip(columns, values, strict=True):
            column.append(_plain(value))
    return np.array([*geometries, None], dtype=object)[:-1], columns


def _typed(values: Sequence[Scalar | None]) -> NDArray[Any]:
    """A column as numbers, whole ones where all are, or else as texts."""
    kinds = {type(value) for value in values} - {type(None)}
    if kinds and kinds <= {int}:
        return np.array([value or 0 for value in values], dtype=np.int64)
    if kinds and kinds <= {int, float}:
        return np.array([value or 0.0 for value in values], dtype=np.float64)
    return np.array([None if value is None else str(value) for value in values], dtype=object)


def _missing(values: Sequence[Scalar | None]) -> NDArray[np.bool_]:
    return np.array([value is None for value in values], dtype=bool)


def _names(columns: Sequence[str]) -> list[str]:
    """The names of columns, each once whatever the case, and none that the file has already."""
    return list(_made_unique(columns))


def _made_unique(columns: Sequence[str]) -> Iterator[str]:
    taken = set(_OWN_COLUMNS)
    for name in columns:
        tried, number = name, 1
        while tried.casefold() in taken:
            number += 1
            tried = f"{name}_{number}"
        taken.add(tried.casefold())
        yield tried
