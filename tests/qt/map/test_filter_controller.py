"""What the page is told of filters, with searches that end when the test says so."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any, cast

import geopandas
import pytest
import shapely
from PySide6.QtCore import QObject, Signal

from mapapp.bridge.messages import SetVisibleFeatures
from mapapp.core.disk.assets import asset
from mapapp.core.errors import DataError, ReadCancelledError
from mapapp.core.expression.filters import NO_FILTER, LayerFilter
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import MapState
from mapapp.core.style.symbology import SymbolSpec, Tone
from mapapp.core.text import Text
from mapapp.qt.map.filter_controller import FilterController
from mapapp.qt.map.page_content import PageData
from mapapp.store import catalogue as catalogue_module
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.sources.memory import MemorySource, of_frame

pytestmark = pytest.mark.qt

NOWHERE = SourceRef("geopackage", "/nowhere/x.gpkg", "x")


class Searches:
    """Stands for the thread beside the window: what waits ends when it is told to."""

    def __init__(self) -> None:
        self._tickets = itertools.count()
        self.waiting: dict[int, tuple[Callable[[], Any], Callable[[Any], None]]] = {}
        self.cancel = threading.Event()

    def run(
        self,
        work: Callable[[], Any],
        then: Callable[[Any], None],
        _failed: Callable[[Exception], None],
    ) -> int:
        ticket = next(self._tickets)
        self.waiting[ticket] = work, then
        return ticket

    def drop(self, ticket: int) -> None:
        del self.waiting[ticket]

    def finish(self) -> None:
        """End what waits now; what that asks for waits for the next time."""
        for ticket in list(self.waiting):
            work, then = self.waiting.pop(ticket)
            then(work())


class View(QObject):
    """Stands for the map: notes what the page is told of each layer."""

    page_ready = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.background = Searches()
        self.sent: list[tuple[str, str | None]] = []

    def send(self, message: SetVisibleFeatures) -> None:
        self.sent.append((message.layer, message.url))

    def take_sent(self) -> list[str]:
        """The layers that the page was told of since the last call, with ``-`` for all of it."""
        layers = [layer if url else f"{layer} -" for layer, url in self.sent]
        self.sent.clear()
        return layers


class Bench:
    """Two layers of one source, their filters and what the page is told."""

    def __init__(self, catalogue: LayerCatalogue, source: MemorySource, data: PageData) -> None:
        symbol = SymbolSpec(Tone("#E00010", "#E00010"), "square", 20.0)
        wells = LayerSpec("wells", Text("Wells", "水井"), "mine", source.ref, "point", 1, symbol)
        self.wells, self.same = wells, replace(wells, id="same")
        self.catalogue = catalogue
        self.state = MapState((self.wells, self.same), "en", "light")
        self.view = View()
        self.searches = self.view.background
        catalogue.show(self.state.specs)
        self.state.layers_changed.connect(lambda _: catalogue.show(self.state.specs))
        self.filters = FilterController(self.state, catalogue, data, cast(Any, self.view))

    def filter(self, layer: str, expression: str, *, in_view: bool = False) -> None:
        self.state.set_filter(layer, LayerFilter(expression, in_view=in_view))

    def shown(self, layer: str) -> list[int] | None:
        found = self.filters.visible_fids(layer)
        return None if found is None else found.tolist()

    def listed(self, layer: str) -> list[int] | None:
        """What the table lists, which may be what the map shows alone."""
        found = self.catalogue.visible_fids(layer, self.state.criteria(layer))
        return None if found is None else found.tolist()


@pytest.fixture
def bench(atlas: Atlas, qapp: QObject) -> Iterator[Bench]:
    points = [shapely.Point(123.4, 41.8), shapely.Point(0, 0), shapely.Point(123.4, 41.8)]
    frame = geopandas.GeoDataFrame({"depth": [1.0, 2.0, 3.0]}, geometry=points, crs=4326)
    source = of_frame(frame, "wells")
    with ExitStack() as closing:
        catalogue = closing.enter_context(LayerCatalogue(closing.enter_context(atlas.again())))
        catalogue.hold(source)
        basemap = closing.enter_context(Basemap(asset("data", "basemap.gpkg")))
        made = Bench(catalogue, source, PageData((), catalogue, basemap, closing))
        yield made
        made.view.deleteLater()


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue_module, "LARGE", 1)


@pytest.mark.usefixtures("large")
def test_map_and_table_drop_no_search_of_each_other(bench: Bench) -> None:
    bench.filter("wells", "depth > 1", in_view=True)
    assert (bench.shown("wells"), bench.listed("wells")) == (None, None)
    bench.filter("same", "depth = 1")
    assert len(bench.searches.waiting) == 3
    bench.searches.finish()
    assert bench.shown("wells") == [1, 2]
    assert bench.listed("wells") == [2]
    assert bench.shown("same") == [0]
    assert bench.searches.waiting == {}


@pytest.mark.usefixtures("large")
def test_a_newer_question_ends_the_search_for_an_older_one(bench: Bench) -> None:
    bench.filter("wells", "depth > 1", in_view=True)
    bench.listed("wells")
    older = list(bench.searches.waiting)
    bench.filter("wells", "depth > 2")
    assert len(bench.searches.waiting) == 1
    assert not set(older) & set(bench.searches.waiting)
    bench.state.set_filter("wells", NO_FILTER)
    assert bench.searches.waiting == {}
    assert bench.shown("wells") is None


@pytest.mark.usefixtures("large")
def test_a_search_gives_up_when_it_is_cancelled(bench: Bench) -> None:
    bench.filter("wells", "depth > 1")
    bench.searches.cancel.set()
    with pytest.raises(ReadCancelledError):
        bench.searches.finish()


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("goes", [True, False], ids=["removed", "moved"])
def test_a_layer_that_goes_ends_its_search(bench: Bench, goes: bool) -> None:
    bench.filter("wells", "depth > 1")
    if goes:
        bench.state.remove_layer("wells")
    else:
        bench.state.replace_layer(replace(bench.wells, source=NOWHERE))
    assert bench.searches.waiting == {}


def test_features_of_another_source_are_told_anew(bench: Bench) -> None:
    bench.filter("wells", "depth > 1")
    assert bench.view.take_sent() == ["wells"]
    bench.state.replace_layer(replace(bench.wells, source=NOWHERE))
    assert bench.view.take_sent() == ["wells -"]
    bench.state.replace_layer(bench.wells)
    bench.filter("wells", "depth > 1")
    assert bench.view.take_sent() == ["wells -", "wells"]


def test_a_layer_that_cannot_be_opened_keeps_no_other_from_being_filtered(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[Exception] = []
    monkeypatch.setattr("mapapp.qt.map.filter_controller.report", reported.append)
    bench.filter("same", "depth > 1")
    bench.state.replace_layer(replace(bench.wells, source=NOWHERE))
    assert bench.view.take_sent() == ["same", "wells -"]
    bench.state.set_as_of_year(2000)
    assert [type(error) for error in reported] == [DataError]
    assert bench.shown("wells") is None
    bench.filter("same", "depth > 2")
    assert bench.view.take_sent() == ["same"]


def test_a_layer_that_cannot_be_read_any_more_is_shown_as_before(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.filter("wells", "depth > 1")

    def fail(_source: object) -> int:
        raise DataError("The line is cut.")

    monkeypatch.setattr(MemorySource, "revision", property(fail, lambda *_: None), raising=False)
    assert bench.shown("wells") == [1, 2]
