from __future__ import annotations

import gc
import os
from collections.abc import Iterator

import pytest

from mapapp.core.starting import have_started, start_lightly


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")
    threshold, is_on = gc.get_threshold(), gc.isenabled()
    gc.enable()
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)
    if not is_on:  # a window has been there
        gc.disable()


def rounds_while_making(objects: int) -> int:
    """How often Python looks for circles while so many objects come that stay."""
    seen: list[str] = []

    def look(phase: str, _: dict[str, int]) -> None:
        seen.append(phase)

    gc.callbacks.append(look)
    kept = [[each] for each in range(objects)]
    gc.callbacks.remove(look)
    assert len(kept) == objects
    return seen.count("start")


def test_a_start_is_not_held_up_by_looking_for_circles() -> None:
    gc.collect()
    start_lightly()
    assert rounds_while_making(50_000) == 0


def test_a_circle_is_taken_away_even_then() -> None:
    start_lightly()
    assert rounds_while_making(500_000) > 0


def test_what_has_started_is_not_looked_through_again() -> None:
    start_lightly()
    have_started()
    assert gc.get_freeze_count() > 0
    assert rounds_while_making(50_000) > 10


@pytest.mark.parametrize(("chosen", "left"), [(None, "1"), ("4", "4")])
def test_numpy_gets_no_threads_unless_the_user_chose(
    monkeypatch: pytest.MonkeyPatch, chosen: str | None, left: str
) -> None:
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", chosen or "")
    if chosen is None:
        monkeypatch.delenv("OPENBLAS_NUM_THREADS")
    start_lightly()
    assert os.environ["OPENBLAS_NUM_THREADS"] == left
