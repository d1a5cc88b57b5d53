"""The scale on a sheet: its ratio, its bar, and where it is true."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest

from mapapp.core.geo.extent import LIAONING, WORLD, Extent
from mapapp.render.request.area import AtScale
from mapapp.render.request.paper import PageSize
from mapapp.render.request.request import ExportRequest
from mapapp.render.sheet.blocks import Block, Run
from mapapp.render.sheet.frame import plan_sheet
from mapapp.render.sheet.scale import ratio_text, scale_parts
from mapapp.render.view.scalebar import ScaleBar, scale_bar

SHENYANG = Extent(123.2, 41.6, 123.7, 42.0)


def request(**changes: Any) -> ExportRequest:
    usual: dict[str, Any] = {"page": PageSize.named("A4")} if "size_px" not in changes else {}
    return ExportRequest(path=Path("x.pdf"), format="pdf", **usual | changes)


def block(wanted: ExportRequest) -> Block | None:
    frame = plan_sheet(wanted)
    return dict(scale_parts(wanted, frame, frame.view(wanted))).get("scale_bar")


def texts(wanted: ExportRequest) -> list[str]:
    found = block(wanted)
    return [item.text for item in found.items if isinstance(item, Run)] if found else []


def ratio(wanted: ExportRequest) -> str:
    frame = plan_sheet(wanted)
    return ratio_text(wanted, frame, frame.view(wanted))


@pytest.mark.parametrize("page", ["A5", "A4 portrait", "A0"])
def test_the_ratio_is_that_of_the_bar_on_paper(page: str) -> None:
    wanted = request(page=PageSize.named(page), area=LIAONING)
    frame = plan_sheet(wanted)
    bar = scale_bar(frame.view(wanted), 150)
    assert bar is not None
    on_paper_m = bar.width_px * frame.map_unit * frame.unit * 25.4e-3 / 96
    told = float(ratio(wanted).removeprefix("1:").replace(" ", ""))
    assert told == pytest.approx(bar.length_m / on_paper_m, rel=0.005)


def test_the_ratio_is_told_to_three_digits_or_as_it_was_asked_for() -> None:
    digits = ratio(request(area=LIAONING)).removeprefix("1:").replace(" ", "")
    assert digits[3:] == "0" * len(digits[3:])
    assert ratio(request(area=AtScale(123.4, 41.8, 123_456))) == "1:123 456"


def test_pixels_have_a_ratio_for_their_resolution() -> None:
    wanted = request(size_px=(1280, 800), dpi=192, area=LIAONING)
    assert ratio(wanted).endswith(" at 192 dpi")
    both = request(size_px=(1280, 800), dpi=192, area=LIAONING, language="both")
    assert ratio(both).count("1:") == 1, "a number is told once"


def test_a_sheet_says_that_its_scale_is_true_in_the_middle_where_it_differs() -> None:
    assert "true in the middle" in texts(request(area=LIAONING))
    assert "true in the middle" not in texts(request(area=SHENYANG))


def test_no_scale_is_told_where_none_would_be_true() -> None:
    assert block(request(area=WORLD)) is None


@pytest.mark.parametrize(
    ("length_m", "told"),
    [
        (100_000, ["0", "20", "100 km"]),
        (20_000, ["0", "5", "10", "20 km"]),
        (1_000, ["0", "0.2", "1 km"]),
        (50, ["0", "10", "50 m"]),
    ],
)
def test_the_first_stretch_of_a_bar_is_told(length_m: float, told: list[str]) -> None:
    bar = ScaleBar(length_m, 100)
    half = [bar.text_at(bar.stretches // 2)] if bar.stretches % 2 == 0 else []
    assert ["0", bar.text_at(1), *half, bar.text] == told


def test_the_texts_of_a_bar_are_apart() -> None:
    runs = sorted(
        (item for item in block(request(area=LIAONING)).items if isinstance(item, Run)),  # type: ignore[union-attr]
        key=lambda run: run.x,
    )
    bar = [run for run in runs if run.text[0].isdigit() and ":" not in run.text]
    assert len(bar) >= 3
    assert all(one.x + 3 < other.x for one, other in itertools.pairwise(bar))
