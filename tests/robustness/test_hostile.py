"""A few of the hostile files and kills; ``hostile.py`` and ``kills.py`` have them all."""

from __future__ import annotations

import pytest

from tests.robustness.hostile import every_file, outcomes
from tests.robustness.kills import HEEDED_S, SAVE, SNAPSHOT, Task, kills
from tests.robustness.mutations import trials
from tests.timing import expect_within

pytestmark = pytest.mark.e2e


def test_there_are_many_hostile_files() -> None:
    names = every_file()
    assert len(names) == len(set(names)) >= 40


@pytest.mark.parametrize(
    ("name", "command", "code"),
    [
        ("nested-1000000", "facts", 1),
        ("nan", "check", 1),
        ("dates", "conflicts", 1),
        ("wrong-types", "check", 1),
        ("polygon-as-port", "snapshot", 1),
        ("endless-view", "conflicts", 1),
        ("endless-contents", "check", 1),
        ("unknown-source", "sources", 1),
        ("bad-utf8", "search", 1),
        ("fifo", "check", 1),
        ("shared-nested-1000000", "open", 1),
        ("shared-fifo", "open", 1),
    ],
)
def test_a_hostile_file_is_a_sentence(name: str, command: str, code: int) -> None:
    (outcome,) = outcomes(name, [command])
    assert not outcome.failure
    assert outcome.code == code


@pytest.mark.timed
@pytest.mark.parametrize("task", [SNAPSHOT, SAVE])
def test_a_kill_breaks_nothing_and_leaves_nothing(task: Task) -> None:
    done = list(kills(task, 5, seed=3))
    assert [kill for kill in done if kill.problem] == []
    for kill in done:
        if kill.is_late:
            expect_within(kill.heeded_s, HEEDED_S, "the end, in s,")


def test_what_check_passes_never_fails_later() -> None:
    done = list(trials(4, seed=5))
    assert {trial.passed for trial in done} == {True, False}
    assert [trial for trial in done if trial.faults] == []
