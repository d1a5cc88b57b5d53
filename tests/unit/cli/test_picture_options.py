"""What the options of ``mapapp snapshot`` ask for."""

from __future__ import annotations

from typing import Any

import pytest

from mapapp.cli import arguments, program
from mapapp.cli.picture_options import requested_table
from mapapp.core.errors import UsageError
from mapapp.core.geo.extent import LIAONING
from mapapp.render.request.from_json import request_from_table
from mapapp.render.request.prepress import Prepress


def test_an_extent_may_start_with_a_minus() -> None:
    assert arguments.prepared(["snapshot", "--extent", "-130,20,-60,50", "-o", "x.pdf"]) == [
        "snapshot", "--extent=-130,20,-60,50", "-o", "x.pdf",
    ]  # fmt: skip


def requested(*options: str) -> Any:
    parser = program._parser(["snapshot"])
    chosen = parser.parse_args(arguments.prepared(["snapshot", *options]))
    return request_from_table(requested_table(chosen, arguments.read_specs()), "the request")


def test_a_pdf_is_a_page_and_a_png_a_screen_by_default() -> None:
    pdf, png = requested("-o", "x.pdf"), requested("-o", "x.PNG")
    assert (pdf.page.name, pdf.size_px, pdf.area) == ("A4", None, LIAONING)
    assert (png.page, png.size_px) == (None, (1280, 800))


def test_a_snapshot_gets_what_was_asked_for() -> None:
    request = requested(
        "-o", "x.pdf", "--extent", "-130,20,-60,50", "--layers", "port,airport", "--page", "a3",
        "--dpi", "150", "--title", "-5", "--lang", "zh",
    )  # fmt: skip
    assert request.area.bounds == (-130, 20, -60, 50)
    assert set(request.layers) == {"port", "airport"}
    assert (request.page.name, request.dpi, request.title, request.language) == (
        "A3", 150, "-5", "zh",
    )  # fmt: skip


@pytest.mark.parametrize(("text", "bleed_mm"), [("3mm", 3), ("2.5 MM", 2.5), ("0", 0), ("4", 4)])
def test_a_bleed_is_in_millimetres(text: str, bleed_mm: float) -> None:
    request = requested("-o", "x.pdf", "--bleed", text, "--crop-marks", "--pdf-standard", "a-2b")
    assert request.prepress == Prepress(bleed_mm, crop_marks=True, standard="a-2b")


@pytest.mark.parametrize("text", ["3cm", "-3", "three", "", "1e1"])
def test_what_is_no_length_is_no_bleed(text: str) -> None:
    with pytest.raises(UsageError, match="write such as 3mm"):
        requested("-o", "x.pdf", f"--bleed={text}")


def test_a_slide_has_only_figures_that_are_believed_unless_all_are_wanted() -> None:
    slide = ("-o", "x.png", "--preset", "slide")
    assert requested(*slide).believed_only
    assert not requested(*slide, "--no-believed-only").believed_only
    assert not requested("-o", "x.png").believed_only
    assert requested("-o", "x.png", "--believed-only").believed_only
