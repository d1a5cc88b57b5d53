"""How far geometries are from a point, whatever their kind."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from mapapp.core.geo.geodesy import distance_m
from mapapp.core.layer.feature import GeometryArray

_LEAST_COSINE = 0.01


def nearest_m(lon: float, lat: float, geometries: GeometryArray) -> NDArray[np.float64]:
    """Metres along the ellipsoid from a point to each geometry; 0 inside a polygon.

    The nearest point of a line or an edge is sought on a plane whose degrees are as long
    in both directions as they are at ``lat``; its distance is then the geodesic one. Missing
    and empty geometries are infinitely far.
    """
    import shapely

    scale = np.array([max(math.cos(math.radians(lat)), _LEAST_COSINE), 1.0])
    here = np.array([lon, lat])
    local = shapely.transform(geometries, lambda coords: (coords - here) * scale)
    there = ~(shapely.is_missing(local) | shapely.is_empty(local))
    ends = shapely.get_coordinates(shapely.shortest_line(shapely.Point(0, 0), local[there]))[1::2]
    nearest = ends / scale + here
    metres = np.full(len(geometries), np.inf)
    metres[there] = distance_m(lon, lat, nearest[:, 0], nearest[:, 1])
    return metres
