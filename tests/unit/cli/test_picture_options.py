"""What the options of ``mapapp snapshot`` ask for."""

from __future__ import annotations

from typing import Any

import pytest

from mapapp.cli import arguments, program
from mapapp.cli.picture_options import requested_table
from mapapp.core.errors import UsageError
from mapapp.core.geo.extent import LIAONING
from mapapp.render.request.from_json import request_from_table


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


def test_a_slide_has_only_figures_that_are_believed_unless_all_are_wanted() -> None:
    slide = ("-o", "x.png", "--preset", "slide")
    assert requested(*slide).believed_only
    assert not requested(*slide, "--no-believed-only").believed_only
    assert not requested("-o", "x.png").believed_only
    assert requested("-o", "x.png", "--believed-only").believed_only


def test_a_projection_is_asked_for_by_its_name() -> None:
    assert requested("-o", "x.png").projection.is_mercator
    assert requested("-o", "x.png", "--projection", "lambert").projection.name == "lambert"
    about = requested("-o", "x.png", "--projection", "azimuthal-equidistant:-58.4,-34.6").projection
    assert about.center == (-58.4, -34.6)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("-o", "x.png", "--projection", "mercater"), "choose mercator, equal-earth"),
        (("-o", "x.html", "--projection", "lambert"), "An HTML map moves as the window does"),
    ],
)
def test_a_projection_that_cannot_be_is_one_sentence(options: tuple[str, ...], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        requested(*options)
