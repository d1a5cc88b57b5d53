"""What the options of ``mapapp snapshot`` ask for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mapapp.cli import arguments, program
from mapapp.cli.picture_options import requested_table
from mapapp.core.errors import UsageError
from mapapp.core.geo.extent import LIAONING, Extent
from mapapp.render.request.from_json import request_from_table
from mapapp.render.request.prepress import Prepress


def requested(*options: str) -> Any:
    chosen = program._parser(["snapshot"]).parse_args(["snapshot", *options])
    return request_from_table(requested_table(chosen, arguments.read_specs()), "the request")


def test_a_filter_names_no_layers_and_is_never_dropped() -> None:
    request = requested("-o", "x.pdf", "--filter", "airport: status = planned")
    assert request.layers is None
    assert request.filters["airport"].expression == "status = planned"


@pytest.mark.parametrize("text", ["-Draft-", "-o-", "--- 2026 ---", "-1e3", "-h 1:5", "—"])
@pytest.mark.parametrize("option", ["--title", "--subtitle", "--notes", "--review-number"])
def test_a_text_may_begin_with_a_dash(option: str, text: str) -> None:
    request = requested("-o", "x.pdf", option, text, "--dpi", "150")
    assert getattr(request, option.strip("-").replace("-", "_")) == text
    assert request.dpi == 150


def test_an_option_is_no_value() -> None:
    with pytest.raises(UsageError, match="--title: expected one argument"):
        requested("--title", "-o", "x.pdf")
    with pytest.raises(UsageError, match="--notes: expected one argument"):
        requested("-o", "x.pdf", "--notes", "--dpi=150")


@pytest.mark.parametrize("host", ["", "localhost"])
def test_a_picture_goes_where_a_file_address_leads(host: str) -> None:
    address = f"file://{host}/maps/%E5%9C%B0%20%E5%9B%BE%231.pdf"
    assert requested("-o", address).path == Path("/maps/地 图#1.pdf")
    table = {"file": address}
    assert request_from_table(table, "the request").path == Path("/maps/地 图#1.pdf")


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


def test_figures_are_only_those_that_are_believed_unless_all_are_wanted() -> None:
    assert requested("-o", "x.png").believed_only
    assert requested("-o", "x.png", "--preset", "slide").believed_only
    assert not requested("-o", "x.png", "--no-believed-only").believed_only


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


def test_degrees_are_on_all_sides_if_wanted() -> None:
    assert requested("-o", "x.pdf", "--graticule-labels").graticule_labels
    assert not requested("-o", "x.pdf").graticule_labels


def test_a_picture_of_pixels_is_asked_for_no_part_it_has_no_place_for_unless_it_is_named() -> None:
    paper = {"locator", "figures", "sources"}
    assert not requested("-o", "x.png").parts & paper
    assert requested("-o", "x.png", "--page", "A4").parts >= paper
    assert requested("-o", "x.png", "--parts", "locator").parts == {"locator"}


def test_an_inset_is_of_a_crowd_of_a_city_or_of_bounds() -> None:
    assert requested("-o", "x.pdf").inset.is_auto
    assert requested("-o", "x.pdf", "--inset", "none").inset.is_none
    assert requested("-o", "x.pdf", "--inset", "shenyang").inset.name == "shenyang"
    bounds = requested("-o", "x.pdf", "--inset=121,38,122,39").inset.extent
    assert bounds == Extent(121, 38, 122, 39)
    with pytest.raises(UsageError, match="W,S,E,N"):
        requested("-o", "x.pdf", "--inset=121,38,122")


@pytest.mark.parametrize("what", [("-o", "x.html"), ("-o", "x.pdf", "--atlas", "port")])
def test_an_inset_is_of_a_single_sheet(what: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="single sheet"):
        requested(*what, "--inset", "shenyang")
    assert requested(*what, "--inset", "none").inset.is_none
