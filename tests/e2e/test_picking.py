"""Filters by picking: conditions, their expression and the map stay in step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import geopandas
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMenu
from shapely import Point
from shiboken6 import isValid

from mapapp.core.errors import DataError
from mapapp.core.expression.filters import LayerFilter
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.style.symbology import SymbolSpec, Tone
from mapapp.core.text import Text
from mapapp.qt.layers.filter_dialog import FilterDialog
from mapapp.qt.layers.filter_row import ConditionRow
from mapapp.qt.parts.actions import plain
from mapapp.store.layer_table import LayerTable
from mapapp.store.sources.memory import of_frame
from tests.e2e.driver import Driver

pytestmark = pytest.mark.e2e

LEFT = Qt.MouseButton.LeftButton
LAYER = "ftz_area"


@pytest.fixture
def dialog(window: Driver) -> Iterator[FilterDialog]:
    opened = window.window.built_in.filtering.filter(LAYER)
    window.qtbot.waitExposed(opened)
    yield opened
    if isValid(opened):
        opened.close()


def pick(box: QComboBox, text: str) -> None:
    """Pick an entry of a box by its list and the mouse."""
    box.showPopup()
    row = next(row for row in range(box.count()) if box.model().index(row, 0).data() == text)
    view = box.view()
    view.scrollTo(box.model().index(row, 0))
    place = view.visualRect(box.model().index(row, 0)).center()
    QTest.mouseMove(view.viewport(), place)
    view.setCurrentIndex(box.model().index(row, 0))
    QTest.keyClick(view, Qt.Key.Key_Return)


def expression(window: Driver) -> str:
    return window.state.filter(LAYER).expression


def wait_for_hint(window: Driver, row: ConditionRow, text: str) -> None:
    window.qtbot.waitUntil(lambda: text in row.hint.text())


def test_a_value_is_picked_with_its_count(window: Driver, dialog: FilterDialog) -> None:
    row = dialog.rows.rows[0]
    pick(row.fields, "Status")
    wait_for_hint(window, row, "of 4 known")
    listed = [row.first.model().index(at, 0).data() for at in range(row.first.count())]
    assert listed == ["operating   (4)"]
    pick(row.first, listed[0])
    assert row.first.currentText() == "operating"
    assert expression(window) == 'status = "operating"'
    assert dialog.count.text() == "4 of 4 shown"


def test_numbers_have_a_range_and_two_ends(window: Driver, dialog: FilterDialog) -> None:
    row = dialog.rows.rows[0]
    pick(row.fields, "Area (km²)")
    wait_for_hint(window, row, "–")
    pick(row.relations, "is between")
    QApplication.clipboard().setText("２０")
    QTest.keyClick(row.first, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert expression(window) == ""
    QTest.keyClicks(row.last, "60")
    assert expression(window) == "area >= 20 and area <= 60"
    assert dialog.line.edit.text() == expression(window)


def test_several_conditions_are_joined_by_all_or_any(window: Driver, dialog: FilterDialog) -> None:
    QTest.keyClicks(dialog.rows.rows[0].first, "Dalian")
    QTest.keyClick(dialog, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    window.qtbot.waitUntil(lambda: len(dialog.rows.rows) == 2)
    QTest.keyClicks(dialog.rows.rows[1].first, "Yingkou")
    assert expression(window) == 'name contains "Dalian" and name contains "Yingkou"'
    assert dialog.count.text() == "0 of 4 shown"
    pick(dialog.rows.joint, "any")
    assert expression(window) == 'name contains "Dalian" or name contains "Yingkou"'
    QTest.keyClick(dialog.rows.rows[1].removal, Qt.Key.Key_Space)
    assert expression(window) == 'name contains "Dalian"'
    assert dialog.rows.rows[0].fields.hasFocus()


def test_some_values_of_a_list_are_ticked(window: Driver, dialog: FilterDialog) -> None:
    row = dialog.rows.rows[0]
    pick(row.fields, "Status")
    wait_for_hint(window, row, "known")
    pick(row.relations, "is one of")
    row.several.list.setFocus()
    QTest.keyClick(row.several.list, Qt.Key.Key_Space)
    QTest.keyClicks(row.several.other, "planned")
    QTest.keyClick(row.several.other, Qt.Key.Key_Return)
    assert expression(window) == 'status in ("operating", "planned")'


def test_what_a_field_cannot_have_is_said_and_the_filter_stays(
    window: Driver, dialog: FilterDialog
) -> None:
    window.state.set_filter(LAYER, LayerFilter("area > 20"))
    row = dialog.rows.rows[0]
    high = dialog.height()
    row.first.setEditText("")
    QTest.keyClicks(row.first, "many")
    assert row.hint.property("role") == "warning"
    assert row.hint.text() == "This is no number; write digits, such as 20."
    assert expression(window) == "area > 20"
    window.qtbot.waitUntil(lambda: dialog.height() >= high)


def test_what_is_written_is_shown_in_the_pickers(window: Driver, dialog: FilterDialog) -> None:
    dialog.advanced.click()
    QTest.keyClicks(dialog.line.edit, 'area > 20 and status != "closed"')
    rows = dialog.rows.rows
    assert [row.field.id for row in rows] == ["area", "status"]
    assert [row.relation for row in rows] == ["above", "is_not"]
    assert rows[1].first.currentText() == "closed"


def test_what_cannot_be_picked_is_left_as_it_is_written(
    window: Driver, dialog: FilterDialog
) -> None:
    wanted = 'not (area > 20 and status = "closed")'
    window.state.set_filter(LAYER, LayerFilter(wanted))
    assert dialog.rows.isHidden()
    assert dialog.line.isVisible()
    assert "more than a list" in dialog._unlisted.text()
    assert expression(window) == wanted
    QTest.mouseClick(dialog._everything, LEFT)
    assert not dialog.rows.isHidden()
    assert expression(window) == ""


def test_completion_covers_neither_message_nor_buttons(
    window: Driver, dialog: FilterDialog
) -> None:
    dialog.advanced.click()
    QTest.keyClicks(dialog.line.edit, "a")
    popup = dialog.line.popup
    window.qtbot.waitUntil(popup.isVisible)
    top = dialog.line.edit.mapToGlobal(QPoint(0, 0)).y()
    assert popup.frameGeometry().bottom() < top
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert dialog.isVisible()
    QTest.keyClick(dialog.line.edit, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_popup_stays_above_the_line_when_conditions_come(
    window: Driver, dialog: FilterDialog
) -> None:
    dialog.advanced.click()
    line = dialog.line
    QTest.keyClicks(line.edit, "area > 1 and area > 2 and area > 3 ")
    window.qtbot.waitUntil(line.popup.isVisible)
    for row in dialog.rows.rows:
        wait_for_hint(window, row, "known")

    def is_above() -> bool:
        top = line.edit.mapToGlobal(QPoint(0, 0)).y()
        return 0 < top - line.popup.frameGeometry().bottom() < line.edit.height()

    window.qtbot.waitUntil(is_above)
    assert [row.first.currentText() for row in dialog.rows.rows] == ["1", "2", "3"]


def test_the_dialog_is_as_high_as_a_long_message_needs(
    window: Driver, dialog: FilterDialog
) -> None:
    dialog.advanced.click()
    dialog.line.edit.setText(f"area > 20 and {'x' * 40} = 1")
    dialog.line.retranslate()
    problem = dialog.line.problem
    window.qtbot.waitUntil(lambda: problem.height() >= problem.heightForWidth(problem.width()) > 0)
    assert dialog.line.edit.height() >= dialog.line.edit.sizeHint().height()


def test_undo_brings_the_rows_back_and_names_the_filter(
    window: Driver, dialog: FilterDialog
) -> None:
    QTest.keyClicks(dialog.rows.rows[0].first, "Dalian")
    history = window.window.built_in.history
    window.qtbot.waitUntil(lambda: "ilter of Free trade zone" in history.undo_text)
    window.window.commands["edit.undo"].trigger()
    assert expression(window) == ""
    assert dialog.rows.rows[0].first.currentText() == ""


def test_the_head_of_a_column_opens_the_pickers(window: Driver) -> None:
    window.window.built_in.open_table(LAYER)
    window.settle()
    table = window.window.built_in.table
    header = table.view.horizontalHeader()
    column = [field.id for field in table.model.columns].index("status")
    table.view.scrollTo(table.model.index(0, column))
    table.show_column_menu(QPoint(header.sectionViewportPosition(column) + 8, 8))
    menu = table.view.findChild(QMenu)
    assert menu is not None
    [asked] = [each for each in menu.actions() if plain(each.text()) == "Filter this column…"]
    asked.trigger()
    menu.close()
    [dialog] = window.window.findChildren(FilterDialog)
    assert [row.field.id for row in dialog.rows.rows] == ["status"]
    dialog.close()


ODD_NAMES = [
    "a ] b", "<b>bold</b>", "R&D", "状态", "in", 'say "so"', "it's", "x" * 60, "１２", "name ",
]  # fmt: skip


def test_values_that_cannot_be_read_leave_a_sentence(
    window: Driver, dialog: FilterDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise DataError("The disk is gone; plug it in.")

    monkeypatch.setattr(LayerTable, "statistics", fail)
    row = dialog.rows.rows[0]
    pick(row.fields, "Status")
    wait_for_hint(window, row, "The disk is gone; plug it in.")
    QTest.keyClicks(row.first, "operating")
    assert expression(window) == 'status contains "operating"'


@pytest.fixture
def odd(window: Driver, tmp_path: Path) -> str:
    """A layer of the user's with fifty columns, added to the map; its id."""
    names = [*ODD_NAMES, *(f"column {at}" for at in range(50 - len(ODD_NAMES)))]
    columns = {name: [f'{at} "a"', "b; <i>c</i>", None] for at, name in enumerate(names)}
    path = tmp_path / "odd.gpkg"
    points = [Point(123 + at, 41) for at in range(3)]
    frame = geopandas.GeoDataFrame(columns, geometry=points, crs="EPSG:4326")
    frame.to_file(path, layer="odd", engine="pyogrio")
    symbol = SymbolSpec(Tone("#aa2222", "#aa2222"), "square", 20.0)
    source = SourceRef("geopackage", str(path), "odd")
    window.state.add_layer(
        LayerSpec("odd", Text("Odd", "怪"), "mine", source, "point", 999, symbol)
    )
    return "odd"


