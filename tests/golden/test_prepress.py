"""PDFs for print shops: boxes, bleed, crop marks, and the clauses of two standards.

veraPDF is not to be had here; the clauses that apply to what we write are asserted one by one.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PySide6.QtGui import QColor, QImage

from mapapp.core.disk.assets import asset
from mapapp.core.errors import UsageError
from mapapp.core.style.theme import DARK, LIGHT
from mapapp.render.request.metadata import read_request
from mapapp.render.request.paper import PageSize
from mapapp.render.request.prepress import Prepress
from tests.golden.conftest import Save
from tests.tools import output

pytestmark = pytest.mark.golden

A4, A5 = PageSize.named("A4"), PageSize.named("A5")
POINTS_PER_MM = 72 / 25.4


def box_mm(box: Any) -> list[float]:
    return [round(float(side) / POINTS_PER_MM, 2) for side in box]


def picture(path: Path, folder: Path, dpi: int = 72) -> QImage:
    output("pdftoppm", "-r", str(dpi), "-png", "-singlefile", path, folder / "page")
    return QImage(str(folder / "page.png"))


@pytest.mark.parametrize(
    ("prepress", "media", "bleed", "trim"),
    [
        (Prepress(3), [216, 154], [0, 0, 216, 154], [3, 3, 213, 151]),
        (Prepress(3, crop_marks=True), [226, 164], [5, 5, 221, 159], [8, 8, 218, 156]),
        (Prepress(crop_marks=True), [226, 164], [8, 8, 218, 156], [8, 8, 218, 156]),
    ],
)
def test_every_page_of_a_book_has_its_boxes(
    save: Save, prepress: Prepress, media: list[float], bleed: list[float], trim: list[float]
) -> None:
    path = save("ports.pdf", page=A5, book="port", layers=(), parts=frozenset(), prepress=prepress)
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 9
        for page in pdf.pages:
            assert box_mm(page.mediabox) == [0, 0, *media]
            assert box_mm(page.obj.BleedBox) == bleed
            assert box_mm(page.trimbox) == trim


def test_the_map_goes_on_in_the_bleed(save: Save, tmp_path: Path) -> None:
    prepress = Prepress(10)
    path = save("map.pdf", size_px=(800, 600), layers=(), parts=frozenset(), prepress=prepress)
    image = picture(path, tmp_path)
    edge = [(x, 1) for x in range(0, image.width(), 9)]
    edge += [(image.width() - 2, y) for y in range(0, image.height(), 9)]
    seen = {image.pixelColor(*at).name() for at in edge}
    assert LIGHT.land.lower() in seen
    assert "#ffffff" not in seen


def test_paper_below_a_small_map_goes_on_in_the_bleed_as_paper(save: Save, tmp_path: Path) -> None:
    drawn: dict[str, Any] = {"size_px": (600, 400), "layers": (), "theme": "dark"}
    image = picture(save("map.pdf", **drawn, prepress=Prepress(25.4 / 2)), tmp_path)
    sheet = picture(save("plain.pdf", **drawn), tmp_path)
    below = {image.pixelColor(36 + x, image.height() - 33).name() for x in range(sheet.width())}
    inside = {image.pixelColor(36 + x, image.height() - 38).name() for x in range(sheet.width())}
    assert below == inside == {DARK.paper.lower()}


def test_the_map_does_not_change_where_it_is_not_cut_off(save: Save, tmp_path: Path) -> None:
    drawn: dict[str, Any] = {"size_px": (600, 400), "layers": ("port",), "opacities": {"port": 0.3}}
    plain = picture(save("map.pdf", **drawn), tmp_path)
    whole = picture(save("bled.pdf", **drawn, prepress=Prepress(25.4 / 2)), tmp_path)
    inside = whole.copy(36, 36, plain.width(), plain.height())
    places = [(x, y) for x in range(2, 448) for y in range(2, 298)]
    off = [
        abs(inside.pixelColor(*at).lightness() - plain.pixelColor(*at).lightness()) for at in places
    ]
    assert max(off) < 12


def test_paper_is_painted_into_the_bleed_too(save: Save, tmp_path: Path) -> None:
    path = save("map.pdf", page=A5, layers=(), theme="dark", prepress=Prepress(3))
    image = picture(path, tmp_path)
    assert image.pixelColor(1, 1) == QColor("#1f2328")


def test_a_page_after_the_sheet_has_bleed_and_marks_as_the_sheet_has(
    save: Save, tmp_path: Path
) -> None:
    prepress = Prepress(3, crop_marks=True)
    path = save("map.pdf", page=A5, title="Ports", theme="dark", prepress=prepress)
    with pikepdf.open(path) as pdf:
        first, second = pdf.pages
        for box in ("MediaBox", "BleedBox", "TrimBox"):
            assert list(first.obj[f"/{box}"]) == list(second.obj[f"/{box}"])
        pdf.pages.remove(first)
        pdf.save(tmp_path / "second.pdf")
    image = picture(tmp_path / "second.pdf", tmp_path, dpi=254)
    paper, marks = [image.pixelColor(x, 500) for x in (40, 54)], range(40)
    assert [colour.name() for colour in paper] == ["#ffffff", DARK.paper.lower()]
    assert min(image.pixelColor(x, 80).lightness() for x in marks) < 230


def test_crop_marks_begin_outside_the_bleed_and_are_printed_in_every_ink(
    save: Save, tmp_path: Path
) -> None:
    path = save("map.pdf", page=A5, layers=(), prepress=Prepress(4, crop_marks=True))
    image = picture(path, tmp_path, dpi=254)  # ten pixels to the millimetre
    trim = 90  # the bleed ends at 50, the marks with it
    ink = [min(image.pixelColor(x, trim + d).lightness() for d in (-1, 0)) for x in range(86)]
    assert max(ink[4:46]) < 230
    assert min(ink[54:]) > 250
    with pikepdf.open(path) as pdf:
        spaces = pdf.pages[0].Resources.ColorSpace
        arrays = [space for space in spaces.values() if isinstance(space, pikepdf.Array)]
        assert "/All" in {str(space[1]) for space in arrays}


def fonts_are_embedded(pdf: pikepdf.Pdf) -> bool:
    """Each font program is in the file (19005-2, 6.2.11.4; 15930-7, 6.2.5)."""
    found = [
        font.DescendantFonts[0].FontDescriptor
        for page in pdf.pages
        for font in page.Resources.Font.values()
    ]
    return bool(found) and all("/FontFile2" in font for font in found)


def device_colours(pdf: pikepdf.Pdf) -> set[str]:
    """The device colours that pages paint with, by name or by operator."""
    spaces = [space for page in pdf.pages for space in page.Resources.ColorSpace.values()]
    named = {str(space) for space in spaces if isinstance(space, pikepdf.Name)}
    operators = {
        str(step.operator) for page in pdf.pages for step in pikepdf.parse_content_stream(page)
    }
    return named | (operators & {"g", "G", "rg", "RG", "k", "K"})


def xmp(pdf: pikepdf.Pdf) -> str:
    return pdf.Root.Metadata.read_bytes().decode()


def test_a_pdf_to_be_kept_meets_the_clauses_of_pdf_a_2b(save: Save) -> None:
    path = save("map.pdf", page=A4, title="Häfen 港", prepress=Prepress(standard="a-2b"))
    data = path.read_bytes()
    assert re.match(rb"%PDF-1\.[0-7]\n%[\x80-\xff]{4}\n", data), "6.1.2"
    with pikepdf.open(path) as pdf:
        assert not pdf.check_pdf_syntax()
        assert pdf.trailer.ID, "6.1.3"
        assert "/Encrypt" not in pdf.trailer, "6.1.3"
        (intent,) = pdf.Root.OutputIntents
        assert (str(intent.S), int(intent.DestOutputProfile.N)) == ("/GTS_PDFA1", 3), "6.2.3"
        profile = intent.DestOutputProfile.read_bytes()
        assert (profile[12:16], profile[16:20], profile[8]) == (b"mntr", b"RGB ", 2), "6.2.3"
        assert device_colours(pdf) == set(), "6.2.4.3"
        assert fonts_are_embedded(pdf), "6.2.11.4"
        links = [link for page in pdf.pages for link in page.obj.Annots]
        assert {int(link.F) for link in links} == {4}, "6.3.2"
        assert {str(link.A.S) for link in links} == {"/URI"}, "6.5.1"
        assert "/Filter" not in pdf.Root.Metadata, "6.6.2.1"
        assert re.search("<pdfaid:part .*>2</pdfaid:part>", xmp(pdf)), "6.6.4"
        assert re.search("<pdfaid:conformance .*>B</pdfaid:conformance>", xmp(pdf)), "6.6.4"
        listed = list(pdf.Root.OCProperties.D.Order)
        assert len(listed) == len(pdf.Root.OCProperties.OCGs), "6.9"
        assert str(pdf.Root.OCProperties.D.Name), "6.9"
        assert "/AS" not in pdf.Root.OCProperties.D, "6.9"
        for state in (s for page in pdf.pages for s in page.Resources.ExtGState.values()):
            assert not {"/TR", "/HTP"} & set(state.keys()), "6.2.5"
            assert str(state.get("/BM", "/Normal")) == "/Normal", "6.2.10"


def test_a_pdf_to_be_printed_meets_the_clauses_of_pdf_x_4(save: Save) -> None:
    prepress = Prepress(3, crop_marks=True, standard="x-4")
    with pikepdf.open(save("map.pdf", page=A4, prepress=prepress)) as pdf:
        assert pdf.pdf_version <= "1.6", "6.1"
        (intent,) = pdf.Root.OutputIntents
        profile = intent.DestOutputProfile.read_bytes()
        assert (str(intent.S), profile[12:16], profile[16:20]) == ("/GTS_PDFX", b"prtr", b"CMYK")
        assert str(intent.OutputConditionIdentifier) == "FOGRA39"
        assert str(intent.RegistryName) == "http://www.color.org"
        assert device_colours(pdf) == set(), "6.2.4"
        assert fonts_are_embedded(pdf), "6.2.5"
        for page in pdf.pages:
            assert not page.obj.get("/Annots"), "6.2.9: none on what is printed"
            assert "/ArtBox" not in page.obj, "6.2.3: a page has a trim box or an art box"
            media, bleed, trim = page.mediabox, page.obj.BleedBox, page.trimbox
            for outer, inner in ((media, bleed), (bleed, trim)):
                assert all(o <= i for o, i in zip(outer[:2], inner[:2], strict=True)), "6.2.3"
                assert all(o >= i for o, i in zip(outer[2:], inner[2:], strict=True)), "6.2.3"
        assert str(pdf.docinfo.Trapped) == "/False", "6.2.10"
        assert str(pdf.docinfo.Title), "6.8"
        told = xmp(pdf)
    assert re.search("<pdfxid:GTS_PDFXVersion .*>PDF/X-4</pdfxid", told)
    for key in ("CreateDate", "ModifyDate", "MetadataDate", "DocumentID", "RenditionClass"):
        assert f":{key}" in told, "6.8"


def test_a_print_shop_names_its_own_printing_condition(save: Save, tmp_path: Path) -> None:
    own = tmp_path / "shop.icc"
    own.write_bytes(asset("icc", "Fogra39.icc").read_bytes())
    path = save("map.pdf", page=A5, prepress=Prepress(standard="x-4", output_profile=own))
    with pikepdf.open(path) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert str(intent.OutputConditionIdentifier).startswith("Coated FOGRA39")
        assert "/RegistryName" not in intent
    assert str(tmp_path).encode() not in path.read_bytes()
    assert read_request(path).prepress == Prepress(standard="x-4")


def test_a_profile_that_is_no_printers_is_refused_and_nothing_is_written(
    save: Save, tmp_path: Path
) -> None:
    for profile in (asset("icc", "sRGB.icc"), asset("icc", "README.txt")):
        with pytest.raises(UsageError, match="no ICC profile of a printer"):
            save("map.pdf", page=A5, prepress=Prepress(standard="x-4", output_profile=profile))
    assert not list(tmp_path.iterdir())
