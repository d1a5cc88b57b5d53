"""Values of cells out of what people type, by the declared type of the column.

The types are those of GeoPackage (OGC 12-128r18, table 1).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TypeVar

from mapapp.core.errors import DataError
from mapapp.core.expression.tree import Scalar
from mapapp.core.message import Message
from mapapp.core.texts.parsing import ParseError, parse_number, parse_whole, shown
from mapapp.core.texts.plain import plain_text
from mapapp.store.cells import MOST_NUMBER, MOST_WHOLE, YEARS, CellKind, rule_of

_N = TypeVar("_N", int, float)
_WHOLE_BITS = {"TINYINT": 8, "SMALLINT": 16, "MEDIUMINT": 32}
_LENGTH = re.compile(r"\((\d{1,9})\)")
_DAY = re.compile(r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日)", re.ASCII)
_YES = frozenset(("1", "true", "yes", "是"))
_NO = frozenset(("0", "false", "no", "否"))

_WANTED: Mapping[str, Message] = {
    "whole": Message("a whole number such as 12"),
    "number": Message("a number such as 12.5"),
    "yes or no": Message("yes or no"),
    "date": Message("a day such as 2023-05-19"),
    "moment": Message("a day and a time such as 2023-05-19 14:30"),
}


class _NotTypedError(Exception):
    """A text is not what a column holds."""


def typed(text: str, declared: str, column: str) -> Scalar | None:
    """The value that a column of a declared type is to hold; None for an empty text.

    Raises:
        DataError: if the text is none of that type; the sentence names the column.
    """
    text = plain_text(text)
    if not text.strip():
        return None
    kind = _kind(declared)
    read = _READERS.get(kind)
    if read is None:
        return _text(text, declared, column)
    try:
        value = read(text.strip(), declared)
    except (_NotTypedError, ParseError, ValueError):
        raise DataError(
            "{text} cannot stand in the column {column}, which holds {wanted}; correct it, or "
            "leave it empty.",
            text=shown(text),
            column=column,
            wanted=_WANTED[kind],
        ) from None
    return value


def wanted(declared: str) -> Message | None:
    """What a column of a declared type holds, as a phrase; None for any text."""
    return _WANTED.get(_kind(declared))


def _kind(declared: str) -> str:
    """What is typed into a column of a type; only texts go unchecked."""
    name = declared.upper()
    if name == "BOOLEAN":
        return "yes or no"
    kind: CellKind = rule_of(name).kind
    return "moment" if kind == "text" and "DATE" in name else kind


def _whole(text: str, declared: str) -> int:
    bits = _WHOLE_BITS.get(declared.upper())
    most = 2 ** (bits - 1) - 1 if bits else MOST_WHOLE
    return _within(parse_whole(text), most)


def _number(text: str, _declared: str) -> float:
    if "_" in text:  # which Python alone takes for part of a number
        raise _NotTypedError
    return _within(parse_number(text), MOST_NUMBER)


def _within(value: _N, most: float) -> _N:
    if not -most <= value <= most:
        raise _NotTypedError
    return value


def _yes_or_no(text: str, _declared: str) -> int:
    word = text.casefold()
    if word not in _YES | _NO:
        raise _NotTypedError
    return int(word in _YES)


def _date(text: str, _declared: str) -> str:
    if not (match := _DAY.fullmatch(text)):
        raise _NotTypedError
    year, month, day = (int(part) for part in match.groups() if part)
    if not YEARS[0] <= year <= YEARS[1]:
        raise _NotTypedError
    return date(year, month, day).isoformat()


def _moment(text: str, declared: str) -> str:
    """A moment as GeoPackage writes it, in UTC where a zone is said, and else as it was typed."""
    if _DAY.fullmatch(text):
        text = _date(text, declared)
    moment = datetime.fromisoformat(text)
    if (offset := moment.utcoffset()) is not None:
        moment = moment.replace(tzinfo=None) - offset
    return f"{moment.isoformat(timespec='milliseconds')}Z"


def _text(text: str, declared: str, column: str) -> str:
    length = _LENGTH.search(declared)
    if length and len(text) > int(length[1]):
        raise DataError(
            "The column {column} holds texts of at most {most} characters, and this one has "
            "{count}; shorten it.",
            column=column,
            most=int(length[1]),
            count=len(text),
        )
    return text


_READERS: Mapping[str, Callable[[str, str], Scalar]] = {
    "whole": _whole,
    "number": _number,
    "yes or no": _yes_or_no,
    "date": _date,
    "moment": _moment,
}
