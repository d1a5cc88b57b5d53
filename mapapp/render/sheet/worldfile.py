"""Where the pixels of a picture lie on earth (EPSG:3857, metres), and world files that say so."""

from __future__ import annotations

from pathlib import Path

from mapapp.core.geo.mercator import EQUATOR_M
from mapapp.core.record import record
from mapapp.render.request.request import CSS_DPI, ExportRequest
from mapapp.render.sheet.frame import Frame
from mapapp.render.view.viewport import Viewport

_ENDINGS = {".png": ".pgw", ".tif": ".tfw", ".tiff": ".tfw", ".webp": ".wpw"}
_OTHER_ENDING = ".jgw"


@record
class Placement:
    """The upper left corner of a picture, and the side of a pixel, in metres of EPSG:3857."""

    left_m: float
    top_m: float
    m_per_px: float


def placement(request: ExportRequest, frame: Frame, view: Viewport) -> Placement:
    """Where a picture lies if its map's frame goes on over the whole sheet."""
    dots_per_unit = frame.unit * request.resolution / CSS_DPI
    m_per_px = EQUATOR_M / view.world_px / (frame.map_unit * dots_per_unit)
    left = (view.left - 0.5) * EQUATOR_M - frame.map[0] * dots_per_unit * m_per_px
    top = (0.5 - view.top) * EQUATOR_M + frame.map[1] * dots_per_unit * m_per_px
    return Placement(left, top, m_per_px)


def world_file_path(picture: Path) -> Path:
    """The name of the world file beside a picture."""
    return picture.with_suffix(_ENDINGS.get(picture.suffix.lower(), _OTHER_ENDING))


def world_file_text(request: ExportRequest, frame: Frame, view: Viewport) -> str:
    """The six lines of a world file, the last two for the middle of the upper left pixel."""
    place = placement(request, frame, view)
    half = place.m_per_px / 2
    numbers = (
        place.m_per_px, 0.0, 0.0, -place.m_per_px, place.left_m + half, place.top_m - half,
    )  # fmt: skip
    return "".join(f"{number:.10f}\n" for number in numbers)
