"""Meridians and parallels of a map in which they bend, and circles of equal distance."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator
from typing import Literal

import numpy as np
import shapely

from mapapp.core.geo.projection import RIM_M
from mapapp.core.record import record
from mapapp.core.style.ground import GROUND_STYLE
from mapapp.render.view.graticule import (
    decimals_of,
    lat_text,
    lon_text,
    multiples,
    step_deg,
)
from mapapp.render.view.outlines import Outlines
from mapapp.render.view.projected_outlines import clipped_outlines, in_pixels
from mapapp.render.view.projected_view import ProjectedView
from mapapp.render.view.scalebar import length_text, round_below

Edge = Literal["top", "right", "bottom", "left"]

_FINE_PX = 0.1
_POLE_DEG = 90.0
_AT_EDGE_PX = 0.5
_RING_SPACING_PX = 80.0
_MOST_MERIDIANS = 40
_ON_RING_DEG = (90.0, 270.0, 0.0, 180.0, 45.0, 135.0, 225.0, 315.0)
"""Where a distance may be written on its circle: above the middle first."""

_WITH_RIM = ("equal-earth", "winkel-tripel")
"""Maps at whose own edge meridians and parallels end."""


@record
class Crossing:
    """Pixels at which a line meets an edge; what is written there stands inside or outside it."""

    x: float
    y: float
    edge: Edge
    is_outside: bool = False


@record
class DegreeLine:
    """What is written at a meridian, a parallel or a circle, and where it may be, best first."""

    text: str
    crossings: tuple[Crossing, ...]


@record
class CurvedGraticule:
    """Lines in pixels of a view, and the texts of those that can have one.

    ``rings`` are circles around the place from which distances are true.
    """

    outlines: Outlines
    rings: Outlines
    lines: tuple[DegreeLine, ...]


@functools.lru_cache(maxsize=4)
def curved_graticule(view: ProjectedView) -> CurvedGraticule:
    """The lines of a view, at round degrees and far enough apart to stay quiet.

    Where distances from a place are true, circles around it have round distances.
    """
    west, south, east, north = view.window
    step = step_deg(view.world_px)
    lon_step = max(step, _coarse_step_deg(east - west))
    decimals = decimals_of(step)
    lons = list(multiples(west, east, lon_step))
    lats = [lat for lat in multiples(south, north, step) if abs(lat) < _POLE_DEG]
    meridians = np.array([shapely.LineString([(lon, south), (lon, north)]) for lon in lons])
    parallels = np.array([shapely.LineString([(west, lat), (east, lat)]) for lat in lats])
    lines = [
        *(_line(lon_text(lon, decimals), each, view, ("top", "bottom"))
          for lon, each in zip(lons, meridians, strict=True)),
        *(_line(lat_text(lat, decimals), each, view, ("left", "right"))
          for lat, each in zip(lats, parallels, strict=True)),
    ]  # fmt: skip
    radii = list(_radii_m(view)) if view.projection.is_azimuthal else []
    rings = np.array([_ring(radius, view) for radius in radii], dtype=object)
    lines += [DegreeLine(length_text(radius), tuple(_on_ring(radius, view))) for radius in radii]
    return CurvedGraticule(
        clipped_outlines(in_pixels(np.concatenate([meridians, parallels]), view), view, _FINE_PX),
        clipped_outlines(rings, view, _FINE_PX),
        tuple(line for line in lines if line.crossings),
    )


def _coarse_step_deg(span_deg: float) -> float:
    """A step that has few enough meridians: all that there are meet around a pole."""
    steps = GROUND_STYLE.graticule.steps_deg
    return next((step for step in steps if span_deg / step <= _MOST_MERIDIANS), steps[-1])


def _line(
    text: str, line: shapely.LineString, view: ProjectedView, order: tuple[Edge, Edge]
) -> DegreeLine:
    """A line with the ends of what is seen of it: those at the edges that are its own first."""
    drawn = in_pixels(np.array([line]), view)
    seen = shapely.get_parts(shapely.clip_by_rect(drawn, 0.0, 0.0, view.width_px, view.height_px))
    ends = [shapely.get_coordinates(part)[[0, -1]] for part in seen if part.length > 0]
    found = [
        crossing
        for x, y in np.concatenate([np.empty((0, 2)), *ends]).tolist()
        if (crossing := _crossing(x, y, view, order))
    ]
    return DegreeLine(text, tuple(sorted(found, key=lambda at: _rank(at, order))))


def _rank(crossing: Crossing, order: tuple[Edge, Edge]) -> int:
    return order.index(crossing.edge) if crossing.edge in order else len(order)


def _crossing(x: float, y: float, view: ProjectedView, order: tuple[Edge, Edge]) -> Crossing | None:
    away: dict[Edge, float] = {
        "top": y, "bottom": view.height_px - y, "left": x, "right": view.width_px - x,
    }  # fmt: skip
    nearest = min(away, key=away.__getitem__)
    if away[nearest] < _AT_EDGE_PX:
        return Crossing(x, y, nearest)
    if view.projection.name not in _WITH_RIM:
        return None
    return Crossing(x, y, min(order, key=away.__getitem__), is_outside=True)


def _radii_m(view: ProjectedView) -> Iterator[float]:
    """Round distances from the middle of the projection that are in sight, far apart enough."""
    least_m = _RING_SPACING_PX * view.plane_m_per_px
    step_m = next(m for m in (round_below(least_m * k) for k in (1, 2, 2.5, 5)) if m >= least_m)
    frame = shapely.box(0, 0, view.width_px, view.height_px)
    middle = shapely.Point(_middle_px(view))
    near_m = middle.distance(frame) * view.plane_m_per_px
    far_m = min(middle.hausdorff_distance(frame) * view.plane_m_per_px, RIM_M)
    for n in range(math.floor(near_m / step_m) + 1, math.floor(far_m / step_m) + 1):
        yield n * step_m


def _middle_px(view: ProjectedView) -> tuple[float, float]:
    """Pixels of the place from which distances are true."""
    return -view.left_m / view.plane_m_per_px, view.top_m / view.plane_m_per_px


def _ring(radius_m: float, view: ProjectedView) -> shapely.LineString:
    radius = radius_m / view.plane_m_per_px
    turn = min(math.sqrt(8 * _FINE_PX / radius), math.radians(1))
    turns = np.linspace(0.0, 2 * math.pi, math.ceil(2 * math.pi / turn) + 1)
    circle = radius * np.column_stack([np.cos(turns), np.sin(turns)])
    return shapely.LineString(np.array(_middle_px(view)) + circle)


def _on_ring(radius_m: float, view: ProjectedView) -> Iterator[Crossing]:
    x, y = _middle_px(view)
    radius = radius_m / view.plane_m_per_px
    for turn in map(math.radians, _ON_RING_DEG):
        right, down = x + radius * math.cos(turn), y - radius * math.sin(turn)
        if 0 < right < view.width_px and 0 < down < view.height_px:
            yield Crossing(right, down, "top", is_outside=True)
