"""Which column of a table names places, found by trying."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from mapapp.core.layer.own import guessed_name
from mapapp.store.geocoding.geocoder import Geocoder
from mapapp.store.geocoding.named_rows import CellsOf, fineness, named_rows
from mapapp.store.geocoding.placed_rows import best_of

_TRIED = 24
"""So many different cells of a column are looked up."""

_ABOUT = 0.2
"""Columns that are found so much worse are about as good, and that of smaller places goes."""


def likely_column(
    geocoder: Geocoder, columns: Sequence[str], names: Sequence[str], cells_of: CellsOf
) -> str:
    """The column whose cells are found best; of those about as good the one of smaller places.

    Of a province, a city and a school that is not known, that is the city.

    Args:
        geocoder: what the cells are looked up with.
        columns: those that may name places; at least one.
        names: of all columns of the table.
        cells_of: gives the texts of a column.
    """
    said = guessed_name(columns)
    found = {column: _how_well_found(geocoder, column, names, cells_of) for column in columns}
    least = max(found.values()) - _ABOUT
    good = [column for column in columns if found[column] >= least]
    return max(good, key=lambda each: (fineness(each), each == said, found[each]))


def _how_well_found(
    geocoder: Geocoder, column: str, names: Sequence[str], cells_of: CellsOf
) -> float:
    """How well the first cells name a place, from 0 to 1."""
    filled = (each.query for each in named_rows(names, cells_of, column) if each.query.text)
    queries = list(islice(filled, _TRIED))
    best = map(best_of, geocoder.matches(queries))
    return sum(each.score for each in best if each) / max(len(queries), 1)
