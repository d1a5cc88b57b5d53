"""The view of a map in a projection that suits the area which it is to show."""

from __future__ import annotations

import math

from mapapp.core.geo.extent import Extent
from mapapp.core.geo.mercator import EQUATOR_M
from mapapp.core.geo.projecting import projection_for
from mapapp.core.geo.projection_choice import ProjectionChoice
from mapapp.render.request.area import AtScale
from mapapp.render.view.projected_view import ProjectedView

_LEAST_DEG = 0.001
_NEAR_POLE_DEG = 80.0


def fitted_projection(
    choice: ProjectionChoice, extent: Extent, width_px: float, height_px: float
) -> ProjectedView:
    """The closest view of an extent.

    Raises:
        UsageError: if the projection cannot show it.
    """
    return ProjectedView.fitted(projection_for(choice, extent), extent, width_px, height_px)


def projection_at_scale(
    choice: ProjectionChoice, area: AtScale, m_per_px: float, width_px: float, height_px: float
) -> ProjectedView:
    """The view around a place in which a pixel there is so many metres on the ground.

    Raises:
        UsageError: if the projection cannot show what is around it.
    """
    shrinks = math.cos(math.radians(min(abs(area.lat), _NEAR_POLE_DEG)))
    deg_per_px = m_per_px / EQUATOR_M * 360
    width, height = width_px * deg_per_px / shrinks, height_px * deg_per_px
    around = Extent.around(area.lon, area.lat, max(width, _LEAST_DEG), max(height, _LEAST_DEG))
    projection = projection_for(choice, around)
    return ProjectedView.at_scale(
        projection, area.lon, area.lat, m_per_px, width_px, height_px
    )
