"""One symbology: the page, the painter, the legend, the web page and QGIS show the same classes."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from mapapp.core.disk.assets import asset
from mapapp.core.fact.knowledge import Knowledge
from mapapp.core.geo.extent import LIAONING, Extent
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import LayerSpec, parse_layer_spec
from mapapp.core.source.query import Query
from mapapp.core.style.symbology import Classes, SizeRule
from mapapp.making.styles import layer_qml
from mapapp.render.html.content import MapContent
from mapapp.render.page.layers import describe_geometry, describe_symbology
from mapapp.render.scene.layer import read_layer
from mapapp.render.scene.scene import Choice, Scene, read_scene
from mapapp.render.scene.symbols import mark_style, swatch, symbol_svg
from mapapp.render.sheet.legend import classes_in_use, make_legend
from mapapp.render.view.viewport import Viewport
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue
from tests.unit.symbology_layers import AIRPORTS, LINKS, ZONES

ZONE, AIRPORT, LINK = (parse_layer_spec(text, "test.toml") for text in (ZONES, AIRPORTS, LINKS))
SPECS = (LINK, AIRPORT, ZONE)
PYQGIS = Path("/usr/bin/python3")
SHOW_CLASSES = """
import os, sys
from qgis.core import *
app = QgsApplication([], True)
app.initQgis()
layer = QgsVectorLayer(f"{sys.argv[1]}|layername={sys.argv[2]}", "layer", "ogr")
told, read = layer.loadDefaultStyle()
assert read, told
renderer = layer.renderer()
context = QgsRenderContext()
renderer.startRender(context, layer.fields())
print(renderer.type())
for feature in layer.getFeatures():
    context.expressionContext().setFeature(feature)
    drawn = renderer.originalSymbolForFeature(feature, context)
    print(feature["id"], drawn.color().name(), sep=" ")
