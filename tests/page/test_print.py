"""The standalone map printed by the real engine: a sheet that has room for all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mapapp.core.disk.assets import asset
from mapapp.core.geo.extent import LIAONING
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.style.theme import DARK as DARK_THEME
from mapapp.core.style.theme import LIGHT
from mapapp.render.html.file import WebMap
from tests.page.web_file import TIMEOUT_MS, OpenFile
from tests.timing import PatientBot
from tests.tools import output
from tests.web_maps import html_document

pytestmark = pytest.mark.page

ATLAS, BASEMAP = asset("data", "atlas.gpkg"), asset("data", "basemap.gpkg")
UPRIGHT, LYING = QPageLayout.Orientation.Portrait, QPageLayout.Orientation.Landscape
DPI, MM_PER_INCH, POINTS_PER_INCH = 96, 25.4, 72
MARGIN_MM, MAP_WIDTH_MM, MAP_HEIGHT_MM = 10.0, 186.0, 158.0
BORDER_PX = 1
SEA, LAND = (120.5, 39.75), (122.0, 43.0)
TITLE = "Where they are"
DARK = """matchMedia = (ask => query => query.includes("dark")
  ? Object.assign(new EventTarget(), { matches: true }) : ask.call(window, query))(matchMedia)"""
FACET = "position within the site"
MAP = "window[JSON.parse(document.getElementById('mapapp-map').textContent).map]"


@pytest.fixture(scope="module")
def file(
    qapp: QApplication,
    request: pytest.FixtureRequest,
    specs: tuple[LayerSpec, ...],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[OpenFile]:
    """A map of points, and of an area."""
    path = tmp_path_factory.mktemp("print") / "map.html"
    wanted = WebMap(
        ("industrial_park", "port", "friendship_city"), LIAONING, TITLE, notes=("A remark.",)
    )
    path.write_text(html_document(wanted, ATLAS, BASEMAP, specs), encoding="utf-8")
    opened = OpenFile(path, PatientBot(request))
    yield opened
    opened.close()


@pytest.fixture(scope="module", params=[UPRIGHT, LYING], ids=["upright", "lying"])
def printed(request: pytest.FixtureRequest, file: OpenFile) -> tuple[QPageLayout.Orientation, Path]:
    """The map on A4, with a card and the search open when it was printed.

    Lying it shows the area that the card is about, upright all of Liaoning.
    """
    west, south, east, north = LIAONING.bounds
    assert FACET in file.choose("cgip")
    if request.param is UPRIGHT:
        file.run(f"({MAP}.fitBounds([[{south}, {west}], [{north}, {east}]]), 1)")
    file.search("a")
    path = Path(file.page.url().toLocalFile()).with_name(f"{request.param.name}.pdf")
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    page = QPageSize(QPageSize.PageSizeId.A4)
    layout = QPageLayout(page, request.param, margins, QPageLayout.Unit.Millimeter)
    with file.qtbot.waitSignal(file.page.pdfPrintingFinished, timeout=TIMEOUT_MS):
        file.page.printToPdf(str(path), layout)
    return request.param, path


def box_of(pdf: Path, word: str) -> list[float]:
    """Left, upper, right and lower edge of a word of the first page, in millimetres."""
    told = output("pdftotext", "-l", "1", "-bbox", pdf, "-")
    found = re.search(rf'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">{word}<', told)
    assert found, f"{word} is not on the page"
    return [float(each) / POINTS_PER_INCH * MM_PER_INCH for each in found.groups()]


def pixels_of(pdf: Path) -> QImage:
    stem = pdf.with_suffix("")
    output("pdftoppm", "-r", str(DPI), "-l", "1", "-singlefile", "-png", pdf, stem)
    return QImage(str(stem.with_suffix(".png")))


def is_near(colour: QColor, wanted: str) -> bool:
    pairs = zip(colour.getRgb()[:3], QColor(wanted).getRgb()[:3], strict=True)
    return all(abs(one - other) < 6 for one, other in pairs)


def test_the_legend_is_where_the_paper_has_room(
    printed: tuple[QPageLayout.Orientation, Path],
) -> None:
    orientation, pdf = printed
    left, top, _, _ = box_of(pdf, "Legend")
    _, below_title, _, _ = box_of(pdf, "Where")
    if orientation is LYING:
        assert left > MARGIN_MM + MAP_WIDTH_MM
        assert top < below_title + 20
    else:
        assert left == pytest.approx(MARGIN_MM, abs=1)
        assert top > below_title + MAP_HEIGHT_MM


def test_the_map_fills_its_frame(
    file: OpenFile, printed: tuple[QPageLayout.Orientation, Path]
) -> None:
    """Its ground reaches all edges, and what it shows is where the map says that it is."""
    orientation, pdf = printed
    image = pixels_of(pdf)
    file.run("(dispatchEvent(new Event('beforeprint')), 1)")
    top_px = file.run("document.querySelector('.folium-map').getBoundingClientRect().top")
    places = {file.at(*SEA): LIGHT.sea, file.at(*LAND): LIGHT.land}
    file.run("(dispatchEvent(new Event('afterprint')), 1)")
    right = MAP_WIDTH_MM / MM_PER_INCH * DPI
    wanted = {(4, 4): LIGHT.land, (right - 5, 4): LIGHT.land}
    wanted |= places if orientation is UPRIGHT else {}
    left, top = MARGIN_MM / MM_PER_INCH * DPI, MARGIN_MM / MM_PER_INCH * DPI + top_px
    for (x, y), colour in wanted.items():
        assert is_near(image.pixelColor(round(left + x), round(top + y)), colour)


def test_what_serves_the_window_is_not_printed(
    printed: tuple[QPageLayout.Orientation, Path],
) -> None:
    _, pdf = printed
    words = output("pdftotext", pdf, "-")
    assert "A remark." in words
    for each in ("Search", "×", "+", FACET):
        assert each not in words


def test_credits_and_sources_are_whole(
    file: OpenFile, printed: tuple[QPageLayout.Orientation, Path]
) -> None:
    _, pdf = printed
    words = "".join(output("pdftotext", "-raw", pdf, "-").split())
    data = "JSON.parse(document.getElementById('mapapp-map').textContent)"
    told = [*file.run(f"{data}.attribution"), *file.run(f"{data}.sources.map(s => s.text)")]
    assert len(told) > 10
    for text in told:
        assert "".join(unescape(text).split()) in words


def test_the_window_is_again_what_it_was(file: OpenFile) -> None:
    view = f"[{MAP}.getCenter().lng, {MAP}.getCenter().lat, {MAP}.getZoom()]"
    before = file.run(view)
    file.run("(dispatchEvent(new Event('beforeprint')), 1)")
    assert file.run(f"{MAP}.getSize().x") == pytest.approx(
        MAP_WIDTH_MM / MM_PER_INCH * DPI - 2 * BORDER_PX, abs=2
    )
    file.run("(dispatchEvent(new Event('afterprint')), 1)")
    assert file.run(view) == pytest.approx(before)
    assert file.run("document.querySelectorAll('.sheet').length") == 0
    assert file.run("document.querySelector('.panel').offsetWidth") > 200


def test_only_what_is_shown_is_in_the_legend(file: OpenFile) -> None:
    box = "[...document.querySelectorAll('.legend input')].at(-1)"
    file.run(f"({box}.click(), dispatchEvent(new Event('beforeprint')), 1)")
    legend = file.run("document.querySelector('.sheet.key').innerText")
    inputs = file.run("document.querySelectorAll('.sheet input').length")
    file.run(f"(dispatchEvent(new Event('afterprint')), {box}.click(), 1)")
    assert "Friendship cities" in legend
    assert "Industrial parks" not in legend
    assert inputs == 0


def test_paper_is_never_dark(
    qapp: QApplication, qtbot: QtBot, specs: tuple[LayerSpec, ...], tmp_path: Path
) -> None:
    path = tmp_path / "map.html"
    path.write_text(html_document(WebMap(("port",)), ATLAS, BASEMAP, specs), encoding="utf-8")
    file = OpenFile(path, qtbot, before=DARK)
    land = "document.documentElement.style.getPropertyValue('--land')"
    key = "decodeURIComponent(document.querySelector('.sheet .key img')?.src ?? '')"
    assert file.run(land) == DARK_THEME.land
    file.run("(dispatchEvent(new Event('beforeprint')), 1)")
    told = (file.run(land), file.run(key))
    file.run("(dispatchEvent(new Event('afterprint')), 1)")
    port = next(spec for spec in specs if spec.id == "port")
    assert told[0] == LIGHT.land
    assert port.symbol.colour.light.lower() in told[1].lower()
    assert file.run(land) == DARK_THEME.land
    file.close()
