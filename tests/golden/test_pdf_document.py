"""What a PDF is besides its picture: text, fonts, boxes, bookmarks, links, pages of a book."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PySide6.QtGui import QImage

from mapapp.paint.devices.pdf_extras import PageExtras, page_labels, sheet_place
from mapapp.render.request.paper import PageSize
from mapapp.render.request.request import PARTS, ExportRequest
from tests.golden.conftest import Save, content
from tests.tools import output

pytestmark = pytest.mark.golden

A4 = PageSize.named("A4")
LINE_TO = re.compile(rb"^(\S+ \S+) l$", re.MULTILINE)


def bookmarks(path: Path) -> list[tuple[str, list[str]]]:
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        return [(item.title, [child.title for child in item.children]) for item in outline.root]


@pytest.mark.parametrize("language", ["en", "zh", "both"])
def test_text_comes_out_as_typed_in_regular_and_bold(save: Save, language: str) -> None:
    words = "瀋陽 大连高新区 ≥ 481.5 km² 亿元"
    parts = PARTS - {"figures"}  # they would go on on a page that has the title again
    path = save("map.pdf", page=A4, title=words, notes=words, language=language, parts=parts)
    assert output("pdftotext", path, "-").count("大连高新区 ≥ 481.5 km² 亿元") == 2
    fonts = [line.split() for line in output("pdffonts", path).splitlines()[2:]]
    ours = {"MapappSans-Regular", "MapappSans-Bold"}
    assert ours <= {font[0] for font in fonts} <= {*ours, "MapappSansLatin-Regular"}
    assert {tuple(font[-5:-2]) for font in fonts} == {("yes", "no", "yes")}


def test_halos_are_written_in_whole_numbers(save: Save) -> None:
    path = save("map.pdf", page=A4, layers=(), parts=frozenset())
    with pikepdf.open(path) as pdf:
        corners = LINE_TO.findall(content(pdf.pages[0]))
    whole = [corner for corner in corners if b"." not in corner]
    assert len(whole) > len(corners) / 2  # the others are those of the ground


@pytest.mark.parametrize("page", ["A4", "A4 portrait", "A0", "letter", "square", "300x120mm"])
def test_the_boxes_are_those_of_the_page(save: Save, page: str) -> None:
    size = PageSize.named(page)
    with pikepdf.open(save("map.pdf", page=size)) as pdf:
        assert not pdf.check_pdf_syntax()
        for box in (pdf.pages[0].mediabox, pdf.pages[0].trimbox, pdf.pages[0].cropbox):
            left, low, right, high = map(float, box)
            assert right - left == pytest.approx(size.width_mm / 25.4 * 72, abs=0.01)
            assert high - low == pytest.approx(size.height_mm / 25.4 * 72, abs=0.01)


def test_the_paper_covers_the_whole_page(save: Save, tmp_path: Path) -> None:
    path = save("map.pdf", page=PageSize.named("A5"), theme="dark")
    output("pdftoppm", "-r", "60", "-png", "-singlefile", path, tmp_path / "page")
    image = QImage(str(tmp_path / "page.png"))
    right, bottom = image.width() - 2, image.height() - 2
    places = ((1, 1), (right, 1), (1, bottom), (right, bottom))
    corners = [image.pixelColor(*place).name() for place in places]
    assert corners == ["#1f2328"] * 4


def test_bookmarks_lead_to_the_sections(save: Save) -> None:
    ((title, sections),) = bookmarks(save("map.pdf", page=A4, title="Häfen 港"))
    assert title == "Häfen 港"
    assert sections[0] == "Legend"
    assert sections[-3:] == ["Key figures", "Sources", "Ground"]


def test_what_has_no_room_goes_on_on_pages_of_the_same_size(save: Save) -> None:
    words = [f"n{i}x" for i in range(700)]
    size = PageSize.named("A5 portrait")
    path = save("map.pdf", page=size, title="Häfen", notes=" ".join(words), language="both")
    assert set(words) <= set(output("pdftotext", path, "-").split())
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) > 1
        assert len({tuple(map(float, page.mediabox)) for page in pdf.pages}) == 1
        assert [("/VP" in page.obj) for page in pdf.pages] == [True] + [False] * (
            len(pdf.pages) - 1
        )
    assert "Häfen" in output("pdftotext", "-f", "2", "-l", "2", path, "-")
    ((_, sections),) = bookmarks(path)
    assert sections.count("Notes 备注") >= 1


def test_sources_are_links(save: Save) -> None:
    with pikepdf.open(save("map.pdf", page=A4)) as pdf:
        annotations = [each for page in pdf.pages for each in page.obj.get("/Annots", [])]
        links = [(str(a.A.URI), [float(side) for side in a.Rect]) for a in annotations]
        _, low, right, high = map(float, pdf.pages[0].mediabox)
    assert links
    for url, (x0, y0, x1, y1) in links:
        assert re.fullmatch(r"https?://[!-~]+", url)
        assert 0 < x0 < x1 < right
        assert low < y0 < y1 < high


def test_a_picture_without_furniture_has_its_bookmark_too(save: Save) -> None:
    assert bookmarks(save("map.pdf", size_px=(320, 240))) == [("Map", [])]


def test_gdal_reads_where_the_map_lies(save: Save) -> None:
    told = output("gdalinfo", save("map.pdf", page=PageSize.named("A5"), layers=()))
    assert "WGS 84 / Pseudo-Mercator" in told


def test_the_contents_of_a_book_lead_to_its_pages(save: Save) -> None:
    with pikepdf.open(save("ports.pdf", page=A4, book="port")) as pdf:
        opening, *pages = (page.obj.objgen for page in pdf.pages)
        targets = [link.Dest[0].objgen for link in pdf.pages[0].obj.Annots if "/Dest" in link]
        assert opening not in targets
        assert {*targets} == {*pages}
        parts = [link.Dest[0].objgen for link in pdf.pages[1].obj.Annots if "/Dest" in link]
        assert {*parts} == {pages[1]}  # the terminal of the port of Dalian


def test_a_book_without_contents_has_a_page_a_feature(save: Save) -> None:
    told = output("pdfinfo", save("ports.pdf", page=A4, book="port", contents=False))
    assert re.search(r"Pages:\s+8", told)


def test_the_pages_of_a_book_are_called_by_their_numbers(save: Save) -> None:
    with pikepdf.open(save("ports.pdf", page=A4, book="port")) as pdf:
        assert [page.label for page in pdf.pages] == ["i", *map(str, range(1, 9))]


def test_what_goes_on_in_a_book_is_called_after_its_sheet() -> None:
    place = sheet_place(ExportRequest(Path("x.pdf"), "pdf", page=PageSize.named("A4")))
    opening, again, first, further, last, second = (
        PageExtras(place, viewport, (), {}, sheet)
        for viewport, sheet in (("vp", 0), ("", 0), ("vp", 1), ("", 0), ("", 0), ("vp", 2))
    )
    with pikepdf.new() as pdf:
        for _ in range(6):
            pdf.add_blank_page()
        told = page_labels([opening, again, first, further, last, second])
        pdf.Root.PageLabels = pikepdf.Object.parse(told.encode())
        assert [page.label for page in pdf.pages] == ["i", "ii", "1", "1-2", "1-3", "2"]


def test_a_book_has_a_page_and_a_bookmark_a_feature(save: Save) -> None:
    path = save("ports.pdf", page=A4, book="port", language="zh")
    told = output("pdfinfo", path)
    assert re.search(r"Title:\s+海港", told)
    found = bookmarks(path)
    assert ("大连港" in [title for title, _ in found], len(found)) == (True, 9)
    assert re.search(r"Pages:\s+9", told)
    with pikepdf.open(path) as pdf:
        assert not pdf.check_pdf_syntax()
        assert all(len(page.obj.VP) == 1 for page in pdf.pages)


def test_a_book_of_pictures_is_a_file_a_feature(save: Save, tmp_path: Path) -> None:
    save("ports.png", size_px=(320, 240), book="port")
    names = sorted(path.name for path in tmp_path.iterdir())
    assert len(names) == 8
    assert names[0] == "ports-1-port-dalian.png"


def test_metadata_are_xmp(save: Save) -> None:
    with pikepdf.open(save("map.pdf", page=A4, title="辽宁 & more")) as pdf:
        metadata: Any = pdf.open_metadata()
        assert metadata["dc:title"] == "辽宁 & more"
        assert "GeoNames" in metadata["dc:description"]
        assert metadata["xmp:CreatorTool"].startswith("mapapp")
        assert str(pdf.Root.Lang) == "en"
