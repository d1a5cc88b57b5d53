from __future__ import annotations

from dataclasses import replace

import pytest

from mapapp.core.history import ViewHistory
from mapapp.core.state import ViewState

SHENYANG = ViewState(123.43, 41.8, 11, 800, 600)
DALIAN = ViewState(121.61, 38.91, 11, 800, 600)
CHICAGO = ViewState(-87.65, 41.85, 9, 800, 600)


@pytest.fixture
def history() -> ViewHistory:
    made = ViewHistory()
    for view in (SHENYANG, DALIAN, CHICAGO):
        made.visit(view)
    return made


def test_nothing_to_go_back_to_at_first() -> None:
    history = ViewHistory()
    assert history.back() is None
    history.visit(SHENYANG)
    assert not history.can_go_back
    assert history.back() is None


def test_back_and_forward_walk_through_the_stops(history: ViewHistory) -> None:
    assert history.back() == DALIAN
    history.visit(DALIAN)
    assert history.back() == SHENYANG
    history.visit(SHENYANG)
    assert not history.can_go_back
    assert history.forward() == DALIAN
    history.visit(DALIAN)
    assert history.forward() == CHICAGO
    assert history.forward() is None


def test_small_moves_stay_in_one_stop_and_its_last_view_is_kept(history: ViewHistory) -> None:
    moved = replace(CHICAGO, lon=CHICAGO.lon + 0.1, zoom=9.5)
    history.visit(moved)
    assert history.back() == DALIAN
    history.visit(DALIAN)
    assert history.forward() == moved


def test_many_small_moves_in_one_direction_become_a_stop() -> None:
    history = ViewHistory()
    for step in range(10):
        history.visit(replace(SHENYANG, lon=SHENYANG.lon + 0.1 * step))
    assert history.can_go_back


def test_a_new_place_forgets_what_was_ahead(history: ViewHistory) -> None:
    history.back()
    history.visit(DALIAN)
    history.visit(replace(DALIAN, zoom=15))
    assert not history.can_go_forward
    assert history.back() == DALIAN


def test_two_quick_steps_back_are_not_a_new_move(history: ViewHistory) -> None:
    history.back()
    history.back()
    history.visit(DALIAN)  # the page passes by the first on its way to the second
    history.visit(SHENYANG)
    assert not history.can_go_back
    assert history.forward() == DALIAN


def test_a_resized_window_is_the_same_stop() -> None:
    history = ViewHistory()
    history.visit(SHENYANG)
    history.visit(replace(SHENYANG, width_px=1400, height_px=900))
    assert not history.can_go_back
