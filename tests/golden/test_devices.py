"""Every format: its size, resolution, place on earth, and what it says about itself."""

from __future__ import annotations

import json
import math
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtGui import QColor, QImage

from mapapp.core.errors import DataError
from mapapp.core.expression.filters import LayerFilter
from mapapp.core.geo.extent import LIAONING, Extent
from mapapp.core.geo.mercator import EQUATOR_M, world_x, world_y
from mapapp.core.style.theme import ground
from mapapp.render.request.area import AtScale, FeatureId
from mapapp.render.request.metadata import read_description, read_request
from mapapp.render.request.paper import PageSize
from mapapp.render.request.request import FORMATS
from mapapp.render.view.viewport import Viewport
from tests.golden.conftest import Save
from tests.tools import output

pytestmark = pytest.mark.golden

RASTERS = ("map.png", "map.jpg", "map.webp", "map.tif")
SEA = (120.5, 39.75)


def metres(lon: float, lat: float) -> tuple[float, float]:
    return (float(world_x(lon)) - 0.5) * EQUATOR_M, (0.5 - float(world_y(lat))) * EQUATOR_M


@pytest.mark.parametrize("name", RASTERS)
def test_pixels_have_their_size_and_colours(save: Save, name: str) -> None:
    image = QImage(str(save(name, size_px=(640, 400))))
    assert (image.width(), image.height()) == (640, 400)
    sea = QColor(ground("light").sea)
    view = Viewport.fitted(LIAONING, 640, 400)
    seen = image.pixelColor(round(float(view.x(SEA[0]))), round(float(view.y(SEA[1]))))
    assert max(abs(a - b) for a, b in zip(seen.getRgb(), sea.getRgb(), strict=True)) <= 4


@pytest.mark.parametrize("name", ["map.png", "map.jpg", "map.tif"])
def test_pixels_have_their_resolution(save: Save, name: str) -> None:
    image = QImage(str(save(name, page=PageSize.named("A5"), dpi=150)))
    assert image.width() == 1240
    assert image.dotsPerMeterX() == pytest.approx(5906, abs=20)


@pytest.mark.parametrize(
    ("name", "page", "dpi"),
    [
        ("map.png", "A4", 100),
        ("map.png", "A3 portrait", 100),
        ("map.tif", "A5", 77),
        ("map.webp", "letter", 151),
        ("map.jpg", "A4", 300),
    ],
)
def test_no_edge_of_a_page_is_half_covered(save: Save, name: str, page: str, dpi: int) -> None:
    path = save(name, page=PageSize.named(page), dpi=dpi, layers=(), parts=frozenset())
    image = QImage(str(path))
    right, bottom = image.width() - 1, image.height() - 1
    edges = [image.pixelColor(x, y) for x in range(0, right, 7) for y in (0, bottom)]
    edges += [image.pixelColor(x, y) for y in range(0, bottom, 7) for x in (0, right)]
    assert min(colour.lightness() for colour in edges) >= 253


def test_a_webp_has_its_resolution(save: Save) -> None:
    """In its EXIF: the format itself has no place for it, and Qt does not look there."""
    with Image.open(save("map.webp", page=PageSize.named("A5"), dpi=150)) as image:
        exif = image.getexif()
    across, down, unit = (exif[tag] for tag in (282, 283, 296))
    assert (across, down, unit) == (150, 150, 2)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_picture_gives_its_request_back(save: Save, format_: str) -> None:
    asked: dict[str, Any] = {
        "area": Extent(121, 38.5, 124, 41),
        "layers": ("rail_hub", "port"),
        "title": "辽宁 “<&>”",
        "subtitle": "--> ]]>",
        "language": "both",
        "filters": {"port": LayerFilter('name_en contains "dal"', "")},
        "opacities": {"rail_hub": 0.5},
        "as_of_year": 2019,
        "selected": (FeatureId("port", "port-dalian"),),
        "notes": "one\ntwo",
    }
    path = save(f"map.{format_}", size_px=(400, 300), **asked)
    request = read_request(path)
    assert {key: getattr(request, key) for key in asked} == asked
    assert request.path == Path(path.name)
    description = read_description(path)
    assert len(description.sha256) == 64
    assert any("GeoNames" in licence for licence in description.licences)


def test_what_mapapp_did_not_make_is_told(tmp_path: Path) -> None:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    for name in RASTERS:
        image.save(str(tmp_path / name))
        with pytest.raises(DataError, match="no description by mapapp"):
            read_request(tmp_path / name)
    with pytest.raises(DataError, match="does not exist"):
        read_request(tmp_path / "gone.png")


@pytest.mark.parametrize("cut", [3, 9, 20, 60])
@pytest.mark.parametrize("name", [*RASTERS, "map.pdf", "map.svg"])
def test_a_damaged_picture_is_one_sentence(save: Save, name: str, cut: int) -> None:
    path = save(name, size_px=(320, 240))
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(DataError, match=r"choose another|made"):
        read_request(path)


@pytest.mark.parametrize(
    ("name", "beside"),
    [
        ("map.png", "map.pgw"),
        ("map.tif", "map.tfw"),
        ("map.jpg", "map.jgw"),
        ("map.webp", "map.wpw"),
    ],
)
def test_a_world_file_places_the_pixels(save: Save, name: str, beside: str) -> None:
    path = save(name, size_px=(800, 600), world_file=True, area=AtScale(122.0, 40.0, 1_000_000))
    a, d, b, e, c, f = map(float, (path.parent / beside).read_text().split())
    assert (d, b) == (0, 0)
    x, y = metres(122.0, 40.0)
    assert (c + 399.5 * a, f + 299.5 * e) == (pytest.approx(x, abs=1), pytest.approx(y, abs=1))
    assert a == -e


def test_a_tiff_is_a_geotiff(save: Save) -> None:
    extent = Extent(120, 39, 125, 43)
    path = save("map.tif", page=PageSize.named("A4"), dpi=100, area=extent)
    told = json.loads(output("gdalinfo", "-json", path))
    assert 'ID["EPSG",3857]' in told["coordinateSystem"]["wkt"]
    west, pixel, _, north, _, minus = told["geoTransform"]
    assert minus == -pixel
    left, top = metres(120, 43)
    assert west < left < west + pixel * told["size"][0]
    assert north + minus * told["size"][1] < top < north


def test_the_scale_of_a_page_is_that_of_the_request(save: Save) -> None:
    path = save("map.png", page=PageSize.named("A4"), world_file=True,
                area=AtScale(123.43, 41.8, 250_000))  # fmt: skip
    m_per_px = float((path.parent / "map.pgw").read_text().split()[0])
    on_paper = 0.0254 / 300
    assert m_per_px * math.cos(math.radians(41.8)) / on_paper == pytest.approx(250_000, rel=1e-3)


def test_a_large_picture_takes_little_memory(tmp_path: Path) -> None:
    """An A1 poster of 300 dpi is 280 MB as a whole."""
    code = (
        "import sys; from mapapp.cli import main\n"
        "code = main(['snapshot', '-o', sys.argv[1], '--page', 'A1', '--dpi', '300'])\n"
        "status = open('/proc/self/status').read()\n"
        "print(status.partition('VmHWM:')[2].split()[0]); sys.exit(code)"
    )
    for name in ("poster.png", "poster.tif"):
        done = subprocess.run([sys.executable, "-c", code, tmp_path / name],
                              capture_output=True, text=True, check=True)  # fmt: skip
        assert int(done.stdout) < 250_000
    header = (tmp_path / "poster.png").read_bytes()[16:24]
    assert struct.unpack(">2I", header) == (9933, 7016)
