"""How sheets of a book are laid out: their own feature first, numbers, the map of its links."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mapapp.core.disk.assets import asset
from mapapp.core.geo.mercator import world_x, world_y
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.text import Text
from mapapp.render.book.sheets import book_sheets
from mapapp.render.labels.names import Named
from mapapp.render.request.area import FeatureId
from mapapp.render.request.paper import PageSize
from mapapp.render.request.request import PARTS, ExportRequest
from mapapp.render.scene.labelling import label_scene
from mapapp.render.scene.scene import Scene
from mapapp.render.sheet.blocks import Block, Run
from mapapp.render.sheet.book_page import BookPage, Contents, Folio
from mapapp.render.sheet.book_sheet import BookSheet
from mapapp.render.sheet.composition import Composition, compose
from mapapp.render.sheet.reading import passages
from mapapp.render.view.viewport import Viewport
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue

A4 = PageSize.named("A4")
SHENYANG = (123.43, 41.8)
Composed = Callable[..., Composition]


@pytest.fixture
def composed(atlas: Atlas) -> Iterator[Composed]:
    """The sheet of a feature in the book of its layer, or without one that which opens the book."""
    catalogue = LayerCatalogue(atlas)
    with Basemap(asset("data", "basemap.gpkg")) as basemap:

        def sheet(layer: str, id_: str = "", **changes: Any) -> Composition:
            wanted: dict[str, Any] = {"path": Path("book.pdf"), "format": "pdf", "page": A4}
            request = ExportRequest(**wanted | {"book": layer, "title": "Book"} | changes)
            for each, page in book_sheets(request, catalogue):
                if (page.facts.feature.id if page.facts else "") == id_:
                    return compose(each, catalogue, basemap, page)
            raise LookupError(id_)

        yield sheet


def lines_of(block: Block) -> list[str]:
    return [item.text for item in block.items if isinstance(item, Run)]


def text_of(blocks: Iterator[Block] | list[Block]) -> str:
    return " ".join(line for block in blocks for line in lines_of(block))


def sections(composition: Composition) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for block in composition.sheet.blocks:
        told.setdefault(block.name, []).extend(lines_of(block))
    return told


def test_neighbours_are_told_after_the_feature_itself_and_under_their_own_head(
    composed: Composed,
) -> None:
    told = sections(composed("port", "port-dalian", parts=PARTS - {"ground", "locator"}))
    assert told["facts"][0] == "Figures"
    assert "six" in " ".join(told["facts"])
    assert "Trade Zone" not in " ".join(told["facts"])
    names = [*told]
    assert told["figures"][0] == "Nearby"
    assert names.index("facts") < names.index("ties") < names.index("figures")


def test_no_feature_is_its_own_neighbour(composed: Composed) -> None:
    only = {"layers": ("industrial_park",), "page": PageSize.named("A3")}
    of_the_other = sections(composed("industrial_park", "shenyang-etda", **only))
    assert "China-Germany" in " ".join(of_the_other["figures"])
    assert "figures" not in sections(composed("industrial_park", "cgip", **only))


def test_where_figures_go_on_the_map_keeps_its_legend_and_its_small_map(
    composed: Composed,
) -> None:
    sheet = composed("context", "shenyang", page=PageSize.named("A5")).sheet
    assert sheet.further
    assert sheet.locator
    assert "legend" in {block.name for block in sheet.blocks}


def test_a_sheet_takes_a_second_column_for_its_small_map(composed: Composed) -> None:
    composition = composed("context", "jinzhou", page=PageSize.named("A5"))
    assert composition.sheet.locator
    assert len(composition.sheet.frame.columns) == 2


def test_no_other_numbers_are_on_the_map_that_opens_a_book(
    atlas: Atlas, specs: tuple[LayerSpec, ...]
) -> None:
    port = next(spec for spec in specs if spec.id == "port")
    members = (Text("Harbour", ""), Text("Quay", ""))
    gathered = Named("port:1.0:0", port, Text("Harbour", ""), 10, 10, 7, count=2, members=members)
    view = Viewport.at_scale(*SHENYANG, 100.0, 400.0, 300.0)
    contents = Contents((FeatureId("port", "a"), FeatureId("port", "b")), ("A", "B"), "")
    page = BookPage(Folio("Book", 0, 2), contents=contents)
    request = ExportRequest(Path("book.pdf"), "pdf", page=A4)
    with Basemap(asset("data", "basemap.gpkg")) as basemap:
        book = BookSheet(page, request, LayerCatalogue(atlas), basemap)
        scene = book.scene(Scene(view, (), named=(gathered,)))
        labelled = label_scene(scene, basemap, "en", most_numbers=9)
    assert not labelled.key
    assert "Harbour" not in {line.text for label in labelled.labels for line in label.lines}


def test_a_feature_of_which_nothing_is_told_says_so(composed: Composed) -> None:
    told = sections(composed("port", "port-dalian-dayaowan"))
    assert told["facts"][1] == "No figures in this atlas."


@pytest.mark.parametrize(
    ("layer", "id_"), [("ftz_area", "ftz-dalian-bonded-area"), ("institution", "cas-imr")]
)
def test_each_source_stands_once_though_neighbours_cite_it_too(
    composed: Composed, layer: str, id_: str
) -> None:
    composition = composed(
        layer, id_, page=PageSize.named("A3"), parts=PARTS - {"ground", "locator"}
    )
    told = sections(composition)
    assert "Nearby" in told["figures"]
    numbered = [line for line in told["sources"] if line.startswith("[")]
    assert [line.partition("]")[0][1:] for line in numbered] == [
        str(number) for number in range(1, len(numbered) + 1)
    ]
    assert len({line.partition("] ")[2] for line in numbered}) == len(numbered)


def test_without_figures_among_its_parts_a_sheet_tells_none(composed: Composed) -> None:
    told = sections(composed("port", "port-dalian", parts=PARTS - {"figures"}))
    assert not {"facts", "ties", "figures"} & told.keys()


@pytest.mark.parametrize("page", ["A4", "A4 portrait", "A5", "A5 portrait"])
@pytest.mark.parametrize("id_", ["cgip", "shenyang-etda"])
def test_no_figure_of_a_feature_is_lost(composed: Composed, page: str, id_: str) -> None:
    composition = composed("industrial_park", id_, page=PageSize.named(page))
    facts = composition.page.facts if composition.page else None
    assert facts is not None
    sheet = composition.sheet
    blocks = [*sheet.blocks, *(block for further in sheet.further for block in further.blocks)]
    whole = text_of(blocks).replace(" ", "")
    for figure in facts.figures:
        assert figure.label.replace(" ", "") in whole
        assert all(text.replace(" ", "") in whole for text in figure.texts)
    assert sum(tie.name.replace(" ", "") in whole for tie in facts.ties) == len(facts.ties)
    own = text_of([block for block in blocks if block.name.startswith("facts")]).replace(" ", "")
    first = facts.figures[0]
    assert own.count(first.label.replace(" ", "") + ":") == 1


def test_neighbours_never_go_on_on_a_further_page(composed: Composed) -> None:
    sheet = composed("context", "shenyang", page=PageSize.named("A5")).sheet
    assert sheet.further
    heads = [line for page in sheet.further for b in page.blocks for line in lines_of(b)[:1]]
    assert "Nearby" not in heads
    assert "11 / 14, continued" in [line for b in sheet.further[0].blocks for line in lines_of(b)]


def test_a_sheet_has_its_number_and_the_title_of_its_book_in_the_margin(
    composed: Composed,
) -> None:
    composition = composed("port", "port-dandong")
    (head,) = (b for b in composition.sheet.blocks if b.name == "folio")
    assert lines_of(head) == ["Book", "3 / 8"]
    assert head.box[3] < composition.sheet.frame.map[0]
    frame = composition.sheet.frame
    assert head.box[2] == pytest.approx(frame.width - frame.map[0])


def test_the_small_map_of_a_linked_city_holds_its_link(composed: Composed) -> None:
    locator = composed("friendship_city", "friendship-chicago").locator
    assert locator is not None
    for lon, lat in (SHENYANG, (-87.65, 41.85)):
        assert any(
            locator.view.left < world_x(lon) + copy < locator.view.right
            for copy in locator.view.copies
        )
        assert locator.view.top < world_y(lat) < locator.view.bottom
    assert locator.strokes
    named = {line.text for label in locator.labels for line in label.lines}
    assert "Shenyang" in named


def test_of_all_links_only_its_own_is_on_its_map(composed: Composed) -> None:
    layers = composed("friendship_city", "friendship-novosibirsk").scene.layers
    (links,) = (layer.layer for layer in layers if layer.id == "friendship_link")
    assert sum(len(group.fids) for group in links.shapes) == 1


def test_the_map_that_opens_a_book_has_each_number_once_and_no_names_of_its_own(
    composed: Composed,
) -> None:
    composition = composed("port")
    told = sections(composition)
    assert sorted(told["page_number"], key=int) == [str(i) for i in range(1, 9)]
    named = {line.text for label in composition.scene.labels for line in label.lines}
    assert not [name for name in named if "Port" in name]
    assert told["contents"][:4] == [
        "Contents",
        "In the order of the alphabet.",
        "1",
        "Port of Dalian",
    ]


def test_the_contents_lead_to_their_sheets(composed: Composed) -> None:
    (contents,) = (b for b in composed("port").sheet.blocks if b.name == "contents")
    pages = [item.page for item in contents.items if isinstance(item, Run) and item.page]
    assert sorted({*pages}) == [*range(1, 9)]
    assert "1 Port of Dalian" in [passage.text for passage in passages(contents)]


def test_a_tie_cites_who_says_so(composed: Composed) -> None:
    composition = composed("port", "port-dalian")
    facts = composition.page.facts if composition.page else None
    assert facts is not None
    assert {source for tie in facts.ties for source in tie.sources} <= facts.numbers.keys()
    told = sections(composition)
    (province,) = (line for line in told["ties"] if "Liaoning Province" in line)
    assert "[" in province
    assert f"[{max(facts.numbers.values())}]" in " ".join(told["sources"])
