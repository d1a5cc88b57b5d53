"""The one place where JSON, TOML, CSV and numbers are read out of texts that others wrote.

The readers of the standard library let more out than their documentation says: RecursionError
for deep nesting, OverflowError for whole numbers that no float can hold, ``csv.Error``, and
ValueError for numbers of more than 4,300 digits. Here each is a :class:`ParseError`, and what
is returned can be looked at, written out and turned into floats without any of them; a float of
TOML, or of JSON such as ``1e999``, may be no finite one. A test
(``tests/unit/core/texts/test_parsing.py``) keeps these readers out of all other modules.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
import tomllib
from collections.abc import Iterator
from typing import NoReturn

from mapapp.core.errors import ToldError
from mapapp.core.message import Message

MAX_DEPTH = 64
"""Tables and lists within one another; our own documents have less than ten."""

MAX_TOML = 100_000
"""Characters of a TOML text; a long file of ``layers/`` has 3,000."""

_MAX_DOTS = 500
"""In one line of TOML: ``tomllib`` takes time by the square of the parts of a dotted key."""

_MOST_DIGITS = 300
_LARGEST = 10**_MOST_DIGITS
"""Whole numbers beyond some 10**308 are no floats."""

_WHOLE = re.compile(r"[-+]?[0-9]++")


_JSON = {
    "Expecting value": Message("a value is missing"),
    "Expecting property name enclosed in double quotes": Message("a key in quotes is missing"),
    "Expecting ':' delimiter": Message("a colon is missing"),
    "Expecting ',' delimiter": Message("a comma is missing"),
    "Extra data": Message("there is more than one value"),
    "Illegal trailing comma before end of object": Message("there is a comma too many"),
    "Illegal trailing comma before end of array": Message("there is a comma too many"),
    "Invalid control character at": Message("a text has a character that must be escaped"),
    "Invalid \\escape": Message("a backslash stands before what it cannot escape"),
    "Invalid \\uXXXX escape": Message("a backslash stands before what it cannot escape"),
    "Unterminated string starting at": Message("a text does not end"),
}
"""What ``json`` says, in words of ours."""


class ParseError(ToldError, ValueError):
    """A text cannot be read; the message is a phrase such as ``it is nested too deeply``."""


def parse_json(text: str | bytes) -> object:
    """The value that a JSON text holds; bytes are UTF-8, with or without a mark.

    Raises:
        ParseError: if it is no JSON, is nested too deeply, has a key twice in a table, or too
            large a whole number.
    """
    try:
        document = json.loads(
            decoded(text) if isinstance(text, bytes) else text,
            parse_constant=_refuse_constant,
            object_pairs_hook=_table_of,
        )
    except RecursionError:
        raise ParseError("it is nested too deeply") from None
    except ToldError:
        raise
    except json.JSONDecodeError as error:
        raise ParseError(
            "line {line}, column {column}: {problem}",
            line=error.lineno,
            column=error.colno,
            problem=_JSON.get(error.msg, error.msg),
        ) from error
    except ValueError as error:  # a number of more than 4,300 digits
        raise ParseError("it has a whole number that is too large") from error
    _check(document)
    return document


def json_table(text: str | bytes) -> dict[str, object]:
    """The table that a JSON text holds.

    Raises:
        ParseError: if it is no JSON or holds no table.
    """
    document = parse_json(text)
    if not isinstance(document, dict):
        raise ParseError("it holds no table")
    return document


def toml_table(text: str | bytes) -> dict[str, object]:
    """The table that a TOML text holds.

    Raises:
        ParseError: if it is no TOML, too long, nested too deeply, or has too large a whole number.
    """
    text = decoded(text) if isinstance(text, bytes) else text
    if len(text) > MAX_TOML:
        raise ParseError("it has more than {max_toml:,} characters", max_toml=MAX_TOML)
    if any(line.count(".") > _MAX_DOTS for line in text.split("\n")):
        raise ParseError("it is nested too deeply")
    try:
        document = tomllib.loads(text)
    except RecursionError:
        raise ParseError("it is nested too deeply") from None
    except ValueError as error:
        raise ParseError("{words}", words=error) from error
    _check(document)
    return document


def csv_rows(text: str, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV text, each with the line where it begins, from 1.

    Raises:
        ParseError: at a cell that is too long, or another line that is no CSV.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise ParseError("line {line}: {reason}", line=line, reason=error) from error


def csv_text(content: bytes) -> str:
    """The bytes of a CSV as text: UTF-8, with or without a mark, or else GB 18030.

    A text in GB 18030, which a Chinese Excel writes, is hardly ever UTF-8 by chance.

    Raises:
        ParseError: if they are neither.
    """
    try:
        return decoded(content)
    except ParseError as error:
        try:
            return content.decode("gb18030")
        except UnicodeDecodeError:
            raise ParseError("{reason}, nor GB 18030", reason=error) from None


def parse_number(text: str) -> float:
    """A finite decimal number.

    Raises:
        ParseError: if the text is none.
    """
    try:
        value = float(text)
    except ValueError:
        raise ParseError("{text} is no number", text=shown(text)) from None
    if not math.isfinite(value):
        raise ParseError("{text} is no number that can be reckoned with", text=shown(text))
    return value


def parse_whole(text: str) -> int:
    """A whole number that a float can hold.

    Raises:
        ParseError: if the text is none, or has too many digits.
    """
    digits = text.strip()
    if not _WHOLE.fullmatch(digits):
        raise ParseError("{text} is no whole number", text=shown(text))
    if len(digits.lstrip("+-")) > _MOST_DIGITS:
        raise ParseError("{text} is too large", text=shown(text))
    return int(digits)


def decoded(content: bytes) -> str:
    """Bytes in UTF-8 as text, without the mark some editors put before it.

    Raises:
        ParseError: if they are not UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ParseError("byte {start:,} is not UTF-8 text", start=error.start + 1) from error


def shown(value: object, most: int = 60) -> str:
    """A value as messages show it: as Python writes it, cut where that is long."""
    # Of a long text only the beginning is written out.
    text = repr(value[: most + 1] if isinstance(value, str) else value)
    return text if len(text) <= most else f"{text[: most - 3]}…"


def _refuse_constant(name: str) -> NoReturn:
    raise ParseError("{name} is no number", name=name)


def _table_of(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A table of JSON; of two values of one key nobody knows which is meant (RFC 8259, 4)."""
    table: dict[str, object] = {}
    for key, value in pairs:
        if key in table:
            raise ParseError("the key {key} is there twice", key=shown(key))
        table[key] = value
    return table


def _check(document: object) -> None:
    """Refuse what could not be written out or reckoned with, level by level."""
    level = [document]
    for _ in range(MAX_DEPTH):
        below: list[object] = []
        for value in level:
            if isinstance(value, dict):
                below += value.values()
            elif isinstance(value, list):
                below += value
            elif isinstance(value, int) and abs(value) > _LARGEST:
                raise ParseError("it has a whole number that is too large")
        if not below:
            return
        level = below
    raise ParseError("it is nested too deeply")
