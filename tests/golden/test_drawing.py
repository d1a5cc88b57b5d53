"""Rules of drawing that only the written file shows."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QColor, QGuiApplication, QImage

from mapapp.core.disk.assets import asset
from mapapp.core.geo.extent import LIAONING, WORLD, Extent
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.style.theme import ground
from mapapp.paint.devices.bands import whole_image
from mapapp.paint.devices.photo import photo_bytes
from mapapp.paint.export import Printer
from mapapp.render.request.paper import PageSize
from mapapp.render.request.request import CSS_DPI, ExportRequest
from tests.golden.conftest import Save

pytestmark = pytest.mark.golden

LINK_OPACITY = 0.6
SVG = "{http://www.w3.org/2000/svg}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


@pytest.fixture
def printer(qapp: QGuiApplication, specs: tuple[LayerSpec, ...]) -> Iterator[Printer]:
    atlas, basemap = asset("data", "atlas.gpkg"), asset("data", "basemap.gpkg")
    with Printer(atlas, basemap, specs) as opened:
        yield opened


def request(name: str, **changes: Any) -> ExportRequest:
    wanted: dict[str, Any] = {"path": Path(name), "format": name.rpartition(".")[2]}
    return ExportRequest(**wanted | {"size_px": (640, 400), "parts": frozenset()} | changes)


def tone(specs: tuple[LayerSpec, ...], layer: str) -> QColor:
    return QColor(next(spec.symbol.colour.light for spec in specs if spec.id == layer))


def test_a_line_of_a_pdf_has_the_colour_that_it_has_on_land(
    save: Save, specs: tuple[LayerSpec, ...]
) -> None:
    path = save(
        "links.pdf", layers=("friendship_link",), parts=frozenset(), page=PageSize.named("A5")
    )
    content = PdfReader(path).pages[0].get_contents()
    assert content is not None
    stroked = {
        tuple(float(word) for word in line.split()[:3])
        for line in content.get_data().decode("latin-1").splitlines()
        if line.endswith((" SCN", " RG"))
    }
    over, under = tone(specs, "friendship_link"), QColor(ground("light").land)
    pairs = zip(over.getRgbF()[:3], under.getRgbF()[:3], strict=True)
    want = [a * LINK_OPACITY + b * (1 - LINK_OPACITY) for a, b in pairs]
    assert any(each == pytest.approx(want, abs=0.004) for each in stroked), stroked


def test_a_layer_of_an_svg_shines_through_once(save: Save) -> None:
    path = save("a.svg", layers=("port",), opacities={"port": 0.5}, size_px=(640, 400), page=None)
    root = ET.parse(path).getroot()  # noqa: S314 - made by us
    (group,) = [each for each in root.iter(f"{SVG}g") if each.get("id") == "port"]
    assert group.get("opacity") == "0.5"
    inside = [each for child in group for each in child.iter()]
    told = {
        each.get(name) for each in inside for name in ("opacity", "fill-opacity", "stroke-opacity")
    }
    assert len(inside) > 10
    assert not {value for value in told if value and abs(float(value) - 0.5) < 0.01}


@pytest.mark.parametrize("extent", [LIAONING, Extent(121, 38.5, 122, 39.3)])
def test_the_locator_frames_what_the_map_shows(printer: Printer, extent: Extent) -> None:
    wanted = request(
        "a.png", page=PageSize.named("A4"), size_px=None, area=extent, layers=(),
        parts=frozenset({"locator"}), dpi=192,
    )  # fmt: skip
    composition = printer.composed(wanted)
    locator, box = composition.locator, composition.sheet.locator
    assert locator is not None
    assert box is not None
    image, shown = whole_image(composition), composition.scene.view.extent
    scale = wanted.resolution / CSS_DPI * composition.sheet.frame.unit
    unit = (box[2] - box[0]) / locator.view.width_px
    left, right = (box[0] + float(locator.view.x(lon)) * unit for lon in (shown.west, shown.east))
    top, bottom = (box[1] + float(locator.view.y(lat)) * unit for lat in (shown.north, shown.south))
    ink = QColor(ground("light").label).lightness()

    def is_dark(x: float, y: float) -> bool:
        around = [
            (round(x * scale) + dx, round(y * scale) + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)
        ]
        return min(image.pixelColor(*pixel).lightness() for pixel in around) < ink + 40

    for share in (0.2, 0.4, 0.6, 0.8):
        x, y = left + (right - left) * share, top + (bottom - top) * share
        assert is_dark(x, top)
        assert is_dark(x, bottom)
        assert is_dark(left, y)
        assert is_dark(right, y)


@pytest.mark.parametrize("description", ["even", "odds!", "沈阳 odd"])
def test_the_chunks_of_a_webp_have_even_sizes(printer: Printer, description: str) -> None:
    data = photo_bytes(printer.composed(request("a.webp", layers=("port",))), description)
    assert struct.unpack("<I", data[4:8])[0] == len(data) - 8
    at, chunks = 12, {}
    while at < len(data):
        name, size = data[at : at + 4], struct.unpack("<I", data[at + 4 : at + 8])[0]
        chunks[name] = data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
    assert at == len(data)
    assert list(chunks)[-2:] == [b"EXIF", b"XMP "]
    packet = ET.fromstring(chunks[b"XMP "])  # noqa: S314 - our own
    assert description in [each.text for each in packet.iter(f"{RDF}li")]


def test_the_order_of_the_request_is_that_of_the_picture(printer: Printer) -> None:
    def picture(*layers: str) -> QImage:
        return whole_image(printer.composed(request("a.png", layers=layers, area=WORLD)))

    links, cities = "friendship_link", "friendship_city"
    assert picture(cities, links) != picture(links, cities)
    assert picture(cities, links) == picture(cities, links)
