"""Where the pixels of a picture lie on earth, in metres, and world files that say so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from mapapp.core.geo.mercator import EQUATOR_M
from mapapp.core.record import record
from mapapp.render.request.request import CSS_DPI, ExportRequest
from mapapp.render.sheet.frame import Frame
from mapapp.render.view.view import AnyView
from mapapp.render.view.viewport import Viewport

if TYPE_CHECKING:
    from mapapp.core.geo.projection import Projection

_ENDINGS = {".png": ".pgw", ".tif": ".tfw", ".tiff": ".tfw", ".webp": ".wpw"}
_OTHER_ENDING = ".jgw"


@record
class Placement:
    """The upper left corner of a picture, and the side of a pixel, in metres of the projection.

    Without ``projection`` that is EPSG:3857.
    """

    left_m: float
    top_m: float
    m_per_px: float
    projection: Projection | None = None


def placement(request: ExportRequest, frame: Frame, view: AnyView) -> Placement:
    """Where a picture lies if its map's frame goes on over the whole sheet."""
    dots_per_unit = frame.unit * request.resolution / CSS_DPI
    map_px = frame.map_unit * dots_per_unit
    if isinstance(view, Viewport):
        m_per_px = EQUATOR_M / view.world_px / map_px
        corner = (view.left - 0.5) * EQUATOR_M, (0.5 - view.top) * EQUATOR_M
        projection = None
    else:
        m_per_px, projection = view.plane_m_per_px / map_px, view.projection
        corner = view.left_m, view.top_m
    left = corner[0] - frame.map[0] * dots_per_unit * m_per_px
    top = corner[1] + frame.map[1] * dots_per_unit * m_per_px
    return Placement(left, top, m_per_px, projection)


def world_file_path(picture: Path) -> Path:
    """The name of the world file beside a picture."""
    return picture.with_suffix(_ENDINGS.get(picture.suffix.lower(), _OTHER_ENDING))


def world_file_text(request: ExportRequest, frame: Frame, view: AnyView) -> str:
    """The six lines of a world file, the last two for the middle of the upper left pixel."""
    place = placement(request, frame, view)
    half = place.m_per_px / 2
    numbers = (
        place.m_per_px, 0.0, 0.0, -place.m_per_px, place.left_m + half, place.top_m - half,
    )  # fmt: skip
    return "".join(f"{number:.10f}\n" for number in numbers)


def files_beside(request: ExportRequest, frame: Frame, view: AnyView) -> Iterator[tuple[Path, str]]:
    """The world file of a picture; for another projection also its coordinate system.

    GDAL and QGIS read that from a file in GDAL's "PAM" format.
    """
    yield world_file_path(request.path), world_file_text(request, frame, view)
    if not isinstance(view, Viewport):
        wkt = escape(view.projection.wkt("WKT2_2019"))
        system = request.path.with_name(f"{request.path.name}.aux.xml")
        yield system, f"<PAMDataset>\n  <SRS>{wkt}</SRS>\n</PAMDataset>\n"
