"""What the rows of a table say of their places, each once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from mapapp.core.errors import UsageError
from mapapp.core.folding import search_key
from mapapp.core.record import record
from mapapp.core.texts.near_names import nearest_hint
from mapapp.core.texts.parsing import shown
from mapapp.store.geocoding.geocoder import PlaceQuery

CellsOf = Callable[[str], Sequence[str]]
"""Gives the texts of a column, empty where a cell is."""

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
class NamedRows:
    """Rows, from 0, that say the same of their place."""

    query: PlaceQuery
    rows: tuple[int, ...]


def named_rows(names: Sequence[str], cells_of: CellsOf, column: str) -> list[NamedRows]:
    """What the rows of a table say of their places, in the order in which it is said first.

    Args:
        names: of all columns; those that say in what a place lies are taken into account.
        cells_of: gives the texts of a column.
        column: the one that names the places, in any case and width of its letters.

    Raises:
        UsageError: if there is no such column.
    """
    rows: dict[PlaceQuery, list[int]] = {}
    for row, query in enumerate(_queries(names, cells_of, _column(names, column))):
        rows.setdefault(query, []).append(row)
    return [NamedRows(query, tuple(which)) for query, which in rows.items()]


def fineness(column: str) -> int:
    """How small the places are that a column names, by what it is called; the largest are 0."""
    key = search_key(column)
    return next((n for n, words in enumerate(_LARGER) if key in words), len(_LARGER))


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


def _queries(names: Sequence[str], cells_of: CellsOf, column: str) -> list[PlaceQuery]:
    """What each row says: the cell, and those of columns that say in what it lies."""
    level = fineness(column)
    by_key = _by_key([name for name in names if name != column])
    larger = [by_key[key] for words in reversed(_LARGER[:level]) for key in words if key in by_key]
    is_area = level < _CITIES
    said = zip(*map(cells_of, (column, *larger)), strict=True)
    return [PlaceQuery(cell, tuple(filter(None, within)), is_area) for cell, *within in said]
