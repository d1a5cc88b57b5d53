"""What the map leaves to the furniture of a page, and where cards and the locator stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from mapapp.core.disk.assets import asset
from mapapp.core.geo.extent import LIAONING, WORLD, Extent
from mapapp.core.geo.projecting import projection_for
from mapapp.core.geo.projection_choice import ProjectionChoice
from mapapp.core.layer.spec import LayerSpec
from mapapp.paint.sheet_painter import furniture_pieces
from mapapp.render.labels.country_places import CountryAreas
from mapapp.render.request.area import AtScale
from mapapp.render.request.inset_choice import InsetChoice
from mapapp.render.request.paper import PageSize
from mapapp.render.request.request import PARTS, ExportRequest
from mapapp.render.sheet.blocks import Block, Run
from mapapp.render.sheet.cards import Corners
from mapapp.render.sheet.composition import Composition, compose
from mapapp.render.sheet.degrees import run_box
from mapapp.render.sheet.frame import COLUMN, further_columns, further_width, plan_sheet
from mapapp.render.sheet.locator import locator_scene
from mapapp.render.sheet.omissions import Omission, omission_message
from mapapp.render.view.projected_view import ProjectedView
from mapapp.render.view.view import AnyView
from mapapp.render.view.viewport import Viewport
from mapapp.render.view.whereabouts import frame_in
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue

CHINA = Extent(73, 3, 136, 54)
LAMBERT = projection_for(ProjectionChoice.parse("lambert"), CHINA)


@pytest.fixture(scope="module")
def stores(specs: tuple[LayerSpec, ...]) -> Iterator[tuple[LayerCatalogue, Basemap]]:
    with (
        Atlas(asset("data", "atlas.gpkg"), specs) as atlas,
        LayerCatalogue(atlas) as catalogue,
        Basemap(asset("data", "basemap.gpkg")) as basemap,
    ):
        yield catalogue, basemap


def composed(stores: tuple[LayerCatalogue, Basemap], page: str, **changes: Any) -> Composition:
    catalogue, basemap = stores
    wanted: dict[str, Any] = {
        "layers": tuple(spec.id for spec in catalogue.specs),
        "page": None if "size_px" in changes else PageSize.named(page),
    }
    format_ = changes.pop("format", "pdf")
    return compose(ExportRequest(Path("x"), format_, **wanted | changes), catalogue, basemap)


def names(picture: Composition) -> list[str]:
    return [block.name for block in picture.sheet.blocks]


def test_the_key_to_numbers_pushes_no_part_of_the_legend_to_a_further_page(
    stores: tuple[LayerCatalogue, Basemap],
) -> None:
    picture = composed(stores, "A4", parts=frozenset({"title", "legend", "scale_bar"}), title="T")
    assert "key" in names(picture)
    later = {block.name for page in picture.sheet.further for block in page.blocks}
    assert not later & {"legend", "certainty"}


def test_symbols_that_neither_a_name_nor_a_number_tells_are_counted(
    stores: tuple[LayerCatalogue, Basemap],
) -> None:
    picture = composed(stores, "A4", inset=InsetChoice("none"))
    (named,) = [each for each in picture.sheet.omitted if each.part == "names"]
    scene, told = picture.scene, {label.key for label in picture.scene.labels}
    symbols = [each for each in scene.named if each.half_px is not None]
    assert named.wanted == sum(each.count for each in symbols)
    assert named.shown == sum(each.count for each in symbols if each.key in told)
    assert named.shown < named.wanted
    small = composed(stores, "100x100mm", layers=("port",), title="Ports").sheet
    assert not small.frame.columns
    assert "names" in {each.part for each in small.omitted}
    ports = composed(stores, "A4", layers=("port",)).sheet.omitted
    assert "names" not in {each.part for each in ports}


def test_what_has_no_room_is_told_by_how_much_is_missing() -> None:
    sentence = omission_message([Omission("figures", 1, 23), Omission("locator")])
    assert sentence is not None
    assert sentence.text("en").startswith("No room for: key figures (22 of 23), locator map.")
    assert sentence.text("zh").startswith("版面放不下：主要数据（23 项中的 22 项）、位置示意图。")


def test_an_upright_small_page_has_its_legend_whole(
    stores: tuple[LayerCatalogue, Basemap],
) -> None:
    area = AtScale(123.43, 41.8, 300_000)
    picture = composed(stores, "A5 portrait", language="both", area=area, title="T")
    assert {"legend", "certainty", "remarks"} <= set(names(picture))
    for block in picture.sheet.blocks:
        if block.name == "legend_rest":  # signs may stand in the next column, layers may not
            first = next(item for item in block.items if isinstance(item, Run))
            assert first.text.startswith("Moved aside")
    assert {omission.part for omission in picture.sheet.omitted} <= {"locator", "names"}


def test_the_map_is_larger_where_there_is_little_to_say(
    stores: tuple[LayerCatalogue, Basemap],
) -> None:
    parts = PARTS - {"figures", "locator"}
    much = composed(stores, "A4 portrait").sheet.frame
    little = composed(stores, "A4 portrait", layers=("port",), parts=parts).sheet.frame
    assert little.map[3] > much.map[3] + 50


def test_columns_below_a_map_are_of_about_the_same_length(
    stores: tuple[LayerCatalogue, Basemap],
) -> None:
    sheet = composed(stores, "A4 portrait", parts=PARTS - {"figures"}).sheet
    feet = [
        max(b.box[3] for b in sheet.blocks if b.box[0] == column[0] and b.box[1] >= column[1])
        for column in sheet.frame.columns
    ]
    height = sheet.frame.columns[0][3] - sheet.frame.columns[0][1]
    assert max(feet) - sorted(feet)[1] < height / 2


def test_notes_that_cannot_follow_take_a_second_column_but_half_the_page_stays_map(
    stores: tuple[LayerCatalogue, Basemap],
) -> None:
    notes = "word " * 1900
    svg = composed(stores, "A4", format="svg", notes=notes, layers=("port",)).sheet
    pdf = composed(stores, "A4", notes=notes, layers=("port",)).sheet
    assert (len(svg.frame.columns), len(pdf.frame.columns)) == (2, 1)
    assert svg.frame.map[2] - svg.frame.map[0] >= svg.frame.width / 2
    assert pdf.further
    assert "notes" not in {omission.part for omission in pdf.omitted}


def test_what_goes_on_has_long_lines_in_all_of_the_width_and_a_page_of_how_many(
    stores: tuple[LayerCatalogue, Basemap],
) -> None:
    notes = "\n".join(["word " * 60] * 33)
    sheet = composed(stores, "150x100mm", notes=notes, layers=("port",)).sheet
    columns = further_columns(sheet.frame, 0.0)
    assert columns[0][0] == sheet.frame.map[0]
    assert columns[-1][2] == pytest.approx(sheet.frame.width - sheet.frame.map[0])
    count = len(sheet.further) + 1
    assert count > 2
    for number, page in enumerate(sheet.further, 2):
        title, *blocks = page.blocks
        assert f"page {number} of {count}" in [i.text for i in title.items if isinstance(i, Run)][1]
        widest = max(block.width for block in blocks)
        assert COLUMN * 1.4 < widest <= further_width(sheet.frame), "set anew, not only moved"
    told = [*sheet.blocks, *(block for page in sheet.further for block in page.blocks)]
    runs = [item.text for block in told for item in block.items if isinstance(item, Run)]
    assert " ".join(runs).split().count("word") == 1980, "each once"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_default_sheet_is_one_page_in_two_columns_and_most_of_its_width_is_map(
    stores: tuple[LayerCatalogue, Basemap], language: str
) -> None:
    usual = ("industrial_park", "port", "high_tech_zone", "ftz_area", "rail_hub")
    sheet = composed(stores, "A4", language=language, layers=usual).sheet
    assert (len(sheet.frame.columns), sheet.further, sheet.omitted) == (2, (), ())
    assert sheet.frame.map[2] - sheet.frame.map[0] >= 0.6 * sheet.frame.width
    small = composed(stores, "A5", language=language, layers=usual).sheet
    assert len(small.frame.columns) == 1, "where it would leave too little map"
    assert small.further
    bare = composed(stores, "A4", language=language, layers=("port",)).sheet
    assert len(bare.frame.columns) == 1, "where nothing would go on"


def test_some_figures_come_before_the_locator_where_they_cannot_follow(
    stores: tuple[LayerCatalogue, Basemap],
) -> None:
    assert "figures" in names(composed(stores, "A4", format="svg", language="zh"))
    assert composed(stores, "A4", language="zh").sheet.locator


@pytest.mark.parametrize("size", [(400, 300), (320, 240), (300, 460)])
def test_no_card_of_a_small_picture_covers_a_feature(
    stores: tuple[LayerCatalogue, Basemap], size: tuple[int, int]
) -> None:
    picture = composed(stores, "", format="png", size_px=size)
    unit = picture.sheet.frame.map_unit
    for block in picture.sheet.blocks:
        left, top, right, bottom = block.box
        for mark in picture.scene.marks:
            assert not (left < mark.x * unit < right and top < mark.y * unit < bottom)


def test_a_card_goes_where_it_hides_the_fewest_features() -> None:
    frame = plan_sheet(ExportRequest(Path("x.png"), "png", size_px=(1000, 800)))
    card = Block("legend", 150.0, 120.0, ())
    lower = [(x, 700.0) for x in range(0, 1000, 20)]
    upper_left = [(20.0, 20.0)]
    spot = Corners(frame, (), [*lower, *upper_left]).spot(card, 8.0)
    assert spot is not None
    assert spot.box[0] > 400
    assert spot.box[1] < 100


@pytest.mark.parametrize(
    ("area", "language", "name"),
    [
        (Extent(123.3, 41.7, 123.6, 41.9), "en", "Shenyang"),
        (Extent(121.4, 38.8, 121.8, 39.1), "zh", "大连"),
        (LIAONING, "en", "Liaoning"),
        (LIAONING, "zh", "辽宁"),
        (Extent(75, 20, 134, 53), "en", "China"),
    ],
)
def test_a_locator_has_the_one_name_of_what_the_sheet_shows(
    stores: tuple[LayerCatalogue, Basemap], area: Extent, language: Any, name: str
) -> None:
    scene = locator_scene(Viewport.fitted(area, 900, 700), 190, 120, stores[1], language)
    assert [line.text for label in scene.labels for line in label.lines] == [name]


@pytest.mark.parametrize(
    ("area", "names"),
    [
        (Extent(110, 32, 145, 52), ["China"]),  # its middle lies in the Yellow Sea, next to Korea
        (Extent(60, 5, 100, 30), ["India"]),
        (Extent(100, 30, 150, 55), []),  # as much of Russia as of China
        (Extent(123, 33, 132, 43), []),  # both Koreas, and a corner of Liaoning
        (Extent(120.5, 40.5, 121.5, 41.2), ["Liaoning"]),  # Jinzhou and Huludao
    ],
)
def test_a_locator_names_no_part_of_what_the_sheet_shows_for_the_whole(
    stores: tuple[LayerCatalogue, Basemap], area: Extent, names: list[str]
) -> None:
    scene = locator_scene(Viewport.fitted(area, 900, 700), 190, 120, stores[1], "en")
    assert [line.text for label in scene.labels for line in label.lines] == names


def test_a_country_is_named_in_itself_on_the_locator(
    stores: tuple[LayerCatalogue, Basemap],
) -> None:
    shown = Viewport.fitted(Extent(110, 32, 145, 52), 900, 700)
    scene = locator_scene(shown, 190, 120, stores[1], "en")
    (label,) = scene.labels
    areas = stores[1].countries(scene.view.extent)
    assert areas is not None
    assert CountryAreas(areas, scene.view).may_hold("China", label.box)


def test_a_city_that_the_sheet_is_tied_to_comes_before_a_nearer_one(
    stores: tuple[LayerCatalogue, Basemap],
) -> None:
    shown = Viewport.fitted(Extent(120.5, 40.5, 121.6, 41.2), 900, 700)  # the port of Jinzhou
    scene = locator_scene(shown, 190, 120, stores[1], "en", ("Jinzhou", "Liaoning Province"))
    assert [label.lines[0].text for label in scene.labels] == ["Jinzhou"]


@pytest.mark.parametrize(
    ("view", "size"),
    [
        (Viewport.fitted(CHINA, 800, 650), (190, 88)),
        (Viewport.fitted(CHINA, 800, 650), (190, 120)),
        (Viewport.fitted(LIAONING, 250, 460), (190, 120)),
        (Viewport.fitted(Extent(-10, 40, 0, 50), 800, 650), (190, 120)),
        (Viewport.fitted(Extent(121, 38.8, 124.4, 40.9), 800, 650), (190, 120)),
        (ProjectedView.fitted(LAMBERT, CHINA, 800, 650), (190, 120)),
    ],
)
def test_a_locator_has_all_of_the_rectangle_of_its_sheet_and_no_name_across_its_edges(
    stores: tuple[LayerCatalogue, Basemap], view: AnyView, size: tuple[int, int]
) -> None:
    for language in ("en", "zh"):
        scene = locator_scene(view, *size, stores[1], language)
        assert isinstance(scene.view, Viewport)
        ring = frame_in(view, scene.view)
        assert (ring > 0).all()
        assert (ring < size).all()
        (left, top), (right, bottom) = ring.min(axis=0), ring.max(axis=0)
        for x0, y0, x1, y1 in (label.box for label in scene.labels):
            is_inside = x0 > left and x1 < right and y0 > top and y1 < bottom
            assert is_inside or x0 > right or x1 < left or y0 > bottom or y1 < top


def test_a_locator_of_a_city_shows_a_coast_or_a_border(
    stores: tuple[LayerCatalogue, Basemap],
) -> None:
    shown = Viewport.at_scale(123.43, 41.8, 5, 900, 700)
    scene = locator_scene(shown, 190, 120, stores[1], "en")
    drawn = {part.kind for part in scene.ground if len(part.outlines.points)}
    assert drawn & {"coast", "border", "province"}


def test_a_map_of_the_world_needs_no_locator(stores: tuple[LayerCatalogue, Basemap]) -> None:
    sheet = composed(stores, "A4", area=WORLD).sheet
    assert sheet.locator is None
    assert "locator" not in {omission.part for omission in sheet.omitted}


@pytest.mark.parametrize(
    ("area", "size", "are_credited"),
    [
        (WORLD, {}, False),
        (WORLD, {"size_px": (1280, 800), "format": "png"}, False),
        (AtScale(123.4, 41.8, 100_000_000), {}, False),
        (LIAONING, {}, True),
        (LIAONING, {"size_px": (200, 130), "format": "png"}, False),
        (Extent(121, 40, 124.5, 42), {"size_px": (200, 130), "format": "png"}, True),
    ],
)
def test_rivers_are_credited_where_they_are_drawn(
    stores: tuple[LayerCatalogue, Basemap], area: Any, size: dict[str, Any], are_credited: bool
) -> None:
    picture = composed(stores, "A4", area=area, layers=(), **size)
    texts = " ".join(r.text for r in picture.sheet.frame.footer.items if isinstance(r, Run))
    assert ("GSHHG" in texts) == are_credited
    drawn = {part.kind for part in picture.scene.ground if len(part.outlines.points)}
    assert are_credited or "river" not in drawn


@pytest.mark.parametrize("page", ["A4", "A5 portrait"])
def test_degrees_outside_of_the_frame_meet_nothing_of_the_page_and_are_painted(
    stores: tuple[LayerCatalogue, Basemap], qapp: QGuiApplication, page: str
) -> None:
    wanted = {"layers": ("port",), "area": LIAONING, "title": "Liaoning"}
    picture = composed(stores, page, graticule_labels=True, **wanted)
    frame = picture.sheet.frame
    blank = picture_of(replace(picture, degrees=()))
    drawn = picture_of(picture)
    for run in picture.degrees:
        x0, y0, x1, y1 = (frame.map[i % 2] + v * frame.map_unit for i, v in enumerate(run_box(run)))
        box = shapely.box(x0, y0, x1, y1 - run.size * frame.map_unit / 2)
        assert not any(box.intersects(shapely.box(*block.box)) for block in picture.sheet.blocks)
        assert shapely.box(0, 0, frame.width, frame.height).contains(box)
        pixels = QRect(*(round(v * frame.unit) for v in (x0, y0, x1 - x0, y1 - y0)))
        assert drawn.copy(pixels) != blank.copy(pixels), run.text


def picture_of(picture: Composition) -> QImage:
    """What the pieces around the map look like, in CSS pixels."""
    width, height = picture.request.css_size
    image = QImage(round(width), round(height), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    for piece in furniture_pieces(picture):
        piece.paint(painter)
    painter.end()
    return image


@pytest.mark.parametrize("scale", [300_000, 500_000, 1_000_000])
def test_degrees_and_names_do_not_meet(
    stores: tuple[LayerCatalogue, Basemap], scale: float
) -> None:
    area = AtScale(123.43, 41.8, scale)
    picture = composed(stores, "A5 portrait", area=area, language="both", graticule_labels=True)
    boxes = [run_box(run) for run in picture.degrees]
    assert boxes
    for label in picture.scene.labels:
        for box in boxes:
            assert not (
                label.box[0] < box[2]
                and label.box[2] > box[0]
                and label.box[1] < box[3]
                and label.box[3] > box[1]
            )