renderer.stopRender(context)
sys.stdout.flush()
os._exit(0)
"""


def scene_of(atlas: Atlas, specs: tuple[LayerSpec, ...], extent: Extent = LIAONING) -> Scene:
    with Basemap(asset("data", "basemap.gpkg")) as basemap:
        return read_scene(
            LayerCatalogue(atlas),
            basemap,
            Viewport.fitted(extent, 900, 700),
            specs,
            "light",
            Choice(),
        )


def page_of(atlas: Atlas, spec: LayerSpec, year: int | None = None) -> dict[str, Any]:
    layer = read_layer(LayerCatalogue(atlas), spec, year=year)
    return {**describe_geometry(layer), **describe_symbology(layer, "light")}


def styled_rows(
    atlas: Atlas, spec: LayerSpec, year: int | None = None
) -> Iterator[tuple[int, Any, dict[str, Any]]]:
    """Key, geometry, and id and value of each feature of a layer of classes."""
    columns = ("id", classes_of(spec).field)
    return LayerCatalogue(atlas).styled(spec, year).read(Query(columns, placed=True)).rows()


def fact_values(atlas: Atlas, spec: LayerSpec, year: int | None = None) -> dict[int, Any]:
    """The figure by which each feature is drawn that has one."""
    field = classes_of(spec).field
    told = {fid: values[field] for fid, _, values in styled_rows(atlas, spec, year)}
    return {fid: value for fid, value in told.items() if value is not None}


def with_field(spec: LayerSpec, field: str) -> LayerSpec:
    assert spec.classes is not None
    return replace(spec, classes=replace(spec.classes, field=field))


def classes_of(spec: LayerSpec) -> Classes:
    assert spec.classes is not None
    return spec.classes


def test_figures_are_chosen_as_tables_and_filters_do(atlas: Atlas) -> None:
    hubs = with_field(replace(ZONE, source=SourceRef("atlas", table="rail_hub")), "area")
    knowledge = Knowledge(atlas.all_facts(), atlas.attributes())
    values = fact_values(atlas, hubs)
    ids = {feature.fid: feature.id for feature in atlas.features("rail_hub")}
    assert {ids[fid]: value for fid, value in values.items()} == {
        "cre-shenyang-hub": knowledge.values("cre-shenyang-hub", "area")[0]
    }
    assert values != fact_values(atlas, hubs, year=1990) == {}


def test_a_column_goes_before_facts(atlas: Atlas) -> None:
    assert not LayerCatalogue(atlas).goes_by_facts(AIRPORT)
    assert LayerCatalogue(atlas).goes_by_facts(ZONE)
    assert "area" not in LayerCatalogue(atlas).styled(AIRPORT).schema.names


def test_lines_have_the_facts_of_their_far_end(atlas: Atlas) -> None:
    links = with_field(LINK, "ordinal")
    assert set(fact_values(atlas, links).values()) <= set(map(float, range(1, 24)))
    assert fact_values(atlas, links)


@pytest.mark.parametrize("spec", [ZONE, AIRPORT], ids=["graduated", "categorised"])
def test_page_and_painter_draw_the_same_symbols(atlas: Atlas, spec: LayerSpec) -> None:
    page = page_of(atlas, spec)
    told = {fid: page["symbols"][symbol]["svg"] for fid, symbol, _, _ in page["points"]}
    ids = {feature.id: feature.fid for feature in atlas.features(spec.id)}
    marks = scene_of(atlas, (spec,)).marks
    assert {ids[mark.id]: symbol_svg(mark.symbol) for mark in marks} == told
    assert len({mark.symbol.size_px for mark in marks}) + len(
        {mark.symbol.colour for mark in marks}
    ) > 2  # fmt: skip


def test_page_and_painter_draw_the_same_lines(atlas: Atlas) -> None:
    page = page_of(atlas, LINK)
    told = {(style["colour"], style["width_px"]) for style in page["styles"]}
    strokes = scene_of(atlas, (LINK,), Extent(-180, -60, 180, 75)).strokes
    assert {(each.style.colour, each.style.width_px) for each in strokes} == told
    assert len(told) == 3


def test_an_area_has_the_colour_of_its_class(atlas: Atlas) -> None:
    (style, *_) = page_of(atlas, ZONE)["styles"]
    steps = {told.symbol.colour.light for told in classes_of(ZONE).steps}
    assert style["colour"] in steps


def test_the_page_looks_at_the_year(atlas: Atlas) -> None:
    hubs = with_field(
        replace(ZONE, id="rail_hub", source=SourceRef("atlas", table="rail_hub")), "trains_per_year"
    )
    now, then = (page_of(atlas, hubs, year) for year in (None, 1990))
    assert now["symbols"] != then["symbols"]


def test_the_legend_lists_a_scale_whole_and_categories_in_sight(atlas: Atlas) -> None:
    legend = make_legend(scene_of(atlas, SPECS), SPECS, "en", "light")
    assert [(entry.level, entry.title) for entry in legend.layers] == [
        (0, "Free-trade zone · Area, km²"), (1, "< 10"), (1, "10–40"), (1, "≥ 40"),
        (0, "Airports"), (1, "Under construction"), (1, "In operation"),
        (0, "Friendship links · Length, km"), (1, "< 2,000"), (1, "2,000–8,000"), (1, "≥ 8,000"),
    ]  # fmt: skip
    heads = [entry.svg for entry in legend.layers if not entry.level]
    assert heads == ["", "", ""]


def test_where_all_are_of_no_class_a_layer_has_one_line(atlas: Atlas) -> None:
    anshan = Extent(122.5, 40.9, 123.2, 41.3)
    (entry,) = make_legend(scene_of(atlas, (AIRPORT,), anshan), (AIRPORT,), "en", "light").layers
    fallback = swatch(AIRPORT, classes_of(AIRPORT).fallback, "light")
    assert (entry.title, entry.level) == ("Airports", 0)
    assert entry.svg == symbol_svg(fallback)  # type: ignore[arg-type]


def test_a_category_of_a_status_is_drawn_as_that_status() -> None:
    building = classes_of(AIRPORT).steps[0]
    symbol = mark_style(AIRPORT, {"status": "under_construction"}).get("dark")
    assert swatch(AIRPORT, building, "dark") == symbol
    assert symbol.fill == "outline"


def test_classes_of_another_year_are_told_of_too(atlas: Atlas) -> None:
    assert [told.title.en for told in classes_in_use(LayerCatalogue(atlas), ZONE)][
        -1
    ] == "No figure"
    assert [told.title.en for told in classes_in_use(LayerCatalogue(atlas), LINK)][-1] == "≥ 8,000"


def test_the_web_page_lists_the_classes(atlas: Atlas) -> None:
    with Basemap(asset("data", "basemap.gpkg")) as basemap:
        told = MapContent(LayerCatalogue(atlas), basemap, SPECS, "zh").as_json()["layers"]
    titles = {layer["id"]: [each["title"] for each in layer["classes"]["dark"]] for layer in told}
    assert titles == {
        "friendship_link": ["< 2,000", "2,000–8,000", "≥ 8,000"],
        "airport": ["在建", "运营中"],
        "ftz_area": ["< 10", "10–40", "≥ 40"],
    }
    light, dark = (
        told[0]["symbology"][theme]["styles"][0]["colour"] for theme in ("light", "dark")
    )
    assert (light, dark) in {
        (each.symbol.colour.light, each.symbol.colour.dark) for each in classes_of(LINK).steps
    }


def qgis_classes(spec: LayerSpec, qml: str, folder: Path) -> list[str]:
    """The renderer's type, and then the colour in which QGIS draws each feature."""
    copy = shutil.copy(asset("data", "atlas.gpkg"), folder)
    with closing(sqlite3.connect(copy)) as db:
        db.execute("UPDATE layer_styles SET styleQML = ? WHERE f_table_name = ?", (qml, spec.table))
        db.commit()
    run = subprocess.run(
        [PYQGIS, "-c", SHOW_CLASSES, copy, spec.table],
        capture_output=True, text=True, check=False,
        env={"QT_QPA_PLATFORM": "offscreen", "HOME": str(folder), "PATH": os.defpath},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()


def has_qgis() -> bool:
    command = [PYQGIS, "-c", "import qgis.core"]
    return PYQGIS.is_file() and not subprocess.run(
        command, capture_output=True, check=False
    ).returncode  # fmt: skip


def figures(atlas: Atlas, spec: LayerSpec) -> dict[str, Any] | None:
    if not LayerCatalogue(atlas).goes_by_facts(spec):
        return None
    ids = {feature.fid: feature.id for feature in atlas.features(spec.id)}
    return {ids[fid]: value for fid, value in fact_values(atlas, spec).items()}


@pytest.mark.parametrize(
    ("spec", "kind"),
    [(ZONE, "graduatedSymbol"), (AIRPORT, "categorizedSymbol"), (LINK, "graduatedSymbol")],
    ids=["facts", "categories", "lines"],
)
def test_qgis_draws_the_same_classes(
    atlas: Atlas, tmp_path: Path, spec: LayerSpec, kind: str
) -> None:
    if not has_qgis():
        pytest.skip("python3-qgis is not installed")
    type_, *rows = qgis_classes(spec, layer_qml(spec, figures(atlas, spec)), tmp_path)
    assert type_ == kind
    known = {row["id"]: row for _, _, row in styled_rows(atlas, spec)}
    drawn = dict(row.split(" ") for row in rows)
    assert drawn == {id_: spec.style(row).colour.light.lower() for id_, row in known.items()}


def test_sizes_by_a_number_are_for_qgis_too() -> None:
    sized = replace(classes_of(ZONE), kind="sized", sizes=SizeRule(most=100.0, most_px=20.0))
    plain = layer_qml(replace(ZONE, classes=sized))
    by_facts = layer_qml(replace(ZONE, classes=sized), {"a": 25})
    for qml, number in ((plain, f'"{sized.field}"'), (by_facts, "map_get(map('a',25),\"id\")")):
        root = ET.fromstring(re.sub(r"^<!DOCTYPE[^>]*>", "", qml))  # noqa: S314 - made by us
        said = {each.get("value") for each in root.iterfind("renderer-v2//Option")}
        assert f"20*sqrt({number}/100.0)" in said
        assert len(root.findall("renderer-v2/symbols/symbol")) == 1


def test_texts_in_expressions_are_quoted() -> None:
    qml = layer_qml(with_field(ZONE, "role"), {"a'b": "it's"})
    root = ET.fromstring(re.sub(r"^<!DOCTYPE[^>]*>", "", qml))  # noqa: S314 - made by us
    renderer = root.find("renderer-v2")
    assert renderer is not None
    assert renderer.attrib["attr"] == "coalesce(map_get(map('a''b','it''s'),\"id\"),-2e+300)"
