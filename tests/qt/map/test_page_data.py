"""What the page is served of layers that come and go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from threading import Event

import geopandas
import pytest
import shapely

from mapapp.core.disk.assets import asset
from mapapp.core.errors import ReadCancelledError
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import LayerSpec, parse_layer_spec
from mapapp.core.style.symbology import BinRule, Classes, SymbolClass, SymbolSpec, Tone
from mapapp.core.text import Text
from mapapp.qt.map.page_content import GEOMETRY, SYMBOLOGY, VIEW, VISIBLE, PageData
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue
from tests.page_bytes import unpack
from tests.tools import is_open
from tests.unit.symbology_layers import ZONES

pytestmark = pytest.mark.qt


@pytest.fixture
def cancel() -> Event:
    return Event()


@pytest.fixture
def data(atlas: Atlas, specs: tuple[LayerSpec, ...], cancel: Event) -> Iterator[PageData]:
    with ExitStack() as closing:
        basemap = closing.enter_context(Basemap(asset("data", "basemap.gpkg")))
        yield PageData(specs, LayerCatalogue(atlas), basemap, closing, cancel)


def test_a_late_request_for_a_layer_that_has_gone_is_answered(
    data: PageData, specs: tuple[LayerSpec, ...]
) -> None:
    geometry = data.geometry_url("port", None).removeprefix(GEOMETRY)
    symbology = data.symbology_url("port", None, "light").removeprefix(SYMBOLOGY)
    before = data.geometry(geometry), data.symbology(symbology)
    data.show(tuple(spec for spec in specs if spec.id != "port"))
    assert (data.geometry(geometry), data.symbology(symbology)) == before
    assert data.geometry(geometry.replace("port", "tides")) is None


@pytest.fixture
def road(tmp_path: Path) -> LayerSpec:
    """A layer of lines in a file of its own."""
    path = tmp_path / "roads.gpkg"
    lines = [shapely.LineString([(120, 40), (121, 41)]), shapely.LineString([(122, 40), (123, 41)])]
    frame = geopandas.GeoDataFrame({"name": ["a", "b"]}, geometry=lines, crs="EPSG:4326")
    frame.to_file(path, layer="road", engine="pyogrio")
    symbol = SymbolSpec(Tone("#E00010", "#E00010"), "square", 30.0)
    source = SourceRef("geopackage", str(path), "road")
    return LayerSpec("road", Text("Roads", "道路"), "mine", source, "line", 999, symbol)


def test_a_layer_that_has_gone_is_let_go(
    data: PageData, specs: tuple[LayerSpec, ...], road: LayerSpec
) -> None:
    data.show((*specs, road))
    geometry = data.geometry_url("road", None).removeprefix(GEOMETRY)
    before = data.geometry(geometry)
    assert before
    assert is_open(road.source.uri)
    data.show(specs)
    data.let_go()
    assert not is_open(road.source.uri)
    assert data.last_layer("port", None) is data.last_layer("port", None), "others are kept"
    assert data.geometry(geometry) == before, "a late request is answered"
    assert not is_open(road.source.uri)


def test_of_the_years_of_a_layer_only_the_last_are_kept(
    data: PageData, specs: tuple[LayerSpec, ...]
) -> None:
    zones = parse_layer_spec(ZONES, "ftz_area.toml")
    assert data.catalogue.goes_by_facts(zones)
    data.show([zones if spec.id == zones.id else spec for spec in specs])
    made = [data.layer(zones.id, year) for year in (None, 2001, None, 2002, None, 2003)]
    assert made[0] is made[2] is made[4], "what is asked for again and again stays"
    assert data.layer(zones.id, 2003) is made[5]
    assert data.layer(zones.id, 2001) is not made[1]


def test_all_of_a_layer_of_lines_is_shown_while_nothing_else_is_said(
    data: PageData, specs: tuple[LayerSpec, ...], road: LayerSpec
) -> None:
    data.show((*specs, road))
    url = data.show_only("road", frozenset())
    assert url
    path = url.removeprefix(VISIBLE)
    assert data.visible(path) == bytes([0b00])
    data.show_only("road", None)
    assert data.visible(path) == bytes([0b11])


def test_a_read_ends_when_nobody_waits_for_it(data: PageData, cancel: Event) -> None:
    cancel.set()
    with pytest.raises(ReadCancelledError):
        data.layer("port", None)
    with pytest.raises(ReadCancelledError):
        data.last_layer("port", None)
    cancel.clear()
    assert len(data.layer("port", None).marks)


def test_a_layer_of_very_many_is_seen_view_by_view(
    data: PageData, road: LayerSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mapapp.render.scene.dense.VIEWED", 2)
    data.show((road,))
    moment = data.geometry_url("road", None).removeprefix(GEOMETRY)
    header, columns = unpack(data.geometry(moment) or b"")
    assert header["view"] == f"{VIEW}{moment.removesuffix('.bin')}/"
    assert not len(columns["x"])
    path = f"{header['view'].removeprefix(VIEW)}25000/10000/32768/5000/5000/1.bin"

    def groups() -> list[tuple[int, bool]]:
        header, _ = unpack(data.view(path) or b"")
        return [(group["shapes"], group["selected"]) for group in header["groups"]]

    assert groups() == [(2, False)]
    url = data.show_only("road", {1})
    assert url
    assert data.visible(url.removeprefix(VISIBLE)) == b"", "views have what passes"
    assert groups() == [(1, False)]
    data.select([("road", 1), ("port", 2)])
    assert groups() == [(1, True)]
    data.show_only("road", None)
    assert groups() == [(1, False), (1, True)]
    data.select([])
    assert groups() == [(2, False)]


@pytest.mark.parametrize(
    "path",
    ["0/now/port/1/1/256/800/600/1.bin", "0/now/tides/1/1/256/800/600/1.bin", "x.bin", ""],
)
def test_there_are_no_views_of_other_layers(data: PageData, path: str) -> None:
    assert data.view(path) is None


def test_a_late_view_of_what_is_no_density_any_more_is_empty(
    data: PageData, specs: tuple[LayerSpec, ...]
) -> None:
    [port] = [spec for spec in specs if spec.id == "port"]
    steps = (SymbolClass(Text("1", "1"), port.symbol),)
    fallback = SymbolClass(Text("", ""), port.symbol)
    classes = Classes("density", "", None, steps, fallback, bins=BinRule(24))
    data.show((replace(port, classes=classes),))
    moment = data.geometry_url("port", None).removeprefix(GEOMETRY).removesuffix(".bin")
    path = f"{moment}/27000/11800/32768/900/900/1.bin"
    assert unpack(data.view(path) or b"")[0]["groups"]
    data.show((port,))
    header, columns = unpack(data.view(path) or b"")
    assert header["groups"] == []
    assert not any(len(column) for column in columns.values())
