"""A table that has names and no coordinates, brought in by window."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mapapp.qt.adding.add_dialog import AddDialog
from mapapp.qt.adding.places_dialog import PlacesDialog
from tests.e2e.driver import TIMEOUT_MS, Driver
from tests.e2e.test_adding import alone, colour, dialog_of, press_enter, written
from tests.e2e.test_pasting import kept_pastes
from tests.e2e.watchdog import Watchdog

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("last_of_window")]

ROWS = ("school,city", "A,Yingkou", "B,qqxx yyzz", "C,Yingkou")
AT, BY_HAND = (122.22, 40.67), (122.75, 40.85)


@pytest.fixture
def schools(tmp_path: Path) -> Path:
    """A table of three schools in a city."""
    return written(tmp_path / "schools.csv", *ROWS)


def found_places(driver: Driver, dialog: AddDialog) -> PlacesDialog:
    """The list of a table's names, once all have been looked up."""
    dialog.by_names.setFocus()
    QTest.keyClick(dialog.by_names, Qt.Key.Key_Return)
    [places] = dialog.findChildren(PlacesDialog)
    driver.qtbot.waitUntil(lambda: not places.finding.is_running, timeout=TIMEOUT_MS)
    return places


def take(driver: Driver, places: PlacesDialog) -> None:
    with driver.qtbot.waitSignal(places.written, timeout=TIMEOUT_MS):
        QTest.keyClick(places, Qt.Key.Key_Return)


def test_a_table_of_names_is_added_with_the_places_found_and_told(
    window: Driver, schools: Path
) -> None:
    before, content = kept_pastes(window), schools.read_bytes()
    window.window.built_in.adding.look_into([schools])
    dialog = dialog_of(window)
    assert dialog.focusWidget() is dialog.by_names, "Enter looks for places"
    places = found_places(window, dialog)
    places.names.table.selectRow(1)
    places.fields.other.setText("40.85, 122.75")
    places.fields.look.click()
    order = window.state.order
    with window.qtbot.waitSignal(dialog.added, timeout=TIMEOUT_MS):
        take(window, places)
    window.settle()
    [layer] = [id_ for id_ in window.state.order if id_ not in order]
    [path] = [each for each in kept_pastes(window) if each not in before]
    assert window.state.spec(layer).title.en.startswith("schools")
    assert window.state.spec(layer).source.uri == str(path)
    assert window.window.catalogue.count(layer) == 3
    assert schools.read_bytes() == content
    alone(window, layer)
    for place in (AT, BY_HAND):
        window.expect_pixels(colour(window, layer), window.point(*place), 14, at_least=20)


def test_of_several_files_the_one_with_places_by_now_gets_a_tick(
    window: Driver, schools: Path, tmp_path: Path
) -> None:
    other = written(tmp_path / "wells.csv", "well,lon,lat", "W,122.35,40.65")
    window.window.built_in.adding.look_into([schools, other])
    dialog = dialog_of(window)
    dialog.layers.item(1).setCheckState(Qt.CheckState.Unchecked)
    take(window, found_places(window, dialog))
    window.qtbot.waitUntil(lambda: bool(dialog.layers.wanted), timeout=TIMEOUT_MS)
    dialog = dialog_of(window)
    assert dialog.by_names.isHidden()
    [layer] = press_enter(window, dialog)
    assert window.state.spec(layer).title.en.startswith("schools")


def test_what_is_not_added_after_all_leaves_no_file(
    window: Driver, schools: Path, tmp_path: Path
) -> None:
    before = kept_pastes(window)
    window.window.built_in.adding.look_into([schools, tmp_path / "gone.csv"])
    dialog = dialog_of(window)
    take(window, found_places(window, dialog))
    window.qtbot.waitUntil(lambda: bool(dialog.layers.wanted), timeout=TIMEOUT_MS)
    assert len(kept_pastes(window)) == len(before) + 1
    dialog.reject()
    assert kept_pastes(window) == before


def test_a_table_that_has_places_or_no_names_is_not_offered_any(
    window: Driver, tmp_path: Path
) -> None:
    placed = written(tmp_path / "wells.csv", "well,lon,lat", "W,122.35,40.65")
    numbers = written(tmp_path / "numbers.csv", "a,b", "1,2")
    for path in (placed, numbers):
        window.window.built_in.adding.look_into([path])
        dialog = dialog_of(window)
        assert dialog.by_names.isHidden()
        assert dialog.find_places() is None
        dialog.close()
        window.qtbot.waitUntil(lambda: not window.window.findChildren(AddDialog))


@pytest.mark.timed
def test_the_window_goes_on_while_thousands_of_names_are_looked_up(
    window: Driver, tmp_path: Path
) -> None:
    parts = product("bcdfghjklmnpqrst", "aeiou", ("ng", "n", "m"), "aeiou", ("zi", "cun"))
    names = [f"{a}{b}{c}sh{d}{e}" for a, b, c, d, e in parts]  # like many, so each takes long
    path = written(tmp_path / "many.csv", "name", *names[:3000])
    window.window.built_in.adding.look_into([path])
    places = dialog_of(window).find_places()
    assert places is not None
    with Watchdog() as watchdog:
        window.qtbot.waitUntil(lambda: places.progress.value() > 500, timeout=TIMEOUT_MS)
        watchdog.expect_answers()
    assert places.finding.is_running
    places.reject()
