from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from mapapp.core.expression.filters import LayerFilter
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import MapState
from mapapp.qt.workspace.undo import History

pytestmark = pytest.mark.qt


@pytest.fixture
def state(specs: tuple[LayerSpec, ...]) -> MapState:
    return MapState(specs, "en", "light")


@pytest.fixture
def parent() -> QObject:
    return QObject()


@pytest.fixture
def history(qapp: object, state: MapState, parent: QObject) -> History:
    return History(state, parent)


def test_a_step_is_named_and_goes_back_and_forth(history: History, state: MapState) -> None:
    state.set_visible("port", False)
    history.take()
    assert history.undo_text == "hide Sea ports"
    history.undo()
    assert state.is_visible("port")
    assert (history.undo_text, history.redo_text) == ("", "hide Sea ports")
    history.redo()
    assert not state.is_visible("port")


def test_steps_are_named_in_the_language_of_the_moment(history: History, state: MapState) -> None:
    state.set_visible("port", False)
    history.take()
    state.set_language("zh")
    assert "海港" in history.undo_text


def test_what_happens_in_one_turn_is_one_step(
    history: History, state: MapState, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(history.changed):
        for layer in ("industrial_park", "ftz_area", "high_tech_zone"):
            state.set_visible(layer, False)
    assert history.undo_text == "hide 3 layers"
    history.undo()
    assert state.is_visible("industrial_park")
    assert history.undo_text == ""


def test_a_drag_is_one_step_until_it_ends(history: History, state: MapState) -> None:
    for opacity in (0.9, 0.6, 0.3):
        state.set_opacity("port", opacity)
        history.take()
    history.seal()
    for opacity in (0.4, 0.5):
        state.set_opacity("port", opacity)
        history.take()
    history.undo()
    assert state.opacity("port") == 0.3
    history.undo()
    assert state.opacity("port") == 1.0
    assert history.undo_text == ""


def test_a_drag_back_to_the_start_is_no_step(history: History, state: MapState) -> None:
    for opacity in (0.9, 1.0):
        state.set_opacity("port", opacity)
        history.take()
    assert history.undo_text == ""


def test_undo_takes_what_has_not_been_noticed_yet(history: History, state: MapState) -> None:
    state.set_filter("port", LayerFilter(text="dalian"))
    history.undo()
    assert not state.filter("port")
    assert history.redo_text == "filter of Sea ports"


def test_a_new_step_forgets_what_was_undone(history: History, state: MapState) -> None:
    state.set_visible("port", False)
    history.undo()
    state.set_as_of_year(1990)
    history.take()
    assert (history.undo_text, history.redo_text) == ("year 1990", "")


@pytest.mark.parametrize("opens", [True, False])
def test_a_saved_or_opened_workspace_is_clean(
    history: History, state: MapState, opens: bool
) -> None:
    state.set_solo("port")
    history.take()
    assert history.undo_text == "show only Sea ports"
    assert not history.is_clean
    if opens:
        history.begin_anew()
    else:
        history.mark_saved()
    assert history.is_clean
    assert bool(history.undo_text) != opens


def test_moving_the_map_and_selecting_are_no_steps(history: History, state: MapState) -> None:
    state.set_view(state.view)
    state.select([])
    state.set_language("zh")
    state.set_theme("dark")
    history.take()
    assert history.undo_text == ""
