"""Reads tables of TOML or JSON key by key, so that a typing mistake never passes for a default."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from mapapp.core.errors import MapappError
from mapapp.core.message import Message
from mapapp.core.texts.near_names import nearest_hint
from mapapp.core.texts.parsing import shown

_T = TypeVar("_T")

_HALF = re.compile("[\ud800-\udfff]")
"""Halves of pairs of UTF-16: JSON can hold them alone, UTF-8 and SQLite cannot."""

_ESCAPED = re.compile("[\udc80-\udcff]")
"""Bytes of a path that are not UTF-8, as ``os.fsdecode`` writes them (PEP 383)."""

_KINDS = {
    str: Message("a text"),
    int: Message("a whole number"),
    float: Message("a number"),
    bool: Message("true or false"),
    list: Message("a list"),
    dict: Message("a table"),
}


class StrictTable:
    """Takes keys out of one table of ``core/texts/parsing.py`` and complains about what is left.

    Every method raises ``fail``, an error whose sentence names the place and the key.
    """

    def __init__(self, table: Mapping[str, object], where: str, fail: type[MapappError]) -> None:
        self._table = dict(table)
        self.where = where
        self._error = fail
        self._known: list[str] = []

    def below(self, key: str) -> Message:
        """How messages name a part of the table."""
        return Message("{where} [{key}]", where=self.where, key=key)

    def has(self, key: str) -> bool:
        """Whether a key is there; it is known from now on."""
        self._known.append(key)
        return key in self._table

    def take(self, key: str, kind: type[_T], default: _T | None = None) -> _T:
        """The value of a key, checked for its type."""
        value = self._typed(key, kind, default)
        if isinstance(value, str) and not _is_whole(value):
            raise self.wrong(key, value, Message("it has half of a character; write it anew"))
        return value

    def _typed(self, key: str, kind: type[_T], default: _T | None) -> _T:
        self._known.append(key)
        if key not in self._table:
            if default is None:
                raise self._error(
                    "{where}: the key {key!r} is missing; add it.", where=self.where, key=key
                )
            return default
        value = self._table.pop(key)
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if isinstance(value, float) and not math.isfinite(value):
            raise self.wrong(key, value, Message("it must be a number"))
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.wrong(key, value, Message("it must be {kind}", kind=_KINDS[kind]))
        return value

    def some(self, keys: Iterable[str]) -> dict[str, object]:
        """What there is of some keys, to be read by another reader; as :meth:`ask_writable`."""
        self.ask_writable()
        return {key: self._table.pop(key) for key in keys if self.has(key)}

    def ask_writable(self) -> None:
        """Refuse what could not be written as JSON again: an endless number, half a character."""
        try:
            json.dumps(self._table, ensure_ascii=False, allow_nan=False).encode()
        except ValueError as error:
            raise self._error(
                "{where} cannot be kept ({reason}); correct it.", where=self.where, reason=error
            ) from error

    def path(self, key: str, default: str | None = None) -> str:
        """The path of a key: its bytes need not be text, as ``os.fsdecode`` has it."""
        value = self._typed(key, str, default)
        if not _is_whole(_ESCAPED.sub("", value)):
            raise self.wrong(key, value, Message("it must be a path"))
        return value

    def number(self, key: str, low: float, high: float, default: float | None = None) -> float:
        """The number of a key, checked for its bounds."""
        value = self.take(key, float, default)
        if not low <= value <= high:
            raise self.wrong(
                key, value, Message("it must be from {low:g} to {high:g}", low=low, high=high)
            )
        return value

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """The whole number of a key, checked for its bounds."""
        value = self.take(key, int, default)
        if not low <= value <= high:
            raise self.wrong(
                key, value, Message("it must be from {low} to {high}", low=low, high=high)
            )
        return value

    def match(self, key: str, pattern: re.Pattern[str], default: str | None = None) -> str:
        """The string of a key, checked against a pattern."""
        value = self.take(key, str, default)
        if not pattern.fullmatch(value):
            raise self.wrong(
                key, value, Message("it must match {pattern}", pattern=pattern.pattern)
            )
        return value

    def choose(self, key: str, choices: tuple[str, ...], default: str | None = None) -> str:
        """The string of a key, checked against a list."""
        value = self.take(key, str, default)
        if value not in choices:
            raise self.wrong(key, value, Message("choose one of {names}", names=list(choices)))
        return value

    def sub(self, key: str) -> StrictTable | None:
        """The reader of a sub-table, or None where there is none."""
        if key not in self._table:
            self._known.append(key)
            return None
        return StrictTable(self.take(key, dict), self.below(key), self._error)

    def need(self, key: str) -> StrictTable:
        """The reader of a sub-table that must be there."""
        reader = self.sub(key)
        if reader is None:
            raise self._error(
                "{where}: the table [{key}] is missing; add it.", where=self.where, key=key
            )
        return reader

    def tables(self) -> Iterator[tuple[str, StrictTable]]:
        """The names and readers of all sub-tables; nothing else may be left here."""
        for key in list(self._table):
            yield key, self.need(key)

    def each(self, key: str) -> Iterator[StrictTable]:
        """The readers of a list of tables, none where the key is missing."""
        for number, value in enumerate(self.take(key, list, []), 1):
            if not isinstance(value, dict):
                raise self.wrong(key, value, Message("it must be a list of tables"))
            yield StrictTable(value, self.below(f"{key} {number}"), self._error)

    def numbers(self, key: str) -> tuple[float, ...]:
        """A list of positive numbers, empty where the key is missing."""
        values = self.take(key, list, [])
        if not all(type(v) in (int, float) and v > 0 for v in values):
            raise self._error(
                "{where}: {key!r} must be a list of positive numbers.", where=self.where, key=key
            )
        return tuple(float(v) for v in values)

    def ascending(self, key: str) -> tuple[float, ...]:
        """A list of numbers that must be there, each above the one before."""
        values = self.take(key, list)
        numbers = [float(v) for v in values if type(v) in (int, float) and math.isfinite(v)]
        if not values or numbers != values or numbers != sorted(set(numbers)):
            raise self.wrong(key, values, Message("it must be a list of rising numbers"))
        return tuple(numbers)

    def matches(self, key: str, pattern: re.Pattern[str]) -> tuple[str, ...]:
        """A list of strings checked against a pattern, empty where the key is missing."""
        values = self.strings(key)
        if not all(map(pattern.fullmatch, values)):
            raise self.wrong(
                key, list(values), Message("each must match {pattern}", pattern=pattern.pattern)
            )
        return values

    def strings(self, key: str) -> tuple[str, ...]:
        """A list of strings, empty where the key is missing."""
        values = self.take(key, list, [])
        if not all(isinstance(v, str) and _is_whole(v) for v in values):
            raise self._error(
                "{where}: {key!r} must be a list of strings.", where=self.where, key=key
            )
        return tuple(values)

    def paths(self, key: str) -> tuple[str, ...]:
        """A list of paths as in :meth:`path`, empty where the key is missing."""
        values = self.take(key, list, [])
        if not all(isinstance(v, str) and _is_whole(_ESCAPED.sub("", v)) for v in values):
            raise self._error(
                "{where}: {key!r} must be a list of strings.", where=self.where, key=key
            )
        return tuple(values)

    def finish(self) -> None:
        """Refuse keys nobody asked for."""
        for key in self._table:
            hint = nearest_hint(key, self._known, Message("known:"))
            raise self._error(
                "{where}: the key {key} is not known; {hint}",
                where=self.where,
                key=shown(key),
                hint=hint,
            )

    def refused(self, problem: Message) -> MapappError:
        """The complaint that what the table says cannot be."""
        return self._error("{where}: {problem}", where=self.where, problem=problem)

    def wrong(self, key: str, value: object, remedy: Message) -> MapappError:
        """The complaint about the value of a key."""
        return self._error(
            "{where}: {key!r} is {value}; {remedy}.",
            where=self.where,
            key=key,
            value=shown(value),
            remedy=remedy,
        )


def _is_whole(text: str) -> bool:
    return text.isascii() or not _HALF.search(text)
