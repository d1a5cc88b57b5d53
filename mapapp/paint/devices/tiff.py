"""TIFF, compressed band by band, with its resolution and its map's place on earth."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
import tifffile

from mapapp.paint.devices.bands import Tell, band_rows, bands
from mapapp.render.sheet.composition import Composition
from mapapp.render.sheet.worldfile import Placement, placement

if TYPE_CHECKING:
    from mapapp.core.geo.projection import Projection

_DEFLATE = 8
_BIG_FROM_BYTES = 3_500_000_000
_EPSG_3857 = (1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, 3857)
"""GeoTIFF 1.1 keys: projected, pixel is area, Web Mercator."""

_OF_USER = 32767
"""GeoTIFF's code for what has none. GDAL and Esri then read the system out of a citation."""


def write_tiff(file: BinaryIO, composition: Composition, description: str, tell: Tell) -> None:
    """Write a composition as a GeoTIFF; ``description``, in ASCII, is its image description."""
    request = composition.request
    width, height = request.pixels
    with tifffile.TiffWriter(file, bigtiff=3 * width * height > _BIG_FROM_BYTES) as tiff:
        tiff.write(
            _strips(composition, tell),
            shape=(height, width, 3),
            dtype=np.uint8,
            photometric="rgb",
            compression=_DEFLATE,
            rowsperstrip=band_rows(width, height),
            resolution=(request.resolution, request.resolution),
            resolutionunit="INCH",
            software="mapapp",
            description=description.encode("ascii", "backslashreplace"),
            metadata=None,
            extratags=_geotags(placement(request, composition.sheet.frame, composition.scene.view)),
        )


def _strips(composition: Composition, tell: Tell) -> Iterator[bytes]:
    for band in bands(composition, tell):
        yield zlib.compress(band.tobytes(), 1)


def _geotags(place: Placement) -> list[tuple[int, str, int, tuple[float, ...] | str, bool]]:
    """ModelPixelScale, ModelTiepoint, GeoKeyDirectory and its texts."""
    scale = (place.m_per_px, place.m_per_px, 0.0)
    tie = (0.0, 0.0, 0.0, place.left_m, place.top_m, 0.0)
    text = _system_text(place.projection)
    keys = _keys(place.projection, len(text))
    return [
        (33550, "d", 3, scale, True),
        (33922, "d", 6, tie, True),
        (34735, "H", len(keys), keys, True),
        *([(34737, "s", 0, text, True)] if text else []),
    ]


def _system_text(projection: Projection | None) -> str:
    """The coordinate system in words of Esri's, where it has no code of EPSG."""
    if projection is None or projection.epsg is not None:
        return ""
    return f"ESRI PE String = {projection.wkt('WKT1_ESRI')}|"


def _keys(projection: Projection | None, length: int) -> tuple[int, ...]:
    if projection is None:
        return _EPSG_3857
    if projection.epsg is not None:
        return (*_EPSG_3857[:-1], projection.epsg)
    return (
        1, 1, 0, 6, 1024, 0, 1, _OF_USER, 1025, 0, 1, 1, 2048, 0, 1, 4326, 2054, 0, 1, 9102,
        3073, 34737, length, 0, 3076, 0, 1, 9001,
    )  # fmt: skip
