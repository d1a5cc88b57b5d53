from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.core.errors import UsageError
from mapapp.core.expression.filters import LayerFilter
from mapapp.core.geo.extent import LIAONING, Extent
from mapapp.core.geo.projection_choice import ProjectionChoice
from mapapp.render.request.area import AroundFeatures, AroundLayer, AtScale, FeatureId
from mapapp.render.request.from_json import request_from_json, request_from_table, request_to_json
from mapapp.render.request.inset_choice import InsetChoice
from mapapp.render.request.paper import PAGES, PageSize
from mapapp.render.request.prepress import Prepress
from mapapp.render.request.presets import preset_ids, read_preset
from mapapp.render.request.request import FORMATS, LANGUAGES, PARTS, ExportRequest

FULL = ExportRequest(
    path=Path("out.tif"),
    format="tiff",
    area=AroundFeatures((FeatureId("port", "port-dalian"),)),
    layers=("friendship_link", "port"),
    page=PageSize.named("A4 portrait"),
    dpi=150,
    title="辽宁",
    subtitle="`${x}` \u2028",
    language="both",
    theme="dark",
    parts=frozenset({"legend", "notes"}),
    filters={"port": LayerFilter('status = "operating"', "dalian")},
    opacities={"friendship_link": 0.4},
    as_of_year=2015,
    selected=(FeatureId("port", "port-dandong"),),
    notes="one\ntwo",
    review_number="GS(2024)0650",
    ground=Path("standard.geojson"),
    world_file=True,
    quality=80,
    book="port",
    believed_only=False,
    projection=ProjectionChoice("azimuthal-equidistant", (-58.381592, -34.6)),
    graticule_labels=True,
    inset=InsetChoice("none"),
)


PRINTED = ExportRequest(
    path=Path("out.pdf"),
    format="pdf",
    page=PageSize.named("A4"),
    prepress=Prepress(3.5, crop_marks=True, standard="x-4", output_profile=Path("shop.icc")),
    svg_text="outlines",
)


def asked(**table: Any) -> ExportRequest:
    return request_from_table({"file": "x.png"} | table, "the request")


def test_filters_need_no_list_of_layers() -> None:
    filters = {"port": LayerFilter('status = "operating"', "dalian")}
    written = ExportRequest(Path("x.pdf"), "pdf", page=PageSize.named("A4"), filters=filters)
    read = request_from_json(request_to_json(written), "here")
    assert (read.layers, read.filters) == (None, filters)


def test_filters_count_more_than_those_of_the_list() -> None:
    text = (
        '{"mapapp_picture": 1, "file": "x.pdf", "layers": [{"id": "port", "find": "a"}, "venue"],'
        ' "filters": [{"id": "port", "find": "b"}]}'
    )
    read = request_from_json(text, "here")
    assert (read.layers, read.filters) == (("venue", "port"), {"port": LayerFilter(text="b")})


def test_a_full_request_comes_back_from_json() -> None:
    for request in (FULL, PRINTED):
        assert request_from_json(request_to_json(request), "x") == request


@given(
    format_=st.sampled_from(FORMATS),
    area=st.sampled_from([LIAONING, Extent(100, 0, 290, 75), AtScale(-87.6, 41.9, 250_000),
                          AroundLayer("port")]),
    page=st.sampled_from([*PAGES, PageSize.named("210x99mm")]),
    language=st.sampled_from(LANGUAGES),
    parts=st.frozensets(st.sampled_from(sorted(PARTS))),
    title=st.text(st.characters(codec="utf-8")),
)  # fmt: skip
def test_any_request_comes_back_from_json(**changes: Any) -> None:
    format_ = changes.pop("format_")
    request = ExportRequest(path=Path("x"), format=format_, dpi=72, **changes)
    assert request_from_json(request_to_json(request), "x") == request


