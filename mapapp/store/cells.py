"""What the cells of a table may hold, and which of them do not.

SQLite stores any value in any column, whatever the column declares. Whole columns are looked
over at once: a million cells that are as they should be take some hundredths of a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from mapapp.core.dates import first_day, is_date
from mapapp.core.message import Message
from mapapp.core.record import record

CellKind = Literal["text", "date", "real", "whole", "number", "any"]
"""``real`` is a float, ``number`` a float or a whole number, ``any`` all but bytes."""

MOST_WHOLE = 2**53
"""Beyond this the page, whose numbers are floats, would take one row for another."""

MOST_NUMBER = 1e30
"""Beyond this no figure is meant, and sums and axes would overflow."""

YEARS = (100, 9000)
"""Dates of other years leave no room for periods around them."""

_NONE = type(None)
_TYPES: dict[CellKind, frozenset[type]] = {
    "text": frozenset((str, _NONE)),
    "date": frozenset((str, _NONE)),
    "real": frozenset((float, _NONE)),
    "whole": frozenset((int, _NONE)),
    "number": frozenset((int, float, _NONE)),
    "any": frozenset((str, int, float, _NONE)),
}
_BELONGS: dict[CellKind, Message] = {
    "text": Message("a text"),
    "date": Message("a date such as 2023, 2023-05 or 2023-05-19"),
    "real": Message("a number"),
    "whole": Message("a whole number"),
    "number": Message("a number"),
    "any": Message("a text or a number"),
}
_SHOWN = 40


@record
class Rule:
    """What a column may hold; ``required`` ones hold something in each row."""

    kind: CellKind = "any"
    required: bool = False


def rule_of(sql_type: str) -> Rule:
    """The rule of a column by its declared type, as SQLite finds its affinity.

    See https://www.sqlite.org/datatype3.html, section 3.1, and the types of GeoPackage.
    """
    declared = sql_type.upper()
    if "INT" in declared or declared == "BOOLEAN":
        return Rule("whole")
    if declared == "DATE":
        return Rule("date")
    if any(word in declared for word in ("CHAR", "CLOB", "TEXT", "DATE")):
        return Rule("text")
    if any(word in declared for word in ("REAL", "FLOA", "DOUB", "NUMERIC", "DECIMAL")):
        return Rule("number")
    return Rule()


def first_wrong(values: Sequence[Any], rule: Rule) -> tuple[int, str] | None:
    """Where the first value is that a column may not hold and what is wrong, or None."""
    if _all_right(values, rule):
        return None
    wrong = ((at, _wrong(value, rule)) for at, value in enumerate(values))
    return next(((at, what) for at, what in wrong if what), None)


def _all_right(values: Sequence[Any], rule: Rule) -> bool:
    types = set(map(type, values))
    if not types <= _TYPES[rule.kind] or (rule.required and _NONE in types):
        return False
    if rule.kind == "date":
        return not any(_wrong(value, rule) for value in set(values))
    if not types & {int, float}:
        return True
    numbers = values if types <= {int, float} else [v for v in values if type(v) in (int, float)]
    most = MOST_WHOLE if rule.kind == "whole" else MOST_NUMBER
    return bool(-most <= min(numbers) and max(numbers) <= most)


def _wrong(value: Any, rule: Rule) -> str:  # noqa: ANN401 - whatever SQLite gives
    """What is wrong with a value, as half a sentence; empty if nothing is."""
    if value is None:
        return (
            Message("it is empty where {belongs} belongs", belongs=_BELONGS[rule.kind])
            if rule.required
            else ""
        )
    if type(value) not in _TYPES[rule.kind] or (rule.kind == "date" and not _is_date(value)):
        return Message(
            "{value} stands where {belongs} belongs",
            value=_shown(value),
            belongs=_BELONGS[rule.kind],
        )
    most = MOST_WHOLE if rule.kind == "whole" else MOST_NUMBER
    if isinstance(value, int | float) and not -most <= value <= most:
        return Message("{value!r} is too large a number", value=value)
    return ""


def _is_date(text: str) -> bool:
    return not text or (is_date(text) and YEARS[0] <= first_day(text).year <= YEARS[1])


def _shown(value: object) -> str:
    if isinstance(value, bytes):
        return f"{len(value):,} bytes"
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
