"""A rectangle of pixels that shows a part of the world: Web Mercator to frame and back."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from numpy.typing import NDArray

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.geo.extent import MAX_LAT_DEG, Extent
from mapapp.core.geo.mercator import (
    EQUATOR_M,
    TILE_PX,
    lat_of,
    lats_of,
    lon_of,
    world_px,
    world_x,
    world_y,
)
from mapapp.core.record import record


@record
class Viewport:
    """``width_px`` × ``height_px`` pixels, of which the upper left shows ``left``, ``top``.

    ``left`` and ``top`` are world coordinates (see :mod:`mapapp.core.geo.mercator`); they and the
    right edge may lie in further copies of the world.
    """

    left: float
    top: float
    world_px: float
    width_px: float
    height_px: float

    @classmethod
    def fitted(cls, extent: Extent, width_px: float, height_px: float) -> Self:
        """The closest view that shows a whole extent, with it in the middle."""
        left, right = float(world_x(extent.west)), float(world_x(extent.east))
        top, bottom = float(world_y(extent.north)), float(world_y(extent.south))
        world_px = min(width_px / (right - left), height_px / max(bottom - top, 1e-9))
        height = height_px / world_px
        middle = (top + bottom) / 2
        if height <= 1:
            middle = min(max(middle, height / 2), 1 - height / 2)
        return cls(
            (left + right - width_px / world_px) / 2,
            middle - height / 2,
            world_px,
            width_px,
            height_px,
        )

    @classmethod
    def at_scale(
        cls, lon: float, lat: float, m_per_px: float, width_px: float, height_px: float
    ) -> Self:
        """The view around a point in which a pixel there is so many metres on the ground."""
        world_px = EQUATOR_M * math.cos(math.radians(lat)) / m_per_px
        left = float(world_x(lon)) - width_px / world_px / 2
        top = float(world_y(lat)) - height_px / world_px / 2
        return cls(left, top, world_px, width_px, height_px)

    def recentred(self, width_px: float, height_px: float, zoom: float) -> Viewport:
        """A view of another size and scale around the same middle."""
        size = world_px(zoom)
        return Viewport(
            (self.left + self.right) / 2 - width_px / size / 2,
            (self.top + self.bottom) / 2 - height_px / size / 2,
            size,
            width_px,
            height_px,
        )

    def widened(self, more_px: float) -> Viewport:
        """The same view with so many pixels more on each side."""
        more = more_px / self.world_px
        return Viewport(
            self.left - more,
            self.top - more,
            self.world_px,
            self.width_px + 2 * more_px,
            self.height_px + 2 * more_px,
        )

    @property
    def right(self) -> float:
        """World x of the right edge."""
        return self.left + self.width_px / self.world_px

    @property
    def bottom(self) -> float:
        """World y of the lower edge."""
        return self.top + self.height_px / self.world_px

    @property
    def zoom(self) -> float:
        """The zoom of a slippy map at this scale, which may be fractional."""
        return math.log2(self.world_px / TILE_PX)

    @property
    def extent(self) -> Extent:
        """What is shown, at most once around the world, in degrees."""
        west, east = lon_of(self.left), lon_of(self.right)
        if east - west >= 360:
            west, east = -180.0, 180.0
        shift = 360 * math.floor((west + 180) / 360)
        south, north = lat_of(min(self.bottom, 1.0)), lat_of(max(self.top, 0.0))
        limits = (max(south, -MAX_LAT_DEG), min(north, MAX_LAT_DEG))
        return Extent(west - shift, limits[0], east - shift, limits[1])

    @property
    def copies(self) -> range:
        """The copies of the world that are shown, 0 being the one from -180 to 180."""
        return range(math.floor(self.left), math.ceil(self.right))

    @property
    def north_deg(self) -> float:
        """How far north is turned from straight up in the middle: it is not."""
        return 0.0

    @property
    def north_spread_deg(self) -> float:
        """How far at most it is turned elsewhere from there."""
        return 0.0

    def x(self, lon: FloatArray | float) -> FloatArray:
        """Pixels from the left of longitudes in degrees, in copy 0 of the world."""
        return (world_x(lon) - self.left) * self.world_px

    def y(self, lat: FloatArray | float) -> FloatArray:
        """Pixels from the top of latitudes in degrees."""
        return (world_y(lat) - self.top) * self.world_px

    def copy_at(self, x: float) -> int:
        """The copy of the world that is shown ``x`` pixels from the left."""
        return math.floor(self.left + x / self.world_px)

    def position(self, x: float, y: float) -> tuple[float, float]:
        """Longitude and latitude of a pixel; longitudes go on in further copies of the world."""
        return lon_of(self.left + x / self.world_px), lat_of(self.top + y / self.world_px)

    def degrees(self, xs: FloatArray, ys: FloatArray) -> tuple[FloatArray, FloatArray]:
        """The same of many pixels."""
        lons = (self.left + xs / self.world_px - 0.5) * 360.0
        return lons, lats_of(self.top + ys / self.world_px)

    def window(self, copy: int, margin_px: float) -> tuple[float, float, float, float] | None:
        """Degrees west, south, east, north of what is shown of a copy, and a margin.

        None where that copy is out of sight.
        """
        margin = margin_px / self.world_px
        west = max(lon_of(self.left - copy - margin), -180.0)
        east = min(lon_of(self.right - copy + margin), 180.0)
        south = lat_of(min(self.bottom + margin, 1.0))
        north = lat_of(max(self.top - margin, 0.0))
        return (west, south, east, north) if west < east else None

    def points(self, lons: FloatArray, lats: FloatArray) -> list[tuple[int, float, float]]:
        """Index and pixels of each point in each copy in which it is inside the frame."""
        found = self.in_sight(world_x(lons), world_y(lats))
        return list(zip(*(column.tolist() for column in found), strict=True))

    def in_sight(
        self, world_xs: FloatArray, world_ys: FloatArray, most: float = math.inf
    ) -> tuple[NDArray[np.intp], FloatArray, FloatArray]:
        """The same for world coordinates (n,), as columns: indices, pixels right, pixels down.

        Where there are more than ``most`` of them, nothing is in sight.
        """
        masks = [self._holds(world_xs, world_ys, copy) for copy in self.copies]
        if sum(map(np.count_nonzero, masks)) > most:
            masks = []
        rows = [np.empty(0, np.intp), *map(np.flatnonzero, masks)]
        starts = np.repeat([0, *self.copies][: len(rows)], [len(each) for each in rows])
        indices = np.concatenate(rows)
        right = (world_xs[indices] + starts - self.left) * self.world_px
        return indices, right, (world_ys[indices] - self.top) * self.world_px

    def _holds(self, world_xs: FloatArray, world_ys: FloatArray, copy: int) -> NDArray[np.bool_]:
        """Which points of a copy of the world are inside the frame."""
        left, right = self.left - copy, self.right - copy
        inside = (world_xs >= left) & (world_xs <= right)
        return np.asarray(inside & (world_ys >= self.top) & (world_ys <= self.bottom))
