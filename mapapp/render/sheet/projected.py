"""The view of a map in a projection that suits the area which it is to show."""

from __future__ import annotations

import math

from mapapp.core.geo.extent import Extent
from mapapp.core.geo.mercator import CSS_PX_M, EQUATOR_M
from mapapp.core.geo.projecting import projection_for
from mapapp.render.request.area import AtScale
from mapapp.render.request.request import ExportRequest
from mapapp.render.view.projected_view import ProjectedView

_LEAST_DEG = 0.001
_NEAR_POLE_DEG = 80.0


def projected_view(
    request: ExportRequest, width_px: float, height_px: float, css_px: float
) -> ProjectedView:
    """What a map of so many pixels shows, each of which is ``css_px`` CSS pixels.

    Raises:
        UsageError: if the projection cannot show the area.
    """
    match request.area:
        case Extent() as extent:
            projection = projection_for(request.projection, extent)
            return ProjectedView.fitted(projection, extent, width_px, height_px)
        case AtScale(lon, lat, denominator) as place:
            m_per_px = denominator * CSS_PX_M * css_px
            shown = _around(place, width_px * m_per_px, height_px * m_per_px)
            projection = projection_for(request.projection, shown)
            return ProjectedView.at_scale(projection, lon, lat, m_per_px, width_px, height_px)
    raise TypeError(f"{request.area} is to be resolved first")


def _around(place: AtScale, width_m: float, height_m: float) -> Extent:
    """About what is shown around a place, in degrees."""
    m_per_deg = EQUATOR_M / 360
    shrinks = math.cos(math.radians(min(abs(place.lat), _NEAR_POLE_DEG)))
    width, height = width_m / m_per_deg / shrinks, height_m / m_per_deg
    return Extent.around(place.lon, place.lat, max(width, _LEAST_DEG), max(height, _LEAST_DEG))
