"""The gazetteer of the basemap: where the names of places stand, and how they sound."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import shapely

from mapapp.core.record import record
from mapapp.making.gpkg import CellValue, FeatureTable
from mapapp.making.pinyin import initials, readings
from mapapp.making.problems import ProblemList
from mapapp.making.table import Cells, read_table
from mapapp.store.schema import Column

_PLACE_FIELDS = ("name_en", "name_zh", "lon", "lat", "kind", "rank", "geonameid")
_PLACE_KINDS = ("country", "sea", "province", "city", "town")
_PLACE_COLUMNS = (
    Column("name_en", "TEXT", "Name (English)", required=True),
    Column("name_zh", "TEXT", "Name (Chinese) 名称"),
    Column("pinyin", "TEXT", "Pinyin of the Chinese name"),
    Column("initials", "TEXT", "Initials of the pinyin"),
    Column("kind", "TEXT", "Kind", required=True),
    Column("rank", "INTEGER", "Rank, 1 shown first", required=True),
)


@record
class _Place:
    name_en: str
    name_zh: str | None
    lon: float
    lat: float
    kind: str
    rank: int


def read_places(folder: Path, problems: ProblemList) -> FeatureTable:
    """The table of places, those of the highest rank first; problems as in ``read_basemap``."""
    places = read_table(folder / "places.csv", _PLACE_FIELDS, _place, problems)
    ordered = sorted(places, key=lambda place: (place.rank, place.name_en, place.lon))
    return FeatureTable(
        name="place",
        title="Place names",
        columns=_PLACE_COLUMNS,
        rows=[_place_row(place) for place in ordered],
        geometry_type="POINT",
        geometries=[shapely.Point(place.lon, place.lat) for place in ordered],
    )


def points_of(places: FeatureTable, kind: str) -> Iterator[tuple[str, shapely.Point]]:
    """The English names and the points of the places of a kind."""
    at = [column.name for column in places.columns].index("kind")
    for row, point in zip(places.rows, places.geometries, strict=True):
        if row[at] == kind:
            yield str(row[0]), point


def _place_row(place: _Place) -> tuple[CellValue, ...]:
    spoken = readings([place.name_zh or ""])
    return (
        place.name_en,
        place.name_zh,
        ";".join(spoken) or None,
        ";".join(initials(spoken)) or None,
        place.kind,
        place.rank,
    )


def _place(cells: Cells) -> _Place:
    return _Place(
        name_en=cells.required("name_en"),
        name_zh=cells.text("name_zh"),
        lon=cells.required_number("lon", -180, 180),
        lat=cells.required_number("lat", -90, 90),
        kind=cells.choice("kind", _PLACE_KINDS),
        rank=cells.count("rank") or 0,
    )
