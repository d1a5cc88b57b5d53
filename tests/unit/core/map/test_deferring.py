"""Arrangements of which some layers come later."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mapapp.core.expression.filters import LayerFilter
from mapapp.core.layer.own import layer_of_file
from mapapp.core.layer.roles import NO_ROLES
from mapapp.core.layer.source_ref import FILE, SourceRef, file_ref
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.arrangement import Arrangement, LayerStyle
from mapapp.core.map.deferring import awaited, deferred
from mapapp.core.map.state import MapState
from mapapp.core.map.unopened import BEING_READ, UnopenedLayer
from mapapp.core.map.workspace_layers import SavedLayers
from mapapp.core.style.symbology import Tone

LOST = UnopenedLayer({"id": "lost"}, "It is gone.", "own_2")


def style(number: int) -> LayerStyle:
    source = file_ref(f"/data/{number}.csv")
    spec = layer_of_file(f"own_{number}", source, "point", Tone("#123456", "#654321"), NO_ROLES)
    return LayerStyle(spec.id, number == 2, 0.5, LayerFilter("n > 1"), spec)


@pytest.fixture
def arrangement() -> Arrangement:
    """Three layers of files, one that is lost above the second, which is solo."""
    return Arrangement(tuple(map(style, (1, 2, 3))), "own_2", 1999, (LOST,), is_whole=True)


@pytest.fixture
def shipped(specs: tuple[LayerSpec, ...]) -> dict[str, LayerSpec]:
    return {spec.id: spec for spec in specs}


def nothing_of_files(source: SourceRef) -> bool:
    return source.kind != FILE


def test_what_is_ready_stays_as_it_is(
    arrangement: Arrangement, shipped: dict[str, LayerSpec]
) -> None:
    assert deferred(arrangement, lambda _: True, shipped) == arrangement


def test_what_is_not_waits_in_its_place(
    arrangement: Arrangement, shipped: dict[str, LayerSpec]
) -> None:
    ready = deferred(arrangement, lambda source: source.uri != "/data/2.csv", shipped)
    assert [each.id for each in ready.layers] == ["own_1", "own_3"]
    assert [(each.id, each.below) for each in ready.unopened] == [
        ("own_2", "own_1"), ("lost", "own_1"),
    ]  # fmt: skip
    assert [each.reason for each in ready.unopened] == [BEING_READ, LOST.reason]
    assert (ready.solo, ready.as_of_year, ready.is_whole) == (None, 1999, True)


def test_what_waits_comes_once_it_is_ready(
    arrangement: Arrangement, shipped: dict[str, LayerSpec]
) -> None:
    none = deferred(arrangement, nothing_of_files, shipped)
    assert not none.layers
    whole = deferred(none, lambda _: True, shipped)
    assert whole == replace(arrangement, solo=None)


@pytest.mark.parametrize("first", ["1.csv", "2.csv", "3.csv"])
def test_whatever_comes_first_all_are_in_their_places_in_the_end(
    arrangement: Arrangement, shipped: dict[str, LayerSpec], first: str
) -> None:
    state = MapState(tuple(shipped.values()), "en", "light")
    deferred(arrangement, nothing_of_files, shipped).apply(state)
    some = deferred(Arrangement.of(state), lambda ref: ref.uri.endswith(first), shipped)
    some.apply(state)
    assert SavedLayers.of(state).entries == _entries(arrangement, shipped)
    deferred(Arrangement.of(state), lambda _: True, shipped).apply(state)
    assert Arrangement.of(state) == replace(arrangement, solo=None)


def test_of_a_layer_that_cannot_be_opened_nothing_is_awaited(shipped: dict[str, LayerSpec]) -> None:
    assert awaited(LOST, shipped) is None
    assert awaited(replace(LOST, reason=BEING_READ), shipped) is None


def _entries(arrangement: Arrangement, shipped: dict[str, LayerSpec]) -> object:
    state = MapState(tuple(shipped.values()), "en", "light")
    arrangement.apply(state)
    return SavedLayers.of(state).entries
