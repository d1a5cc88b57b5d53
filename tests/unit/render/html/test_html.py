from __future__ import annotations

import html
import itertools
import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import shapely

import mapapp
from mapapp import folium_map
from mapapp.core.disk.assets import asset
from mapapp.core.errors import AssetError, ExportError, UsageError
from mapapp.core.expression.filters import LayerFilter
from mapapp.core.geo.extent import Extent
from mapapp.core.layer.roles import NO_ROLES, Roles
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.text import Text
from mapapp.render.html import bundle as html_bundle
from mapapp.render.html.answer import export_html
from mapapp.render.html.bundle import bundled_script
from mapapp.render.html.content import MapContent
from mapapp.render.html.file import WebMap
from mapapp.render.html.ground import ground_shapes
from mapapp.render.html.safety import inert_json, with_policy
from mapapp.render.request.area import AtScale
from mapapp.render.request.metadata import read_request
from mapapp.render.request.request import ExportRequest
from mapapp.render.scene.scene import Choice
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.sources.memory import of_arrow
from tests.web_maps import html_document

HOSTILE = "</script><img src=x onerror=alert(1)>`${alert(1)}`<!--\u2028]]>&amp;'\""
ATLAS, BASEMAP = asset("data", "atlas.gpkg"), asset("data", "basemap.gpkg")
_LINE_ENDS = "\u2028\u2029"


