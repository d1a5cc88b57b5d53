from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mapapp.core.errors import UsageError
from mapapp.core.expression.filters import LayerFilter
from mapapp.core.geo.coordinates import position_text
from mapapp.core.geo.extent import SHENYANG, Extent
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import MapState
from mapapp.core.style.symbology import Tone
from mapapp.render.request.area import AroundFeatures, AroundLayer, AtScale, FeatureId
from mapapp.render.request.choices import Choices, from_texts, picture_of, to_texts
from mapapp.render.request.prepress import NO_PREPRESS, Prepress
from mapapp.render.request.presets import read_preset
from mapapp.render.request.request import PARTS, PARTS_OF_PAGES, PARTS_OF_WEB_PAGES, ExportRequest

MIDDLE = (123.4, 41.8)
DANDONG = FeatureId("port", "dandong_port")


@pytest.fixture
def state(specs: tuple[LayerSpec, ...]) -> MapState:
    return MapState(specs, "zh", "dark")


def request(state: MapState, **choices: object) -> ExportRequest:
    wanted = replace(Choices(), **choices)  # type: ignore[arg-type]
    return wanted.request(picture_of(state, (DANDONG,)), MIDDLE)


def test_a_picture_is_of_the_map_as_it_is(state: MapState) -> None:
    state.set_visible("port", False)
    state.set_opacity("rail_hub", 0.4)
    state.set_filter("rail_hub", LayerFilter(text="shenyang"))
    state.set_as_of_year(2020)
    picture = picture_of(state, (DANDONG,))
    assert picture.layers == tuple(spec.id for spec in state.visible_specs())
    assert picture.opacities["rail_hub"] == 0.4
    assert picture.filters == {"rail_hub": LayerFilter(text="shenyang")}
    assert (picture.as_of_year, picture.selected) == (2020, (DANDONG,))
    assert (picture.language, picture.theme) == ("zh", "dark")
    assert picture.area == state.view.extent


def test_language_and_colours_are_those_of_the_map_unless_chosen(state: MapState) -> None:
    assert (request(state).language, request(state).theme) == ("zh", "dark")
    chosen = request(state, language="both", theme="light")
    assert (chosen.language, chosen.theme) == ("both", "light")


def test_the_file_is_named_after_its_format(state: MapState) -> None:
    endings = [
        request(state, format=f).path.suffix for f in ("pdf", "jpeg", "tiff", "webp", "html")
    ]
    assert endings == [".pdf", ".jpg", ".tif", ".webp", ".html"]


def test_only_a_pdf_has_what_print_shops_want(state: MapState) -> None:
    wanted = {"pdf_standard": "x-4", "bleed_mm": 3, "crop_marks": True, "svg_text": "outlines"}
    printed = Prepress(3, crop_marks=True, standard="x-4")
    assert request(state, format="pdf", **wanted).prepress == printed
    assert request(state, format="svg", **wanted).prepress == NO_PREPRESS
    assert request(state, format="svg", **wanted).svg_text == "outlines"
    chosen = replace(Choices(), **wanted)  # type: ignore[arg-type]
    assert from_texts(to_texts(chosen)) == chosen
    assert from_texts({"pdf_standard": "x-5", "svg_text": "x"}) == Choices()


def test_the_borders_are_those_of_the_file_that_is_chosen(state: MapState) -> None:
    assert request(state).ground is None
    assert request(state, ground="/maps/a.gpkg").ground == Path("/maps/a.gpkg")


def test_each_kind_of_page_has_its_sides(state: MapState) -> None:
    def sides(**choices: object) -> tuple[float, float]:
        page = request(state, **choices).page
        assert page
        return page.width_mm, page.height_mm

    assert sides(page="A5") == (210, 148)
    assert sides(page="A5", portrait=True) == (148, 210)
    assert sides(page="mm", sides_mm=(100, 70)) == (100, 70)
    in_pixels = request(state, page="px", size_px=(900, 500))
    assert (in_pixels.page, in_pixels.size_px) == (None, (900, 500))


def test_what_is_selected_stands_out_only_if_that_is_asked_for(state: MapState) -> None:
    assert request(state).standing_out == ()
    assert request(state).selected == (DANDONG,), "the area may go by it"
    assert request(state, mark_selected=True).standing_out == (DANDONG,)
    assert picture_of(state, (DANDONG,)).standing_out == ()


def test_each_kind_of_extent_becomes_an_area(state: MapState) -> None:
    assert request(state).area == state.view.extent
    assert request(state, show="layer", layer="port").area == AroundLayer("port")
    assert request(state, show="selection").area == AroundFeatures((DANDONG,))
    assert request(state, show="scale", scale=50_000).area == AtScale(*MIDDLE, 50_000)
    assert request(state, show="extent", extent="118,38,126,44").area == Extent(118, 38, 126, 44)


