"""The basemap as the page reads it: one binary per set of shapes.

Layout, little-endian: a uint32 with the length of the header; the header, JSON padded with
spaces to a multiple of four: ``{"origin": [x, y], "parts": [{"kind", "closed", "lengths"}]}``;
then float32 pairs of all vertices in world coordinates (``core/geo/mercator.py``) relative to the
origin, line after line, as counted by ``lengths``. Relative coordinates keep float32 exact to
a tenth of a pixel at zoom 16. ``resources/web/ground.js`` decodes it.
"""

from __future__ import annotations

import json
import struct
from typing import Literal

import numpy as np
import shapely

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.geo.mercator import world_x, world_y
from mapapp.core.record import record
from mapapp.store.basemap import Basemap

GroundSet = Literal["world", "region"]

_KINDS = {
    "region": "box",
    "land": "land",
    "lake": "lake",
    "province": "province",
    "border": "border",
    "demarcation": "demarcation",
    "coast": "coast",
    "river": "river",
}
"""Table names without the prefix of their set, in drawing order, and what the page calls them."""

GROUND_TABLES: dict[GroundSet, tuple[str, ...]] = {
    "world": ("world_land", "world_province", "world_border", "world_demarcation", "world_coast"),
    "region": (
        "region", "region_land", "region_lake", "river", "region_province", "region_border",
        "region_demarcation", "region_coast",
    ),
}  # fmt: skip

CLOSED_KINDS = frozenset({"box", "land", "lake"})
"""Kinds that are areas; the others are lines."""


@record
class _Part:
    kind: str
    closed: bool
    vertices: FloatArray
    lengths: list[int]


def encode_ground(basemap: Basemap, which: GroundSet) -> bytes:
    """The shapes of one set of the basemap as the page reads them."""
    parts = [_part(basemap, table) for table in GROUND_TABLES[which]]
    vertices = np.concatenate([part.vertices for part in parts])
    origin = np.floor(vertices.mean(axis=0) * 1024) / 1024
    header = json.dumps(
        {
            "origin": origin.tolist(),
            "parts": [
                {"kind": part.kind, "closed": part.closed, "lengths": part.lengths}
                for part in parts
            ],
        }
    ).encode()
    header += b" " * (-len(header) % 4)
    body: bytes = (vertices - origin).astype("<f4").tobytes()
    return struct.pack("<I", len(header)) + header + body


def kind_of(table: str) -> str:
    """What the page calls the shapes of a table of the basemap."""
    return _KINDS[table.removeprefix("world_").removeprefix("region_")]


def _part(basemap: Basemap, table: str) -> _Part:
    kind = kind_of(table)
    closed = kind in CLOSED_KINDS
    lines = shapely.get_parts(basemap.shapes(table))
    if closed:
        # A hole runs against its outline: the page fills what is wound around, as land may overlap.
        lines = shapely.get_rings(shapely.orient_polygons(lines))
    coordinates = shapely.get_coordinates(lines)
    vertices = np.column_stack([world_x(coordinates[:, 0]), world_y(coordinates[:, 1])])
    return _Part(kind, closed, vertices, shapely.get_num_coordinates(lines).tolist())
