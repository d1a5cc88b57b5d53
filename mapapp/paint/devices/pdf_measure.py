"""Where a map lies on earth, as PDF says it: ISO 32000-2, 12.10."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.geo.mercator import lat_of, lon_of
from mapapp.render.view.view import AnyView
from mapapp.render.view.viewport import Viewport

if TYPE_CHECKING:
    from mapapp.core.geo.projection import Projection
    from mapapp.render.view.projected_view import ProjectedView

_WKT = (
    'PROJCS["WGS 84 / Pseudo-Mercator",GEOGCS["WGS 84",DATUM["WGS_1984",'
    'SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433]],PROJECTION["Mercator_1SP"],'
    'PARAMETER["central_meridian",0],PARAMETER["scale_factor",1],'
    'PARAMETER["false_easting",0],PARAMETER["false_northing",0],'
    'UNIT["metre",1],AUTHORITY["EPSG","3857"]]'
)
_INSETS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.45)


def measure(view: AnyView) -> str:
    """The entry that places a map, or nothing where its middle is not on the map."""
    if isinstance(view, Viewport):
        return _measure(0.0, _corners(view), f"/EPSG 3857 /WKT ({_WKT})")
    for inset in _INSETS:
        places = _places(view, inset)
        if np.isfinite(places).all():
            return _measure(inset, places.ravel().tolist(), _system(view.projection))
    return ""


def _corners(view: Viewport) -> Sequence[float]:
    west, east = lon_of(view.left), lon_of(view.right)
    south, north = lat_of(view.bottom), lat_of(view.top)
    return (north, west, south, west, south, east, north, east)


def _places(view: ProjectedView, inset: float) -> FloatArray:
    """Latitudes and longitudes of a rectangle in the frame, from upper left by the lower edge.

    The corners of the frame may be off the map; GDAL asks for four places, wherever they are.
    """
    across, down = _ring(inset)
    lons, lats = view.degrees(
        np.array(across) * view.width_px, (1 - np.array(down)) * view.height_px
    )
    return np.column_stack([lats, (lons + 180) % 360 - 180])


def _ring(inset: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The same rectangle as shares of the frame, from its lower left corner."""
    near, far = inset, 1 - inset
    return (near, near, far, far), (far, near, near, far)


def _measure(inset: float, places: Sequence[float], system: str) -> str:
    shares = [share for pair in zip(*_ring(inset), strict=True) for share in pair]
    return (
        "/Measure << /Type /Measure /Subtype /GEO /Bounds [ 0 1 0 0 1 0 1 1 ] "
        f"/GPTS [ {' '.join(f'{place:.8f}' for place in places)} ] "
        f"/LPTS [ {' '.join(f'{share:g}' for share in shares)} ] "
        f"/GCS << /Type /PROJCS {system} >> >>"
    )


def _system(projection: Projection) -> str:
    code = f"/EPSG {projection.epsg} " if projection.epsg is not None else ""
    return f"{code}/WKT ({projection.wkt('WKT1_ESRI')})"
