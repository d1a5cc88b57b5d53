from __future__ import annotations

import numpy as np

from mapapp.core.expression.filters import Criteria
from mapapp.core.layer.roles import NO_ROLES
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.source.answers import Keys
from mapapp.store.found_fids import FoundFids, Question


def question(number: int, source: str = "wells") -> Question:
    return Question(SourceRef("memory", table=source), NO_ROLES, 0, Criteria(f"depth > {number}"))


def keys(count: int) -> Keys:
    return np.arange(count, dtype=np.int64)


def test_the_oldest_answers_make_room_by_their_bytes() -> None:
    found = FoundFids(most_bytes=30_000)
    for number in range(4):  # of 9,000 bytes each
        found.take(question(number), keys(1_000))
    assert [question(number) in found for number in range(4)] == [False, True, True, True]
    found.take(question(1), keys(1))
    found.take(question(4), keys(1_000))
    found.take(question(5), keys(1_000))
    assert [question(number) in found for number in range(6)] == [False, True, False, *[True] * 3]


def test_an_answer_larger_than_all_room_is_kept_alone() -> None:
    found = FoundFids(most_bytes=30_000)
    found.take(question(0), None)
    found.take(question(1), keys(10_000))
    assert question(0) not in found
    assert len(found[question(1)]) == 10_000  # type: ignore[arg-type]
    found.take(question(2), None)
    assert question(1) not in found
    assert question(2) in found


def test_what_was_found_in_sources_that_went_makes_room() -> None:
    found = FoundFids(most_bytes=30_000)
    found.take(question(0), keys(2_000))
    found.take(question(1, "ports"), keys(1_000))
    found.keep({SourceRef("memory", table="ports")})
    assert question(0) not in found
    found.take(question(2), keys(2_000))
    assert question(1, "ports") in found
