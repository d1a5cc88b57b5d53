"""The style of a layer is chosen in a dialog, and the map follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import geopandas
import pytest
import shapely
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QMessageBox
from shiboken6 import isValid

from mapapp.core.layer.spec import LabelSpec, LayerSpec
from mapapp.core.style.palettes import PALETTES
from mapapp.core.style.symbology import BinRule, Classes, SymbolClass, SymbolSpec, Tone
from mapapp.core.style.theme import LIGHT
from mapapp.core.text import Text, is_chinese
from mapapp.qt.layers.style_dialog import StyleDialog
from mapapp.store.sources.memory import of_frame
from tests.e2e.driver import Driver
from tests.e2e.pixels import mixed
from tests.unit.core.styling.test_qml import QGIS

pytestmark = pytest.mark.e2e

Opener = Callable[[str], StyleDialog]
KINDS = ["村", "镇", "村", "城", None, "村"]


@pytest.fixture
def opened(window: Driver) -> Iterator[Opener]:
    dialogs: list[StyleDialog] = []

    def open_for(layer: str) -> StyleDialog:
        window.window.built_in.layers.choose(layer)
        assert "layers.style" in {each.id for each in window.window.commands.of_menu("layers")}
        dialogs.append(window.window.built_in.layering.ask_style())
        return dialogs[-1]

    yield open_for
    for dialog in dialogs:
        if isValid(dialog):
            dialog.close()


@pytest.fixture
def towns(window: Driver) -> str:
    """A layer of somebody's own."""
    values = {
        "种类": KINDS, "人口 (万)": [1.0, 4.0, 9.0, 16.0, None, 25.0], "note": [None] * 6,
        "same": [7.0] * 6,
    }  # fmt: skip
    points = [shapely.Point(121 + i, 41) for i in range(6)]
    source = of_frame(geopandas.GeoDataFrame(values, geometry=points, crs="EPSG:4326"), "towns")
    window.window.catalogue.hold(source)
    symbol = SymbolSpec(Tone("#AA2233", "#EE8899"))
    window.state.add_layer(
        LayerSpec("towns", Text("Towns", "城镇"), "mine", source.ref, "point", 999, symbol)
    )
    return "towns"


def choose(box: QComboBox, data: object) -> None:
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


def draw_by(window: Driver, dialog: StyleDialog, kind: str, column: str) -> Classes | None:
    """Choose a kind and a column, and wait for what comes of it."""
    choose(dialog.classing.kind, kind)
    choose(dialog.classing.column, column)
    window.qtbot.waitUntil(lambda: not dialog._values.is_reading)
    return window.state.spec(dialog._layer).classes


def rows(dialog: StyleDialog) -> list[tuple[str, ...]]:
    table = dialog.table
    return [
        tuple(item.text() if (item := table.item(row, column)) else "" for column in range(2))
        for row in range(table.rowCount())
    ]


def test_colour_symbol_and_size_are_one_step_to_undo(window: Driver, opened: Opener) -> None:
    before, dialog = window.state.spec("port").symbol, opened("port")
    QTest.mouseClick(dialog.colours.swatches[2], Qt.MouseButton.LeftButton)
    choose(dialog.symbols.shape, "star")
    dialog.symbols.symbol_size.setValue(30)
    dialog.symbols.outlined.setChecked(True)
    symbol = window.state.spec("port").symbol
    assert symbol.colour != before.colour
    assert (symbol.shape, symbol.size_px) == ("star", 30)
    assert symbol.edge is not None
    dialog.close()
    window.window.commands["edit.undo"].trigger()
    assert window.state.spec("port").symbol == before


def test_a_density_counts_in_squares_and_is_one_step_to_undo(
    window: Driver, opened: Opener, towns: str
) -> None:
    window.go_to(123, 41, 7)
    before = window.state.spec(towns)
    dialog = opened(towns)
    classing = dialog.classing
    choose(classing.kind, "density")
    window.qtbot.waitUntil(lambda: not dialog._values.is_reading)
    assert classing.column.isHidden()
    assert [title for title, _ in rows(dialog)] == ["1", "≥ 2"]
    classing.side.setValue(40)
    window.qtbot.waitUntil(lambda: not dialog._values.is_reading)
    classes = window.state.spec(towns).classes
    assert classes is not None
    assert classes.bins == BinRule(40)
    assert classes.title == Text("per square of 40 px", "每个 40 像素方格")
    window.settle()
    window.expect_pixels(seen(classes.steps[0]), window.point(123, 41), 15, at_least=300)
    index = window.window.built_in.layers.model().index_of(towns, 0)
    told = [index.model().index(row, 0, index).data() for row in range(2)]
    assert told == ["1", "≥ 2"]
    choose(classing.kind, "graduated")
    window.qtbot.waitUntil(lambda: not dialog._values.is_reading)
    assert classing.column.currentData() == "人口 (万)"
    dialog.close()
    window.window.commands["edit.undo"].trigger()
    assert window.state.spec(towns) == before


