"""The style of a layer is chosen in a dialog, and the map follows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from shiboken6 import isValid

from mapapp.core.style.symbology import Tone
from mapapp.core.text import is_chinese
from mapapp.qt.layers.style_dialog import StyleDialog
from tests.e2e.driver import Driver

pytestmark = pytest.mark.e2e


@pytest.fixture
def dialogs(window: Driver) -> Iterator[list[StyleDialog]]:
    opened: list[StyleDialog] = []
    yield opened
    for dialog in opened:
        if isValid(dialog):
            dialog.close()


def open_for(window: Driver, layer: str, opened: list[StyleDialog]) -> StyleDialog:
    tree = window.window.built_in.layers
    tree.setCurrentIndex(tree.model().index_of(layer))
    assert "layers.style" in {each.id for each in window.window.commands.of_menu("layers")}
    dialog = window.window.built_in.layering.ask_style()
    opened.append(dialog)
    return dialog


def test_colour_symbol_and_size_are_one_step_to_undo(
    window: Driver, dialogs: list[StyleDialog]
) -> None:
    before = window.state.spec("port").symbol
    dialog = open_for(window, "port", dialogs)
    QTest.mouseClick(dialog.colours.swatches[2], Qt.MouseButton.LeftButton)
    dialog.shape.setCurrentIndex(dialog.shape.findData("star"))
    dialog.shape.activated.emit(dialog.shape.currentIndex())
    dialog.symbol_size.setValue(30)
    symbol = window.state.spec("port").symbol
    assert symbol.colour != before.colour
    assert (symbol.shape, symbol.size_px) == ("star", 30)
    dialog.close()
    window.window.commands["edit.undo"].trigger()
    assert window.state.spec("port").symbol == before


def test_each_offered_colour_has_a_word_of_its_own_in_either_language(
    window: Driver, dialogs: list[StyleDialog]
) -> None:
    swatches = open_for(window, "port", dialogs).colours.swatches
    for language in ("zh", "en"):
        window.state.set_language(language)
        names = [swatch.accessibleName() for swatch in swatches]
        assert names == [swatch.toolTip() for swatch in swatches]
        assert len(set(names)) == len(swatches)
        assert all(is_chinese(name) == (language == "zh") and "#" not in name for name in names)


def test_a_written_colour_is_taken_as_soon_as_it_is_one(
    window: Driver, dialogs: list[StyleDialog]
) -> None:
    before = window.state.spec("port").symbol.colour
    dialog = open_for(window, "port", dialogs)
    dialog.colours.written.clear()
    QTest.keyClicks(dialog.colours.written, "c0392")
    assert window.state.spec("port").symbol.colour == before
    QTest.keyClicks(dialog.colours.written, "b")
    assert window.state.spec("port").symbol.colour.light == "#C0392B"
    assert dialog.colours.written.text() == "c0392b"
    window.state.set_theme("dark")
    assert dialog.colours.written.text() == window.state.spec("port").symbol.colour.dark


def test_each_kind_of_geometry_has_its_own_fields(
    window: Driver, dialogs: list[StyleDialog]
) -> None:
    points, lines = (open_for(window, layer, dialogs) for layer in ("port", "friendship_link"))
    assert [f.isVisibleTo(points) for f in (points.shape, points.symbol_size)] == [True, True]
    assert not points.line_width.isVisibleTo(points)
    assert [f.isVisibleTo(lines) for f in (lines.shape, lines.symbol_size)] == [False, False]
    assert lines.line_width.isVisibleTo(lines)
    lines.line_width.setValue(4)
    assert window.state.spec("friendship_link").symbol.width_px == 4
    assert window.state.spec("friendship_link").symbol.fade_zooms


def test_a_class_is_drawn_otherwise_and_the_others_stay(
    window: Driver, dialogs: list[StyleDialog]
) -> None:
    dialog = open_for(window, "friendship_city", dialogs)
    first, other = window.state.spec("friendship_city").classes or ()
    dialog.which.setCurrentIndex(1)
    dialog.which.activated.emit(1)
    dialog.colours.chosen.emit(Tone("#123456", "#abcdef"))
    changed = list(window.state.spec("friendship_city").classes or ())
    assert changed[0] == first
    assert changed[1].symbol.colour == Tone("#123456", "#abcdef")
    assert changed[1].symbol.size_px == other.symbol.size_px
    assert dialog.which.currentIndex() == 1
    QTest.mouseClick(dialog._before, Qt.MouseButton.LeftButton)
    assert list(window.state.spec("friendship_city").classes or ()) == [first, other]


def test_the_dialog_shows_what_was_undone_and_goes_with_its_layer(
    window: Driver, dialogs: list[StyleDialog]
) -> None:
    dialog = open_for(window, "port", dialogs)
    dialog.symbol_size.setValue(41)
    window.qtbot.waitUntil(window.window.commands["edit.undo"].isEnabled)
    window.window.commands["edit.undo"].trigger()
    assert dialog.symbol_size.value() == window.state.spec("port").symbol.size_px != 41
    window.state.set_layers([spec for spec in window.state.specs if spec.id != "port"])
    assert not isValid(dialog) or not dialog.isVisible()
