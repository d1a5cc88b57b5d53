"""From the reference system of a source to longitude and latitude, for geometries and boxes."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mapapp.core.errors import DataError
from mapapp.core.layer.feature import GeometryArray
from mapapp.core.source.boxes import Bounds
from mapapp.core.texts.parsing import shown

if TYPE_CHECKING:
    from pyproj import Transformer

_WORLD: Bounds = (-180.0, -90.0, 180.0, 90.0)
_LON_LAT = ("EPSG:4326", "EPSG:4490", "OGC:CRS84")
"""In degrees, so that they stay: CGCS2000 differs by centimetres (``core/geo/crs.py``)."""


class Reprojection:
    """What is stored in a reference system, in EPSG:4326, lon before lat.

    Args:
        crs: ``EPSG:32651``, or the definition as well-known text.

    Raises:
        DataError: if there is no such system.
    """

    def __init__(self, crs: str) -> None:
        self.crs = crs
        self._transformer = _transformer(crs)

    def xy(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Positions of shape (n, 2) in degrees; infinite where the system has no meaning."""
        lon, lat = self._transformer.transform(xy[:, 0], xy[:, 1])
        return np.column_stack((lon, lat))

    def geometries(self, geometries: GeometryArray) -> GeometryArray:
        """Geometries in degrees; heights stay as they are."""
        import shapely

        def moved(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
            return np.column_stack((self.xy(coordinates), coordinates[:, 2:]))

        return np.asarray(shapely.transform(geometries, moved, include_z=None), dtype=np.object_)

    def stored_geometries(self, geometries: GeometryArray) -> GeometryArray:
        """Geometries in degrees as the system has them; infinite where it has no meaning."""
        import shapely

        def moved(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
            x, y = self._transformer.transform(
                coordinates[:, 0], coordinates[:, 1], direction="INVERSE"
            )
            return np.column_stack((x, y))

        return np.asarray(shapely.transform(geometries, moved), dtype=np.object_)

    def stored_box(self, box: Bounds) -> Bounds | None:
        """A box that holds, as it is stored, all that lies in a box of degrees.

        None where the system cannot say: then everything may lie in it.
        """
        return self._box(box, "INVERSE")

    def lon_lat_box(self, box: Bounds) -> Bounds | None:
        """A box in degrees that holds all of a box as it is stored; None outside of the world."""
        found = self._box(box, "FORWARD")
        return found if found and _is_in_world(found) else None

    def _box(self, box: Bounds, direction: str) -> Bounds | None:
        from pyproj.exceptions import ProjError

        if direction == "INVERSE":
            west, south, east, north = np.clip(box, _WORLD[:2] * 2, _WORLD[2:] * 2).tolist()
            box = (west, south, east, north)
        try:
            found = self._transformer.transform_bounds(*box, direction=direction)
        except ProjError:
            return None
        west, south, east, north = found
        ordered = bool(np.isfinite(found).all()) and west <= east and south <= north
        return (west, south, east, north) if ordered else None


def reprojection_from(crs: str) -> Reprojection | None:
    """How to read a reference system; None for longitude and latitude, which stay as they are.

    Raises:
        DataError: if there is no such system.
    """
    return None if crs in _LON_LAT else Reprojection(crs)


def is_in_degrees(crs: str) -> bool:
    """Whether positions of a reference system are longitudes and latitudes, of whatever datum.

    Raises:
        DataError: if there is no such system.
    """
    if crs in _LON_LAT:
        return True
    from pyproj import CRS

    _transformer(crs)  # which says what is wrong
    return bool(CRS.from_user_input(crs).is_geographic)


def crs_name(crs: str) -> str:
    """The shortest name of a reference system: ``EPSG:4547``, or else what it calls itself.

    Raises:
        DataError: if there is no such system.
    """
    if crs in _LON_LAT:
        return "EPSG:4326" if crs == "OGC:CRS84" else crs  # which differ by their axes alone
    from pyproj import CRS

    _transformer(crs)  # which says what is wrong
    known = CRS.from_user_input(crs)
    authority = known.to_authority(min_confidence=70)
    return ":".join(authority) if authority else str(known.name)


def crs_json(crs: str) -> str:
    """A reference system as PROJJSON, which GeoParquet has.

    Raises:
        DataError: if there is no such system.
    """
    from pyproj import CRS

    _transformer(crs)  # which says what is wrong
    return str(CRS.from_user_input(crs).to_json())


def _is_in_world(box: Bounds) -> bool:
    west, south, east, north = box
    return west >= -180.0 and east <= 180.0 and south >= -90.0 and north <= 90.0


@functools.lru_cache(maxsize=32)
def _transformer(crs: str) -> Transformer:
    from pyproj import Transformer
    from pyproj.exceptions import ProjError

    try:
        return Transformer.from_crs(crs, 4326, always_xy=True)
    except ProjError as error:
        raise DataError(
            "The reference system {crs} is not known; convert the data to longitude and "
            "latitude (EPSG:4326).",
            crs=shown(crs),
        ) from error
