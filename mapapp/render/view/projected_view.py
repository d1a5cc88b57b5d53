"""A rectangle of pixels that shows a part of the world in a projection other than Mercator."""

from __future__ import annotations

import functools
import math
from typing import Self

import numpy as np
from numpy.typing import NDArray

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.geo.crs import wrapped_lon
from mapapp.core.geo.extent import MAX_LAT_DEG, Extent
from mapapp.core.geo.mercator import EQUATOR_M, TILE_PX, lats_of, world_px, world_x, world_y
from mapapp.core.geo.projection import Factors, Projection
from mapapp.core.record import record
from mapapp.render.view.viewport import Viewport

_SAMPLES = 49
_ROOM = 1.03
"""A map of the whole world has so much room for its edge and what is written at it."""

_ALL_AROUND_DEG = 350.0
_NO_POLE = 89.9
_MERCATOR_LAT_DEG = 75.0
_POLES = np.array([-90.0, 90.0])


@record
class ProjectedView:
    """``width_px`` × ``height_px`` pixels, of which the upper left shows ``left_m``, ``top_m``.

    These are metres of the plane of ``projection``, as are those of ``plane_m_per_px``.
    """

    projection: Projection
    left_m: float
    top_m: float
    plane_m_per_px: float
    width_px: float
    height_px: float

    @classmethod
    def fitted(
        cls, projection: Projection, extent: Extent, width_px: float, height_px: float
    ) -> Self:
        """The closest view that shows a whole extent, with it in the middle."""
        xs, ys = _shown_m(projection, extent)
        width_m, height_m = np.ptp(xs), np.ptp(ys)
        is_world = extent.east - extent.west > _ALL_AROUND_DEG
        m_per_px = float(max(width_m / width_px, height_m / height_px)) * (_ROOM if is_world else 1)
        middle = float(xs.min() + width_m / 2), float(ys.min() + height_m / 2)
        return cls._around(projection, middle, m_per_px, width_px, height_px)

    @classmethod
    def at_scale(
        cls, projection: Projection, lon: float, lat: float, m_per_px: float,
        width_px: float, height_px: float,
    ) -> Self:  # fmt: skip
        """The view around a place in which a pixel there is so many metres on the ground."""
        at = np.array([lon]), np.array([lat])
        (x,), (y,) = projection.forward(*at)
        plane_m_per_px = m_per_px * _true_scale(projection, *at)
        return cls._around(projection, (float(x), float(y)), plane_m_per_px, width_px, height_px)

    @classmethod
    def _around(
        cls, projection: Projection, middle_m: tuple[float, float], m_per_px: float,
        width_px: float, height_px: float,
    ) -> Self:  # fmt: skip
        left, top = middle_m[0] - width_px / 2 * m_per_px, middle_m[1] + height_px / 2 * m_per_px
        return cls(projection, left, top, m_per_px, width_px, height_px)

    def recentred(self, width_px: float, height_px: float, zoom: float) -> Viewport:
        """The surroundings of its middle in Mercator, as the window shows them."""
        (lon, lat), size = self.middle, world_px(zoom)
        left = float(world_x(wrapped_lon(lon))) - width_px / size / 2
        top = float(world_y(lat)) - height_px / size / 2
        return Viewport(left, top, size, width_px, height_px)

    def widened(self, more_px: float) -> ProjectedView:
        """The same view with so many pixels more on each side."""
        more_m = more_px * self.plane_m_per_px
        return ProjectedView(
            self.projection,
            self.left_m - more_m,
            self.top_m + more_m,
            self.plane_m_per_px,
            self.width_px + 2 * more_px,
            self.height_px + 2 * more_px,
        )

    @property
    def middle(self) -> tuple[float, float]:
        """Longitude and latitude in the middle; off the map those of the projection's middle."""
        return _middle(self)

    @property
    def ground_m_per_px(self) -> float:
        """Metres on the ground to a pixel in the middle."""
        lon, lat = self.middle
        at = np.array([lon]), np.array([lat])
        return self.plane_m_per_px / _true_scale(self.projection, *at)

    @property
    def world_px(self) -> float:
        """How wide a world in Mercator is that shows the middle as large; near poles, 75°."""
        lat = min(abs(self.middle[1]), _MERCATOR_LAT_DEG)
        return EQUATOR_M * math.cos(math.radians(lat)) / self.ground_m_per_px

    @property
    def zoom(self) -> float:
        """The zoom at which the window shows the middle as large."""
        return math.log2(self.world_px / TILE_PX)

    @property
    def window(self) -> tuple[float, float, float, float]:
        """Degrees west, south, east, north of all that is shown.

        Longitudes are within 180 of the central meridian, and may be beyond ±180.
        """
        return _window(self)

    @property
    def extent(self) -> Extent:
        """What is shown, in degrees, with its west in -180…180."""
        west, south, east, north = self.window
        shift = 360 * math.floor((west + 180) / 360)
        return Extent(west - shift, south, east - shift, north)

    def pixels(self, lons: FloatArray, lats: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Pixels from the left and from the top of degrees."""
        xs, ys = self.projection.forward(lons, lats)
        return (xs - self.left_m) / self.plane_m_per_px, (self.top_m - ys) / self.plane_m_per_px

    def degrees(self, xs: FloatArray, ys: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Longitudes and latitudes of pixels, NaN off the map."""
        return self.projection.inverse(
            self.left_m + xs * self.plane_m_per_px, self.top_m - ys * self.plane_m_per_px
        )

    def factors(self) -> Factors:
        """How the projection shows the ground in some places all over the view."""
        lons, lats = self.degrees(*_grid(self.width_px, self.height_px, _SAMPLES // 4))
        there = np.isfinite(lons) & (np.abs(lats) < 90.0)
        if not there.any():  # a world that is a dot in a long frame
            return self._factors_in_middle()
        return self.projection.factors(lons[there], lats[there])

    def _factors_in_middle(self) -> Factors:
        lon, lat = self.middle
        return self.projection.factors(np.array([lon]), np.clip([lat], -_NO_POLE, _NO_POLE))

    @property
    def scale_spread(self) -> float:
        """How much the scale differs in any direction, as a share of that in the middle.

        Ways from the place that a map is about all have the same.
        """
        if self.projection.is_azimuthal:
            return 0.0
        shown, middle = self.factors(), self.plane_m_per_px / self.ground_m_per_px
        return float(max(shown.most.max() / middle - 1, 1 - shown.least.min() / middle))

    @property
    def north_deg(self) -> float:
        """How far north is turned from straight up in the middle, clockwise."""
        return float(self._factors_in_middle().north_deg[0])

    @property
    def north_spread_deg(self) -> float:
        """How far at most it is turned elsewhere from there."""
        turned = self.factors().north_deg - self.north_deg
        return float(np.abs((turned + 180) % 360 - 180).max())

    def copy_at(self, x: float) -> int:  # noqa: ARG002 - there is one world only
        """The copy of the world: there is but one."""
        return 0

    def position(self, x: float, y: float) -> tuple[float, float]:
        """Longitude and latitude of a pixel; NaN off the map."""
        lons, lats = self.degrees(np.array([x]), np.array([y]))
        return float(lons[0]), float(lats[0])

    def points(self, lons: FloatArray, lats: FloatArray) -> list[tuple[int, float, float]]:
        """Index and pixels of each point that is inside the frame."""
        xs, ys = self.pixels(lons, lats)
        rows = np.flatnonzero(self._holds(xs, ys) & self.projection.holds(lons, lats))
        return list(zip(rows.tolist(), xs[rows].tolist(), ys[rows].tolist(), strict=True))

    def in_sight(
        self, world_xs: FloatArray, world_ys: FloatArray, most: float = math.inf
    ) -> tuple[NDArray[np.intp], FloatArray, FloatArray]:
        """The same for world coordinates (n,), as columns: indices, pixels right, pixels down.

        Where there are more than ``most`` of them, nothing is in sight.
        """
        found = self.points((world_xs - 0.5) * 360.0, lats_of(world_ys))
        columns = np.array(found if len(found) <= most else [], np.float64).reshape(-1, 3).T
        return columns[0].astype(np.intp), columns[1], columns[2]

    def _holds(self, xs: FloatArray, ys: FloatArray) -> NDArray[np.bool_]:
        beside = (xs >= 0) & (xs <= self.width_px)
        return np.asarray(beside & (ys >= 0) & (ys <= self.height_px))


def _true_scale(projection: Projection, lons: FloatArray, lats: FloatArray) -> float:
    """Metres of the plane to a metre on the ground; 1 where distances from the middle are true."""
    if projection.is_azimuthal:
        return 1.0
    return float(projection.factors(lons, np.clip(lats, -_NO_POLE, _NO_POLE)).scale[0])


def _grid(width: float, height: float, count: int) -> tuple[FloatArray, FloatArray]:
    xs, ys = np.meshgrid(np.linspace(0, width, count), np.linspace(0, height, count))
    return xs.ravel(), ys.ravel()


def _shown_m(projection: Projection, extent: Extent) -> tuple[FloatArray, FloatArray]:
    """Metres of places all over an extent, and of the edge of the map where it reaches there.

    One that goes as far to the poles as Mercator does goes to the poles.
    """
    south = -90.0 if extent.south <= -MAX_LAT_DEG else extent.south
    north = 90.0 if extent.north >= MAX_LAT_DEG else extent.north
    right, up = _grid(extent.east - extent.west, north - south, _SAMPLES)
    lons, lats = extent.west + right, south + up
    drawn = projection.holds(lons, lats)
    xs, ys = projection.forward(lons[drawn], lats[drawn])
    if projection.is_azimuthal:
        edge = projection.outline_m()
        rim_lons, rim_lats = projection.inverse(*edge.T * (1 - 1e-9))
        there = [extent.contains(lon, lat) for lon, lat in zip(rim_lons, rim_lats, strict=True)]
        xs, ys = np.append(xs, edge[there, 0]), np.append(ys, edge[there, 1])
    return xs, ys


@functools.lru_cache(maxsize=16)
def _middle(view: ProjectedView) -> tuple[float, float]:
    lon, lat = view.position(view.width_px / 2, view.height_px / 2)
    return (lon, lat) if math.isfinite(lon) else (view.projection.lon, view.projection.lat)


@functools.lru_cache(maxsize=16)
def _window(view: ProjectedView) -> tuple[float, float, float, float]:
    """The places of pixels all over the view, and the poles that are in it."""
    projection = view.projection
    lons, lats = view.degrees(*_grid(view.width_px, view.height_px, _SAMPLES))
    there = np.isfinite(lons)
    lons, lats = lons[there], lats[there]
    half = projection.half_width_deg
    if not len(lons):
        return projection.lon - half, projection.south, projection.lon + half, projection.north
    pad = 1.5 / _SAMPLES
    across, up = np.ptp(lons) * pad, np.ptp(lats) * pad
    west, east = lons.min() - across, lons.max() + across
    south, north = lats.min() - up, lats.max() + up
    poles = [lat for lat in _POLES if _shows_pole(view, float(lat))]
    if (poles and half == 180) or east - west > _ALL_AROUND_DEG:
        west, east = projection.lon - half, projection.lon + half
    south, north = min([south, *poles]), max([north, *poles])
    return (
        float(max(west, projection.lon - half)),
        float(max(south, projection.south)),
        float(min(east, projection.lon + half)),
        float(min(north, projection.north)),
    )


def _shows_pole(view: ProjectedView, lat: float) -> bool:
    """Whether a pole is in sight, which may be a line."""
    projection = view.projection
    if not projection.south <= lat <= projection.north:
        return False
    lons = projection.lon + np.linspace(-180.0, 180.0, _SAMPLES)
    return bool(view.points(lons, np.full(_SAMPLES, lat)))
