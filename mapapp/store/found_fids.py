"""Which features met which criteria, as far as there is room to remember it."""

from __future__ import annotations

from collections.abc import Collection

from mapapp.core.expression.filters import Criteria
from mapapp.core.layer.roles import Roles
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.record import record
from mapapp.core.source.answers import Keys

MOST_BYTES = 64_000_000

_LEAST_BYTES = 1_000
"""What remembering takes even where nothing was found."""


@record
class Question:
    """Which features meet criteria.

    Attributes:
        source: whose features they are.
        roles: what its columns mean; layers of one source and the same roles share an answer.
        revision: that of the source when it was asked.
        criteria: what the features are to meet.
    """

    source: SourceRef
    roles: Roles
    revision: int
    criteria: Criteria


class FoundFids:
    """Answers to questions; the oldest make room for new ones.

    Args:
        most_bytes: no more is kept, but for one answer that is larger by itself.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._answers: dict[Question, Keys | None] = {}

    def __contains__(self, question: Question) -> bool:
        return question in self._answers

    def __getitem__(self, question: Question) -> Keys | None:
        return self._answers[question]

    def take(self, question: Question, fids: Keys | None) -> None:
        """Remember an answer; None says that all features meet the criteria."""
        self._forget(question)
        self._bytes += _size(fids)
        while self._answers and self._bytes > self._most_bytes:
            self._forget(next(iter(self._answers)))
        self._answers[question] = fids

    def keep(self, sources: Collection[SourceRef]) -> None:
        """Forget what was found in other sources."""
        for question in [each for each in self._answers if each.source not in sources]:
            self._forget(question)

    def _forget(self, question: Question) -> None:
        if question in self._answers:
            self._bytes -= _size(self._answers.pop(question))


def _size(fids: Keys | None) -> int:
    return _LEAST_BYTES if fids is None else _LEAST_BYTES + fids.nbytes
