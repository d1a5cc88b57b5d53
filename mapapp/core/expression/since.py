"""What a map of a year shows of features that have a year or a date of their own."""

from __future__ import annotations

import sys

from mapapp.core.expression.tree import And, Compare, Field, Node, Not, Scalar, field_of_column

_FIRST_YEAR = "0001"
_MEANT = range(1000, 2101)
"""Years that are meant as such: others, such as 9999, stand for what is not known."""


def there_by(field: Field, year: int) -> Node:
    """The condition that the year or date in a field is no later than the end of a year.

    A feature without one, or with a text that is no date, does not meet it.
    """
    if field.kind == "number":
        return Compare(field, "<", float(year + 1))  # 2014.5 is in 2014
    return Compare(_date(field), "<=", str(year))


def undated(field: Field) -> Node:
    """The condition that nothing in a field says since when a feature is there."""
    if field.kind == "number":
        return Not(Compare(field, ">", -sys.float_info.max))
    return Not(Compare(_date(field), ">=", _FIRST_YEAR))


def likely(field: Field) -> Node:
    """The condition that the year or date in a field is one that is meant as such."""
    first, last = _MEANT[0], _MEANT[-1]
    if field.kind == "number":
        return And((Compare(field, ">=", float(first)), Compare(field, "<", float(last + 1))))
    return And((Compare(_date(field), ">=", str(first)), Compare(_date(field), "<=", str(last))))


def year_said(value: Scalar | None) -> int | None:
    """The year that a value of such a field says; None for what says none, or no likely one."""
    beginning = value[:4] if isinstance(value, str) else value
    try:
        year = int(beginning or 0)
    except (ValueError, OverflowError):
        return None
    return year if year in _MEANT else None


def _date(field: Field) -> Field:
    """The field as one of dates, which texts such as ``2014-05`` are, too."""
    return field_of_column(field.id, "date")