def test_steps_of_a_density_fit_the_zoom_when_that_is_wanted(
    window: Driver, opened: Opener, towns: str
) -> None:
    window.go_to(123, 41, 12)
    dialog = opened(towns)
    choose(dialog.classing.kind, "density")
    dialog.classing.side.setValue(40)
    window.qtbot.waitUntil(lambda: not dialog._values.is_reading)
    window.go_to(123, 41, 3)
    near = window.state.spec(towns).classes
    QTest.mouseClick(dialog.classing.refit, Qt.MouseButton.LeftButton)
    window.qtbot.waitUntil(lambda: not dialog._values.is_reading)
    far = window.state.spec(towns).classes
    assert near is not None
    assert far is not None
    assert (near.steps[-1].low, far.steps[-1].low) == (2, 5)


def seen(step: SymbolClass) -> str:
    """The colour of a square on the land of the map."""
    return mixed(step.symbol.colour.light, LIGHT.land, step.symbol.fill_opacity)


def test_a_kind_begins_with_a_column_that_suits_it_until_one_is_chosen(
    window: Driver, opened: Opener, towns: str
) -> None:
    classing = opened(towns).classing
    choose(classing.kind, "categorised")
    first = classing.column.currentData()
    choose(classing.kind, "graduated")
    assert classing.column.currentData() != first
    others = {classing.column.itemData(row) for row in range(classing.column.count())}
    chosen = min(others - {*classing._suggested.values()})
    choose(classing.column, chosen)
    choose(classing.kind, "categorised")
    assert classing.column.currentData() == chosen


def test_what_is_chosen_last_stays_though_a_column_is_read_meanwhile(
    window: Driver, opened: Opener, towns: str
) -> None:
    dialog = opened(towns)
    for leave in (lambda: choose(dialog.classing.kind, "single"), dialog._before.click):
        choose(dialog.classing.kind, "categorised")
        assert dialog._values.is_reading
        leave()
        window.settle()
        window.qtbot.waitUntil(lambda: not dialog._values.is_reading)
        assert window.state.spec(towns).classes is None


def test_each_offered_colour_has_a_word_of_its_own_in_either_language(
    window: Driver, opened: Opener
) -> None:
    swatches = opened("port").colours.swatches
    for language in ("zh", "en"):
        window.state.set_language(language)
        names = [swatch.accessibleName() for swatch in swatches]
        assert names == [swatch.toolTip() for swatch in swatches]
        assert len(set(names)) == len(swatches)
        assert all(is_chinese(name) == (language == "zh") and "#" not in name for name in names)


def test_a_written_colour_is_taken_as_soon_as_it_is_one(window: Driver, opened: Opener) -> None:
    before = window.state.spec("port").symbol.colour
    dialog = opened("port")
    dialog.colours.written.clear()
    QTest.keyClicks(dialog.colours.written, "c0392")
    assert window.state.spec("port").symbol.colour == before
    QTest.keyClicks(dialog.colours.written, "b")
    assert window.state.spec("port").symbol.colour.light == "#C0392B"
    assert dialog.colours.written.text() == "c0392b"
    window.state.set_theme("dark")
    assert dialog.colours.written.text() == window.state.spec("port").symbol.colour.dark


