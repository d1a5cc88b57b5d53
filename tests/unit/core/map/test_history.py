from __future__ import annotations

from dataclasses import replace

import pytest

from mapapp.core.geo.mercator import lat_of, lon_of, world_px, world_x, world_y
from mapapp.core.map.history import ViewHistory
from mapapp.core.map.state import ViewState

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


def shifted(view: ViewState, across_px: float, down_px: float) -> ViewState:
    """The view after dragging the map by so many pixels."""
    world = world_px(view.zoom)
    lon = lon_of(float(world_x(view.lon)) + across_px / world)
    return replace(view, lon=lon, lat=lat_of(float(world_y(view.lat)) + down_px / world))


@pytest.mark.parametrize(
    ("across_px", "down_px", "zoom", "is_new"),
    [
        (390, 0, 11, False), (410, 0, 11, True), (-390, 0, 11, False), (-410, 0, 11, True),
        (0, 290, 11, False), (0, 310, 11, True), (0, -290, 11, False), (0, -310, 11, True),
        (0, 0, 11.8, False), (0, 0, 12, True), (0, 0, 10.2, False), (0, 0, 10, True),
    ],
)  # fmt: skip
def test_half_a_screen_or_a_zoom_level_away_is_a_new_stop(
    across_px: float, down_px: float, zoom: float, is_new: bool
) -> None:
    history = ViewHistory()
    history.visit(SHENYANG)
    history.visit(replace(shifted(SHENYANG, across_px, down_px), zoom=zoom))
    assert history.can_go_back == is_new


def test_the_last_two_hundred_stops_are_kept() -> None:
    history = ViewHistory()
    stops = [replace(SHENYANG, lon=float(number - 100)) for number in range(250)]
    for stop in stops:
        history.visit(stop)
    been = []
    while (view := history.back()) is not None:
        been.append(view)
        history.visit(view)
    assert been == stops[-2:-201:-1]
