from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mapapp.core.disk.assets import asset
from mapapp.core.expression.filters import LayerFilter
from mapapp.core.geo.extent import Extent
from mapapp.core.layer.spec import LayerSpec
from mapapp.render.labels.room import BoxPx
from mapapp.render.labels.text import measurer
from mapapp.render.labels.words import Wording
from mapapp.render.request.area import AtScale, FeatureId
from mapapp.render.request.paper import PAGES, PageSize
from mapapp.render.request.request import PARTS, ExportRequest, Part
from mapapp.render.scene import scene
from mapapp.render.scene.layer import SceneLayer, read_layer
from mapapp.render.sheet.blocks import Block, Run
from mapapp.render.sheet.composition import Composition, compose
from mapapp.render.sheet.sheet import Sheet
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue

TITLES = {
    "none": "",
    "short": "Liaoning 辽宁",
    "long": "Ports, parks, free-trade zones and the friendship cities of Shenyang " * 3,
    "hanzi": "辽宁省海港、产业园区、自由贸易试验区片区与沈阳友好城市分布图" * 4,
}
OWN_PAGES = ("100x100mm", "400x120mm", "90x200mm", "1000x300mm")
ALL_PAGES = (*PAGES, *(page.portrait() for page in PAGES[:7]), *map(PageSize.named, OWN_PAGES))
WHOLE = (PageSize.named("A4"), (640, 480), (64, 64))
SIZES = ((1280, 800), (640, 480), (320, 240), (64, 64), (2000, 300), (200, 2000))


@pytest.fixture(scope="module")
def atlas(specs: tuple[LayerSpec, ...]) -> Iterator[Atlas]:
    """The atlas, of which each thing is read once: it is laid out on hundreds of sheets."""
    with Atlas(asset("data", "atlas.gpkg"), specs) as opened, pytest.MonkeyPatch.context() as patch:
        for name in ("entity", "features", "facts", "conflicts"):
            patch.setattr(opened, name, cache(getattr(opened, name)))
        patch.setattr(scene, "read_layer", layers_read_once())
        yield opened


def layers_read_once() -> Callable[..., SceneLayer]:
    """In place of ``read_layer``: each layer is read whole, once for each year."""
    kept: dict[tuple[str, int | None], SceneLayer] = {}

    def read(
        catalogue: LayerCatalogue, spec: LayerSpec, _: Extent | None, year: int | None
    ) -> SceneLayer:
        if (spec.id, year) not in kept:
            kept[spec.id, year] = read_layer(catalogue, spec, None, year)
        return kept[spec.id, year]

    return read


@pytest.fixture(scope="module")
def basemap() -> Iterator[Basemap]:
    with Basemap(asset("data", "basemap.gpkg")) as opened:
        yield opened


def composed(
    atlas: Atlas, basemap: Basemap, specs: tuple[LayerSpec, ...], **changes: Any
) -> Composition:
    wanted: dict[str, Any] = {
        "path": Path("out.pdf"),
        "format": "pdf",
        "layers": tuple(spec.id for spec in specs),
    }
    return compose(ExportRequest(**wanted | changes), LayerCatalogue(atlas), basemap)


def overlap(one: BoxPx, other: BoxPx) -> bool:
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > 0.01
        and min(one[3], other[3]) - max(one[1], other[1]) > 0.01
    )


def within(inner: BoxPx, outer: BoxPx) -> bool:
    low = all(one >= other - 0.01 for one, other in zip(inner[:2], outer[:2], strict=True))
    return low and all(one <= other + 0.01 for one, other in zip(inner[2:], outer[2:], strict=True))


def assert_tidy(composition: Composition) -> None:
    """No two blocks overlap, nothing leaves the sheet, no text leaves its block."""
    sheet = composition.sheet
    boxes = {f"{block.name} {i}": block.box for i, block in enumerate(sheet.blocks)}
    if sheet.locator:
        boxes["locator"] = sheet.locator
    if sheet.frame.is_page:
        for block in sheet.blocks:
            if block.name in ("title", "attribution"):
                assert not overlap(block.box, sheet.frame.map), f"{block.name} lies on the map"
            elif block.name != "scale_bar":
                inside = (*sheet.frame.columns, sheet.frame.map)
                assert any(within(block.box, box) for box in inside), block.name
    for (name, box), (other, other_box) in itertools.combinations(boxes.items(), 2):
        assert not overlap(box, other_box), f"{name} overlaps {other}"
    for name, (left, top, right, bottom) in {**boxes, "map": sheet.frame.map}.items():
        assert min(left, top) >= -0.01, name
        assert right <= sheet.frame.width + 0.01, name
        assert bottom <= sheet.frame.height + 0.01, name
    for block in sheet.blocks:
        assert_texts_inside(block)