def test_each_kind_of_geometry_has_its_own_fields(window: Driver, opened: Opener) -> None:
    points, lines = (opened(layer) for layer in ("port", "friendship_link"))
    for dialog in (points, lines):
        dialog.tabs.setCurrentIndex(1)
    of_points, of_lines = points.symbols, lines.symbols
    assert [f.isVisibleTo(points) for f in (of_points.shape, of_points.symbol_size)] == [True] * 2
    assert not of_points.line_width.isVisibleTo(points)
    assert [f.isVisibleTo(lines) for f in (of_lines.shape, of_lines.symbol_size)] == [False] * 2
    assert of_lines.line_width.isVisibleTo(lines)
    assert points.classing.kind.findData("sized") > 0 > lines.classing.kind.findData("sized")
    of_lines.line_width.setValue(4)
    assert window.state.spec("friendship_link").symbol.width_px == 4
    assert window.state.spec("friendship_link").symbol.fade_zooms


def test_a_class_is_drawn_otherwise_and_the_others_stay(window: Driver, opened: Opener) -> None:
    dialog = opened("friendship_city")
    first, other = window.state.spec("friendship_city").classes or ()
    assert not dialog.colours.isEnabled()
    dialog.table.selectRow(1)
    dialog.colours.chosen.emit(Tone("#123456", "#abcdef"))
    changed = list(window.state.spec("friendship_city").classes or ())
    assert changed[0] == first
    assert changed[1].symbol.colour == Tone("#123456", "#abcdef")
    assert changed[1].symbol.size_px == other.symbol.size_px
    assert dialog.table.row_chosen() == 1
    QTest.mouseClick(dialog._before, Qt.MouseButton.LeftButton)
    assert list(window.state.spec("friendship_city").classes or ()) == [first, other]


def test_without_a_chosen_class_all_are_drawn_otherwise(window: Driver, opened: Opener) -> None:
    dialog = opened("friendship_city")
    choose(dialog.symbols.shape, "star")
    classes = window.state.spec("friendship_city").classes or ()
    assert [each.symbol.shape for each in classes] == ["star", "star"]


def test_the_dialog_shows_what_was_undone_and_goes_with_its_layer(
    window: Driver, opened: Opener
) -> None:
    dialog = opened("port")
    dialog.symbols.symbol_size.setValue(41)
    window.qtbot.waitUntil(window.window.commands["edit.undo"].isEnabled)
    window.window.commands["edit.undo"].trigger()
    assert dialog.symbols.symbol_size.value() == window.state.spec("port").symbol.size_px != 41
    window.state.set_layers([spec for spec in window.state.specs if spec.id != "port"])
    assert not isValid(dialog) or not dialog.isVisible()


def test_the_title_follows_that_of_the_layer(window: Driver, opened: Opener, towns: str) -> None:
    dialog, spec = opened(towns), window.state.spec(towns)
    window.state.replace_layer(replace(spec, title=Text("Villages", "村")))
    assert "Villages" in dialog.windowTitle()


def test_values_steps_and_sizes_are_made_counted_and_undone(
    window: Driver, opened: Opener, towns: str
) -> None:
    dialog = opened(towns)
    classes = draw_by(window, dialog, "categorised", "种类")
    assert classes is not None
    assert rows(dialog) == [("村", "3"), ("镇", "1"), ("城", "1"), ("Other", "1")]
    classes = draw_by(window, dialog, "graduated", "人口 (万)")
    dialog.classing.count.setValue(2)
    window.qtbot.waitUntil(lambda: not dialog._values.is_reading)
    assert rows(dialog) == [("< 10", "3"), ("≥ 10", "2"), ("No figure", "1")]
    classes = draw_by(window, dialog, "sized", "人口 (万)")
    assert classes is not None
    assert classes.of(25.0).symbol.size_px == 36
    assert [title for title, _ in rows(dialog)] == ["20", "5", "1", "No figure, or not above 0"]
    draw_by(window, dialog, "graduated", "人口 (万)")
    assert dialog.classing.count.value() == 2
    dialog.close()
    window.window.commands["edit.undo"].trigger()
    assert window.state.spec(towns).classes is None


def test_one_symbol_for_all_ends_the_classes(window: Driver, opened: Opener) -> None:
    dialog = opened("friendship_city")
    choose(dialog.classing.kind, "single")
    assert window.state.spec("friendship_city").classes is None
    assert not dialog.table.isVisibleTo(dialog)


