"""Which sheets a book has, in which order, and what is known of the feature of each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mapapp.core.errors import DataError
from mapapp.core.expression.filters import LayerFilter
from mapapp.core.geo.extent import Extent
from mapapp.core.geo.projecting import projection_for
from mapapp.core.geo.projection_choice import ProjectionChoice
from mapapp.core.text import is_chinese
from mapapp.render.book.sheets import PlannedSheet, book_sheets
from mapapp.render.labels import words
from mapapp.render.request.area import FeatureId
from mapapp.render.request.paper import PageSize
from mapapp.render.request.request import ExportRequest
from mapapp.render.request.resolving import resolved
from mapapp.render.sheet.book_page import FactSheet
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue

A4 = PageSize.named("A4")
Book = Callable[..., list[PlannedSheet]]


@pytest.fixture
def book(atlas: Atlas) -> Book:
    """The sheets of a book, opening it and all others."""
    catalogue = LayerCatalogue(atlas)

    def sheets_of(layer: str, **changes: Any) -> list[PlannedSheet]:
        wanted: dict[str, Any] = {"path": Path("book.pdf"), "format": "pdf", "page": A4}
        if "size_px" in changes:
            del wanted["page"]
        request = ExportRequest(**wanted | {"book": layer} | changes)
        titled = resolved(request, catalogue)
        return [*book_sheets(ExportRequest(**wanted | {
            "book": layer, "title": titled.title} | changes), catalogue)]  # fmt: skip

    return sheets_of


def facts_of(sheets: list[PlannedSheet], id_: str) -> FactSheet:
    found = (page.facts for _, page in sheets)
    return next(facts for facts in found if facts and facts.feature.id == id_)


def request_of(sheets: list[PlannedSheet], id_: str) -> ExportRequest:
    return next(request for request, page in sheets if page.facts and page.facts.feature.id == id_)


def test_sheets_are_in_the_order_of_the_names_and_numbered(book: Book) -> None:
    sheets = book("friendship_city", contents=False)
    titles = [request.title for request, _ in sheets]
    assert titles == sorted(titles, key=str.casefold)
    assert [page.folio.number for _, page in sheets] == [*range(1, len(sheets) + 1)]
    assert {page.folio.count for _, page in sheets} == {len(sheets)}


def test_chinese_names_go_by_their_sound(book: Book, atlas: Atlas) -> None:
    sheets = book("port", language="zh", contents=False)
    sounds = {each.id: each.properties["pinyin"] for each in atlas.features("port")}
    order = [sounds[page.facts.feature.id] for _, page in sheets if page.facts]
    assert order == sorted(order)
    assert all(is_chinese(request.title) for request, _ in sheets)


@pytest.mark.parametrize(
    ("layer", "changes", "opens"),
    [
        ("port", {}, True),
        ("port", {"contents": False}, False),
        ("high_tech_zone", {}, False),  # which has two features
        ("port", {"path": Path("book.png"), "format": "png", "size_px": (640, 480)}, False),
        ("port", {"path": Path("book.png"), "format": "png"}, True),
    ],
)
def test_a_book_of_more_than_three_sheets_of_paper_begins_with_its_contents(
    book: Book, layer: str, changes: dict[str, Any], opens: bool
) -> None:
    sheets = book(layer, **changes)
    assert [page.contents is not None for _, page in sheets] == [
        opens and i == 0 for i in range(len(sheets))
    ]


def test_the_contents_name_the_features_of_the_sheets_in_their_order(book: Book) -> None:
    (opening, first), *others = book("port", language="both")
    assert first.contents is not None
    assert list(first.contents.features) == [page.facts.feature for _, page in others if page.facts]
    assert all(is_chinese(name) and "Port" in name for name in first.contents.names)
    area = opening.area
    assert isinstance(area, Extent)
    assert area.contains(121.65, 38.93)
    assert area.contains(124.15, 39.82)


def test_a_book_has_only_what_its_filter_lets_through(book: Book) -> None:
    chosen = {"port": LayerFilter("", "Dalian")}
    titles = [request.title for request, _ in book("port", filters=chosen)]
    assert titles == ["Port of Dalian", "Port of Dalian, Dayaowan container terminal"]
    with pytest.raises(DataError, match="passes the filter"):
        book("port", filters={"port": LayerFilter("", "Atlantis")})


def test_the_contents_have_no_filters_but_of_the_features_they_list(book: Book) -> None:
    """Others are of layers that only the sheets after them show."""
    filters = {"port": LayerFilter("status != closed"), "airport": LayerFilter(text="dalian")}
    contents, sheet, *_ = (request for request, _ in book("port", filters=filters))
    assert contents.filters.keys() == {"port"}
    assert sheet.filters == filters


def test_what_has_no_place_is_named_once_and_in_the_contents(book: Book) -> None:
    for changes in ({}, {"contents": False}):
        sheets = book("enterprise", **changes)
        told = [(number, page.cautions) for number, (_, page) in enumerate(sheets) if page.cautions]
        assert {each.kind for _, cautions in told for each in cautions} == {words.UNPLACED}
        first = sheets[0][1]
        assert "Alibaba" in first.cautions[0].text.en
        assert (first.contents is not None) == ("contents" not in changes)
        assert first.contents is None or first.contents.unplaced == first.cautions[0].text.en
    assert not any(page.cautions for _, page in book("port"))


@pytest.mark.parametrize("projection", ["lambert", "gauss-kruger", "azimuthal-equidistant"])
def test_a_sheet_that_its_projection_cannot_show_is_in_one_of_the_world(
    book: Book, projection: str
) -> None:
    sheets = book("friendship_city", projection=ProjectionChoice.parse(projection))
    for request, page in sheets:
        assert isinstance(request.area, Extent)
        projection_for(request.projection, request.area)  # which it can show
        is_other = request.projection.name != projection
        assert [each.kind for each in page.cautions] == [words.OTHER_PROJECTION] * is_other
        assert not is_other or request.projection.name == "equal-earth"
    opening = sheets[0][0]
    assert (opening.projection.name == projection) == (projection == "azimuthal-equidistant")


def test_a_sheet_tells_the_figures_and_ties_of_its_own_feature(book: Book) -> None:
    sheets = book("port")
    facts = facts_of(sheets, "port-dalian")
    assert [figure.label for figure in facts.figures] == ["Among the province's six ports"]
    assert ("Located in", "Dalian") in [(tie.label, tie.name) for tie in facts.ties]
    (part,) = (tie for tie in facts.ties if tie.label == "Parts")
    numbers = {page.facts.feature.id: page.folio.number for _, page in sheets if page.facts}
    assert part.page == numbers["port-dalian-dayaowan"] > 0


@pytest.mark.parametrize("layer", ["industrial_park", "enterprise", "high_tech_zone"])
def test_amounts_come_before_dates_and_words(book: Book, atlas: Atlas, layer: str) -> None:
    kinds = {each.label.en: each.kind for each in atlas.attributes().values()}
    for _, page in book(layer, contents=False):
        told = [kinds[figure.label] for figure in page.facts.figures] if page.facts else []
        are_amounts = [kind in ("flow", "stock", "growth", "share") for kind in told]
        assert are_amounts == sorted(are_amounts, reverse=True)


def test_what_its_layer_names_comes_first(book: Book) -> None:
    facts = facts_of(book("industrial_park"), "cgip")
    assert facts.figures[0].label == "Gross industrial output"


def test_of_what_sources_disagree_about_only_the_believed_value_is_told(book: Book) -> None:
    believed = facts_of(book("industrial_park", believed_only=True), "cgip")
    all_told = facts_of(book("industrial_park", believed_only=False), "cgip")
    rivals = {each.label: each.texts for each in all_told.figures if len(each.texts) > 1}
    told = {each.label: each.texts for each in believed.figures}
    assert told["Companies"] == rivals["Companies"][:1]
    assert believed.left_out > all_told.left_out


def test_a_linked_city_has_its_link_with_its_length(book: Book) -> None:
    sheets = book("friendship_city")
    facts = facts_of(sheets, "friendship-chicago")
    assert facts.links == (FeatureId("friendship_link", "link-chicago"),)
    (link,) = (tie for tie in facts.ties if "10,230" in tie.name)
    assert "km" in link.name
    assert "1985-09-05" in [text for figure in facts.figures for text in figure.texts]
    assert "friendship_link" in (request_of(sheets, "friendship-chicago").layers or ())


def test_a_link_is_a_line_of_its_own_sheet(book: Book) -> None:
    facts = facts_of(book("friendship_link", contents=False), "link-turin")
    assert facts.links == (FeatureId("friendship_link", "link-turin"),)
    assert [figure.label for figure in facts.figures][:1] == ["Agreement signed"]
    assert any("km" in text for figure in facts.figures for text in figure.texts)


def test_a_city_without_a_link_has_none(book: Book) -> None:
    assert facts_of(book("friendship_city"), "candidate-jinja").links == ()


@pytest.mark.parametrize("city", ["friendship-chicago", "candidate-jinja"])
def test_a_city_abroad_is_shown_in_its_country(book: Book, atlas: Atlas, city: str) -> None:
    area = request_of(book("friendship_city"), city).area
    feature = atlas.entity(city)
    assert isinstance(area, Extent)
    assert feature is not None
    assert area.contains(feature.geometry.x, feature.geometry.y)
    assert 20 < area.east - area.west < 60


def test_what_the_page_is_of_is_on_it_though_its_layer_is_hidden_at_first(book: Book) -> None:
    sheets = [request for request, page in book("context") if page.facts]
    assert all("context" in (request.layers or ()) for request in sheets)
    named = [request for request, _ in book("context", layers=("port",), contents=False)]
    assert all(request.layers == ("port", "context") for request in named)


def test_only_a_picture_without_a_margin_has_its_number_in_the_title(book: Book) -> None:
    on_paper = book("port", contents=False)[1][0]
    changes = {"path": Path("book.png"), "format": "png", "size_px": (640, 480)}
    picture = book("port", **changes)[1][0]
    assert "2 / 8" in picture.subtitle
    assert "2 / 8" not in on_paper.subtitle
    assert picture.path.name == "book-2-port-dalian-dayaowan.png"
