"""Points counted by areas in a dialog, which makes a layer of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shapely
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from shiboken6 import isValid

from mapapp.core.expression.filters import LayerFilter
from mapapp.core.layer.own import OWN_GROUP, own_layer
from mapapp.core.layer.roles import Roles
from mapapp.core.layer.source_ref import file_ref
from mapapp.core.style.symbology import SymbolSpec, Tone
from mapapp.core.text import Text, is_chinese
from mapapp.qt.adding.count_dialog import CountDialog
from mapapp.qt.parts.layer_job import LayerJob
from mapapp.render.card import counted_layer
from mapapp.store.feature_file import FeatureRows, write_geopackage
from tests.e2e.driver import Driver

pytestmark = pytest.mark.e2e

HALVES = {"West": shapely.box(119, 38, 123, 43), "East": shapely.box(123, 38, 126, 43)}
FAR = {"Far": shapely.box(0, 0, 1, 1)}
DALIAN, INLAND = (121.65472, 38.92889), (120.0, 42.0)

Shapes = dict[str, shapely.Geometry]
Opener = Callable[..., CountDialog]


@pytest.fixture
def kept(window: Driver) -> Iterator[Path]:
    """The folder where layers of counts are kept; nothing of the test stays there."""
    folder = window.window.built_in.counting._folder
    yield folder
    for layer in window.state.order:
        if window.state.spec(layer).group == OWN_GROUP:
            window.state.remove_layer(layer)
    window.settle()
    for path in folder.glob("*.gpkg"):
        path.unlink()


@pytest.fixture
def opened(window: Driver, kept: Path, tmp_path: Path) -> Opener:
    """Opens the dialog for ports and an added layer of areas."""

    def open_with(shapes: Shapes | None) -> CountDialog:
        if shapes is not None:
            add_areas(window, tmp_path / "areas.geojson", shapes)
        window.window.built_in.layers.choose("port")
        window.window.built_in.history.begin_anew()
        window.window.commands["layers.count"].trigger()
        [dialog] = window.window.findChildren(CountDialog)
        window.qtbot.waitUntil(lambda: dialog.focusWidget() is not None)
        return dialog

    return open_with


def add_areas(window: Driver, path: Path, shapes: Shapes) -> None:
    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": shapely.geometry.mapping(s)}
        for name, s in shapes.items()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    tone, roles = Tone("#336699", "#336699"), Roles(name_en="name")
    title = Text("Halves", "两半")
    window.state.add_layer(own_layer("own_1", title, file_ref(str(path)), "polygon", tone, roles))


def press_enter(window: Driver, dialog: CountDialog) -> None:
    """Press Enter in the dialog, and wait for what comes of it."""
    QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Return)
    wait_for_jobs(window)


def wait_for_jobs(window: Driver) -> None:
    window.qtbot.waitUntil(lambda: not window.window.findChildren(LayerJob))


def counts(window: Driver, layer: str) -> dict[str, int]:
    table = window.window.catalogue.table(layer)
    found = table.source.rows(table.fids().tolist(), ["name", "count"])
    return {str(name): int(str(number)) for name, number in found}


def over(ground: QColor, style: SymbolSpec) -> str:
    """The colour of a filled area on a ground."""
    fill, cover = QColor(style.colour.light), style.fill_opacity
    mixed = [
        round(cover * above + (1 - cover) * below)
        for above, below in zip(fill.getRgb()[:3], ground.getRgb()[:3], strict=True)
    ]
    return QColor(*mixed).name()


def test_counts_become_a_layer_above_the_areas_in_one_step(window: Driver, opened: Opener) -> None:
    state, built_in = window.state, window.window.built_in
    dialog = opened(HALVES)
    before = state.order
    assert dialog.points.currentData() == "port"
    assert dialog.focusWidget() is dialog.points
    press_enter(window, dialog)
    assert not isValid(dialog) or not dialog.isVisible()
    [layer] = set(state.order) - set(before)
    assert state.order == (*before, layer)
    assert built_in.layers.current_layer() == layer
    assert sum(counts(window, layer).values()) == window.window.catalogue.count("port")
    spec = state.spec(layer)
    assert spec.title.en == "Sea ports by Halves"
    assert spec.classes is not None
    assert window.window.status.currentMessage().startswith("Points in an area: 8 of 8")
    assert state.view.extent.contains(*DALIAN)
    for each in state.order:
        state.set_visible(each, False)
    window.settle()
    at = window.point(*INLAND)
    ground = window.picture().pixelColor(at)
    state.set_visible(layer, True)
    window.settle()
    style = spec.style({"count": counts(window, layer)["West"]})
    window.expect_pixels(over(ground, style), at, 12, at_least=500)


def test_undo_takes_the_layer_away_and_redo_brings_it_back(
    window: Driver, opened: Opener, kept: Path
) -> None:
    state, history = window.state, window.window.built_in.history
    dialog = opened(HALVES)
    state.set_order(("own_1", *(each for each in state.order if each != "own_1")))
    state.set_solo("port")
    history.begin_anew()
    before = state.order
    press_enter(window, dialog)
    after = state.order
    assert after == ("own_1", "own_2", *before[1:])
    assert state.solo is None
    assert history.undo_text == "add Sea ports by Halves"
    history.undo()
    assert (state.order, state.solo) == (before, "port")
    assert not history.undo_text
    history.redo()
    window.qtbot.waitUntil(lambda: state.order == after)  # its file is read beside the window
    assert sum(counts(window, after[1]).values()) == 8
    assert len(list(kept.glob("Sea ports by Halves *.gpkg"))) == 1


def test_only_what_the_map_shows_is_counted_unless_all_is_chosen(
    window: Driver, opened: Opener
) -> None:
    window.state.set_filter("port", LayerFilter(text="Dalian"))
    shown = window.window.catalogue.visible_fids("port", window.state.map_criteria("port"))
    assert shown is not None
    press_enter(window, opened(HALVES))
    assert sum(counts(window, window.state.order[-1]).values()) == len(shown) < 8
    dialog = window.window.built_in.counting.ask()
    dialog.points.setCurrentIndex(dialog.points.findData("port"))
    dialog.areas.setCurrentIndex(dialog.areas.findData("own_1"))
    dialog.of_points.setCurrentIndex(dialog.of_points.findData("all"))
    press_enter(window, dialog)
    [layer] = [each for each in window.state.order if each == "own_3"]
    assert sum(counts(window, layer).values()) == 8


def test_a_column_is_summed_up_and_its_mean_taken(window: Driver, opened: Opener) -> None:
    dialog = opened(HALVES)
    dialog.points.setCurrentIndex(dialog.points.findData("industrial_park"))
    assert not dialog.column.isVisibleTo(dialog)
    dialog.also.setCurrentIndex(dialog.also.findData("both"))
    assert dialog.column.isVisibleTo(dialog)
    column = dialog.column.currentData()
    assert column
    press_enter(window, dialog)
    names = window.window.catalogue.source(window.state.order[-1]).schema.names
    assert tuple(names)[-3:] == ("count", f"sum_{column}", f"mean_{column}")


def test_points_without_a_column_of_numbers_have_no_sum(opened: Opener) -> None:
    dialog = opened(HALVES)
    dialog.also.setCurrentIndex(dialog.also.findData("sum"))
    assert dialog.note.text() == "These points have no column of numbers."
    assert not dialog._count.isEnabled()
    dialog.also.setCurrentIndex(0)
    assert dialog._count.isEnabled()


def test_without_a_layer_of_areas_it_is_said_and_nothing_can_be_counted(opened: Opener) -> None:
    dialog = opened(None)
    assert dialog.note.text() == "The map has no layer of areas. Add one with File → Add data."
    assert not dialog._count.isEnabled()


def test_an_area_that_is_added_meanwhile_can_be_chosen(
    window: Driver, opened: Opener, tmp_path: Path
) -> None:
    dialog = opened(None)
    add_areas(window, tmp_path / "areas.geojson", HALVES)
    assert dialog.areas.currentText() == "Halves"
    assert not dialog.note.text()
    assert dialog._count.isEnabled()


def test_what_goes_wrong_is_said_in_the_dialog_and_can_be_mended(
    window: Driver, opened: Opener, kept: Path
) -> None:
    window.state.set_filter("port", LayerFilter(text="no such port"))
    dialog = opened(HALVES)
    order = window.state.order
    press_enter(window, dialog)
    assert dialog.note.text().startswith("Sea ports has no such features")
    assert window.state.order == order
    assert not list(kept.glob("*"))
    assert dialog.focusWidget() is dialog.points
    dialog.of_points.setCurrentIndex(dialog.of_points.findData("all"))
    press_enter(window, dialog)
    assert len(window.state.order) == len(order) + 1


def test_points_outside_of_all_areas_are_told_and_the_layer_is_made(
    window: Driver, opened: Opener
) -> None:
    dialog = opened(FAR)
    press_enter(window, dialog)
    assert counts(window, window.state.order[-1]) == {"Far": 0}
    [box] = window.window.findChildren(QMessageBox)
    assert box.text().startswith("None of the points lies in an area, so all counts are 0.")


def test_who_closes_the_dialog_ends_the_counting(
    window: Driver, opened: Opener, kept: Path
) -> None:
    dialog, order = opened(HALVES), window.state.order
    dialog._count.click()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    wait_for_jobs(window)
    assert window.state.order == order
    assert not list(kept.glob("*"))


def test_a_file_that_is_made_though_nobody_wants_it_any_more_goes(
    window: Driver, opened: Opener, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog, order = opened(HALVES), window.state.order
    made: list[Path] = []

    def write(target: Path, rows: list[FeatureRows]) -> None:
        write_geopackage(target, rows)
        made.append(target)
        window.window.findChildren(LayerJob)[0].cancel()

    monkeypatch.setattr(counted_layer, "write_geopackage", write)
    press_enter(window, dialog)
    assert made
    assert window.state.order == order
    assert not list(kept.glob("*"))


def test_everything_is_said_in_chinese(window: Driver, opened: Opener) -> None:
    dialog = opened(HALVES)
    window.state.set_language("zh")
    texts = [dialog.windowTitle(), *(label.text() for label in dialog._labels)]
    texts += [dialog._count.text(), dialog.also.currentText(), dialog.areas.currentText()]
    assert all(map(is_chinese, texts)), texts
    press_enter(window, dialog)
    assert window.state.spec(window.state.order[-1]).title.zh == "海港（按两半统计）"
    assert window.window.status.currentMessage().startswith("落在面内的点")