def test_other_colours_keep_the_classes_and_their_titles(
    window: Driver, opened: Opener, towns: str
) -> None:
    dialog = opened(towns)
    draw_by(window, dialog, "graduated", "人口 (万)")
    item = dialog.table.item(0, 0)
    assert item is not None
    item.setText("few")
    choose(dialog.classing.palettes, "purples")
    dialog.classing.is_reversed.click()
    classes = window.state.spec(towns).classes
    assert classes is not None
    assert classes.steps[0].title == Text("few", "few")
    wanted = PALETTES["purples"].tones(len(classes.steps), is_reversed=True)
    assert [step.symbol.colour for step in classes.steps] == list(wanted)
    assert dialog.classing.palettes.currentData() == "purples"


@pytest.mark.parametrize(
    ("kind", "column", "said"),
    [
        ("categorised", "note", "The column note has no values"),
        ("graduated", "种类", "The column 种类 has no numbers"),
        ("graduated", "same", "All numbers of the column same are 7"),
    ],
)
def test_a_column_that_does_not_do_is_said_and_the_map_stays(
    window: Driver, opened: Opener, towns: str, kind: str, column: str, said: str
) -> None:
    dialog = opened(towns)
    before = draw_by(window, dialog, "categorised", "人口 (万)")
    assert draw_by(window, dialog, kind, column) in (before, window.state.spec(towns).classes)
    assert dialog.problem.text().startswith(said)
    assert dialog.classing.column.currentData() == column
    draw_by(window, dialog, "categorised", "种类")
    assert not dialog.problem.isVisibleTo(dialog)


def test_names_are_those_of_a_column_between_two_zooms(
    window: Driver, opened: Opener, towns: str
) -> None:
    dialog = opened(towns)
    naming = dialog.naming
    naming.named.click()
    assert window.state.spec(towns).label == LabelSpec(field="种类")
    choose(naming.column, "人口 (万)")
    naming.from_zoom.setValue(9)
    naming.to_zoom.setValue(5)
    naming.halo.click()
    label = LabelSpec(field="人口 (万)", min_zoom=5, max_zoom=5, halo=False)
    assert window.state.spec(towns).label == label
    QTest.mouseClick(dialog._before, Qt.MouseButton.LeftButton)
    assert window.state.spec(towns).label is None


def test_the_tree_has_the_classes(window: Driver, opened: Opener, towns: str) -> None:
    dialog = opened(towns)
    draw_by(window, dialog, "graduated", "人口 (万)")
    model = window.window.built_in.layers.model()
    index = model.index_of(towns)
    titles = [model.index(row, 0, index).data() for row in range(model.rowCount(index))]
    assert titles == [title for title, _ in rows(dialog)]


def test_a_style_is_saved_and_loaded_for_mapapp_and_for_qgis(
    window: Driver, opened: Opener, towns: str, tmp_path: Path
) -> None:
    dialog = opened(towns)
    classes = draw_by(window, dialog, "graduated", "人口 (万)")
    for name in ("a.toml", "a.qml"):
        dialog.files.save(tmp_path / name)
    choose(dialog.classing.kind, "single")
    dialog.files.load(tmp_path / "a.toml")
    assert window.state.spec(towns).classes == classes
    choose(dialog.classing.kind, "single")
    dialog.files.load(tmp_path / "a.qml")
    loaded = window.state.spec(towns).classes
    assert loaded is not None
    assert [step.low for step in loaded.steps] == [step.low for step in (classes or loaded).steps]
    assert not dialog.note.isVisibleTo(dialog)


def test_what_of_a_style_is_left_out_is_said(
    window: Driver, opened: Opener, towns: str, tmp_path: Path
) -> None:
    dialog = opened(towns)
    path = tmp_path / "a.qml"
    style = QGIS.replace('attr="kind"', 'attr="same"').replace(
        'fieldName="name"', 'fieldName="note"'
    )
    path.write_text(style, encoding="utf-8")
    dialog.files.load(path)
    assert dialog.note.isVisibleTo(dialog)
    assert dialog.note.text().endswith("SvgMarker, marker heart, opacity of markers.")


def test_a_style_of_other_columns_is_refused_and_nothing_changes(
    window: Driver, opened: Opener, towns: str, tmp_path: Path
) -> None:
    dialog = opened(towns)
    before = window.state.spec(towns)
    path = tmp_path / "a.qml"
    path.write_text(QGIS, encoding="utf-8")
    dialog.files.load(path)
    (box,) = dialog.findChildren(QMessageBox)
    assert "has no column 'name' for label" in box.text()
    box.close()
    assert window.state.spec(towns) == before
