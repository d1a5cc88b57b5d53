"""The frame of a sheet: texts of posters, the attribution, and the room of the furniture."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from mapapp.core.style.theme import ground
from mapapp.render.labels.text import measurer
from mapapp.render.request.paper import PageSize
from mapapp.render.request.request import LANGUAGES, ExportRequest
from mapapp.render.sheet import furniture as make
from mapapp.render.sheet.blocks import Run
from mapapp.render.sheet.figures import SheetFigure
from mapapp.render.sheet.frame import plan_sheet
from mapapp.render.sheet.sections import cut_text

_WHOLE = r"\([^)]*\)|（[^）]*）|[\u4e00-\u9fff]+|Map date: \S+|Projection: \w+ \(\S+\)"


def request(page: str = "A4", **changes: Any) -> ExportRequest:
    return ExportRequest(Path("x.pdf"), "pdf", page=PageSize.named(page), **changes)


def attribution(wanted: ExportRequest) -> list[str]:
    footer = plan_sheet(wanted).footer
    return [item.text for item in footer.items if isinstance(item, Run)]


def test_texts_of_a_poster_are_read_from_afar() -> None:
    small, large = plan_sheet(request("A4")), plan_sheet(request("A0"))
    assert 2.8 <= large.unit / small.unit <= 4


def test_texts_of_sheets_in_the_hand_grow_more_slowly_than_the_sheet() -> None:
    assert plan_sheet(request("A3")).unit / plan_sheet(request("A4")).unit < 1.25


@pytest.mark.parametrize("page", ["A5", "A5 portrait", "A4", "A4 portrait", "square", "120x80mm"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_licence_and_no_term_of_the_attribution_is_broken(page: str, language: str) -> None:
    lines = attribution(request(page, language=language))
    told = " ".join(lines)
    for whole in re.findall(_WHOLE, told):
        assert any(whole in line for line in lines), whole


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_attribution_takes_the_whole_width(language: str) -> None:
    wanted = request("A4", language=language, review_number="GS(2024)0650")
    frame = plan_sheet(wanted)
    *full, _ = attribution(wanted)
    first = [len(line) for line in full]
    widths = [measurer().width(line, frame.footer.items[0].size) for line in full]  # type: ignore[union-attr]
    room = frame.width - 2 * frame.map[0]
    assert all(width > 0.75 * room for width in widths), first


def test_both_languages_name_each_source_once() -> None:
    told = " ".join(attribution(request(language="both")))
    for name in ("Natural Earth", "GSHHG", "GeoNames", "EPSG:3857", "Coasts", "海岸线"):
        assert told.count(name) == 1


def test_the_attribution_of_a_small_picture_is_below_its_map() -> None:
    small = plan_sheet(ExportRequest(Path("x.png"), "png", size_px=(400, 300)))
    large = plan_sheet(ExportRequest(Path("x.png"), "png", size_px=(1280, 800)))
    assert small.footer.y == small.map[3]
    assert small.footer.width == small.width
    assert large.is_all_map


@pytest.mark.parametrize("width", range(100, 400, 7))
def test_brackets_are_kept_on_one_line_where_they_fit(width: int) -> None:
    text = "Coasts and boundaries: Natural Earth (de facto) · Places of all kinds (CC BY 4.0) · End"
    lines = measurer().fill(text, 8.4, width)
    assert " ".join(lines).replace(" ·", "") == text.replace(" ·", "")
    assert not any(line.endswith("·") or line.startswith("·") for line in lines)
    assert all(any(each in line for line in lines) for each in ("(de facto)", "(CC BY 4.0)"))
    assert all(measurer().width(line, 8.4) <= width for line in lines)


def test_the_name_over_a_figure_is_not_cut_off_from_it() -> None:
    name = "China-Germany (Shenyang) High-End Equipment Manufacturing Industrial Park"
    told = SheetFigure(name, "Gross industrial output", ("about 48.15 bn CNY (2023)",), ("s",))
    (figure,) = make.figures([told], {"s": 1}, "en", 150.0, ground("light"))
    heads = [run for run in figure.items if isinstance(run, Run) and run.bold]
    assert len(heads) == 3
    for height in range(int(figure.height) + 1):
        upper, lower = cut_text(figure, float(height))
        kept = len(upper.items) if upper else 0
        assert kept == 0 or kept > len(heads)
        assert kept + len(lower.items) == len(figure.items)
