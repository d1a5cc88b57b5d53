"""``basemap.gpkg`` and ``rivers.gpkg``: land, coasts, borders, lakes, rivers and place names.

Rivers have a file of their own, because they alone are under the LGPL.

Land is filled, coasts are stroked: the regional extracts are cut at their box, and a stroked
cut would look like a coast.
"""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from mapapp.core.geo.extent import DETAILED_GROUND, MAX_LAT_DEG
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.texts.parsing import json_table
from mapapp.making.gpkg import (
    CellValue,
    FeatureTable,
    GeometryType,
    Metadata,
    PlainTable,
    write_geopackage,
)
from mapapp.making.places import points_of, read_places
from mapapp.making.problems import Origin, ProblemList
from mapapp.store.basemap import COUNTRY_TABLE, GROUND_TABLE, RIVER_TABLE
from mapapp.store.schema import Column

_MADE_FOR = (("world", 50_000_000), ("region", 10_000_000))
"""Natural Earth’s “1:50m” and “1:10m”: it states the scale that a file was made for."""

_WORLD_DECIMALS = 3
_WORLD_TOLERANCE_DEG = 0.01
"""World outlines lose what is smaller than about a kilometre: half a pixel at zoom 6."""

_REGION_DECIMALS = 4
_BOX = "NEAsia_105-145E_30-55N"
_ROUGH_DEG, _ROUGH_DECIMALS, _LEAST_PART_DEG2 = 0.15, 2, 1.0
"""For the name of a country it is enough to know its larger parts to some ten kilometres."""

_NATURAL_EARTH = (
    "Natural Earth, public domain (naturalearthdata.com). It draws de-facto boundaries; they are "
    "no statement on any claim."
)
_RIVERS = (
    "GSHHG 2.3.6 / World Data Bank II rivers by Paul Wessel and Walter H. F. Smith, "
    "LGPL-3.0-or-later (soest.hawaii.edu/pwessel/gshhg); cut to 105-145 E, 30-55 N; "
    "all of Liaoning, longer ones around it; names set by position."
)
_PLACES = "City points from GeoNames, CC BY 4.0 (geonames.org); other label points are our own."

_DEMARCATION = "Demarcation line in Korea"
_DEMARCATED = frozenset({"408", "410"})
"""The numbers (ISO 3166-1) of the countries between which there is a line and no border."""

Segment = tuple[tuple[float, float], tuple[float, float]]


@record
class _Feature:
    geometry: shapely.Geometry
    name: str | None
    country: str | None = None
    line: str | None = None


def read_basemap(folder: Path, problems: ProblemList) -> tuple[PlainTable, ...]:
    """The tables of the basemap from the extracts of a folder.

    Files that are missing or unreadable are added to ``problems``.
    """
    return (*_tables(folder, problems), _made_for())


def read_rivers(folder: Path, problems: ProblemList) -> FeatureTable:
    """The rivers of the folder of the basemap; problems as in :func:`read_basemap`."""
    features = [
        feature
        for path in sorted((folder / "rivers").glob("*.geojson"))
        for feature in _read_geojson(folder, f"rivers/{path.name}", problems)
    ]
    lines = _lines(features)
    return FeatureTable(
        name=RIVER_TABLE,
        title="Rivers",
        columns=(Column("name", "TEXT", "Name"),),
        rows=[(name,) for _, name in lines],
        geometry_type="LINESTRING",
        geometries=[line for line, _ in lines],
    )


def write_basemap(path: Path, tables: Sequence[PlainTable]) -> None:
    """Write a new ``basemap.gpkg``."""
    metadata = [Metadata(None, _NATURAL_EARTH), Metadata("place", _PLACES)]
    write_geopackage(path, tables, metadata=metadata)


def write_rivers(path: Path, rivers: FeatureTable) -> None:
    """Write a new ``rivers.gpkg``, which says its licence."""
    write_geopackage(path, [rivers], metadata=[Metadata(None, _RIVERS)])


