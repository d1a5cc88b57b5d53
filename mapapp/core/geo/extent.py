"""Rectangles of longitude and latitude."""

from __future__ import annotations

import math

from mapapp.core.errors import UsageError
from mapapp.core.record import record
from mapapp.core.texts.parsing import shown

MAX_LAT_DEG = 85.0511287798066
"""Where Web Mercator ends: its square has the same height as width (EPSG:3857)."""

LEAST_DEG = 1e-7
"""The smallest side of an extent: a centimetre, less than any zoom or scale shows as a picture."""


@record
class Extent:
    """A rectangle in EPSG:4326 degrees, order west, south, east, north.

    ``west`` lies in -180…180. ``east`` is greater than ``west``; beyond 180 it means that
    the rectangle crosses the antimeridian (100…290 is the Pacific).

    Raises:
        UsageError: if a bound is not finite, outside the world, or the wrong way round, or a
            side is smaller than ``LEAST_DEG``.
    """

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        if not all(map(math.isfinite, self.bounds)):
            raise UsageError("The extent {place} is not made of four numbers.", place=self)
        if not (-90 <= self.south < self.north <= 90):
            raise UsageError(
                "The extent {place} needs south below north, both between -90 and 90.", place=self
            )
        if not (-180 <= self.west <= 180 and self.west < self.east <= self.west + 360):
            raise UsageError(
                "The extent {place} needs west between -180 and 180 and east greater "
                "than west (write 100,20,290,75 to cross the antimeridian).",
                place=self,
            )
        if min(self.east - self.west, self.north - self.south) < LEAST_DEG:
            raise UsageError(
                "The extent {place} is too small for a map; give at least "
                "{least_deg:.7f} degrees a side.",
                place=self,
                least_deg=LEAST_DEG,
            )

    @classmethod
    def parse(cls, text: str) -> Extent:
        """Read ``W,S,E,N`` in degrees, as typed on the command line."""
        try:
            west, south, east, north = (float(part) for part in text.split(","))
        except ValueError as error:
            raise UsageError(
                "The extent {text} is not W,S,E,N; write four numbers such as 118,38,126,44.",
                text=shown(text),
            ) from error
        return cls(west, south, east, north)

    @classmethod
    def around(cls, lon: float, lat: float, width_deg: float, height_deg: float) -> Extent:
        """The rectangle of the given size around a point, kept inside the world."""
        west = (lon - width_deg / 2 + 180) % 360 - 180
        width_deg = min(width_deg, 360.0)
        south = max(lat - height_deg / 2, -90.0)
        north = min(lat + height_deg / 2, 90.0)
        return cls(west, south, west + width_deg, north)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees."""
        return (self.west, self.south, self.east, self.north)

    @property
    def center(self) -> tuple[float, float]:
        """Longitude and latitude half-way between the bounds, in degrees."""
        return ((self.west + self.east) / 2, (self.south + self.north) / 2)

    def contains(self, lon: float, lat: float) -> bool:
        """Whether a point lies inside, in whichever copy of the world."""
        shifted = self.west + (lon - self.west) % 360
        return shifted <= self.east and self.south <= lat <= self.north

    def covers(self, other: Extent) -> bool:
        """Whether all of another rectangle lies inside, in the same copy of the world."""
        return (
            self.west <= other.west
            and self.south <= other.south
            and other.east <= self.east
            and other.north <= self.north
        )

    def split(self) -> tuple[Extent, ...]:
        """One or two rectangles that do not cross the antimeridian, none thinner than the least."""
        if self.east <= 180:
            return (self,)
        least = 2 * LEAST_DEG  # so near 180 a difference has lost its last digits
        east = max(self.east - 360, least - 180)
        parts = [Extent(-180.0, self.south, east, self.north)]
        if self.west < 180:
            west = min(self.west, 180 - least)
            parts.insert(0, Extent(west, self.south, 180.0, self.north))
        return tuple(parts)

    def __str__(self) -> str:
        return ",".join(map(_degrees, self.bounds))


def _degrees(bound: float) -> str:
    """Digits that tell the least sides apart, so that what is printed can be pasted back."""
    rounded = f"{bound:.7f}".rstrip("0").rstrip(".")
    return "0" if rounded == "-0" else rounded


WORLD = Extent(-180.0, -MAX_LAT_DEG, 180.0, MAX_LAT_DEG)
DETAILED_GROUND = Extent(105.0, 30.0, 145.0, 55.0)
"""Where the ground is told in detail; of the rest of the world there are coasts and borders."""
CHINA = Extent(73.0, 3.0, 136.0, 54.0)
"""The country and its seas, by degrees of which coordinates are taken for Chinese ones."""
LIAONING = Extent(118.0, 38.3, 126.2, 43.7)
"""The province and its waters: the view mapapp opens with."""
SHENYANG = (123.43, 41.80)
"""The middle of the city, as longitude and latitude in degrees (WGS 84)."""
