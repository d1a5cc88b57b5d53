"""Where a PDF puts its page and its map, to a fraction of a pixel of a printer."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from mapapp.core.geo.extent import Extent
from mapapp.core.geo.mercator import EQUATOR_M, world_x, world_y
from mapapp.render.request.paper import PageSize
from mapapp.render.request.prepress import Prepress
from tests.golden.conftest import Save
from tests.tools import needed, output

pytestmark = pytest.mark.golden

DPI = 300
SEA = Extent(-30.6, 20.1, -29.6, 20.9)
"""Part of the Atlantic: nothing but the degree net is on it."""


def placed_by_gdal(path: Path) -> list[float]:
    """Left edge, metres a pixel, 0, upper edge, 0, metres a pixel downwards (EPSG:3857)."""
    command = [needed("gdalinfo"), "-json", "--config", "GDAL_PDF_DPI", str(DPI), str(path)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    left, x_m, _, top, _, y_m = json.loads(told)["geoTransform"]
    return [left, x_m, top, y_m]


def strip(path: Path, folder: Path, *, across: bool) -> NDArray[np.float64]:
    """How bright a page is along a narrow strip through it, across or down, four times as fine.

    So fine that it does not matter that poppler moves thin lines to whole pixels.
    """
    fine, at, thin, long = 4 * DPI, "4000", "36", "30000"
    box = ["0", at, long, thin] if across else [at, "0", thin, long]
    crop = [word for pair in zip(("-x", "-y", "-W", "-H"), box, strict=True) for word in pair]
    output(
        "pdftoppm", "-r", str(fine), *crop, "-gray", "-png", "-singlefile", path, folder / "strip"
    )
    image = QImage(str(folder / "strip.png")).convertToFormat(QImage.Format.Format_Grayscale8)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    grey = lines[:, : image.width()].astype(float)
    return np.asarray(np.median(grey, axis=0 if across else 1))


def line_near(profile: NDArray[np.float64], at: float) -> float:
    """Where the middle of the line is that crosses a strip near a place, in pixels of ``DPI``."""
    low = round(4 * at) - 16
    near = profile[low : low + 33]
    dark = np.abs(near - np.median(near))
    assert dark.max() > 1, "there is no line"
    return float(low + 0.5 + (dark * np.arange(33)).sum() / dark.sum()) / 4


def lines_off(path: Path, folder: Path) -> Iterator[float]:
    """How many pixels the lines of the degree net are from where GDAL has them."""
    left, x_m, top, y_m = placed_by_gdal(path)
    along = strip(path, folder, across=True)
    for lon in (-30.4, -30.2, -30.0, -29.8):
        x = ((float(world_x(lon)) - 0.5) * EQUATOR_M - left) / x_m
        yield line_near(along, x) - x
    down = strip(path, folder, across=False)
    for lat in (20.4, 20.6):
        y = ((0.5 - float(world_y(lat))) * EQUATOR_M - top) / y_m
        yield line_near(down, y) - y


@pytest.mark.parametrize("page", ["A4", "A3 portrait", "letter"])
@pytest.mark.parametrize("prepress", [Prepress(), Prepress(3, crop_marks=True)])
def test_gdal_finds_lines_of_the_map_where_they_are(
    save: Save, tmp_path: Path, page: str, prepress: Prepress
) -> None:
    path = save(
        "sea.pdf",
        page=PageSize.named(page),
        area=SEA,
        layers=(),
        parts=frozenset({"graticule"}),
        prepress=prepress,
    )
    assert max(map(abs, lines_off(path, tmp_path))) < 0.3


@pytest.mark.parametrize("page", ["A4", "A4 portrait", "A0", "letter"])
def test_a_page_begins_at_its_corner(save: Save, page: str) -> None:
    size = PageSize.named(page)
    with pikepdf.open(save("map.pdf", page=size, layers=(), parts=frozenset())) as pdf:
        box = [float(side) for side in pdf.pages[0].mediabox]
    assert box[:2] == [0, 0]
    assert box[2:] == pytest.approx(
        [size.width_mm / 25.4 * 72, size.height_mm / 25.4 * 72], abs=5e-4
    )
