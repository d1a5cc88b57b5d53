from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mapapp.core.errors import UsageError
from mapapp.render.request.paper import PageSize
from mapapp.render.request.request import ExportRequest, format_of


def request(**changes: Any) -> ExportRequest:
    wanted: dict[str, Any] = {
        "path": Path("out.png"),
        "format": "png",
        "layers": ("port",),
        "size_px": (1280, 800),
    }
    return ExportRequest(**wanted | changes)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"size_px": (0, 800)}, "too small"),
        ({"size_px": (1280, 70_000)}, "too large"),
        ({"size_px": (16_384, 100), "format": "webp"}, "at most 16383"),
        ({"size_px": (65_501, 100), "format": "jpeg"}, "at most 65500"),
        ({"size_px": (16_000, 16_000), "format": "jpeg"}, "choose png or tiff"),
        ({"dpi": 71}, "72 to 1200"),
        ({"dpi": 1201}, "72 to 1200"),
        ({"format": "bmp"}, "no format"),
        ({"size_px": None}, "either a page or a size"),
        ({"page": PageSize.named("A4")}, "either a page or a size"),
        ({"parts": frozenset({"compass"})}, "no part"),
    ],
)
def test_a_picture_that_cannot_be_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        request(**changes)


def test_a_page_has_its_size_in_pixels() -> None:
    page = request(size_px=None, page=PageSize.named("a4"))
    assert page.pixels == (3508, 2480)
    assert page.css_size == pytest.approx((3508 * 96 / 300, 2480 * 96 / 300))


def test_a_page_of_vectors_is_as_large_as_its_paper() -> None:
    page = request(format="pdf", size_px=None, page=PageSize.named("a4"))
    assert page.css_size == pytest.approx((1122.52, 793.7), abs=0.01)


def test_more_dots_do_not_change_the_layout() -> None:
    assert request(size_px=(2560, 1600), dpi=192).css_size == request().css_size


def test_an_unknown_page_is_refused() -> None:
    with pytest.raises(UsageError, match="letter"):
        PageSize.named("A7")


@pytest.mark.parametrize(("name", "hint"), [("map.pfd", ".pdf"), ("map", "name it")])
def test_an_unknown_ending_is_refused(name: str, hint: str) -> None:
    with pytest.raises(UsageError, match=hint):
        format_of(Path(name))


def test_the_ending_decides_the_format() -> None:
    assert format_of(Path("map.PDF")) == "pdf"
