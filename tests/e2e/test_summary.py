"""A column of a layer is summed up in a dialog that follows the map."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from shiboken6 import isValid

from mapapp.bridge.messages import MeasureClicked
from mapapp.core.expression.filters import LayerFilter
from mapapp.core.map.state import FeatureRef
from mapapp.core.text import is_chinese
from mapapp.qt.layers.summary_dialog import SummaryDialog
from tests.e2e.driver import Driver

pytestmark = pytest.mark.e2e

Opener = Callable[[str], SummaryDialog]


@pytest.fixture
def opened(window: Driver) -> Iterator[Opener]:
    dialogs: list[SummaryDialog] = []

    def open_for(layer: str) -> SummaryDialog:
        window.window.built_in.layers.choose(layer)
        window.window.commands["layers.summary"].trigger()
        dialogs.extend(window.window.findChildren(SummaryDialog))
        return answered(window, dialogs[-1])

    yield open_for
    for dialog in dialogs:
        if isValid(dialog):
            dialog.close()


def answered(window: Driver, dialog: SummaryDialog) -> SummaryDialog:
    window.qtbot.waitUntil(lambda: not dialog._read.is_reading)
    return dialog


def choose_scope(window: Driver, dialog: SummaryDialog, kind: str) -> None:
    dialog.scope.setCurrentIndex(dialog.scope.findData(kind))
    answered(window, dialog)


def said(dialog: SummaryDialog) -> dict[str, str]:
    return dict(dialog.figures.pairs())


def numbers(window: Driver, layer: str, column: str) -> pd.Series:  # type: ignore[type-arg]
    table = window.window.catalogue.table(layer)
    keys = table.fids().tolist()
    rows = table.source.rows(keys, [column])
    return pd.Series([value for (value,) in rows], index=keys, dtype=float)


def test_a_column_is_summed_up_as_pandas_does_it(window: Driver, opened: Opener) -> None:
    dialog, known = opened("friendship_link"), numbers(window, "friendship_link", "length_km")
    assert dialog.column.currentText() == "Length (km)"
    found = {name: float(text.replace(",", "")) for name, text in said(dialog).items()}
    assert found == pytest.approx(
        {"Features": len(known), "With a value": known.count(), "Empty": known.isna().sum(),
         "Sum": known.sum(), "Mean": known.mean(), "Median": known.median(),
         "Least": known.min(), "Most": known.max()}
    )  # fmt: skip
    assert sum(count for _, count in dialog._bars()) == known.count()


def test_texts_are_counted_by_value_in_the_language_of_the_window(
    window: Driver, opened: Opener
) -> None:
    dialog = opened("port")
    dialog.column.setCurrentIndex(dialog.column.findData("status"))
    answered(window, dialog)
    assert list(said(dialog)) == ["Features", "With a value", "Empty", "Different values"]
    english = dialog._bars()
    window.state.set_language("zh")
    answered(window, dialog)
    assert [count for _, count in dialog._bars()] == [count for _, count in english]
    shown = [*said(dialog), dialog.windowTitle(), *(name for name, _ in dialog._bars())]
    assert all(map(is_chinese, shown)), shown


def test_names_that_all_differ_have_no_bars(window: Driver, opened: Opener) -> None:
    dialog = opened("port")
    assert dialog.column.currentData() == "status"
    dialog.column.setCurrentIndex(dialog.column.findData("id"))
    answered(window, dialog)
    assert dialog.note.text() == "Every value is another one."
    assert not dialog._bars()


def test_what_is_copied_is_a_table(window: Driver, opened: Opener) -> None:
    dialog = opened("friendship_link")
    dialog._copy.click()
    lines = [line.split("\t") for line in QApplication.clipboard().text().splitlines()]
    assert lines[0] == [window.state.spec("friendship_link").title.en, "Length (km)"]
    assert ["Sum", said(dialog)["Sum"]] in lines
    assert {len(line) for line in lines} == {2}


def test_the_head_of_a_column_offers_its_summary(window: Driver, opened: Opener) -> None:
    table = window.window.built_in.table
    table.show_layer("airport")
    place = next(i for i, field in enumerate(table.model.columns) if field.id == "status")
    head = table.view.horizontalHeader()
    at = head.viewport().rect().center()
    at.setX(head.sectionViewportPosition(place) + 5)
    table.show_column_menu(at)
    menu = table.view.findChild(QMenu)
    next(each for each in menu.actions() if "Sum" in each.text()).trigger()
    menu.close()
    [dialog] = window.window.findChildren(SummaryDialog)
    answered(window, dialog)
    assert dialog.column.currentData() == "status"
    dialog.close()


def test_a_measured_area_is_a_scope_as_long_as_it_is_there(window: Driver, opened: Opener) -> None:
    dialog, measuring = opened("port"), window.window.built_in.measuring
    area = dialog.scope.findData("area")
    flags = lambda: dialog.scope.model().flags(dialog.scope.model().index(area, 0))  # noqa: E731
    assert not flags() & Qt.ItemFlag.ItemIsEnabled
    measuring.start("area")
    for lon, lat in ((121.3, 38.5), (122.3, 38.5), (122.3, 39.4), (121.3, 39.4)):
        window.view.measure_clicked.emit(MeasureClicked(lon, lat))
    measuring.finish()
    assert flags() & Qt.ItemFlag.ItemIsEnabled
    choose_scope(window, dialog, "area")
    ports = window.window.catalogue.features(window.state.spec("port"))
    inside = [f for f in ports if 121.3 < f.geometry.x < 122.3 and 38.5 < f.geometry.y < 39.4]
    assert said(dialog)["Features"] == str(len(inside))
    assert 0 < len(inside) < len(ports)
    measuring.clear()
    answered(window, dialog)
    assert dialog.scope.kind == "shown"


def test_no_feature_is_said_and_nothing_is_drawn(window: Driver, opened: Opener) -> None:
    dialog = opened("port")
    window.state.set_filter("port", LayerFilter('id = "no such port"'))
    answered(window, dialog)
    assert dialog.note.text() == "No feature is meant. Choose others under “Of”."
    assert not dialog._bars()


def test_what_is_selected_or_filtered_is_summed_up_as_it_changes(
    window: Driver, opened: Opener
) -> None:
    dialog = opened("port")
    total = int(said(dialog)["Features"])
    assert total > 2
    window.state.set_filter("port", LayerFilter('id = "port-dalian"'))
    assert said(answered(window, dialog))["Features"] == "1"
    choose_scope(window, dialog, "all")
    assert said(dialog)["Features"] == str(total)
    window.state.select([FeatureRef("port", 1), FeatureRef("port", 2)])
    choose_scope(window, dialog, "selected")
    assert said(dialog)["Features"] == "2"
    window.state.select([FeatureRef("airport", 1)])
    answered(window, dialog)
    assert dialog.scope.kind == "shown"
    assert said(dialog)["Features"] == "1"