def test_a_request_with_a_file_alone_is_the_usual_picture() -> None:
    assert request_from_json('{"file": "x.pdf"}', "x") == ExportRequest(
        path=Path("x.pdf"), format="pdf", page=PageSize.named("A4")
    )


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"titel": "x"}, "'titel' is not known; did you mean 'title'"),
        ({"format": "pgn"}, "did you mean 'png'"),
        ({"parts": ["legnd"]}, "did you mean 'legend'"),
        ({"language": "cn"}, "no language 'cn'"),
        ({"theme": "drak"}, "did you mean 'dark'"),
        ({"preset": "repport"}, "did you mean 'report'"),
        ({"page": "lettre"}, "did you mean 'letter'"),
        ({"page": "10x10mm"}, "60 to 5000 mm"),
        ({"page": "A4", "size_px": [10, 10]}, "either a page or a size"),
        ({"size_px": [640, 480.5]}, "two whole numbers"),
        ({"size_px": [640]}, "two whole numbers"),
        ({"dpi": 3000}, "72 to 1200"),
        ({"dpi": "300"}, "a whole number"),
        ({"area": {}}, "one of extent, scale, layer, features"),
        ({"area": {"extent": [1, 2, 3, 4], "layer": "port"}}, "one of extent"),
        ({"area": {"extent": [1, 2, 3]}}, r"\[west, south, east, north\]"),
        ({"area": {"extent": [1, 5, 3, 4]}}, "south below north"),
        ({"area": {"lon": 1, "lat": 2, "scale": 1}}, "cannot be"),
        ({"area": {"lon": 1, "lat": 89, "scale": 10000}}, "not on the map"),
        ({"area": {"features": []}}, "no feature to show"),
        ({"area": {"features": ["port"]}}, "write LAYER:ID"),
        ({"layers": [{"id": "port", "opacity": 2}]}, "from 0 to 1"),
        ({"layers": [{"id": "port", "opacty": 1}]}, "did you mean 'opacity'"),
        ({"layers": [{"id": "port", "sorce": "venue"}]}, "did you mean 'source'"),
        ({"layers": [{"id": "port", "symbol": {"a": "\ud800"}}]}, "cannot be kept"),
        ({"layers": "port"}, "a list"),
        ({"mapapp_picture": 9}, "newer mapapp"),
        ({"as_of_year": 0}, "from 1 to 9999"),
        ({"quality": 0}, "1 to 100"),
        ({"file": "-"}, "say which format"),
        ({"svg_text": "outline"}, "did you mean 'outlines'"),
        ({"prepress": {"bleed": 3}}, "did you mean 'bleed_mm'"),
        ({"prepress": {"bleed_mm": 26}}, "from 0 to 25"),
        ({"prepress": {"bleed_mm": "3mm"}}, "a number"),
        ({"prepress": {"standard": "x4"}}, "did you mean 'x-4'"),
        ({"prepress": {"output_profile": "a.icc"}}, "choose the standard x-4"),
        ({"prepress": {"crop_marks": True}}, "those of a PDF; choose pdf"),
        ({"world_file": True, "file": "x.pdf"}, "made of pixels"),
        ({"book": "port", "file": "x.html"}, "cannot be a web page"),
        ({"book": "port", "file": "-", "format": "png"}, "needs their name"),
    ],
)
def test_what_cannot_be_is_refused_by_name(table: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        asked(**table)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"dpi": NaN}', "null"])
def test_what_is_no_table_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="no request for a picture"):
        request_from_json(text, "here")


def test_layers_stand_from_the_top_down() -> None:
    request = asked(layers=["port", {"id": "rail_hub", "opacity": 0.5, "find": "north"}])
    assert request.layers == ("rail_hub", "port")
    assert request.opacities == {"rail_hub": 0.5}
    assert request.filters == {"rail_hub": LayerFilter(text="north")}


def test_a_preset_gives_way_to_what_is_said() -> None:
    assert asked(file="-", preset="report").format == "pdf"
    request = asked(preset="report", size_px=[640, 480], dpi=96)
    assert (request.format, request.page, request.dpi) == ("png", None, 96)


@pytest.mark.parametrize("id_", preset_ids())
def test_every_preset_is_a_request(id_: str) -> None:
    preset = read_preset(id_)
    assert preset.name.en
    assert preset.name.zh
    assert asked(file="-", preset=id_).format == preset.values["format"]


def test_the_documentation_names_every_key() -> None:
    text = (Path(__file__).parents[4] / "docs" / "pictures.md").read_text(encoding="utf-8")
    for key in json.loads(request_to_json(FULL)):
        assert f"`{key}`" in text, key


@pytest.mark.parametrize("said", ["auto", "none", "大连", "121.1,38.5,122.25,39.0"])
def test_an_inset_comes_back_as_it_was_asked_for(said: str) -> None:
    asked = InsetChoice.parse(said)
    request = ExportRequest(Path("a.pdf"), "pdf", page=PageSize.named("A4"), inset=asked)
    again = request_from_json(request_to_json(request), "the request")
    assert again.inset == asked
    assert str(again.inset) == said
