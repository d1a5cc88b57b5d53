"""What there is to pick of a field: its values with how many features have each, or its range."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from mapapp.core.dates import is_date
from mapapp.core.expression.tree import Compare, Empty, Field, Not, Scalar
from mapapp.core.folding import folded
from mapapp.core.record import record
from mapapp.core.source.answers import Keys, Value
from mapapp.core.source.cancel import Cancel, refuse_cancelled
from mapapp.store.layer_table import LayerTable

MOST_OFFERED = 50
"""Of more different texts so many are offered, and the others are found by a part of them."""

MOST_COUNTED = 200_000
"""Of no more features the texts are counted out, which takes about a second."""

_ROWS_AT_ONCE = 5_000


@record
class FieldSummary:
    """What the values of a field are like.

    Attributes:
        known: how many features have a value; None for a field of several columns.
        total: how many features there are.
        least: the least value; None without values.
        most: the greatest value, likewise.
        counts: different values, each with how many features have it: all where they are few,
            else those that were looked for.
        different: how many different texts were found; None where all values are in ``counts``.
            Of too many features they are not counted, and it is 0.
    """

    known: int | None
    total: int
    least: Value = None
    most: Value = None
    counts: tuple[tuple[Scalar, int], ...] = ()
    different: int | None = None


def summarise(
    table: LayerTable, field: Field, cancel: Cancel | None = None, text: str = ""
) -> FieldSummary:
    """Summarise a field that an expression about a table can ask about.

    A value counts as often as the filter "is" of it leaves features. Of many different texts
    those are given that have ``text`` in them, those first that begin with it.

    Raises:
        DataError: if the source cannot be read.
        ReadCancelledError: if ``cancel`` was set before all was counted.
    """
    if field not in table.columns:
        return _with_texts(FieldSummary(None, table.count()), table, field, cancel, text)
    told = table.statistics(field, cancel)
    values = () if field.separator else told.few or field.values
    counts = tuple((value, _count(table, field, value, cancel)) for value in _asked(field, values))
    found = FieldSummary(told.count, told.count + told.missing, told.minimum, told.maximum, counts)
    is_told = bool(counts) or field.kind != "text" or not told.count
    return found if is_told else _with_texts(found, table, field, cancel, text)


def _with_texts(
    found: FieldSummary, table: LayerTable, field: Field, cancel: Cancel | None, text: str
) -> FieldSummary:
    """The same with the texts that have a text in them, as far as there is room."""
    where = Compare(field, "contains", text) if text else Not(Empty(field))
    keys = table.matching(where, cancel)
    if len(keys) > MOST_COUNTED:
        return replace(found, different=0)
    wanted, written, counter = folded(text), dict[str, str](), Counter[str]()
    for own, others in _texts(table, field, keys, cancel):
        each = {folded(one): one for one in own}
        for key, one in each.items():
            written.setdefault(key, one)
        counter.update({*each, *map(folded, others)})
    counts = [(key, counter[key]) for key in written if wanted in key]
    counts.sort(key=lambda pair: (not pair[0].startswith(wanted), -pair[1], pair[0]))
    offered = tuple((written[key], count) for key, count in counts[:MOST_OFFERED])
    return replace(found, counts=offered, different=len(counts))


def _texts(
    table: LayerTable, field: Field, keys: Keys, cancel: Cancel | None
) -> Iterator[tuple[list[str], list[str]]]:
    """What each feature has in a field, and in others that are asked along with it."""
    columns = table.columns_asked(field)
    own = 1 if field in table.columns else len(columns)
    names = [column.id for column in columns]
    for start in range(0, len(keys), _ROWS_AT_ONCE):
        refuse_cancelled(cancel, table.source.ref)
        for row in table.source.rows(keys[start : start + _ROWS_AT_ONCE].tolist(), names):
            texts = [_parts(value, column) for value, column in zip(row, columns, strict=True)]
            yield list(chain(*texts[:own])), list(chain(*texts[own:]))


def _parts(value: Value, field: Field) -> list[str]:
    """The texts of a cell: several where the column lists them."""
    text = "" if value is None else str(value)
    parts = text.split(field.separator) if field.separator else [text]
    return [part for part in parts if part.strip()]


def _asked(field: Field, values: Sequence[Scalar]) -> list[Scalar]:
    """Values as an expression can ask for them; those that a filter takes for one stand once."""
    if field.kind == "number":
        return [float(value) for value in values if not isinstance(value, str)]
    texts = {folded(str(value)): str(value) for value in reversed(values)}
    return [text for text in reversed(texts.values()) if field.kind == "text" or is_date(text)]


def _count(table: LayerTable, field: Field, value: Scalar, cancel: Cancel | None) -> int:
    return len(table.matching(Compare(field, "=", value), cancel))
