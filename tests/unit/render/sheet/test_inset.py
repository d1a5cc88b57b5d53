"""Insets: what they show, that they hide nothing, and that nothing vanishes for them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mapapp.core.disk.assets import asset
from mapapp.core.errors import UsageError
from mapapp.core.geo.extent import LIAONING, Extent
from mapapp.core.geo.projection_choice import ProjectionChoice
from mapapp.core.layer.spec import LayerSpec
from mapapp.render.labels.paper import circled
from mapapp.render.labels.room import LINE_STEP_PX, BoxPx
from mapapp.render.request.area import AtScale
from mapapp.render.request.inset_choice import InsetChoice
from mapapp.render.request.paper import PageSize
from mapapp.render.request.request import PARTS, ExportRequest
from mapapp.render.scene.scene import GroundPart, Scene, read_ground
from mapapp.render.sheet.blocks import Run
from mapapp.render.sheet.composition import Composition, compose, maker_cautions
from mapapp.render.sheet.inset import Inset, round_above, thinned
from mapapp.render.view.scalebar import m_per_px
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue

LOCAL = (
    "airport", "context", "enterprise", "ftz_area", "high_tech_zone", "industrial_park",
    "institution", "port", "rail_hub", "venue",
)  # fmt: skip
USUAL = ("rail_hub", "ftz_area", "high_tech_zone", "port", "industrial_park")
VIEWS: tuple[dict[str, Any], ...] = (
    {},
    {"layers": USUAL, "language": "zh"},
    {"page": PageSize.named("A5"), "language": "both"},
    {"page": PageSize.named("A5").portrait()},
    {"page": PageSize.named("A3"), "area": Extent(119, 38.5, 127, 43.5)},
    {"page": PageSize.named("A4").portrait(), "language": "zh"},
    {"page": PageSize.named("A0"), "layers": USUAL},
    {"area": Extent(105, 30, 140, 50)},
    {"area": AtScale(123.43, 41.8, 1_500_000)},
    {"area": AtScale(121.6, 39.0, 2_000_000), "format": "svg"},
    {"projection": ProjectionChoice("lambert")},
    {"page": PageSize.named("slide16x9"), "theme": "dark"},
    {"layers": (*LOCAL, "friendship_link")},
)
BY_HAND: tuple[dict[str, Any], ...] = (
    {"inset": InsetChoice.parse("dalian")},
    {"inset": InsetChoice.parse("大连"), "language": "both"},
    {"inset": InsetChoice.parse("121,38.6,122.4,39.4"), "layers": USUAL},
    {"inset": InsetChoice.parse("105,2,123,25"), "layers": USUAL, "language": "zh"},
    {"inset": InsetChoice.parse("shenyang"), "page": None, "size_px": (1280, 800)},
    {"inset": InsetChoice.parse("100,20,140,55"), "layers": USUAL},
    {
        "inset": InsetChoice.parse("-60,-20,-40,0"),
        "projection": ProjectionChoice("gauss-kruger"),
        "area": Extent(122.5, 41, 124.5, 42.5),
    },
)

Sheet = Callable[..., Composition]


@pytest.fixture(scope="module")
def sheet(specs: tuple[LayerSpec, ...]) -> Iterator[Sheet]:
    with (
        Atlas(asset("data", "atlas.gpkg"), specs) as atlas,
        LayerCatalogue(atlas) as catalogue,
        Basemap(asset("data", "basemap.gpkg")) as basemap,
    ):

        def made(**wanted: Any) -> Composition:
            usual = {"format": "pdf", "layers": LOCAL, "page": PageSize.named("A4")}
            return compose(ExportRequest(Path("x"), **usual | wanted), catalogue, basemap)

        yield made


@pytest.fixture(scope="module")
def sheets(sheet: Sheet) -> list[Composition]:
    return [sheet(**wanted) for wanted in (*VIEWS, *BY_HAND)]


@pytest.fixture(scope="module")
def with_inset(sheets: list[Composition]) -> list[tuple[Composition, Inset]]:
    return [(made, made.inset) for made in sheets if made.inset]


def meet(one: BoxPx, other: BoxPx) -> bool:
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > 1e-6
        and min(one[3], other[3]) - max(one[1], other[1]) > 1e-6
    )


def on_sheet(made: Composition, x: float, y: float) -> tuple[float, float]:
    """Where a pixel of the large map is on the sheet."""
    frame = made.sheet.frame
    return frame.map[0] + x * frame.map_unit, frame.map[1] + y * frame.map_unit


def box_on_sheet(made: Composition, box: BoxPx) -> BoxPx:
    return (*on_sheet(made, *box[:2]), *on_sheet(made, *box[2:]))


def ids(scene: Scene) -> set[tuple[str, str]]:
    return {(mark.layer, mark.id) for mark in scene.marks}


def test_most_of_these_views_have_an_inset(with_inset: list[tuple[Composition, Inset]]) -> None:
    assert len(with_inset) >= 15


def test_a_card_hides_no_feature_no_line_no_furniture_and_not_what_it_is_of(
    with_inset: list[tuple[Composition, Inset]],
) -> None:
    for made, inset in with_inset:
        card = inset.block.box
        for named in made.scene.named:
            assert not any(meet(card, box_on_sheet(made, box)) for box in named.boxes())
        for stroke in made.scene.strokes:
            for x, y in stroke.outlines.every(LINE_STEP_PX / 2):
                left, top = on_sheet(made, x, y)
                assert not meet(card, (left, top, left + 0.1, top + 0.1))
        others = [block.box for block in made.sheet.blocks if block is not inset.block]
        assert not any(meet(card, box) for box in others)
        left, top, right, bottom = made.sheet.frame.map
        assert left < card[0] < card[2] < right
        assert top < card[1] < card[3] < bottom
        if inset.name:
            assert not meet(card, box_on_sheet(made, inset.ring_box))


def test_no_name_of_the_large_map_lies_on_the_card_or_the_frame(
    with_inset: list[tuple[Composition, Inset]],
) -> None:
    for made, inset in with_inset:
        for label in made.scene.labels:
            assert not meet(inset.block.box, box_on_sheet(made, label.box))
            assert not (inset.name and meet(inset.ring_box, label.box))


def test_names_in_an_inset_meet_no_name_and_no_symbol_and_stay_in_it(
    with_inset: list[tuple[Composition, Inset]],
) -> None:
    for _, inset in with_inset:
        view, labels = inset.scene.view, inset.scene.labels
        symbols = [box for named in inset.scene.named for box in named.boxes()]
        for label in labels:
            assert min(label.box[:2]) >= 0
            assert label.box[2] <= view.width_px
            assert label.box[3] <= view.height_px
            assert not any(meet(label.box, box) for box in symbols)
        assert not any(meet(a.box, b.box) for a, b in itertools.combinations(labels, 2))


def test_each_feature_is_on_the_large_map_and_those_in_the_frame_are_in_the_inset(
    sheet: Sheet, with_inset: list[tuple[Composition, Inset]]
) -> None:
    for made, inset in with_inset:
        without = sheet(**wanted_of(made), inset=InsetChoice("none"))
        assert ids(made.scene) == ids(without.scene)
        dots = {(m.layer, m.id) for m in made.scene.marks if m.symbol.size_px < 4}
        assert dots <= ids(inset.scene)


def wanted_of(made: Composition) -> dict[str, Any]:
    request = made.request
    names = ("area", "layers", "page", "size_px", "language", "projection", "format", "theme")
    return {name: getattr(request, name) for name in names}


def test_the_frame_on_the_large_map_is_what_the_inset_shows(
    with_inset: list[tuple[Composition, Inset]],
) -> None:
    for made, inset in with_inset:
        if inset.name is None:  # it shows a part of the world that the large map does not
            continue
        shown, view = inset.scene.view.extent, made.scene.view
        corners = np.array(inset.ring)
        lons, lats = view.degrees(corners[:, 0], corners[:, 1])
        found = (lons.min(), lats.min(), lons.max(), lats.max())
        assert found == pytest.approx(shown.bounds, abs=0.02)


def test_its_scale_is_round_and_true_and_larger_than_that_of_its_map(
    with_inset: list[tuple[Composition, Inset]],
) -> None:
    for made, inset in with_inset:
        frame = made.sheet.frame
        px_m = frame.unit * frame.map_unit * 0.0254 / 96
        assert m_per_px(inset.scene.view) / px_m == pytest.approx(inset.denominator, rel=1e-3)
        assert round_above(inset.denominator) == inset.denominator
        if made.request.inset.is_auto:
            assert m_per_px(made.scene.view) / m_per_px(inset.scene.view) > 1.8
        width, left = inset.box[2] - inset.box[0], inset.block.box[0]
        assert width == pytest.approx(inset.scene.view.width_px * frame.map_unit)
        assert left < inset.box[0]


def test_numbers_go_on_from_the_map_to_its_inset(
    with_inset: list[tuple[Composition, Inset]],
) -> None:
    both = 0
    for made, inset in with_inset:
        maps = (made.scene, inset.scene)
        told = [entry.number for scene in maps for entry in scene.key]
        assert told == list(range(1, len(told) + 1))
        for scene in maps:
            numbers = {label.lines[0].text for label in scene.labels if label.is_number}
            assert numbers == {circled(entry.number) for entry in scene.key}
        written = " ".join(texts(made))
        assert all(circled(number) in written for number in told)
        both += all(scene.key for scene in maps)
    assert both


def texts(made: Composition) -> list[str]:
    return [
        item.text for block in made.sheet.blocks for item in block.items if isinstance(item, Run)
    ]


@pytest.mark.parametrize(
    ("language", "name", "hint"), [("en", "Shenyang", "see inset"), ("zh", "沈阳", "见附图")]
)
def test_the_crowd_of_the_province_is_its_capital(
    sheet: Sheet, language: str, name: str, hint: str
) -> None:
    made = sheet(language=language, layers=USUAL)
    assert made.inset
    written = [run.text for run in made.inset.block.items if isinstance(run, Run)]
    assert {name, f"1:{made.inset.denominator:,.0f}".replace(",", " ")} <= set(written)
    (pointer,) = [label for label in made.scene.labels if label.key == "inset"]
    assert [line.text for line in pointer.lines] == [name, hint]


def test_the_legend_explains_the_looks_of_both_maps(sheet: Sheet) -> None:
    """Stations are gathered without the inset; with it each stands for itself in it."""
    told = " ".join(texts(sheet(layers=USUAL)))
    assert "Rail hubs" in told
    assert "Stands for this many symbols" not in told
    without = sheet(layers=USUAL, inset=InsetChoice("none"))
    assert "Stands for this many symbols" in " ".join(texts(without))


def test_the_legend_tells_rings_that_only_the_inset_has(sheet: Sheet) -> None:
    made = sheet(layers=("rail_hub", "high_tech_zone", "enterprise"))
    assert made.inset
    assert not any(mark.symbol.ring for mark in made.inset.main.marks if mark.symbol.size_px < 4)
    assert any(mark.symbol.ring for mark in made.inset.scene.marks)
    assert {"District only", "Planned, candidate or closed"} <= set(texts(made))


def test_the_sheet_says_how_rough_the_ground_of_the_inset_is_once(sheet: Sheet) -> None:
    for scale in (3_000_000, 1_000_000):
        made = sheet(area=AtScale(123.43, 41.8, scale), inset=InsetChoice.parse("shenyang"))
        assert made.inset
        assert sum("only rough" in text for text in " ".join(texts(made)).split("Coasts, ")) == 1


@pytest.mark.parametrize(
    "wanted",
    [
        {"inset": InsetChoice("none")},
        {"layers": ("port",)},
        {"page": None, "size_px": (1280, 800)},
        {"parts": PARTS - {"legend"}},
        {"area": Extent(110, -50, 290, 70)},
        {"area": AtScale(123.43, 41.8, 100_000)},
        {"area": AtScale(123.43, 41.8, 600_000)},
    ],
)
def test_there_is_none_where_nothing_crowds_or_nobody_wants_it(
    sheet: Sheet, wanted: dict[str, Any]
) -> None:
    made = sheet(**wanted)
    assert made.inset is None
    assert "inset" not in {omission.part for omission in made.sheet.omitted}


def test_one_that_was_asked_for_and_has_no_room_is_named(sheet: Sheet) -> None:
    asked = {"inset": InsetChoice.parse("shenyang"), "area": AtScale(123.43, 41.8, 150_000)}
    crowded = sheet(**asked, page=PageSize.named("100x100mm"))
    assert crowded.inset is None
    assert "inset" in {omission.part for omission in crowded.sheet.omitted}
    said = [caution.text for caution in maker_cautions(crowded)]
    assert any("inset map" in text.en and "附图" in text.zh for text in said)


def test_an_unknown_city_is_refused_with_the_nearest(sheet: Sheet) -> None:
    with pytest.raises(UsageError, match="'Shenyang'"):
        sheet(inset=InsetChoice.parse("shenjang"))


def test_the_ground_is_read_once_and_places_that_cannot_win_are_not_tried(
    sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    grounds: list[object] = []
    tried: list[object] = []

    def ground(basemap: Basemap, view: Any) -> tuple[GroundPart, ...]:
        grounds.append(view)
        return read_ground(basemap, view)

    def without(*of: Any) -> Scene:
        tried.append(of)
        return thinned(*of)

    monkeypatch.setattr("mapapp.render.sheet.composition.read_ground", ground)
    monkeypatch.setattr("mapapp.render.sheet.inset.thinned", without)
    made = sheet(layers=USUAL)
    assert len(made.sheet.frame.columns) == 2, "its map is of another size than at first"
    assert grounds == [made.scene.view]
    assert made.inset
    assert len(tried) == 1


def test_an_inset_is_found_again_the_same(sheet: Sheet) -> None:
    one, other = sheet(area=LIAONING), sheet(area=LIAONING)
    assert one.inset
    assert other.inset
    assert one.inset.box == other.inset.box
    assert one.inset.scene.view == other.inset.scene.view
