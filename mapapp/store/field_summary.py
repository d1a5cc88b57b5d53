"""What there is to pick of a field: its values with how many features have each, or its range."""

from __future__ import annotations

from collections.abc import Sequence

from mapapp.core.dates import is_date
from mapapp.core.expression.tree import Compare, Field, Scalar
from mapapp.core.folding import folded
from mapapp.core.record import record
from mapapp.core.source.answers import FEW, Value
from mapapp.core.source.cancel import Cancel
from mapapp.store.layer_table import LayerTable


@record
class FieldSummary:
    """What the values of a field are like.

    Attributes:
        known: how many features have a value; None for a field of several columns.
        total: how many features there are.
        least: the least value; None without values.
        most: the greatest value, likewise.
        counts: the different values, where they are few, each with how many features have it.
    """

    known: int | None
    total: int
    least: Value = None
    most: Value = None
    counts: tuple[tuple[Scalar, int], ...] = ()


def summarise(table: LayerTable, field: Field, cancel: Cancel | None = None) -> FieldSummary:
    """Summarise a field that an expression about a table can ask about.

    A value counts as often as the filter "is" of it leaves features.

    Raises:
        DataError: if the source cannot be read.
        ReadCancelledError: if ``cancel`` was set before all was counted.
    """
    if field not in table.columns:
        return FieldSummary(None, table.count())
    told = table.statistics(field, cancel)
    values = () if field.separator else told.few or field.values[:FEW]
    counts = tuple((value, _count(table, field, value, cancel)) for value in _asked(field, values))
    return FieldSummary(told.count, told.count + told.missing, told.minimum, told.maximum, counts)


def _asked(field: Field, values: Sequence[Scalar]) -> list[Scalar]:
    """Values as an expression can ask for them; those that a filter takes for one stand once."""
    if field.kind == "number":
        return [float(value) for value in values if not isinstance(value, str)]
    texts = {folded(str(value)): str(value) for value in reversed(values)}
    return [text for text in reversed(texts.values()) if field.kind == "text" or is_date(text)]


def _count(table: LayerTable, field: Field, value: Scalar, cancel: Cancel | None) -> int:
    return len(table.matching(Compare(field, "=", value), cancel))
