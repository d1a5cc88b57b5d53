"""Sheets in other projections: probed in their pixels, and read back by GDAL."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pyproj import CRS, Geod, Proj
from PySide6.QtGui import QColor, QImage

from mapapp.core.errors import UsageError
from mapapp.core.geo.extent import LIAONING, SHENYANG, WORLD, Extent
from mapapp.core.geo.projection_choice import PROJECTIONS, ProjectionChoice
from mapapp.core.style.theme import ground
from mapapp.render.request.area import AtScale
from mapapp.render.request.paper import PageSize
from tests.golden.conftest import Save
from tests.tools import output

pytestmark = pytest.mark.golden

A5 = PageSize.named("A5")
NAMES = PROJECTIONS[1:]
PACIFIC = Extent(-30, -60, 330, 85)
FOR_THE_WORLD = ("equal-earth", "winkel-tripel", "azimuthal-equidistant")
ON_LAND = [(116.4, 39.9), (37.6, 55.7), (-98.0, 39.0), (-44.0, -7.0), (24.0, -3.0), (121.0, -26.0),
           (178.0, 67.0), (-178.0, 67.0), (-42.0, 72.0)]  # fmt: skip
AT_SEA = [
    (-120.0, -20.0),
    (175.0, 40.0),
    (-175.0, -20.0),
    (75.0, -20.0),
    (-35.0, 35.0),
    (180.0, 0.0),
]


def of_area(name: str) -> Extent:
    return PACIFIC if name in FOR_THE_WORLD else LIAONING


class Placed:
    """A picture whose pixels are found by GDAL's reading of where it lies, and by PROJ."""

    def __init__(self, path: Path) -> None:
        told = json.loads(output("gdalinfo", "-json", path))
        self.left, self.width_m, _, self.top, _, self.height_m = told["geoTransform"]
        self.crs = CRS.from_wkt(told["coordinateSystem"]["wkt"])
        self.neatline = told.get("metadata", {}).get("", {}).get("NEATLINE", "")
        self._proj = Proj(self.crs)

    def pixel(self, lon: float, lat: float) -> tuple[float, float]:
        x, y = self._proj(lon, lat)
        return (x - self.left) / self.width_m, (y - self.top) / self.height_m


def colour_at(image: QImage, pixel: tuple[float, float]) -> tuple[int, ...]:
    return image.pixelColor(int(pixel[0]), int(pixel[1])).getRgb()[:3]


def is_like(seen: tuple[int, ...], colour: str) -> bool:
    return max(abs(a - b) for a, b in zip(seen, QColor(colour).getRgb(), strict=False)) <= 4


def asked(name: str, **more: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "projection": ProjectionChoice.parse(name), "area": of_area(name), "layers": (),
        "parts": frozenset(), "page": A5, "dpi": 150,
    }  # fmt: skip
    return usual | more


@pytest.mark.parametrize("name", FOR_THE_WORLD)
def test_land_and_sea_are_where_they_should_be(save: Save, name: str) -> None:
    path = save("map.tif", **asked(name))
    image, placed = QImage(str(path)), Placed(path)
    for places, colour in ((ON_LAND, ground("light").land), (AT_SEA, ground("light").sea)):
        for place in places:
            seen = colour_at(image, placed.pixel(*place))
            assert is_like(seen, colour), (place, seen)


@pytest.mark.parametrize("name", NAMES)
def test_gdal_reads_the_same_place_from_every_file(save: Save, name: str) -> None:
    tiff = Placed(save("map.tif", **asked(name)))
    png = Placed(save("map.png", **asked(name, world_file=True)))
    pdf = Placed(save("map.pdf", **asked(name)))
    for lon, lat in [(123.4, 41.8), (121.6, 38.9)]:
        x, y = tiff.pixel(lon, lat)
        assert png.pixel(lon, lat) == pytest.approx((x, y), abs=0.01)
        assert pdf.pixel(lon, lat) == pytest.approx((x, y), abs=1.0)
    assert pdf.neatline.startswith("POLYGON")


