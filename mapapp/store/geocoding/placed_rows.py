"""What the rows of a table say of their places, and the places that are found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from mapapp.core.disk.assets import asset
from mapapp.core.errors import UsageError
from mapapp.core.folding import search_key
from mapapp.core.layer.spec import load_layer_specs
from mapapp.core.record import record
from mapapp.core.texts.near_names import nearest_hint
from mapapp.core.texts.parsing import shown
from mapapp.store.atlas import Atlas
from mapapp.store.geocoding.geocoder import Geocoder, PlaceQuery
from mapapp.store.geocoding.place_names import PlaceNames
from mapapp.store.geocoding.scoring import MATCHED, SURE, PlaceCandidate
from mapapp.store.geopackage import GeoPackage

ADDED = ("lon", "lat", "matched", "score")
"""The columns that a table gets."""

_DIGITS = 6
_LARGER: tuple[tuple[str, ...], ...] = (
    ("country", "nation", "国家", "国"),
    ("province", "state", "region", "省", "省份", "省级", "自治区", "省市", "省市区"),
    ("city", "prefecture", "municipality", "市", "城市", "地市", "地级市", "市州"),
    ("county", "district", "县", "区", "区县", "县区", "县市区"),
)
"""What columns are called that say in what a place lies, from the largest to the smallest."""

_CITIES = 2
"""Where the columns of cities stand there; what is before names areas."""


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
class PlacedRows:
    """What was found of rows.

    Attributes:
        cells: what each row says of its place.
        candidates: what may be meant, by row, the best first.
        best: the place of each row; None where no candidate is good enough.
        matched: what that place is called, and where it lies.
    """

    cells: Sequence[str]
    candidates: Sequence[tuple[PlaceCandidate, ...]]
    best: Sequence[PlaceCandidate | None]
    matched: Sequence[str | None]

    @property
    def doubtful(self) -> list[int]:
        """The rows, from 0, that have a place which somebody should look at."""
        return [row for row, each in enumerate(self.best) if each and each.score < SURE]

    @property
    def unmatched(self) -> list[int]:
        """The rows, from 0, that have no place."""
        return [row for row, each in enumerate(self.best) if each is None]

    def columns(self) -> tuple[Sequence[float | str | None], ...]:
        """The values of the columns ``ADDED``."""
        numbers = [
            (None, None, None) if each is None
            else (round(each.place.lon, _DIGITS), round(each.place.lat, _DIGITS), each.score)
            for each in self.best
        ]  # fmt: skip
        lons, lats, scores = zip(*numbers, strict=True) if numbers else ((), (), ())
        return lons, lats, self.matched, scores


def placed_rows(
    names: Sequence[str], cells_of: Callable[[str], Sequence[str]], options: GeocodingOptions
) -> PlacedRows:
    """Find the places that a column names.

    Args:
        names: of all columns; those that say in what a place lies are taken into account.
        cells_of: gives the texts of a column.
        options: what is wanted.

    Raises:
        UsageError: if there is no such column, or nothing is called like ``within``.
    """
    queries = _queries(names, cells_of, _column(names, options.column))
    with _open_names() as known:
        geocoder = Geocoder(known, options.within)
        candidates = geocoder.find(queries)
        best = [found[0] if found and found[0].score >= options.min_score else None
                for found in candidates]  # fmt: skip
        matched = [None if each is None else geocoder.label(each.place, query.text)
                   for query, each in zip(queries, best, strict=True)]  # fmt: skip
    return PlacedRows([query.text for query in queries], candidates, best, matched)


@contextmanager
def _open_names() -> Iterator[PlaceNames]:
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


def _queries(
    names: Sequence[str], cells_of: Callable[[str], Sequence[str]], column: str
) -> list[PlaceQuery]:
    """What each row says: the cell, and those of columns that say in what it lies."""
    level = next(
        (n for n, words in enumerate(_LARGER) if search_key(column) in words), len(_LARGER)
    )
    by_key = _by_key([name for name in names if name != column])
    larger = [by_key[key] for words in reversed(_LARGER[:level]) for key in words if key in by_key]
    is_area = level < _CITIES
    said = zip(*map(cells_of, (column, *larger)), strict=True)
    return [PlaceQuery(cell, tuple(filter(None, within)), is_area) for cell, *within in said]
