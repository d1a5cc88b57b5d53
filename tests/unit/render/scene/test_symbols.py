from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from mapapp.core.disk.assets import asset
from mapapp.core.layer.roles import NO_ROLES, Roles
from mapapp.core.layer.spec import LayerSpec, load_layer_specs
from mapapp.core.style.symbology import SHAPES
from mapapp.render.scene.shapes import SHAPE_PATHS
from mapapp.render.scene.symbols import (
    LineStyle,
    ShapeStyle,
    Symbol,
    line_svg,
    mark_style,
    symbol_box_px,
    symbol_svg,
)


@pytest.fixture
def port(specs: tuple[LayerSpec, ...]) -> LayerSpec:
    return next(spec for spec in specs if spec.id == "port")


def test_every_shape_is_drawn() -> None:
    assert set(SHAPE_PATHS) == set(SHAPES)


@pytest.mark.parametrize(
    ("properties", "fill", "ring"),
    [
        ({"precision": "exact"}, "solid", False),
        ({"precision": "campus"}, "solid", False),
        ({"precision": "district"}, "solid", True),
        ({"precision": "city"}, "hollow", False),
        ({"precision": "exact", "status": "planned"}, "outline", False),
        ({"precision": "district", "status": "closed"}, "outline", True),
        ({}, "solid", False),
    ],
)
def test_a_symbol_says_how_sure_we_are(
    port: LayerSpec, properties: dict[str, str], fill: str, ring: bool
) -> None:
    symbol = mark_style(port, properties).get("light")
    assert (symbol.fill, symbol.ring) == (fill, ring)


def test_a_symbol_goes_by_the_columns_of_roles(port: LayerSpec) -> None:
    said = {"precision": "city", "status": "closed", "quality": "district"}
    assert mark_style(replace(port, roles=NO_ROLES), said).fill == "solid"
    style = mark_style(replace(port, roles=Roles(precision="quality")), said)
    assert (style.fill, style.ring) == ("solid", True)
    assert mark_style(replace(port, roles=Roles(status="status")), said).fill == "outline"


def test_symbols_have_black_edges_in_high_contrast(port: LayerSpec) -> None:
    symbol = mark_style(port, {"precision": "district"}).get("contrast")
    assert symbol.colour == port.symbol.colour.light
    assert symbol_svg(symbol).count('stroke="#000000"') == 2  # the body and its ring
    assert "#000000" not in symbol_svg(mark_style(port, {}).get("light"))


def test_a_symbol_has_the_colour_of_its_layer_in_each_theme(port: LayerSpec) -> None:
    for theme in ("light", "dark"):
        symbol = mark_style(port, {}).get(theme)
        assert symbol.colour == port.symbol.colour.get(theme)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("ring", [False, True])
def test_a_symbol_is_a_document_of_the_size_of_its_box(shape: str, ring: bool) -> None:
    symbol = Symbol(shape, "#123456", "#ffffff", 18, ring=ring)
    root = ET.fromstring(symbol_svg(symbol))  # noqa: S314
    assert float(root.attrib["width"]) == symbol_box_px(symbol) >= 18


def test_a_schematic_extent_is_dashed_and_a_surveyed_one_is_not(port: LayerSpec) -> None:
    assert ShapeStyle(port.symbol, "schematic").get("light").dash_px
    assert not ShapeStyle(port.symbol, "stated").get("light").dash_px


def test_a_line_is_a_document() -> None:
    root = ET.fromstring(line_svg(LineStyle("#123456", 2.0, (4.0, 2.0))))  # noqa: S314
    assert root[0].attrib["stroke-dasharray"] == "4 2"


@pytest.mark.parametrize(("zoom", "left"), [(3, 1), (8, 1), (9.5, 0.5), (11, 0), (15, 0)])
def test_a_line_fades_between_two_zooms(zoom: float, left: float) -> None:
    line = LineStyle("#123456", 1.0, opacity=0.6, fade_zooms=(8, 11))
    assert line.at(zoom).opacity == pytest.approx(0.6 * left)
    assert LineStyle("#123456", 1.0, opacity=0.6).at(zoom).opacity == 0.6


def test_friendship_lines_are_faint_at_half_a_million_and_gone_in_the_streets() -> None:
    spec = next(each for each in load_layer_specs(asset("layers")) if each.id == "friendship_link")
    line = ShapeStyle(spec.symbol, "line").get("light")
    assert line.at(7).opacity == line.opacity
    assert line.at(9.8).opacity < line.opacity / 2
    assert line.at(12).opacity == 0