def test_fields_of_any_name_are_picked(window: Driver, odd: str) -> None:
    opened = window.window.built_in.filtering.filter(odd)
    row = opened.rows.rows[0]
    assert row.fields.count() >= 50
    for name in ODD_NAMES:
        pick(row.fields, name)
        wait_for_hint(window, row, "2 of 3 known")
        pick(row.first, "b; <i>c</i>   (1)")
        assert opened.count.text() == "1 of 3 shown"
        assert opened.rows.rows == [row]
    opened.close()


def test_a_chinese_window_picks_and_takes_chinese_values(
    window: Driver, dialog: FilterDialog
) -> None:
    window.state.set_language("zh")
    row = dialog.rows.rows[0]
    pick(row.fields, "状态")
    wait_for_hint(window, row, "4")
    assert row.first.model().index(0, 0).data() == "运营中   (4)"
    row.first.setFocus()
    QApplication.clipboard().setText("运营")  # QTest types Latin letters only
    QTest.keyClick(row.first, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert expression(window) == 'status = "运营"'
    assert dialog.count.text().startswith("显示 4")
    window.state.set_filter(LAYER, LayerFilter("status in (运营, 规划)"))
    row = dialog.rows.rows[0]
    wait_for_hint(window, row, "4")
    listed = [row.several.list.item(at).text() for at in range(row.several.list.count())]
    assert listed == ["运营中   (4)", "规划中"]
    assert row.several.ticked() == ("operating", "planned")


@pytest.fixture
def many(window: Driver) -> str:
    """A layer with forty different names, one of them twice."""
    names = [*(f"Well {at:02}" for at in range(39)), "Old spring", "Old spring"]
    points = [Point(122 + at / 40, 41) for at in range(len(names))]
    source = of_frame(geopandas.GeoDataFrame({"called": names}, geometry=points, crs=4326), "many")
    window.window.catalogue.hold(source)
    symbol = SymbolSpec(Tone("#aa2222", "#aa2222"), "square", 20.0)
    window.state.add_layer(
        LayerSpec("many", Text("Many", "多"), "mine", source.ref, "point", 999, symbol)
    )
    return "many"


def test_one_of_many_values_is_found_while_it_is_typed(window: Driver, many: str) -> None:
    opened = window.window.built_in.filtering.filter(many)
    window.qtbot.waitExposed(opened)
    opened.activateWindow()
    row = opened.rows.rows[0]
    wait_for_hint(window, row, "40 values")
    pick(row.relations, "is")
    row.first.setFocus()
    QTest.keyClicks(row.first, "spr")
    offer = row.first.offer
    window.qtbot.waitUntil(lambda: offer.isVisible() and offer.model().rowCount() == 1)
    assert offer.model().index(0, 0).data() == "Old spring   (2)"
    QTest.keyClick(offer, Qt.Key.Key_Down)
    QTest.keyClick(offer, Qt.Key.Key_Return)
    assert window.state.filter(many).expression == 'called = "Old spring"'
    assert opened.count.text() == "2 of 41 shown"
    opened.close()


def find_and_tick(window: Driver, row: ConditionRow, part: str) -> None:
    listed = row.several.list
    row.several.other.clear()
    QTest.keyClicks(row.several.other, part)
    window.qtbot.waitUntil(lambda: part in listed.item(listed.count() - 1).text())
    listed.setCurrentRow(listed.count() - 1)
    QTest.keyClick(listed, Qt.Key.Key_Space)


def test_of_many_values_some_are_found_and_ticked(window: Driver, many: str) -> None:
    opened = window.window.built_in.filtering.filter(many)
    row = opened.rows.rows[0]
    wait_for_hint(window, row, "40 values")
    pick(row.relations, "is one of")
    find_and_tick(window, row, "Well 07")
    find_and_tick(window, row, "spring")
    assert window.state.filter(many).expression == 'called in ("Well 07", "Old spring")'
    assert row.several.ticked() == ("Well 07", "Old spring")
    opened.close()
