"""How SQLite says the conditions of ``core/expression/sql.py``."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence

from mapapp.core.expression.sql import Dialect, Sql
from mapapp.core.folding import folded

_WHOLE = re.compile(r"-?[0-9]{1,19}")
_MEANT, _ESCAPED = re.compile(r"[\\%_]"), r"\\\g<0>"
"""What LIKE takes for more than a character, and how that character is written."""

_LONGEST_LIKE = 20_000
"""SQLite refuses a pattern of more than 50,000 bytes (https://www.sqlite.org/limits.html)."""

_REAL = re.compile(r"-?[0-9]{1,20}\.[0-9]{1,20}")


def add_functions(db: sqlite3.Connection) -> None:
    """Give a connection the functions that conditions use."""
    db.create_function("folded", 1, _folded, deterministic=True)
    db.create_function("listed", 4, _is_listed, deterministic=True)


def _folded(text: object) -> str:
    return folded(str(text))


def _is_listed(values: object, separator: str, wanted: str, how: int) -> bool:
    has = (str.__eq__, str.__contains__, str.startswith)[how]
    return any(has(folded(part), wanted) for part in str(values).split(separator) if part)


def _folded_sql(text: str) -> str:
    """ASCII is folded by SQLite itself; only other texts are worth a call of Python."""
    return f"CASE WHEN {_is_ascii_sql(text)} THEN lower({text}) ELSE folded({text}) END"


def _is_ascii_sql(text: str) -> str:
    return f"length({text}) = length(CAST({text} AS BLOB))"


def _equals(text: str, wanted: str) -> Sql:
    """``lower`` copies each text and NOCASE does not: a third of the time on a million rows."""
    others = f"(NOT {_is_ascii_sql(text)} AND folded({text}) = ?)"
    if not wanted.isascii():
        return Sql(others, (wanted,))
    is_number = f"(typeof({text}) <> 'text' AND lower({text}) = ?)"
    same = f"{text} = ? COLLATE NOCASE"
    return Sql(f"({same} OR {is_number} OR {others})", (wanted, wanted, wanted))


def _within(text: str, part: str, place: str, before: str = "") -> Sql:
    """Whether a text has a part at some place; ``before`` is what LIKE has in front of the part.

    LIKE goes by the case of no ASCII letter, and copies no text as ``lower`` does: half the time
    on a million rows.
    """
    others = f"instr(folded({text}), ?) {place}"
    if not part.isascii():
        return Sql(f"(NOT {_is_ascii_sql(text)} AND {others})", (part,))
    if len(part) > _LONGEST_LIKE:
        return Sql(f"instr({_folded_sql(text)}, ?) {place}", (part,))
    like = f"{text} LIKE ? ESCAPE '\\'"
    condition = f"CASE WHEN {_is_ascii_sql(text)} THEN {like} ELSE {others} END"
    return Sql(condition, (f"{before}{_MEANT.sub(_ESCAPED, part)}%", part))


def _exactly(column: str, texts: Sequence[str]) -> Sql:
    """By the index, in which a number is found as one; then by how it is written."""
    numbers = (_number_of(text) for text in texts)
    sought = [*texts, *(number for number in numbers if number is not None)]
    listed = "IN (SELECT value FROM json_each(?))"
    return Sql(
        f"({column} COLLATE BINARY {listed} AND CAST({column} AS TEXT) {listed})",
        (json.dumps(sought), json.dumps(texts)),
    )


def _number_of(text: str) -> float | None:
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _REAL.fullmatch(text) else None


def _is_day_sql(text: str) -> str:
    """A year 0 is no year of ``datetime``.

    SQLite takes 2015-02-30 as it stands until it has to count from there, to a day of March.
    """
    return f"{text} >= '0001' AND date({text}, '+0 days') IS {text}"


SQLITE = Dialect(
    folded=_folded_sql,
    equals=_equals,
    is_number=lambda value: f"typeof({value}) IN ('integer', 'real')",
    is_day=_is_day_sql,
    contains=lambda text, part: _within(text, part, "> 0", before="%"),
    begins=lambda text, part: _within(text, part, "= 1"),
    among=lambda text: f"{text} IN (SELECT value FROM json_each(?))",
    exactly=_exactly,
    listed=lambda *arguments: f"listed({', '.join(arguments)})",
)