def test_a_zone_has_its_code(save: Save) -> None:
    assert Placed(save("map.tif", **asked("gauss-kruger"))).crs.to_epsg() == 4529


@pytest.mark.parametrize("name", NAMES)
def test_meridians_and_parallels_cross_where_gdal_says(save: Save, name: str) -> None:
    """What the graticule adds to a picture has its middle within half a pixel of its line."""
    lon, lat, step = (90.0, -30.0, 6.0) if name in FOR_THE_WORLD else (122.0, 40.0, 0.3)
    plain, lined = (
        save(f"{n}.tif", **asked(name, dpi=300, parts=frozenset(parts)))
        for n, parts in enumerate(([], ["graticule"]))
    )
    placed = Placed(lined)
    before, after = colours_of(plain), colours_of(lined)

    def added(*part: int | slice) -> np.ndarray[Any, np.dtype[np.float64]]:
        return np.abs(before[part].astype(float) - after[part]).sum(axis=1)

    for at in ((lon, lat + step), (lon, lat - step)):
        x, y = placed.pixel(*at)
        assert middle(added(int(y), slice(int(x) - 4, int(x) + 5))) == pytest.approx(
            x - int(x), abs=0.5
        )
    for at in ((lon + step, lat), (lon - step, lat)):
        x, y = placed.pixel(*at)
        assert middle(added(slice(int(y) - 4, int(y) + 5), int(x))) == pytest.approx(
            y - int(y), abs=0.5
        )


def colours_of(path: Path) -> np.ndarray[Any, np.dtype[np.uint8]]:
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGBA8888)
    whole = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return whole.copy()


def middle(weights: np.ndarray[Any, np.dtype[np.float64]]) -> float:
    """The middle of what was added to nine pixels, from the left of the fifth."""
    assert weights.sum() > 0
    return float((weights * (np.arange(9) - 4 + 0.5)).sum() / weights.sum())


def test_symbols_stand_at_their_true_distances_from_shenyang(save: Save) -> None:
    options = asked("azimuthal-equidistant", area=WORLD, size_px=(1200, 1000), page=None, dpi=None)
    path = save("map.tif", **options | {"layers": ("friendship_city",)})
    bare = save("bare.tif", **options)
    image, ground_only, placed = QImage(str(path)), QImage(str(bare)), Placed(bare)
    middle_px = placed.pixel(*SHENYANG)
    for lon, lat in [(-87.65, 41.85), (-100.3, 25.7), (-5.93, 54.6)]:
        azimuth, _, metres = Geod(ellps="WGS84").inv(*SHENYANG, lon, lat)
        away = metres / placed.width_m
        x = middle_px[0] + away * math.sin(math.radians(azimuth))
        y = middle_px[1] - away * math.cos(math.radians(azimuth))
        ring = [(x + 5 * dx, y + 5 * dy) for dx, dy in ((0, 1), (0, -1), (1, 0), (-1, 0))]
        assert all(colour_at(image, at) != colour_at(ground_only, at) for at in ring)


def test_the_scale_of_a_page_is_that_of_the_request(save: Save) -> None:
    area = AtScale(123.43, 41.8, 250_000)
    for name in ("lambert", "gauss-kruger", "azimuthal-equidistant"):
        placed = Placed(save("map.tif", **asked(name, area=area, dpi=300)))
        assert placed.width_m / (0.0254 / 300) == pytest.approx(250_000, rel=1e-3)


def test_beyond_the_edge_of_the_world_is_paper(save: Save) -> None:
    path = save("map.png", **asked("equal-earth", area=WORLD, size_px=(800, 400), page=None))
    image = QImage(str(path))
    assert is_like(colour_at(image, (5, 5)), ground("light").paper)
    assert is_like(colour_at(image, (400, 200)), ground("light").sea)


def test_an_area_that_a_projection_cannot_show_leaves_no_file(save: Save, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot show"):
        save("map.png", **asked("gauss-kruger", area=WORLD))
    assert not list(tmp_path.iterdir())
