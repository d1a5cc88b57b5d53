"""Whatever is asked of a picture is on its sheet, on a page after it, or named as left out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from mapapp.core.errors import UsageError
from mapapp.render.labels.room import BoxPx
from mapapp.render.labels.text import measurer
from mapapp.render.request.paper import PAGES, PageSize
from mapapp.render.request.request import LANGUAGES, PARTS, ExportRequest, Format
from mapapp.render.sheet.blocks import Block, Run
from mapapp.render.sheet.column import Furniture, SheetContent
from mapapp.render.sheet.figures import Citation, SheetFigure
from mapapp.render.sheet.frame import COLUMN, further_width, plan_sheet
from mapapp.render.sheet.legend import Legend, LegendEntry
from mapapp.render.sheet.omissions import omission_message
from mapapp.render.sheet.room import fitted_frame
from mapapp.render.sheet.scale import scale_parts
from mapapp.render.sheet.sheet import Sheet, lay_out

OWN = tuple(map(PageSize.named, ("100x100mm", "90x200mm", "400x120mm", "62x62mm", "62x200mm")))
PAPER = (*PAGES, *(page.portrait() for page in PAGES), *OWN)
SIZES = ((1280, 800), (400, 300), (64, 64), (2000, 300), (200, 2000), (700, 900))
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="16"/>'


def words(prefix: str, count: int) -> list[str]:
    """Words that are found again, whatever line they are on."""
    return [f"{prefix}{i}x" for i in range(count)]


@st.composite
def requests(draw: st.DrawFn) -> ExportRequest:
    page = draw(st.none() | st.sampled_from(PAPER))
    lines = draw(st.lists(st.integers(0, 120), max_size=12))
    numbers = itertools.count()
    notes = "\n".join(" ".join(f"n{next(numbers)}x" for _ in range(line)) for line in lines)
    formats: tuple[Format, ...] = ("pdf", "svg", "png") if page else ("png", "jpeg")
    return ExportRequest(
        path=Path("sheet"),
        format=draw(st.sampled_from(formats)),
        page=page,
        size_px=None if page else draw(st.sampled_from(SIZES)),
        title=" ".join(words("t", draw(st.integers(0, 60)))),
        subtitle=draw(st.sampled_from(["", "s0x", "副标题 s0x"])),
        language=draw(st.sampled_from(LANGUAGES)),
        parts=frozenset(PARTS - draw(st.sets(st.sampled_from(sorted(PARTS)), max_size=3))),
        notes=notes[:10_000].rsplit(" ", 1)[0] if len(notes) > 10_000 else notes,
    )


def entries(prefix: str, count: int) -> tuple[LegendEntry, ...]:
    return tuple(LegendEntry(PICTURE, 20, 16, f"图例 {word}") for word in words(prefix, count))


@st.composite
def contents(draw: st.DrawFn) -> SheetContent:
    figures = [
        SheetFigure(f"Feature {word}", f"label{i}x", ("12 km",), (f"source{i % 5}",))
        for i, word in enumerate(words("f", draw(st.integers(0, 20))))
    ]
    return SheetContent(
        Legend(
            entries("l", draw(st.integers(0, 40))), entries("c", draw(st.integers(0, 5))), ("r0x",)
        ),
        figures,
        {f"source{i}": Citation(f"Somebody, c1te{i}x") for i in range(5)},
        words("r1", draw(st.integers(0, 3))),
        draw(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 600)), max_size=30)),
    )


def laid_out(request: ExportRequest, content: SheetContent) -> tuple[Sheet, Furniture]:
    usual = frame = plan_sheet(request)
    for _ in range(2):
        left, _, right, _ = frame.columns[0] if frame.columns else (0.0, 0.0, COLUMN, 0.0)
        furniture = Furniture(
            request,
            content,
            right - left,
            True,
            frame.is_page,
            further_width=further_width(frame),
        )
        frame = fitted_frame(request, usual, furniture)
    return lay_out(request, frame, frame.view(request), furniture), furniture


def told(sheet: Sheet) -> set[str]:
    """All words of a sheet and the pages after it."""
    pages = [sheet.blocks, *(page.blocks for page in sheet.further)]
    runs = [item for page in pages for block in page for item in block.items]
    return {word for run in runs if isinstance(run, Run) for word in re.findall(r"\w+x", run.text)}


def wanted(request: ExportRequest, furniture: Furniture) -> Iterator[tuple[str, set[str]]]:
    """The words of each part that is asked for."""
    content, parts = furniture.content, request.parts
    if "title" in parts:
        yield "title", set(request.title.split())
        yield "subtitle", set(re.findall("s0x", request.subtitle))
    if "legend" in parts:
        yield "legend", {entry.title.split()[-1] for entry in content.legend.layers}
        yield "certainty", {entry.title.split()[-1] for entry in content.legend.certainty}
        yield "remarks", {"r0x"}
    yield "remarks", set(content.remarks)
    if "notes" in parts:
        yield "notes", set(request.notes.split())
    if "figures" in parts:
        chosen = content.figures[: furniture.most_figures]
        yield "figures", {figure.label for figure in chosen}
        if "sources" in parts:
            yield "figures", {f"c1te{source[-1]}x" for f in chosen for source in f.sources}


def overlap(one: BoxPx, other: BoxPx) -> bool:
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > 0.01
        and min(one[3], other[3]) - max(one[1], other[1]) > 0.01
    )


def assert_tidy(blocks: list[Block], boxes: list[BoxPx], width: float, height: float) -> None:
    """Nothing overlaps or leaves its page, no text its block."""
    for one, other in itertools.combinations([*(block.box for block in blocks), *boxes], 2):
        assert not overlap(one, other)
    for left, top, right, bottom in (*(block.box for block in blocks), *boxes):
        assert left >= -0.01
        assert top >= -0.01
        assert right <= width + 0.01
        assert bottom <= height + 0.01
    for block in blocks:
        for run in block.items:
            if isinstance(run, Run):
                end = run.x + measurer().width(run.text, run.size, bold=run.bold)
                assert end <= block.width + 0.01
                assert run.y <= block.height + 0.01


@given(request=requests(), content=contents())
def test_each_part_is_on_the_sheet_or_after_it_or_named(
    request: ExportRequest, content: SheetContent
) -> None:
    try:
        sheet, furniture = laid_out(request, content)
    except UsageError:  # the page is too small for a map: nothing is made, and that is said
        return
    omitted = {omission.part for omission in sheet.omitted}
    found = told(sheet)
    for part, expected in wanted(request, furniture):
        assert expected <= found or part in omitted, part
    if "locator" in request.parts:
        assert sheet.locator or "locator" in omitted
    names = {block.name for block in sheet.blocks}
    for part, _ in scale_parts(request, sheet.frame, sheet.frame.view(request)):
        assert "scale_bar" in names or part in omitted
    assert "attribution" in names


@given(request=requests(), content=contents())
def test_nothing_overlaps_or_leaves_its_page(request: ExportRequest, content: SheetContent) -> None:
    try:
        sheet, _ = laid_out(request, content)
    except UsageError:
        return
    boxes = [sheet.locator] if sheet.locator else []
    assert_tidy(list(sheet.blocks), boxes, sheet.frame.width, sheet.frame.height)
    for page in sheet.further:
        assert_tidy(list(page.blocks), [], page.width, page.height)


@given(request=requests(), content=contents())
def test_what_is_named_is_wanted_and_counted(request: ExportRequest, content: SheetContent) -> None:
    try:
        sheet, _ = laid_out(request, content)
    except UsageError:
        return
    for omission in sheet.omitted:
        assert omission.part in PARTS or omission.part in ("certainty", "remarks", "subtitle")
        assert 0 <= omission.shown <= omission.wanted
        assert omission.shown < omission.wanted or not omission.wanted
    assert (omission_message(sheet.omitted) is None) == (not sheet.omitted)


def a_content(points: list[tuple[float, float]] | None = None) -> SheetContent:
    figures = [
        SheetFigure(f"Feature f{i}x", f"label{i}x", ("12 km",), ("source0",)) for i in range(14)
    ]
    citations = {"source0": Citation("Somebody, c1te0x")}
    return SheetContent(
        Legend(entries("l", 12), entries("c", 3), ("r0x",)), figures, citations, (), points or []
    )


def test_a_pdf_goes_on_as_long_as_there_is_something_to_say() -> None:
    notes = words("n", 1400)
    request = ExportRequest(
        Path("x.pdf"), "pdf", page=PageSize.named("A5"), title="T", notes=" ".join(notes)
    )
    sheet, _ = laid_out(request, a_content())
    assert set(notes) <= told(sheet)
    assert len(sheet.further) > 1
    assert all(page.blocks[0].name == "running_title" for page in sheet.further)
    assert all(page.blocks[1].name == "notes" for page in sheet.further[:2]), "with its head again"


def test_a_small_picture_full_of_features_says_that_it_has_no_card() -> None:
    request = ExportRequest(Path("x.png"), "png", size_px=(400, 300))
    crowd = [(float(x), float(y)) for x in range(0, 400, 10) for y in range(0, 300, 10)]
    sheet, _ = laid_out(request, a_content(crowd))
    assert {block.name for block in sheet.blocks} == {"attribution"}
    omitted = {omission.part for omission in sheet.omitted}
    assert omitted >= {"scale_bar", "north_arrow", "legend", "certainty", "remarks"}


def test_a_title_that_is_cut_is_named() -> None:
    request = ExportRequest(
        Path("x.pdf"), "pdf", page=PageSize.named("A5"), title=" ".join(words("t", 180))
    )
    sheet, _ = laid_out(request, a_content())
    (title,) = [omission for omission in sheet.omitted if omission.part == "title"]
    assert 0 < title.shown < title.wanted
