"""What is wrong with the sources: collected over a whole run, then told at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from mapapp.core.errors import DataError
from mapapp.core.message import Message


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Where a record stands: file name within ``data/sources`` and line, from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to correct: where, what is wrong, what to do."""

    origin: Origin
    what: Message
    remedy: Message

    @property
    def message(self) -> Message:
        """All of it in one sentence."""
        return Message(
            "{origin}: {what}; {remedy}", origin=self.origin, what=self.what, remedy=self.remedy
        )

    def __str__(self) -> str:
        return self.message


@dataclass(slots=True)
class ProblemList:
    """The problems of one run, as they are found."""

    found: list[Problem] = field(default_factory=list)

    def add(self, origin: Origin, what: Message, remedy: Message) -> None:
        """Note one problem and go on."""
        self.found.append(Problem(origin, what, remedy))

    def refuse_if_any(self) -> None:
        """Raise :class:`SourceProblems` unless nothing was found."""
        if self.found:
            raise SourceProblems(self.found)


class SourceProblems(DataError):  # noqa: N818 - it holds problems, it is not one error
    """The sources are not fit to build from; ``problems`` holds every reason."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        count = len(self.problems)
        first = self.problems[0].message
        if count == 1:
            super().__init__("1 problem in the sources, first {first}", first=first)
        else:
            super().__init__(
                "{count} problems in the sources, first {first}", count=count, first=first
            )
