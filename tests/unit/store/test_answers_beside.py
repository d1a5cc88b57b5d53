"""What is shown of a large layer while another thread still looks for it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import geopandas
import numpy as np
import pytest
import shapely

from mapapp.core.errors import DataError, ReadCancelledError
from mapapp.core.expression.filters import Criteria
from mapapp.core.geo.extent import Extent
from mapapp.core.layer.roles import Roles
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import LayerSpec, parse_layer_spec
from mapapp.core.source.answers import Statistics
from mapapp.core.style.symbology import SymbolSpec, Tone
from mapapp.core.text import Text
from mapapp.store import catalogue as catalogue_module
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.found_fids import Question
from mapapp.store.sources.memory import of_frame
from tests.unit.store.sources.slow import SlowSource
from tests.unit.symbology_layers import ZONES

DEEP, FLAT = Criteria("depth > 2"), Criteria("depth < 2")
NO_STATISTICS = Statistics(0, 0, None, None, ())
HERE = Extent(121, 40, 124, 43)


@pytest.fixture
def source() -> SlowSource:
    points = [shapely.Point(122, 41), shapely.Point(123, 42), shapely.Point(0, 0)]
    frame = geopandas.GeoDataFrame({"depth": [1.0, 2.0, 3.0]}, geometry=points, crs=4326)
    return SlowSource(of_frame(frame, "wells"))


@pytest.fixture
def spec(source: SlowSource) -> LayerSpec:
    symbol = SymbolSpec(Tone("#E00010", "#E00010"), "square", 20.0)
    return LayerSpec("wells", Text("Wells", "水井"), "mine", source.ref, "point", 1, symbol)


class Beside:
    """Takes the questions for another thread, and answers them when it is told to."""

    def __init__(self, catalogue: LayerCatalogue) -> None:
        self.catalogue = catalogue
        self.asked: list[tuple[LayerSpec, Question]] = []
        catalogue.answer_beside(lambda *question: self.asked.append(question))

    def answer(self) -> None:
        for spec, question in self.asked:
            fids = self.catalogue.find_fids(spec, question.criteria)
            self.catalogue.take_fids(question, fids)
        self.asked.clear()


@pytest.fixture
def catalogue(
    atlas: Atlas, source: SlowSource, spec: LayerSpec, monkeypatch: pytest.MonkeyPatch
) -> Iterator[LayerCatalogue]:
    monkeypatch.setattr(catalogue_module, "LARGE", 1)
    with atlas.again() as again, LayerCatalogue(again) as made:
        made.hold(source)
        made.show((spec, replace(spec, id="same")))
        yield made


@pytest.fixture
def beside(catalogue: LayerCatalogue) -> Beside:
    return Beside(catalogue)


def shown(catalogue: LayerCatalogue, layer: str, criteria: Criteria) -> list[int] | None:
    found = catalogue.visible_fids(layer, criteria)
    return None if found is None else found.tolist()


def test_until_it_is_found_a_layer_shows_what_it_did_and_no_other_layers(
    catalogue: LayerCatalogue, beside: Beside
) -> None:
    for layer in ("wells", "same"):
        assert shown(catalogue, layer, Criteria()) is None
    assert shown(catalogue, "wells", DEEP) is None
    beside.answer()
    assert shown(catalogue, "wells", DEEP) == [2]
    assert shown(catalogue, "same", FLAT) is None
    assert shown(catalogue, "wells", FLAT) == [2]
    beside.answer()
    assert shown(catalogue, "same", FLAT) == shown(catalogue, "wells", FLAT) == [0]


def test_the_map_shows_no_answer_of_the_table_within_an_extent(
    catalogue: LayerCatalogue, beside: Beside
) -> None:
    within = replace(FLAT, extent=HERE)
    assert shown(catalogue, "wells", within) is None
    beside.answer()
    assert shown(catalogue, "wells", within) == [0]
    assert shown(catalogue, "wells", DEEP) is None
    assert shown(catalogue, "wells", replace(DEEP, extent=HERE)) == [0]


def test_what_was_shown_of_a_source_is_forgotten_with_it(
    catalogue: LayerCatalogue, beside: Beside, spec: LayerSpec
) -> None:
    shown(catalogue, "wells", DEEP)
    beside.answer()
    shown(catalogue, "wells", DEEP)
    catalogue.show(())
    catalogue.show((spec,))
    assert shown(catalogue, "wells", DEEP) is None
    assert len(beside.asked) == 1


def test_what_is_shown_needs_no_room_among_the_answers(
    catalogue: LayerCatalogue, beside: Beside
) -> None:
    """Else two large answers would make each other be looked for again and again."""
    shown(catalogue, "wells", DEEP)
    beside.answer()
    shown(catalogue, "wells", DEEP)
    huge = np.zeros(9_000_000, dtype=np.int64)
    catalogue.take_fids(catalogue._question(catalogue.spec("same"), FLAT), huge)
    assert shown(catalogue, "wells", DEEP) == [2]
    assert beside.asked == []


def test_a_late_answer_opens_no_source_and_is_of_the_features_that_were_asked(
    catalogue: LayerCatalogue, beside: Beside, spec: LayerSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(catalogue, "wells", DEEP)
    ((_, question),) = beside.asked
    monkeypatch.setattr(SlowSource, "revision", 7)  # the features change meanwhile
    beside.answer()
    assert shown(catalogue, "wells", DEEP) is None
    assert [asked.revision for _, asked in beside.asked] == [7]
    catalogue.show(())
    monkeypatch.setattr(LayerCatalogue, "open", lambda *_: pytest.fail("opened"))
    catalogue.take_fids(question, np.array([1]))
    monkeypatch.undo()
    monkeypatch.setattr(catalogue_module, "LARGE", 1)
    catalogue.show((spec,))
    assert shown(catalogue, "wells", DEEP) is None


@pytest.mark.parametrize(
    "criteria", [DEEP, Criteria(text="x"), Criteria(extent=HERE), Criteria("depth > 2", year=2000)]
)
def test_a_search_ends_when_it_is_cancelled(
    catalogue: LayerCatalogue, spec: LayerSpec, criteria: Criteria
) -> None:
    cancel = threading.Event()
    assert catalogue.find_fids(spec, criteria, cancel) is not None
    cancel.set()
    with pytest.raises(ReadCancelledError):
        catalogue.find_fids(spec, criteria, cancel)


def test_a_layer_that_cannot_be_opened_is_asked_only_where_something_is_wanted(
    catalogue: LayerCatalogue, spec: LayerSpec
) -> None:
    zones = parse_layer_spec(ZONES, "test.toml")
    assert catalogue.goes_by_facts(zones)
    nowhere = SourceRef("geopackage", "/nowhere/x.gpkg", "x")
    gone = replace(spec, source=nowhere, roles=zones.roles, classes=zones.classes)
    catalogue.show((gone,))
    assert catalogue.visible_fids("wells", Criteria()) is None
    assert not catalogue.goes_by_facts(gone)
    with pytest.raises(DataError, match=r"x\.gpkg does not exist"):
        catalogue.visible_fids("wells", DEEP)


def test_a_large_layer_is_counted_once_a_revision(
    catalogue: LayerCatalogue,
    beside: Beside,
    source: SlowSource,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counted: list[int] = []
    count = SlowSource.count
    monkeypatch.setattr(SlowSource, "count", lambda *a: (counted.append(1), count(*a))[1])
    for criteria in (DEEP, FLAT, Criteria("depth > 1"), DEEP):
        shown(catalogue, "wells", criteria)
        assert catalogue.count("same") == 3
    assert len(counted) == 1
    monkeypatch.setattr(SlowSource, "revision", property(lambda _: 5))
    assert catalogue.count("wells") == 3
    assert len(counted) == 2


def test_the_values_of_a_large_layer_are_read_beside(
    catalogue: LayerCatalogue, spec: LayerSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[LayerSpec] = []
    read: list[str] = []
    monkeypatch.setattr(
        SlowSource, "statistics", lambda _, column, *__: read.append(column) or NO_STATISTICS
    )
    catalogue.answer_beside(lambda *_: None, asked.append)
    known = replace(spec, roles=Roles(status="depth"))
    first = catalogue.table_of(known)
    assert catalogue.table_of(known) is first
    assert (asked, read) == ([known], [])
    catalogue.take_values(known, {"depth": ("1", "2")})
    [field] = catalogue.table_of(known).own
    assert field.values == ("1", "2")
    assert field == first.own[0], "a field is the same with its values and without"
    catalogue.show(())
    catalogue.take_values(known, {})  # it came too late
    catalogue.answer_beside(lambda *_: None)
    catalogue.table_of(known)
    assert read == ["depth"]
