"""What a map of a year shows of features that have a year or a date of their own."""

from __future__ import annotations

import sys

from mapapp.core.expression.tree import Compare, Field, Node, Not, field_of_column

_FIRST_YEAR = "0001"


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


def _date(field: Field) -> Field:
    """The field as one of dates, which texts such as ``2014-05`` are, too."""
    return field_of_column(field.id, "date")