def _tables(folder: Path, problems: ProblemList) -> Iterator[FeatureTable]:
    def read(name: str) -> list[_Feature]:
        return _read_geojson(folder, f"{name}.geojson", problems)

    world_land = _polygons(_world_parts(read("land-50m")), _WORLD_DECIMALS)
    yield _shapes("world_land", "Land of the world", "POLYGON", world_land)
    yield _shapes("world_coast", "Coasts of the world", "LINESTRING", _coasts(world_land))
    countries = read("countries-50m")
    borders, demarcations = _shared_borders(countries)
    yield _shapes("world_border", "Borders of countries", "LINESTRING", borders)
    yield _shapes("world_demarcation", _DEMARCATION, "LINESTRING", demarcations)
    provinces = _lines(read("ne_10m_admin_1_states_provinces_lines_China_beyond_NEAsia"))
    beyond = _joined([line for line, _ in provinces])
    yield _shapes("world_province", "Provinces of China beyond the region", "LINESTRING", beyond)
    region = [shapely.box(*DETAILED_GROUND.bounds)]
    yield _shapes("region", "Where the map has detail", "POLYGON", region)
    land = _polygons(_shapes_of(read(f"ne_10m_land_{_BOX}")), _REGION_DECIMALS)
    yield _shapes("region_land", "Land of the region", "POLYGON", land)
    lakes = _polygons(_shapes_of(read(f"ne_10m_lakes_{_BOX}")), _REGION_DECIMALS)
    yield _shapes("region_lake", "Lakes of the region", "POLYGON", lakes)
    for table, title, name, kind in (
        ("region_coast", "Coasts of the region", "coastline", None),
        ("region_border", "Borders in the region", "admin_0_boundary_lines_land", None),
        ("region_demarcation", _DEMARCATION, "admin_0_boundary_lines_land", "demarcation"),
        ("region_province", "Provinces in the region", "admin_1_states_provinces_lines", None),
    ):
        found = [each for each in read(f"ne_10m_{name}_{_BOX}") if each.line == kind]
        yield _shapes(table, title, "LINESTRING", _joined([line for line, _ in _lines(found)]))
    places = read_places(folder, problems)
    yield places
    yield _countries(countries, places)


def _made_for() -> PlainTable:
    """For which scales the two grounds were made, as Natural Earth says of its files."""
    columns = (
        Column("name", "TEXT", "Ground", required=True),
        Column("made_for", "INTEGER", "Made for maps of 1 to so many", required=True),
    )
    return PlainTable(GROUND_TABLE, "What the ground was made for", columns, _MADE_FOR)


def _read_geojson(folder: Path, name: str, problems: ProblemList) -> list[_Feature]:
    file = f"{folder.name}/{name}"
    try:
        features = json_table((folder / name).read_bytes())["features"]
        if not isinstance(features, list):
            raise TypeError("features are no list")
        return [
            _Feature(
                shapely.from_geojson(json.dumps(feature["geometry"])),
                feature["properties"].get("name_en"),
                feature["properties"].get("id"),
                feature["properties"].get("line"),
            )
            for feature in features
        ]
    except FileNotFoundError:
        problems.add(Origin(file, 1), Message("the file is missing"), Message("restore it"))
    except (ValueError, KeyError, TypeError, shapely.errors.GEOSException) as error:
        problems.add(
            Origin(file, 1),
            Message("it is no GeoJSON of features ({reason!r})", reason=error),
            Message("restore it"),
        )
    return []


def _shapes_of(features: Iterable[_Feature]) -> list[shapely.Geometry]:
    return [feature.geometry for feature in features]


def _polygons(geometries: Iterable[shapely.Geometry], decimals: int) -> list[shapely.Polygon]:
    """Valid polygons with rounded coordinates, largest first."""
    rounded = [_rounded(shapely.make_valid(geometry), decimals) for geometry in geometries]
    parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(rounded)))
    polygons = [part for part in parts if part.geom_type == "Polygon" and part.area > 0]
    return sorted(polygons, key=lambda polygon: (-polygon.area, polygon.bounds))


def _world_parts(features: Iterable[_Feature]) -> Iterator[shapely.Geometry]:
    """Land of the world cut at ±180 degrees, which rings of the source simply step over."""
    for polygon in shapely.get_parts(_shapes_of(features)):
        outline = shapely.make_valid(_unwrapped(polygon)).simplify(_WORLD_TOLERANCE_DEG)
        for shift in (-360.0, 0.0, 360.0):
            window = shapely.box(shift - 180.0, -90.0, shift + 180.0, 90.0)
            part = outline.intersection(window)
            if not part.is_empty:
                yield shapely.transform(part, lambda xy, shift=shift: xy - (shift, 0.0))


def _unwrapped(polygon: shapely.Polygon) -> shapely.Polygon:
    """The polygon with longitudes that run on past ±180; one around the pole is closed there."""
    shell, *holes = (_run_on(shapely.get_coordinates(ring)) for ring in shapely.get_rings(polygon))
    west = shell[:, 0].min()
    lakes = [_shifted(hole, west) for hole in holes if not _is_polar(hole)]
    if _is_polar(shell):
        shell = np.vstack([shell, [shell[-1, 0], -90.0], [shell[0, 0], -90.0]])
    return shapely.Polygon(shell, lakes)


def _is_polar(ring: NDArray[np.float64]) -> bool:
    """Whether a ring that runs on goes round the pole instead of closing."""
    return bool(ring[0, 0] != ring[-1, 0])


def _shifted(hole: NDArray[np.float64], west: float) -> NDArray[np.float64]:
    """A hole in the copy of the world in which its shell starts at ``west``."""
    copies = np.floor((hole[:, 0].min() - west) / 360.0)
    return hole - (360.0 * copies, 0.0)


def _run_on(ring: NDArray[np.float64]) -> NDArray[np.float64]:
    lons = np.unwrap(ring[:, 0], period=360.0)
    return np.column_stack([lons.round(_REGION_DECIMALS), ring[:, 1]])


def _rounded(geometry: shapely.Geometry, decimals: int) -> shapely.Geometry:
    return shapely.set_precision(geometry, 10.0**-decimals).normalize()


