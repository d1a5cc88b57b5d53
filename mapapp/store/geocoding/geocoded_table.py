"""The rows of a table with the places that a column of theirs names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mapapp.core.disk.assets import asset
from mapapp.core.errors import DataError, UsageError
from mapapp.core.folding import search_key
from mapapp.core.layer.feature import GeometryArray
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.texts.near_names import nearest_hint
from mapapp.core.texts.parsing import shown
from mapapp.store.atlas import Atlas
from mapapp.store.files.column_names import told_apart
from mapapp.store.files.raw import RawLayer, ReadOptions
from mapapp.store.files.reading import raw_layers
from mapapp.store.files.targets import Target
from mapapp.store.files.writing import WrittenLayer, write_layers
from mapapp.store.geocoding.geocoder import Geocoder, PlaceQuery
from mapapp.store.geocoding.place_names import PlaceNames
from mapapp.store.geocoding.scoring import MATCHED, SURE, Candidate
from mapapp.store.geopackage import GeoPackage

if TYPE_CHECKING:
    import pyarrow as pa

ADDED = ("lon", "lat", "matched", "score")
"""The columns that a table gets; a number follows where it has such a one."""

_DIGITS = 6
_COARSE: tuple[frozenset[str], ...] = (
    frozenset(("country", "nation", "国家", "国")),
    frozenset(("province", "state", "region", "省", "省份", "省级", "自治区", "省市", "省市区")),
    frozenset(("city", "prefecture", "municipality", "市", "城市", "地市", "地级市", "市州")),
    frozenset(("county", "district", "县", "区", "区县", "县区", "县市区")),
)
"""What columns are called that say in what a place lies, from the largest to the smallest."""


@record
class GeocodingOptions:
    """How rows are to be placed.

    Attributes:
        column: the column that names the places.
        within: a province, country or city in which all lie; empty for anywhere.
        min_score: the least score of a match.
    """

    column: str
    within: str = ""
    min_score: float = MATCHED


@record(eq=False)
class GeocodedTable:
    """A table with the columns that were added.

    Attributes:
        name: what the file calls the table.
        table: its rows, all of them; what was not found has empty cells.
        cells: what each row says of its place.
        candidates: what may be meant, by row, the best first.
        is_matched: whether the best candidate of a row is good enough, by row.
    """

    name: str
    table: pa.Table
    cells: Sequence[str]
    candidates: Sequence[tuple[Candidate, ...]]
    is_matched: Sequence[bool]

    @property
    def doubtful(self) -> list[int]:
        """The rows, from 0, that have a place which somebody should look at."""
        return [row for row, is_matched in enumerate(self.is_matched)
                if is_matched and self.candidates[row][0].score < SURE]  # fmt: skip

    @property
    def unmatched(self) -> list[int]:
        """The rows, from 0, that have no place."""
        return [row for row, is_matched in enumerate(self.is_matched) if not is_matched]

    def write(self, path: Path) -> tuple[Message, ...]:
        """Write all rows to a file, in the format that its name ends in.

        Raises:
            UsageError: if there is no such format.
            ExportError: if the file cannot be written.
        """
        layer = WrittenLayer(self.name, self.table, self._points(), has_coordinates=True)
        return write_layers([layer], Target(path))

    def _points(self) -> GeometryArray:
        import shapely

        points = np.full(len(self.candidates), None, dtype=np.object_)
        for row, found in enumerate(self.candidates):
            if self.is_matched[row]:
                points[row] = shapely.Point(_lon_lat(found[0]))
        return points


def geocode_file(
    path: Path, layer: str, reading: ReadOptions, options: GeocodingOptions
) -> GeocodedTable:
    """The one table of a file, or that of a name, with the places of its rows.

    Raises:
        UsageError: if it has several tables and none is named, or no such column, or nothing is
            called like ``within``.
        DataError: if it cannot be read, or has no rows.
    """
    found = raw_layers(path, reading, layer)
    if len(found) != 1:
        raise UsageError(
            "{path} has several layers; name one as FILE:LAYER: {names}.",
            path=path,
            names=[each.name for each in found],
        )
    if not found[0].table.num_rows:
        raise DataError("{path} has no rows; choose another file.", path=path)
    return geocoded(found[0], options)


def geocoded(raw: RawLayer, options: GeocodingOptions) -> GeocodedTable:
    """The rows of a table with the places that a column names.

    Raises:
        UsageError: if there is no such column, or nothing is called like ``within``.
    """
    queries = _queries(raw.table, _column(raw.table.column_names, options.column))
    with _open_names() as names:
        geocoder = Geocoder(names, options.within)
        candidates = geocoder.find(queries)
        is_matched = [bool(found) and found[0].score >= options.min_score for found in candidates]
        matched = [
            geocoder.label(found[0].place, query.text) if is_good else None
            for query, found, is_good in zip(queries, candidates, is_matched, strict=True)
        ]
    best = [found[0] if is_good else None
            for found, is_good in zip(candidates, is_matched, strict=True)]  # fmt: skip
    table = _with_places(raw.table, best, matched)
    return GeocodedTable(raw.name, table, [query.text for query in queries], candidates, is_matched)


@contextmanager
def _open_names() -> Iterator[PlaceNames]:
    from mapapp.core.layer.spec import load_layer_specs

    file = asset("gazetteer", "places.sqlite")
    with (
        Atlas(asset("data", "atlas.gpkg"), load_layer_specs(asset("layers"))) as atlas,
        GeoPackage(asset("data", "basemap.gpkg")) as basemap,
        PlaceNames(file, atlas, basemap) as names,
    ):
        yield names


def _column(names: Sequence[str], wanted: str) -> str:
    """The column of a name, in any case and width of its letters."""
    found = wanted if wanted in names else _by_key(names).get(search_key(wanted))
    if found is None:
        raise UsageError(
            "There is no column {column}; {hint}",
            column=shown(wanted),
            hint=nearest_hint(wanted, names),
        )
    return found


def _by_key(names: Sequence[str]) -> Mapping[str, str]:
    return {search_key(name): name for name in reversed(names)}


def _queries(table: pa.Table, column: str) -> list[PlaceQuery]:
    """What each row says: the cell, and those of columns that say in what it lies."""
    level = next((n for n, words in enumerate(_COARSE) if search_key(column) in words), len(_COARSE))
    by_key = _by_key(table.column_names)
    larger = [by_key[key] for words in reversed(_COARSE[:level]) for key in sorted(words)
              if key in by_key and by_key[key] != column]  # fmt: skip
    cells = _texts(table, column)
    within = zip(*(_texts(table, name) for name in larger), strict=True) if larger else [()] * len(cells)
    is_area = level < 2
    return [
        PlaceQuery(cell, tuple(filter(None, others)), is_area)
        for cell, others in zip(cells, within, strict=True)
    ]


def _texts(table: pa.Table, column: str) -> list[str]:
    values = table.column(column).to_pylist()
    return ["" if value is None else str(value).strip() for value in values]


def _with_places(
    table: pa.Table, best: Sequence[Candidate | None], matched: Sequence[str | None]
) -> pa.Table:
    import pyarrow as pa

    names, _ = told_apart([*table.column_names, *ADDED])
    places = [(None, None) if each is None else _lon_lat(each) for each in best]
    columns = (
        pa.array([lon for lon, _ in places], pa.float64()),
        pa.array([lat for _, lat in places], pa.float64()),
        pa.array(matched, pa.string()),
        pa.array([None if each is None else each.score for each in best], pa.float64()),
    )
    for name, values in zip(names[-len(ADDED) :], columns, strict=True):
        table = table.append_column(name, values)
    return table


def _lon_lat(candidate: Candidate) -> tuple[float, float]:
    place = candidate.place
    return round(place.lon, _DIGITS), round(place.lat, _DIGITS)
