"""One CSV table, read strictly: the header must be the expected one, every cell must parse."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from mapapp.core.dates import first_day
from mapapp.core.message import Message
from mapapp.core.texts.parsing import ParseError, csv_rows, parse_number, parse_whole, shown
from mapapp.making.problems import Origin, ProblemList

_T = TypeVar("_T")
_ID = re.compile(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*")


class Cells:
    """The cells of one row; a cell that does not parse is noted and read as absent."""

    def __init__(self, origin: Origin, values: dict[str, str], problems: ProblemList) -> None:
        self.origin = origin
        self._values = values
        self._problems = problems

    def text(self, name: str) -> str | None:
        """The text of a cell, None where it is empty."""
        return self._values[name].strip() or None

    def required(self, name: str) -> str:
        """The text of a cell that may not be empty."""
        text = self.text(name)
        if text is None:
            self._problems.add(
                self.origin, Message("{name} is empty", name=name), Message("fill it in")
            )
        return text or ""

    def key(self, name: str) -> str:
        """An identifier: letters, digits, hyphens and underscores."""
        text = self.required(name)
        if text and not _ID.fullmatch(text):
            self._refuse(name, text, Message("use letters and digits joined by - or _"))
        return text

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        """One of the given words."""
        text = self.required(name)
        if text and text not in choices:
            self._refuse(name, text, Message("choose one of {names}", names=list(choices)))
        return text

    def date(self, name: str) -> str | None:
        """A day, month or year."""
        text = self.text(name)
        if text is None:
            return None
        try:
            first_day(text)
        except ValueError:
            self._refuse(name, text, Message("write a date as 2023, 2023-05 or 2023-05-19"))
            return None
        return text

    def number(self, name: str, low: float = -1e18, high: float = 1e18) -> float | None:
        """A decimal number within bounds, None where the cell is empty."""
        text = self.text(name)
        if text is None:
            return None
        try:
            value = parse_number(text)
        except ParseError:
            self._refuse(name, text, Message("write a plain number such as 481.5"))
            return None
        if not low <= value <= high:
            self._refuse(
                name, text, Message("it must lie between {low:g} and {high:g}", low=low, high=high)
            )
            return None
        return value

    def required_number(self, name: str, low: float = -1e18, high: float = 1e18) -> float:
        """A decimal number that may not be absent."""
        if self.text(name) is None:
            self.required(name)
        return self.number(name, low, high) or 0.0

    def count(self, name: str) -> int | None:
        """A whole number from 1, None where the cell is empty."""
        text = self.text(name)
        if text is None:
            return None
        try:
            value = parse_whole(text)
        except ParseError:
            value = 0
        if value < 1:
            self._refuse(name, text, Message("write a whole number from 1"))
            return None
        return value

    def _refuse(self, name: str, text: str, remedy: Message) -> None:
        self._problems.add(
            self.origin, Message("{name} is {text}", name=name, text=shown(text)), remedy
        )


def read_table(
    path: Path, columns: tuple[str, ...], parse: Callable[[Cells], _T], problems: ProblemList
) -> tuple[_T, ...]:
    """The records of a CSV table in UTF-8, in file order; empty where its form is wrong."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        problems.add(
            Origin(path.name, 1),
            Message("the file is missing"),
            Message("add it with {names}", names=",".join(columns)),
        )
        return ()
    except UnicodeDecodeError:
        problems.add(
            Origin(path.name, 1), Message("the file is not UTF-8"), Message("save it as UTF-8")
        )
        return ()
    return parse_table(path.name, text, columns, parse, problems)


def parse_table(
    file: str,
    text: str,
    columns: tuple[str, ...],
    parse: Callable[[Cells], _T],
    problems: ProblemList,
) -> tuple[_T, ...]:
    """The records of a CSV text; ``file`` names it in problems."""
    try:
        return tuple(parse(cells) for cells in _rows(file, text, columns, problems))
    except ParseError as error:
        problems.add(
            Origin(file, 1),
            Message("it is no CSV ({reason})", reason=error),
            Message("save it as CSV again"),
        )
        return ()


def _header_fits(
    file: str, header: list[str], columns: tuple[str, ...], problems: ProblemList
) -> bool:
    origin = Origin(file, 1)
    for name in columns:
        if name not in header:
            problems.add(
                origin,
                Message("the column {name} is missing", name=name),
                Message("expected {names}", names=",".join(columns)),
            )
    for name in header:
        if name not in columns:
            problems.add(
                origin,
                Message("the column {name} is not known", name=shown(name)),
                Message("remove or rename it"),
            )
    if len(set(header)) < len(header):
        problems.add(origin, Message("a column stands twice"), Message("remove one of them"))
    return sorted(header) == sorted(columns)


def _rows(file: str, text: str, columns: tuple[str, ...], problems: ProblemList) -> Iterator[Cells]:
    rows = csv_rows(text)
    _, header = next(rows, (1, []))
    if not _header_fits(file, header, columns, problems):
        return
    for line, values in rows:
        origin = Origin(file, line)
        if len(values) == len(header):
            yield Cells(origin, dict(zip(header, values, strict=True)), problems)
        elif values:
            what = Message(
                "the row has {count} cells instead of {wanted}",
                count=len(values),
                wanted=len(header),
            )
            problems.add(origin, what, Message("quote cells that hold commas"))