def assert_texts_inside(block: Block) -> None:
    for item in block.items:
        if isinstance(item, Run):
            right = item.x + measurer().width(item.text, item.size, bold=item.bold)
            assert item.x >= -0.01, item
            assert right <= block.width + 0.01, item
            assert item.y <= block.height + 0.01, item


def titled(shapes: Sequence[Any]) -> Iterator[tuple[Any, str, Wording]]:
    """Each page or picture with a short and a long title, the next one with the others.

    The usual page and the pictures with least room have all. Each title is met in each language.
    """
    languages: tuple[Wording, ...] = "en", "zh", "both"
    for (i, shape), (j, title) in itertools.product(enumerate(shapes), enumerate(TITLES)):
        if i % 2 == j % 2 or shape in WHOLE:
            yield shape, title, languages[(i // 2 + j) % len(languages)]


@pytest.mark.parametrize(
    ("page", "title", "language"),
    [
        pytest.param(page, title, language, id=f"{page.name}-{title}-{language}")
        for page, title, language in titled(ALL_PAGES)
    ],
)
def test_nothing_overlaps_or_leaves_a_page(
    atlas: Atlas,
    basemap: Basemap,
    specs: tuple[LayerSpec, ...],
    page: PageSize,
    title: str,
    language: Wording,
) -> None:
    text = TITLES[title]
    assert_tidy(
        composed(
            atlas,
            basemap,
            specs,
            page=page,
            title=text,
            subtitle=text[:90],
            notes=text,
            review_number="GS(2024)0650",
            language=language,
        )
    )


def parts_and_pages() -> Iterator[Any]:
    """Each part alone on a page, and missing on the next one of three."""
    pages = "A4", "A5 portrait", "120x80mm"
    for i, part in enumerate(sorted(PARTS)):
        alone, rest = pages[i % 3], pages[(i + 1) % 3]
        yield pytest.param(frozenset({part}), alone, id=f"{part}-alone-{alone}")
        yield pytest.param(PARTS - {part}, rest, id=f"{part}-missing-{rest}")


@pytest.mark.parametrize(("parts", "page"), tuple(parts_and_pages()))
def test_nothing_overlaps_whatever_part_is_alone_or_missing(
    atlas: Atlas,
    basemap: Basemap,
    specs: tuple[LayerSpec, ...],
    parts: frozenset[Part],
    page: str,
) -> None:
    wanted: dict[str, Any] = {
        "page": PageSize.named(page),
        "title": TITLES["short"],
        "notes": "Of our own.",
    }
    assert_tidy(composed(atlas, basemap, specs, parts=parts, **wanted))


def test_a_page_without_furniture_is_all_map(
    atlas: Atlas, basemap: Basemap, specs: tuple[LayerSpec, ...]
) -> None:
    sheet = composed(
        atlas, basemap, specs, page=PageSize.named("A4"), parts=frozenset({"title", "scale_bar"})
    ).sheet
    left, _, right, _ = sheet.frame.map
    assert right - left > 0.9 * sheet.frame.width


def test_an_upright_page_has_its_furniture_below_the_map(
    atlas: Atlas, basemap: Basemap, specs: tuple[LayerSpec, ...]
) -> None:
    frame = composed(atlas, basemap, specs, page=PageSize.named("A4 portrait")).sheet.frame
    assert len(frame.columns) == 3
    assert all(box[1] > frame.map[3] for box in frame.columns)


def test_remarks_tell_year_and_filters(
    atlas: Atlas, basemap: Basemap, specs: tuple[LayerSpec, ...]
) -> None:
    picture = composed(
        atlas,
        basemap,
        specs,
        page=PageSize.named("A4"),
        as_of_year=2012,
        filters={"port": LayerFilter(text="dalian")},
        notes="Of our own.",
        review_number="GS(2024)0650",
    )
    told = " ".join(
        item.text for block in picture.sheet.blocks for item in block.items if isinstance(item, Run)
    )
    for text in ("2012", "Sea ports (“dalian”)", "Of our own.", "GS(2024)0650", "Map date"):
        assert text in told


def test_both_languages_are_told(
    atlas: Atlas, basemap: Basemap, specs: tuple[LayerSpec, ...]
) -> None:
    picture = composed(atlas, basemap, specs, page=PageSize.named("A3"), language="both")
    runs = [i.text for b in picture.sheet.blocks for i in b.items if isinstance(i, Run)]
    labels = {line.text for label in picture.scene.labels for line in label.lines}
    assert "Sea ports 海港" in runs
    assert {"Fuxin", "阜新"} <= labels


def test_what_is_selected_stands_out(
    atlas: Atlas, basemap: Basemap, specs: tuple[LayerSpec, ...]
) -> None:
    chosen = (FeatureId("port", "port-dalian"), FeatureId("friendship_link", "link-chicago"))
    shown = composed(atlas, basemap, specs, selected=chosen, size_px=(800, 600)).scene
    assert [mark.id for mark in shown.marks if mark.selected] == ["port-dalian"]
    styles = {line.text: line.style for label in shown.labels for line in label.lines}
    assert styles["Port of Dalian"] == "selected"


def test_a_request_for_a_scale_prints_it(
    atlas: Atlas, basemap: Basemap, specs: tuple[LayerSpec, ...]
) -> None:
    picture = composed(
        atlas, basemap, specs, page=PageSize.named("A4"), area=AtScale(123.43, 41.8, 250_000)
    )
    runs = [i.text for b in picture.sheet.blocks for i in b.items if isinstance(i, Run)]
    assert "1:250 000" in runs


@pytest.mark.parametrize(
    ("size", "title"),
    [
        pytest.param(size, title, id=f"{size[0]}x{size[1]}-{title}")
        for size, title, _ in titled(SIZES)
    ],
)
def test_nothing_overlaps_or_leaves_a_picture(
    atlas: Atlas,
    basemap: Basemap,
    specs: tuple[LayerSpec, ...],
    size: tuple[int, int],
    title: str,
) -> None:
    picture = composed(atlas, basemap, specs, format="png", size_px=size, title=TITLES[title])
    assert_tidy(picture)


@pytest.fixture(scope="module")
def sheet_of(
    atlas: Atlas, basemap: Basemap, specs: tuple[LayerSpec, ...]
) -> Callable[[PageSize], Sheet]:
    """The sheet of a page, which is laid out once for all who look at it."""
    return cache(lambda page: composed(atlas, basemap, specs, page=page, title="Liaoning").sheet)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_most_of_a_page_is_map(sheet_of: Callable[[PageSize], Sheet], page: PageSize) -> None:
    frame = sheet_of(page).frame
    left, top, right, bottom = frame.map
    share = (right - left) * (bottom - top) / (frame.width * frame.height)
    assert share >= (0.4 if page.width_mm < 250 else 0.55)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_text_is_smaller_than_six_points(
    sheet_of: Callable[[PageSize], Sheet], page: PageSize
) -> None:
    sheet = sheet_of(page)
    runs = [item for block in sheet.blocks for item in block.items if isinstance(item, Run)]
    assert min(run.size for run in runs) * sheet.frame.unit * 0.75 >= 6


def test_every_number_in_brackets_has_its_source(
    atlas: Atlas, basemap: Basemap, specs: tuple[LayerSpec, ...]
) -> None:
    sheet = composed(atlas, basemap, specs, page=PageSize.named("A3")).sheet
    blocks = [*sheet.blocks, *(block for page in sheet.further for block in page.blocks)]
    texts = {
        name: "".join(
            item.text
            for block in blocks
            if block.name.startswith(name)
            for item in block.items
            if isinstance(item, Run)
        )
        for name in ("figures", "sources")
    }
    numbers = {int(part.split("]")[0]) for part in texts["figures"].split("[")[1:]}
    assert numbers == set(range(1, len(numbers) + 1))
    assert all(f"[{number}]" in texts["sources"] for number in numbers)


def test_the_legend_names_the_layers_in_sight_only(
    atlas: Atlas, basemap: Basemap, specs: tuple[LayerSpec, ...]
) -> None:
    chicago = Extent(-130, 20, -60, 50)
    sheet = composed(atlas, basemap, specs, area=chicago, page=PageSize.named("A4")).sheet
    (legend,) = [block for block in sheet.blocks if block.items and block.name == "legend"][:1]
    texts = {item.text for item in legend.items if isinstance(item, Run)}
    assert texts == {"Legend", "Friendship cities", "Friendship links"}


def test_a_page_without_parts_has_its_attribution(
    atlas: Atlas, basemap: Basemap, specs: tuple[LayerSpec, ...]
) -> None:
    page = composed(
        atlas, basemap, specs, page=PageSize.named("A4"), parts=frozenset(), title="Liaoning"
    )
    assert [block.name for block in page.sheet.blocks] == ["attribution"]


def test_cards_hide_no_label(atlas: Atlas, basemap: Basemap, specs: tuple[LayerSpec, ...]) -> None:
    picture = composed(atlas, basemap, specs, format="png", size_px=(1280, 800), title="Liaoning")
    for label, block in itertools.product(picture.scene.labels, picture.sheet.blocks):
        assert not overlap(label.box, block.box)