@pytest.mark.parametrize(
    "choices",
    [
        {"show": "extent", "extent": "126,38,118,44"},
        {"show": "scale", "scale": 0},
        {"page": "px", "format": "webp", "size_px": (17_000, 100)},
        {"page": "A0", "format": "webp", "dpi": 600},
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    state: MapState, choices: dict[str, object]
) -> None:
    with pytest.raises(UsageError) as refused:
        request(state, **choices)
    assert "\n" not in str(refused.value)


def test_choices_come_back_from_the_settings() -> None:
    chosen = Choices(
        format="webp",
        page="px",
        portrait=True,
        size_px=(800, 600),
        dpi=150,
        title="沈阳, 2026",
        language="both",
        parts=frozenset({"legend", "date"}),
    )
    assert from_texts(to_texts(chosen)) == chosen
    assert from_texts(to_texts(replace(chosen, parts=frozenset()))).parts == frozenset()


def test_what_is_usual_is_not_written_down() -> None:
    assert to_texts(Choices()) == {}


def test_settings_that_cannot_be_are_passed_over() -> None:
    broken = {"format": "gif", "dpi": "many", "size_px": "800", "page": "A17", "title": "T"}
    assert from_texts(broken) == Choices(title="T")


def test_a_preset_leaves_the_words_as_they_are() -> None:
    chosen = Choices(title="T", notes="N").following(read_preset("slide"))
    assert (chosen.format, chosen.page, chosen.dpi) == ("png", "slide16x9", 144)
    assert "graticule" not in chosen.parts
    assert (chosen.title, chosen.notes) == ("T", "N")
    assert chosen.following(read_preset("web")).size_px == (1600, 1000)


def test_rivals_of_figures_are_told_only_where_they_are_asked_for() -> None:
    slide = Choices().following(read_preset("slide"))
    assert slide.believed_only
    asked = replace(slide, believed_only=False)
    assert not from_texts(to_texts(asked)).believed_only
    assert asked.following(read_preset("report")).believed_only


def test_a_picture_says_what_is_not_as_shipped(state: MapState) -> None:
    port = state.spec("port")
    red = replace(port.symbol, colour=Tone("#C00000", "#C00000"))
    state.restyle("rail_hub", red)
    state.add_layer(replace(port, id="second"))
    said = picture_of(state, ()).definitions
    assert set(said) == {"rail_hub", "second"}
    assert set(said["rail_hub"]) == {"symbol"}
    assert said["second"]["source"] == {"kind": "atlas", "table": "port"}


@pytest.mark.parametrize(
    ("choices", "lacks"),
    [
        ({"page": "A4"}, frozenset()),
        ({"page": "px"}, PARTS_OF_PAGES),
        ({"page": "A4", "format": "html"}, PARTS - PARTS_OF_WEB_PAGES),
    ],
)
def test_no_part_is_asked_for_that_has_no_place(
    state: MapState, choices: dict[str, object], lacks: frozenset[str]
) -> None:
    assert request(state, **choices).parts == PARTS - lacks
    assert picture_of(state, ()).parts == PARTS - PARTS_OF_PAGES


def test_degrees_stand_on_all_sides_only_where_they_are_asked_for(state: MapState) -> None:
    assert not request(state).graticule_labels
    asked = from_texts(to_texts(Choices(graticule_labels=True)))
    assert request(state, graticule_labels=asked.graticule_labels).graticule_labels
    assert not asked.following(read_preset("slide")).graticule_labels


@pytest.mark.parametrize(
    ("typed", "center"),
    [
        ("", SHENYANG),
        ("51.2277, 6.7735", (6.7735, 51.2277)),
        (position_text(-87.65, -41.85), (-87.65, -41.85)),
        ("经度121.62 纬度38.92", (121.62, 38.92)),
    ],
)
def test_distances_are_true_from_any_place(
    state: MapState, typed: str, center: tuple[float, float]
) -> None:
    wanted = {"projection": "azimuthal-equidistant", "true_from": typed}
    assert request(state, **wanted).projection.center == center
    assert request(state, **wanted | {"projection": "lambert"}).projection.center == SHENYANG
    assert request(state, **wanted | {"format": "html"}).projection.is_mercator
    assert from_texts(to_texts(replace(Choices(), true_from=typed))).true_from == typed


def test_what_is_no_place_is_refused(state: MapState) -> None:
    with pytest.raises(UsageError):
        request(state, projection="azimuthal-equidistant", true_from="nowhere")
    assert request(state, projection="lambert", true_from="nowhere").projection.name == "lambert"


def test_an_inset_is_kept_and_read_when_the_picture_is_made(state: MapState) -> None:
    assert request(state).inset.is_auto
    asked = from_texts(to_texts(Choices(inset="大连")))
    assert str(request(state, inset=asked.inset).inset) == "大连"
    assert request(state, inset="none", format="html").inset.is_auto
    assert asked.following(read_preset("slide")).inset == "auto"
    with pytest.raises(UsageError, match="auto, none"):
        request(state, inset=" ")


def test_a_projection_is_kept_and_a_web_page_has_that_of_the_window(state: MapState) -> None:
    choices = replace(Choices(), projection="lambert")
    assert from_texts(to_texts(choices)).projection == "lambert"
    assert from_texts({"projection": "flat"}).projection == "mercator"
    base = picture_of(state, ())
    assert choices.request(base, (123.4, 41.8)).projection.name == "lambert"
    web = replace(choices, format="html")
    assert web.request(base, (123.4, 41.8)).projection.is_mercator