class Page(HTMLParser):
    """The parts of a document: its text by tag, the attributes of each tag."""

    def __init__(self, document: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._path: list[str] = []
        self.feed(document)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("script", "style", "title"):
            self._path.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_data(self, data: str) -> None:
        if self._path:
            self.texts[self._path[-1]][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if self._path and self._path[-1] == tag:
            self._path.pop()

    @property
    def told(self) -> Any:
        return next(json.loads(text) for text in self.texts["script"] if text.startswith("{"))


@pytest.fixture(scope="module")
def layers(specs: tuple[LayerSpec, ...]) -> tuple[str, ...]:
    return tuple(spec.id for spec in specs if spec.visible)


@pytest.fixture(scope="module")
def document(specs: tuple[LayerSpec, ...], layers: tuple[str, ...]) -> str:
    return html_document(WebMap(layers), ATLAS, BASEMAP, specs)


def layer_of(document: str, layer: str) -> Any:
    return next(each for each in Page(document).told["layers"] if each["id"] == layer)


def feature_of(document: str, layer: str, id_: str) -> Any:
    return next(each for each in layer_of(document, layer)["features"] if each["id"] == id_)


def test_the_same_data_give_the_same_bytes(
    document: str, specs: tuple[LayerSpec, ...], layers: tuple[str, ...]
) -> None:
    assert html_document(WebMap(layers), ATLAS, BASEMAP, specs) == document


def test_the_file_is_small_enough_to_be_sent(document: str) -> None:
    assert len(document.encode()) < 1_500_000


def test_nothing_is_fetched_from_elsewhere(document: str) -> None:
    for tag, attributes in Page(document).tags:
        assert tag not in {"link", "iframe", "img", "object", "base"}, tag
        assert not attributes.get("src"), (tag, attributes)
    assert "jquery" not in document.lower()
    assert "bootstrap" not in document.lower()


def test_style_sheets_hold_their_pictures(document: str) -> None:
    urls = re.findall(r"url\(([^)]*)\)", "".join(Page(document).texts["style"]))
    assert {url[:5] for url in urls if url != "#default#VML"} == {"data:"}


def test_the_policy_names_every_script_and_style(document: str) -> None:
    page = Page(document)
    policy = next(
        attributes["content"] or ""
        for tag, attributes in page.tags
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    running = [text for text in page.texts["script"] if not text.startswith("{")]
    assert policy.count("sha256-") == len({*running}) + len({*page.texts["style"]})


def test_the_policy_stands_before_what_it_governs(document: str) -> None:
    assert document.index("Content-Security-Policy") < document.index("<style>")


def test_data_blocks_are_not_named_in_the_policy() -> None:
    page = '<head></head><script type="application/json">{}</script>'
    assert "script-src ;" in with_policy(page)


@pytest.mark.parametrize(
    "text", [HOSTILE, "</SCRIPT>", "<!--", "${1}", "\u2028\u2029", "`", "{{ 7 }}"]
)
def test_inert_json_parses_to_the_same_value(text: str) -> None:
    written = inert_json({"name": text, "names": [text]})
    assert json.loads(written) == {"name": text, "names": [text]}


def test_inert_json_holds_nothing_that_could_end_or_run() -> None:
    written = inert_json([HOSTILE, "\u2029"])
    assert not {*"<>&`$", *_LINE_ENDS} & {*written}


def test_a_hostile_title_stays_text(specs: tuple[LayerSpec, ...]) -> None:
    title = HOSTILE + "{{ 7 * 7 }}{% raw %}"
    page = Page(html_document(WebMap(("port",), title=title), ATLAS, BASEMAP, specs))
    assert page.texts["title"] == [title]
    assert page.told["title"] == title
    assert "img" not in [tag for tag, _ in page.tags]


def test_what_the_file_says_of_itself_is_escaped(specs: tuple[LayerSpec, ...]) -> None:
    wanted = WebMap(("port",), about=json.dumps({"title": HOSTILE}))
    page = Page(html_document(wanted, ATLAS, BASEMAP, specs))
    (about,) = [a["content"] for tag, a in page.tags if a.get("name") == "mapapp"]
    assert about == wanted.about
    assert "img" not in [tag for tag, _ in page.tags]


def test_cards_have_figures_with_verdict_and_source(document: str) -> None:
    card = feature_of(document, "industrial_park", "cgip")["card"]
    output = card["key"][0]
    assert [figure["value"] for figure in output["figures"]] == ["about 48.15 bn CNY"]
    assert output["dispute"]["title"] == "2 sources disagree"
    misprint = output["dispute"]["figures"][1]
    assert (misprint["value"], misprint["mark"]) == ("481.5 bn CNY", "Misprint")
    entries = [entry for group in card["groups"] for entry in group["entries"]]
    figures = {figure["value"]: figure for entry in entries for figure in entry["figures"]}
    assert "481.5 bn CNY" not in figures
    cited = card["sources"][figures["86.4 bn CNY"]["sources"][0] - 1]
    assert Page(document).told["sources"][cited]["text"].startswith("Xinhua")


def links_of(specs: tuple[LayerSpec, ...], **changes: Any) -> dict[str, Any]:
    """The cards of the friendship links, by id, or by key where they have none."""
    (links,) = [spec for spec in specs if spec.id == "friendship_link"]
    document = html_document(WebMap((links.id,)), ATLAS, BASEMAP, (replace(links, **changes),))
    return {each["id"]: each["card"] for each in layer_of(document, links.id)["features"]}


def test_what_has_a_unit_is_told_with_its_decimals(specs: tuple[LayerSpec, ...]) -> None:
    [length] = links_of(specs)["link-belfast"]["fields"]
    assert (length["label"], length["value"]) == ("Length", "8,293.8 km")


def test_only_numbers_of_a_unit_are_told(specs: tuple[LayerSpec, ...]) -> None:
    """A number may be missing, and a field of texts may have a unit, too."""
    columns = {
        "about": ["cgip", "port-dalian"],
        "depth": [3.25, None],
        "level": ["5 to 7", ""],
        "geometry": [shapely.to_wkb(shapely.Point(121, 40))] * 2,
    }
    source = of_arrow(pa.table(columns), "wells")
    fields = tuple(replace(field, unit=Text("m", "米")) for field in source.schema.fields)
    source.schema = replace(source.schema, fields=fields)
    (port,) = [spec for spec in specs if spec.id == "port"]
    wells = replace(port, source=source.ref, roles=Roles(entity="about"), key_figures=())
    with Atlas(ATLAS, specs) as atlas, LayerCatalogue(atlas) as catalogue, Basemap(BASEMAP) as base:
        catalogue.hold(source)
        (told,) = MapContent(catalogue, base, [wells], "en").as_json()["layers"]
    values = [feature["card"]["fields"] for feature in told["features"]]
    assert [[field["value"] for field in each] for each in values] == [["3.25 m"], []]


def test_a_card_that_lists_its_fields_tells_them_once(specs: tuple[LayerSpec, ...]) -> None:
    card = next(iter(links_of(specs, roles=NO_ROLES).values()))
    assert "8,293.8 km" in [field["value"] for field in card["fields"]]


def test_sources_link_to_the_web_only(document: str) -> None:
    urls = {source["url"] for source in Page(document).told["sources"]} - {""}
    assert urls
    assert all(url.startswith(("http://", "https://")) for url in urls)


def test_relations_name_features_of_layers_that_are_not_shown(document: str) -> None:
    ties = feature_of(document, "industrial_park", "cgip")["card"]["ties"]
    names = [other["name"] for tie in ties for other in tie["others"]]
    assert "BMW Brilliance Automotive" in names


def test_texts_are_in_the_language_asked_for(
    specs: tuple[LayerSpec, ...], layers: tuple[str, ...]
) -> None:
    page = html_document(WebMap(layers, language="zh"), ATLAS, BASEMAP, specs)
    assert layer_of(page, "port")["title"] == "海港"
    output = feature_of(page, "industrial_park", "cgip")["card"]["key"][0]
    assert output["dispute"]["figures"][1]["value"] == "4,815亿元"


def test_links_are_split_at_the_antimeridian(document: str) -> None:
    (links,) = layer_of(document, "friendship_link")["shapes"]
    assert any(len(lines) == 2 for _, lines in links["features"])
    for _, lines in links["features"]:
        for part in lines:
            assert max(abs(b[0] - a[0]) for a, b in itertools.pairwise(part)) < 180


def test_schematic_extents_are_dashed(document: str) -> None:
    (outline,) = layer_of(document, "industrial_park")["symbology"]["light"]["styles"]
    assert outline["dash_px"]


def test_a_place_the_atlas_knows_is_found_by_its_other_names(document: str) -> None:
    (place,) = [p for p in Page(document).told["places"] if p["names"][0] == "Shenyang"]
    assert {"沈阳", "sy", "mukden"} <= {key for key, _ in place["keys"]}


def test_the_document_knows_the_traditional_forms_of_what_is_found_in_it(document: str) -> None:
    told = Page(document).told["simplified"]
    assert {told["瀋"], told["陽"], told["連"]} == {"沈", "阳", "连"}
    assert len(told) < 1500


def test_a_place_that_is_a_feature_is_found_once(document: str) -> None:
    (place,) = [p for p in Page(document).told["places"] if p["names"][0] == "Düsseldorf"]
    assert place["keys"] == []


def test_only_features_that_pass_are_told(specs: tuple[LayerSpec, ...]) -> None:
    wanted = WebMap(("port", "industrial_park"), choice=Choice(lambda _layer: {1}))
    page = html_document(wanted, ATLAS, BASEMAP, specs)
    assert [feature["fid"] for feature in layer_of(page, "port")["features"]] == [1]


def test_the_ground_keeps_its_shape() -> None:
    with Basemap(BASEMAP) as basemap:
        region = ground_shapes(basemap, "region")
        west, south, east, north = basemap.read("region").geometries[0].bounds
    (box,) = next(part for part in region["parts"] if part["kind"] == "box")["lines"]
    xs = [sum(box[: i + 1 : 2]) for i in range(0, len(box), 2)]
    ys = [sum(box[1 : i + 2 : 2]) for i in range(0, len(box), 2)]
    scale = region["scale"]
    assert (min(xs) / scale, max(xs) / scale) == (west, east)
    assert (min(ys) / scale, max(ys) / scale) == (south, north)


def test_a_layer_that_is_not_there_is_named(specs: tuple[LayerSpec, ...]) -> None:
    with pytest.raises(UsageError, match="did you mean 'port'"):
        html_document(WebMap(("prot",)), ATLAS, BASEMAP, specs)


def request(target: Path, **changes: Any) -> ExportRequest:
    wanted: dict[str, Any] = {"size_px": (1280, 800), "layers": ("port",)}
    return ExportRequest(path=target, format="html", **wanted | changes)


def test_a_file_that_cannot_be_written_leaves_nothing(
    specs: tuple[LayerSpec, ...], tmp_path: Path
) -> None:
    target = tmp_path / "map.html"
    target.mkdir()
    with pytest.raises(ExportError, match="is a folder"):
        export_html(request(target), ATLAS, BASEMAP, specs)
    assert [path.name for path in tmp_path.iterdir()] == ["map.html"]


def test_a_request_becomes_a_file(specs: tuple[LayerSpec, ...], tmp_path: Path) -> None:
    target = tmp_path / "map.html"
    wanted = request(target, title="Ports", subtitle="2026", notes="Draft", review_number="1")
    export_html(wanted, ATLAS, BASEMAP, specs)
    told = Page(target.read_text(encoding="utf-8")).told
    assert (told["title"], told["subtitle"]) == ("Ports", "2026")
    assert told["notes"] == ["Draft", "Map review number 1"]
    assert [path.name for path in tmp_path.iterdir()] == ["map.html"]


def test_a_request_reads_back_from_its_file(specs: tuple[LayerSpec, ...], tmp_path: Path) -> None:
    target = tmp_path / "map.html"
    wanted = request(target, title=HOSTILE, area=Extent(118, 38, 126, 44))
    export_html(wanted, ATLAS, BASEMAP, specs)
    assert read_request(target) == replace(wanted, path=Path("map.html"))


def test_filters_hold_in_the_file(specs: tuple[LayerSpec, ...], tmp_path: Path) -> None:
    target = tmp_path / "map.html"
    filters = {"port": LayerFilter(text="dandong")}
    export_html(request(target, filters=filters), ATLAS, BASEMAP, specs)
    found = layer_of(target.read_text(encoding="utf-8"), "port")["features"]
    assert [feature["names"][0] for feature in found] == ["Port of Dandong"]


def test_a_scale_gives_the_extent_around_its_middle(
    specs: tuple[LayerSpec, ...], tmp_path: Path
) -> None:
    target = tmp_path / "map.html"
    export_html(request(target, area=AtScale(123.4, 41.8, 250_000)), ATLAS, BASEMAP, specs)
    found = re.search(
        r"fitBounds\(\s*\[\[(.*?), (.*?)\], \[(.*?), (.*?)\]\]", target.read_text("utf-8")
    )
    assert found
    south, west, north, east = map(float, found.groups())
    assert ((west + east) / 2, (south + north) / 2) == pytest.approx((123.4, 41.8), abs=0.01)


def test_a_module_that_cannot_be_bundled_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "start.js").write_text('import * as all from "./other.js";\n')
    monkeypatch.setattr(html_bundle, "asset", lambda *_parts: tmp_path)
    with pytest.raises(AssetError, match=r"import \* as all"):
        bundled_script("start")


def test_modules_are_bundled_once_each_after_what_they_need() -> None:
    script = bundled_script("start")
    assert script.count("const of_canvas = ") == 1
    assert script.index("const of_canvas = ") < script.index("const of_ground = ")


def test_a_notebook_gets_a_folium_map() -> None:
    import folium

    shown = folium_map(layers=["port"], language="zh", extent=(118, 38, 126, 44), title="港口")
    assert isinstance(shown, folium.Map)
    frame = re.search(r'<iframe srcdoc="([^"]*)"', shown._repr_html_())
    assert frame
    page = Page(html.unescape(frame[1]))
    assert [layer["id"] for layer in page.told["layers"]] == ["port"]
    assert page.texts["title"] == ["港口"]


def test_a_folium_map_takes_more_of_folium() -> None:
    import folium

    shown = mapapp.folium_map(layers=[])
    folium.CircleMarker([41.8, 123.4]).add_to(shown)
    assert "L.circleMarker" in shown.get_root().render()


def test_an_extent_may_cross_the_antimeridian() -> None:
    page = folium_map(layers=[], extent=Extent(100, 20, 290, 75)).get_root().render()
    assert re.search(r"\[75(\.0)?, 290(\.0)?\]", page)


def test_an_unknown_name_of_the_package_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'folium_mop'"):
        mapapp.folium_mop  # type: ignore[attr-defined]  # noqa: B018


def test_the_package_starts_without_folium_and_html_without_qt() -> None:
    code = (
        "import sys, mapapp; assert 'folium' not in sys.modules\n"
        "mapapp.folium_map(layers=['port']).get_root().render()\n"
        "assert 'folium' in sys.modules and 'PySide6' not in sys.modules"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)
