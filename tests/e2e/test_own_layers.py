"""Layers of somebody's own in the real window: no roles, no facts, another reference system."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mapapp.core.disk.assets import asset
from mapapp.core.expression.filters import NO_FILTER, Criteria, LayerFilter
from mapapp.core.layer.roles import NO_ROLES
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import LayerSpec, parse_layer_spec
from mapapp.core.source.cancel import Cancel
from mapapp.core.style.symbology import SymbolSpec, Tone
from mapapp.core.text import Text
from mapapp.paint.export import Printer
from mapapp.qt.parts.faults import exceptions_told
from mapapp.store import catalogue as catalogue_module
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.sources.memory import of_frame
from tests.conftest import ExpectedLog
from tests.e2e.driver import Driver, driven_window
from tests.e2e.pixels import count
from tests.tools import is_open
from tests.unit.store.sources.slow import SlowSource
from tests.unit.symbology_layers import ZONES

pytestmark = pytest.mark.e2e

RED, PORT = "#E00010", "#3A4EC8"
DALIAN = (121.65472, 38.92889)
HIGH_TECH, ZONE = "#9065EF", (123.49932, 41.73299)  # that of Shenyang, known to be there by 2001
CUT = "wells cannot be read (the line is cut); ask again."
AT, OTHER = (122.35, 40.65), (123.45, 41.85)
MORE = 30


def frame() -> geopandas.GeoDataFrame:
    """Wells: two of them a degree apart in Liaoning, the others far away."""
    far = [shapely.Point(10 + number / 10, 50) for number in range(MORE)]
    wells = {
        "well": ["Old <b>well</b>", "New well", *(f"W{number}" for number in range(MORE))],
        "depth": [12.5, 40.0, *map(float, range(MORE))],
        "site": ["https://example.org/1", None, *[None] * MORE],
        "built": [1931.0, 2060.0, *[None] * MORE],
    }
    points = [shapely.Point(*AT), shapely.Point(*OTHER), *far]
    return geopandas.GeoDataFrame(wells, geometry=points, crs="EPSG:4326")


def layer(source: SourceRef) -> LayerSpec:
    symbol = SymbolSpec(Tone(RED, RED), "square", 30.0)
    return LayerSpec("wells", Text("Wells", "水井"), "mine", source, "point", 999, symbol)


def from_file(_driver: Driver, folder: Path) -> SourceRef:
    path = folder / "wells.gpkg"
    frame().to_crs("EPSG:32651").to_file(path, layer="wells", engine="pyogrio")
    return SourceRef("geopackage", str(path), "wells")


def from_memory(driver: Driver, _folder: Path) -> SourceRef:
    source = of_frame(frame().to_crs("EPSG:32651"), "wells")
    driver.window.catalogue.hold(source)
    return source.ref


@pytest.fixture(params=[from_file, from_memory])
def wells(window: Driver, tmp_path: Path, request: pytest.FixtureRequest) -> LayerSpec:
    """The layer, added to a window that shows nothing else."""
    make: Callable[[Driver, Path], SourceRef] = request.param
    return added(window, make(window, tmp_path))


def added(driver: Driver, source: SourceRef) -> LayerSpec:
    spec = layer(source)
    assert spec.roles == NO_ROLES
    for shipped in driver.state.order:
        driver.state.set_visible(shipped, False)
    driver.state.add_layer(spec)
    driver.go_to(*AT, 9)
    return spec


def test_it_is_on_the_map_and_gone_when_it_is_removed(window: Driver, wells: LayerSpec) -> None:
    window.expect_pixels(RED, window.point(*AT), 12, at_least=60)
    window.state.remove_layer(wells.id)
    window.settle()
    window.expect_pixels(RED, window.point(*AT), 12, at_most=0)


def test_a_click_shows_its_fields(window: Driver, wells: LayerSpec) -> None:
    window.click(*AT)
    [ref] = window.state.selection
    assert ref.layer == wells.id
    [card] = window.window.built_in.details.cards
    lines = card.toPlainText().splitlines()
    assert lines[0].endswith(f"Wells {ref.fid}")
    assert [lines[lines.index(name) + 1] for name in ("well", "depth", "site")] == [
        "Old <b>well</b>", "12.5", "https://example.org/1",
    ]  # fmt: skip


def test_a_year_shows_what_was_there_by_a_column_of_its_own(
    window: Driver, wells: LayerSpec
) -> None:
    slider = window.window.built_in.time.slider
    first, last = slider.minimum(), slider.maximum()
    window.state.replace_layer(replace(wells, roles=replace(wells.roles, since="built")))
    window.go_to(*OTHER, 9)
    window.qtbot.waitUntil(lambda: slider.minimum() == 1931 < first)
    assert (window.state.as_of_year, slider.value(), slider.maximum()) == (None, 2060, 2060)
    window.expect_pixels(RED, window.point(*OTHER), 12, at_least=60)
    window.state.set_as_of_year(2059)
    window.settle()
    window.expect_pixels(RED, window.point(*OTHER), 12, at_most=0)
    window.state.set_as_of_year(2060)
    window.settle()
    window.expect_pixels(RED, window.point(*OTHER), 12, at_least=60)
    window.state.set_as_of_year(None)
    window.state.remove_layer(wells.id)
    window.qtbot.waitUntil(lambda: (slider.minimum(), slider.maximum()) == (first, last))
    assert window.state.as_of_year is None


def test_the_table_lists_and_filters_it(window: Driver, wells: LayerSpec) -> None:
    window.window.built_in.open_table(wells.id)
    table = window.window.built_in.table
    window.qtbot.waitUntil(lambda: table.model.rowCount() == MORE + 2)
    window.state.set_filter(wells.id, LayerFilter("depth = 40"))
    window.settle()
    assert table.model.rowCount() == 1
    window.expect_pixels(RED, window.point(*AT), 12, at_most=0)
    window.go_to(*OTHER, 9)
    window.expect_pixels(RED, window.point(*OTHER), 12, at_least=60)
    window.state.set_filter(wells.id, LayerFilter(text="OLD"))
    window.settle()
    window.expect_pixels(RED, window.point(*OTHER), 12, at_most=0)


def test_a_year_leaves_it_whole(window: Driver, wells: LayerSpec) -> None:
    window.state.set_as_of_year(1990)
    window.settle()
    window.expect_pixels(RED, window.point(*AT), 12, at_least=60)


@pytest.mark.parametrize("suffix", ["png", "html"])
def test_it_is_printed_and_on_the_web_page(
    window: Driver, wells: LayerSpec, tmp_path: Path, suffix: str
) -> None:
    target = tmp_path / f"wells.{suffix}"
    atlas, shipped = window.window.catalogue.atlas.path, tuple(window.state.shipped.values())
    request = replace(window.window.built_in.exporting.base(), path=target, format=suffix)
    with Printer(atlas, asset("data", "basemap.gpkg"), shipped) as printer:
        printer.catalogue.hold(window.window.catalogue.source(wells.id))
        printer.make(request)
    if suffix == "html":
        text = target.read_text(encoding="utf-8")
        assert "New well" in text
        assert "<b>well" not in text
    else:
        assert count(QImage(str(target)), RED, 24) > 200


def test_a_large_layer_is_filtered_beside_the_window(
    window: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue_module, "LARGE", MORE)
    threads: set[str] = set()
    find = LayerCatalogue.find_fids

    def noted(
        catalogue: LayerCatalogue, spec: LayerSpec, criteria: Criteria, cancel: Cancel
    ) -> NDArray[np.int64] | None:
        threads.add(threading.current_thread().name)
        return find(catalogue, spec, criteria, cancel)

    monkeypatch.setattr(LayerCatalogue, "find_fids", noted)
    source = of_frame(frame(), "wells")
    window.window.catalogue.hold(source)
    spec = added(window, source.ref)
    window.expect_pixels(RED, window.point(*AT), 12, at_least=60)
    window.window.built_in.open_table(spec.id)
    table = window.window.built_in.table
    window.qtbot.waitUntil(lambda: table.model.rowCount() == MORE + 2)
    window.state.set_visible(spec.id, False)
    window.settle()
    for depth in (1, 2, 40):
        window.state.set_filter(spec.id, LayerFilter(f"depth = {depth}"))
    window.qtbot.waitUntil(lambda: table.model.rowCount() == 1)
    assert threads == {"page_0"}
    window.state.set_visible(spec.id, True)
    window.settle()
    window.expect_pixels(RED, window.point(*AT), 12, at_most=0)
    window.state.set_filter(spec.id, NO_FILTER)
    window.settle()
    window.expect_pixels(RED, window.point(*AT), 12, at_least=60)
    assert table.model.rowCount() == MORE + 2


@pytest.fixture
def told(window: Driver, expected_log: ExpectedLog) -> Iterator[Driver]:
    """A window that says what goes wrong beside it."""
    expected_log("The map page failed: Error: /(geometry|symbology)/.*: 400")
    with exceptions_told(window.window.built_in.problems.reported.emit):
        yield window


@pytest.mark.qt_no_exception_capture
def test_a_source_that_breaks_leaves_the_last_picture_and_a_sentence(
    told: Driver, expected_log: ExpectedLog
) -> None:
    expected_log(f"WARNING mapapp.app: {re.escape(CUT)}")
    window = told
    broken: list[bool] = []

    def read(number: int) -> None:
        if broken and number == 3:
            raise OSError("the line is cut")

    source = SlowSource(of_frame(frame(), "wells"), read)
    window.window.catalogue.hold(source)
    spec = added(window, source.ref)
    window.expect_pixels(RED, window.point(*AT), 12, at_least=60)
    bar = window.window.built_in.problems.bar
    assert bar.isHidden()
    broken.append(True)
    window.state.data_returned.emit(None)
    window.qtbot.waitUntil(bar.isVisible)
    assert bar.sentence.text() == CUT
    window.settle()
    window.expect_pixels(RED, window.point(*AT), 12, at_least=60)
    window.state.set_visible("port", True)
    window.go_to(*DALIAN, 11)
    window.expect_pixels(PORT, window.point(*DALIAN), at_least=40)
    window.state.remove_layer(spec.id)
    window.settle()


@pytest.mark.qt_no_exception_capture
def test_a_source_that_cannot_be_opened_is_one_sentence(
    told: Driver, tmp_path: Path, expected_log: ExpectedLog
) -> None:
    expected_log("WARNING mapapp.app: .*gone.gpkg does not exist")
    window = told
    added(window, SourceRef("geopackage", str(tmp_path / "gone.gpkg"), "wells"))
    bar = window.window.built_in.problems.bar
    window.qtbot.waitUntil(bar.isVisible)
    assert "gone.gpkg" in bar.sentence.text()
    window.state.set_visible("port", True)
    window.go_to(*DALIAN, 11)
    window.expect_pixels(PORT, window.point(*DALIAN), at_least=40)
    window.click(*DALIAN)
    assert [ref.layer for ref in window.state.selection] == ["port"]


@pytest.mark.qt_no_exception_capture
def test_a_layer_that_cannot_be_opened_does_not_hold_up_the_others(
    told: Driver, tmp_path: Path, expected_log: ExpectedLog
) -> None:
    expected_log("WARNING mapapp.app: .*gone.gpkg does not exist")
    window, state = told, told.state
    gone = SourceRef("geopackage", str(tmp_path / "gone.gpkg"), "zones")
    by_figures = parse_layer_spec(ZONES, "zones.toml")
    state.add_layer(replace(by_figures, id="gone", source=gone))
    added(window, from_memory(window, tmp_path))
    window.expect_pixels(RED, window.point(*AT), 12, at_least=60)
    state.set_as_of_year(2001)
    state.set_visible("high_tech_zone", True)
    window.go_to(*ZONE, 11)
    window.expect_pixels(HIGH_TECH, window.point(*ZONE), at_least=40)
    names = window.window.controller.names._live.scene.at(state.view.zoom).layers
    assert {layer.id for layer in names} == {"high_tech_zone", "wells"}


def test_a_file_is_closed_with_its_layer_and_with_the_window(
    qapp: QApplication, qtbot: QtBot, specs: tuple[LayerSpec, ...], tmp_path: Path
) -> None:
    with driven_window(qapp, qtbot, specs) as window:
        source = from_file(window, tmp_path)
        spec = added(window, source)
        window.window.built_in.open_table(spec.id)
        window.settle()
        window.click(*AT)
        assert is_open(source.uri)
        window.state.remove_layer(spec.id)
        window.settle()
        assert not is_open(source.uri)
        added(window, source)
        assert is_open(source.uri)
    assert not is_open(source.uri)
