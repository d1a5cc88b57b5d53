"""The places that are found of the rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from mapapp.core.disk.assets import asset
from mapapp.core.layer.spec import load_layer_specs
from mapapp.core.record import record
from mapapp.store.atlas import Atlas
from mapapp.store.geocoding.geocoder import Geocoder, PlaceMatch
from mapapp.store.geocoding.named_rows import CellsOf, NamedRows, named_rows
from mapapp.store.geocoding.place_names import PlaceNames
from mapapp.store.geocoding.scoring import MATCHED, SURE, PlaceCandidate
from mapapp.store.geopackage import GeoPackage

ADDED = ("lon", "lat", "matched", "score")
"""The columns that a table gets."""

_DIGITS = 6

Matches = tuple[PlaceMatch, ...]
"""What may be meant, the best first."""


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
        found: what may be meant, by row, the best first.
        places: the place of each row; None where none is good enough.
    """

    cells: Sequence[str]
    found: Sequence[Matches]
    places: Sequence[PlaceMatch | None]

    @property
    def candidates(self) -> Sequence[tuple[PlaceCandidate, ...]]:
        """What may be meant, by row, the best first, without what it is called."""
        return [tuple(each.candidate for each in matches) for matches in self.found]

    @property
    def doubtful(self) -> list[int]:
        """The rows, from 0, that have a place which somebody should look at."""
        return [row for row, each in enumerate(self.places) if each and each.score < SURE]

    @property
    def unmatched(self) -> list[int]:
        """The rows, from 0, that have no place."""
        return [row for row, each in enumerate(self.places) if each is None]

    def columns(self) -> tuple[Sequence[float | str | None], ...]:
        """The values of the columns ``ADDED``."""
        values = [
            (None, None, None, None) if each is None
            else (round(each.lon, _DIGITS), round(each.lat, _DIGITS), each.label, each.score)
            for each in self.places
        ]  # fmt: skip
        return tuple(zip(*values, strict=True)) if values else ((),) * len(ADDED)


def placed_rows(names: Sequence[str], cells_of: CellsOf, options: GeocodingOptions) -> PlacedRows:
    """Find the places that a column names.

    Args:
        names: of all columns; those that say in what a place lies are taken into account.
        cells_of: gives the texts of a column.
        options: what is wanted.

    Raises:
        UsageError: if there is no such column, or nothing is called like ``within``.
    """
    named = named_rows(names, cells_of, options.column)
    with open_names() as known:
        found = Geocoder(known, options.within).matches([each.query for each in named])
    places = [best_of(matches, options.min_score) for matches in found]
    return by_row(zip(named, found, places, strict=True))


def best_of(found: Matches, min_score: float = MATCHED) -> PlaceMatch | None:
    """The place that is taken of those that may be meant; None where none is good enough."""
    return found[0] if found and found[0].score >= min_score else None


def by_row(found: Iterable[tuple[NamedRows, Matches, PlaceMatch | None]]) -> PlacedRows:
    """What was found of names as what was found of the rows that say them."""
    each_row = sorted(
        ((row, named.query.text, matches, place)
         for named, matches, place in found for row in named.rows),
        key=lambda each: each[0],
    )  # fmt: skip
    return PlacedRows(
        [cell for _, cell, _, _ in each_row],
        [matches for _, _, matches, _ in each_row],
        [place for _, _, _, place in each_row],
    )


@contextmanager
def open_names() -> Iterator[PlaceNames]:
    """The names of the atlas and the gazetteer that mapapp has, for the thread that asks."""
    file = asset("gazetteer", "places.sqlite")
    with (
        Atlas(asset("data", "atlas.gpkg"), load_layer_specs(asset("layers"))) as atlas,
        GeoPackage(asset("data", "basemap.gpkg")) as basemap,
        PlaceNames(file, atlas, basemap) as names,
    ):
        yield names
