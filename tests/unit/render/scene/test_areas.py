"""A layer of areas is a whole layer: look, clicks, names, legend, QGIS."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtGui import QGuiApplication

from mapapp.core.disk.assets import asset
from mapapp.core.errors import LayerSpecError
from mapapp.core.layer.spec import parse_layer_spec
from mapapp.core.map.state import ViewState
from mapapp.core.style.symbology import Tone
from mapapp.making.styles import layer_qml
from mapapp.render.labels.names import PLACE_COLUMNS
from mapapp.render.scene.labelling import label_scene
from mapapp.render.scene.layer import read_layer
from mapapp.render.scene.live import LiveMap, LiveScene
from mapapp.render.scene.scene import read_scene
from mapapp.render.scene.symbols import swatch_svg
from mapapp.render.sheet.legend import make_legend
from mapapp.render.view.viewport import Viewport
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue
from tests.drawn_atlas import EDGE, LAT, LON, RED, TOML, ZOOM, position, specs, write_atlas

BY_ID = {spec.id: spec for spec in specs()}
VIEW = ViewState(LON, LAT, ZOOM, 640, 480)
INSIDE, IN_HOLE, ON_SYMBOL = position(-245, -60), position(-210, -100), position(-210, -65)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Atlas]:
    path = write_atlas(tmp_path_factory.mktemp("drawn") / "atlas.gpkg")
    with Atlas(path, specs()) as atlas:
        yield atlas


@pytest.fixture
def basemap(qapp: QGuiApplication) -> Iterator[Basemap]:
    with Basemap(asset("data", "basemap.gpkg")) as opened:
        yield opened


def found(atlas: Atlas, at: tuple[float, float], *layers: str) -> list[str]:
    return [hit.feature.id for hit in LayerCatalogue(atlas).identify(*at, ZOOM, layers or None)]


def test_a_click_in_an_area_finds_it_and_in_its_hole_does_not(drawn: Atlas) -> None:
    assert found(drawn, INSIDE, "field") == ["holed"]
    assert found(drawn, IN_HOLE, "field") == []


def test_an_edge_is_hit_as_narrowly_as_a_line(drawn: Atlas) -> None:
    assert found(drawn, position(-264, -100), "field") == ["holed"]
    assert found(drawn, position(-267, -100), "field") == []


def test_what_lies_in_an_area_is_found_before_it(drawn: Atlas) -> None:
    near = position(-206, -62)
    assert found(drawn, near) == ["inside", "holed"]


def test_each_part_of_an_area_is_hit(drawn: Atlas) -> None:
    assert found(drawn, position(-125, -135), "field") == ["two"]
    assert found(drawn, position(-125, -85), "field") == ["two"]
    assert found(drawn, position(-75, -75), "field") == ["mixed"]


def test_the_name_of_an_area_stands_in_it_on_page_and_paper(drawn: Atlas, basemap: Basemap) -> None:
    live = LiveMap(basemap.read("place", columns=PLACE_COLUMNS))
    live.take(LiveScene([read_layer(LayerCatalogue(drawn), BY_ID["named"])]))
    labels, _ = live.labels(VIEW, "en")
    view = Viewport.fitted(VIEW.extent, VIEW.width_px, VIEW.height_px)
    scene = read_scene(LayerCatalogue(drawn), basemap, view, [BY_ID["named"]], "light")
    printed = label_scene(scene, basemap, "en").labels
    (name,) = [label for label in labels if label.text == "Long Name"]
    (label,) = [label for label in printed if label.lines[0].text == "Long Name"]
    left, top, right, bottom = label.box
    assert 60 < left < right < 220
    assert 320 < top < bottom < 400
    x, y = (float(view.x(name.lon)) + name.dx_px, float(view.y(name.lat)) + name.dy_px)
    assert (x, y) == pytest.approx((label.lines[0].x, label.lines[0].y), abs=0.5)


def test_the_legend_shows_the_inside(drawn: Atlas, basemap: Basemap) -> None:
    view = Viewport.fitted(VIEW.extent, 640, 480)
    shown = [BY_ID["field"], BY_ID["frame"]]
    legend = make_legend(
        read_scene(LayerCatalogue(drawn), basemap, view, shown, "light"), shown, "en", "light"
    )
    assert [entry.title for entry in legend.layers] == ["frame", "field"]
    (field,) = ET.fromstring(legend.layers[1].svg)  # noqa: S314 - made by us
    assert (field.attrib["fill"], field.attrib["stroke"]) == (RED, EDGE)
    assert field.attrib["d"].endswith("Z")
    assert legend.layers[1].svg == swatch_svg(BY_ID["field"], None, "light")
    (empty,) = ET.fromstring(legend.layers[0].svg)  # noqa: S314
    assert float(empty.attrib["fill-opacity"]) == 0


def test_a_dashed_edge_is_not_taken_for_a_schematic_area(drawn: Atlas, basemap: Basemap) -> None:
    dashed = replace(BY_ID["veil"], symbol=replace(BY_ID["veil"].symbol, dash_px=(4.0, 2.0)))
    view = Viewport.fitted(VIEW.extent, 640, 480)
    scene = read_scene(LayerCatalogue(drawn), basemap, view, [dashed], "light")
    assert make_legend(scene, [dashed], "en", "light").certainty == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (f'fill_dark = "{RED}"\n', "", "fill_dark"),
        ("fill_opacity = 1", "fill_opacity = 1.5", "fill_opacity"),
        ("fill_opacity", "fill_opacitty", "did you mean 'fill_opacity'"),
    ],
)
def test_a_fill_is_checked(old: str, new: str, said: str) -> None:
    with pytest.raises(LayerSpecError, match=said):
        parse_layer_spec(TOML["field"].replace(old, new), "field.toml")


def test_classes_are_filled_as_the_layer_is() -> None:
    said = 'kind = "graduated"\nfield = "note"\nbreaks = [1]\nwidths_px = [1, 2]\n'
    text = TOML["field"].replace("[roles]", f"{said}[roles]")
    classes = parse_layer_spec(text, "field.toml").classes
    assert classes is not None
    assert {(step.symbol.fill, step.symbol.fill_opacity) for step in classes} == {
        (Tone(RED, RED), 1.0)
    }


def test_qgis_fills_an_area_too() -> None:
    root = ET.fromstring(layer_qml(BY_ID["veil"]).split("\n", 1)[1])  # noqa: S314
    told = {
        o.attrib["name"]: o.attrib["value"]
        for o in root.iter("Option")
        if "name" in o.attrib and "value" in o.attrib
    }
    assert told["color"] == "32,64,192,128"
    assert (told["style"], told["outline_style"]) == ("solid", "solid")