def _lines(features: Iterable[_Feature]) -> list[tuple[shapely.LineString, str | None]]:
    """Single lines with rounded coordinates, with the names of their features."""
    lines = [
        (_clean(part), feature.name)
        for feature in features
        for part in shapely.get_parts(feature.geometry)
        if not part.is_empty
    ]
    return sorted(
        ((line, name) for line, name in lines if line.length > 0),
        key=lambda line: (line[1] or "", line[0].bounds, line[0].length),
    )


def _clean(line: shapely.LineString) -> shapely.LineString:
    """A line on the coordinate grid, without vertices that fell together."""
    coords = shapely.get_coordinates(line).round(_REGION_DECIMALS)
    moved = np.any(np.diff(coords, axis=0) != 0, axis=1)
    kept = coords[np.concatenate([[True], moved])]
    return shapely.LineString(kept if len(kept) > 1 else coords[:2])


def _coasts(land: Sequence[shapely.Polygon]) -> list[shapely.LineString]:
    """Outlines of land without the seams at ±180 degrees and beyond the map's south edge."""
    lines: list[shapely.LineString] = []
    for ring in shapely.get_rings(list(land)):
        segments = list(_segments(shapely.get_coordinates(ring)))
        coast = [segment for segment in segments if not _is_seam(segment)]
        if len(coast) == len(segments):
            lines.append(shapely.LineString(ring.coords))
        elif coast:
            lines += _merged(coast)
    return lines


def _is_seam(segment: Segment) -> bool:
    (lon1, lat1), (lon2, lat2) = segment
    return (abs(lon1) == 180 and lon1 == lon2) or max(lat1, lat2) < -MAX_LAT_DEG


def _shared_borders(
    countries: Sequence[_Feature],
) -> tuple[list[shapely.LineString], list[shapely.LineString]]:
    """The lines that two countries share, drawn once; those of ``_DEMARCATED`` ones apart."""
    apart = _shared([each for each in countries if each.country in _DEMARCATED])
    return _merged(sorted(_shared(countries) - apart)), _merged(sorted(apart))


def _shared(countries: Sequence[_Feature]) -> set[Segment]:
    """The stretches that two countries share.

    The countries come from one topology, so shared stretches have equal vertices.
    """
    owners: Counter[Segment] = Counter()
    for country in countries:
        coords = (shapely.get_coordinates(ring) for ring in _rings(country.geometry))
        rounded = (ring.round(_WORLD_DECIMALS) for ring in coords)
        owners.update({_undirected(s) for ring in rounded for s in _segments(ring)})
    return {segment for segment, count in owners.items() if count > 1}


def _rings(geometry: shapely.Geometry) -> Sequence[shapely.LinearRing]:
    return list(shapely.get_rings(shapely.get_parts(geometry)))


def _segments(coords: NDArray[np.float64]) -> Iterator[Segment]:
    """Steps from vertex to vertex, without those that rounding made empty."""
    points = [(float(lon), float(lat)) for lon, lat in coords]
    return (step for step in itertools.pairwise(points) if step[0] != step[1])


def _undirected(segment: Segment) -> Segment:
    start, end = sorted(segment)
    return (start, end)


def _merged(segments: Sequence[Segment]) -> list[shapely.LineString]:
    return _joined([shapely.LineString(segment) for segment in segments])


def _joined(lines: Sequence[shapely.LineString]) -> list[shapely.LineString]:
    """As few lines as join end to end, in a fixed order."""
    whole = shapely.line_merge(shapely.MultiLineString(list(lines)))
    return list(shapely.get_parts(whole.normalize()))


def _shapes(
    name: str, title: str, geometry_type: GeometryType, geometries: Sequence[shapely.Geometry]
) -> FeatureTable:
    rows: list[tuple[CellValue, ...]] = [() for _ in geometries]
    return FeatureTable(name, title, (), rows, geometry_type, geometries)


def _countries(countries: Sequence[_Feature], places: FeatureTable) -> FeatureTable:
    """Roughly where the countries lie that the gazetteer names; nothing of it is ever drawn."""
    areas = [_rough_parts(country) for country in countries]
    found = [
        (name, part)
        for name, point in points_of(places, "country")
        for parts in areas
        if any(part.contains(point) for part in parts)
        for part in parts
    ]
    return FeatureTable(
        name=COUNTRY_TABLE,
        title="Where countries lie, for their names only",
        columns=(Column("name_en", "TEXT", "Name (English)", required=True),),
        rows=[(name,) for name, _ in found],
        geometry_type="POLYGON",
        geometries=[part for _, part in found],
    )


def _rough_parts(country: _Feature) -> list[shapely.Polygon]:
    parts = _polygons(_world_parts([country]), _ROUGH_DECIMALS)
    rough = _polygons((part.simplify(_ROUGH_DEG) for part in parts), _ROUGH_DECIMALS)
    return [part for part in rough if part.area >= _LEAST_PART_DEG2] or rough[:1]
