"""Reads what the page is sent of a layer, as ``resources/web/layer_data.js`` does."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mapapp.core.geo.mercator import lat_of, lon_of


def unpack(sent: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Header and columns."""
    (length,) = struct.unpack_from("<I", sent)
    header = json.loads(sent[4 : 4 + length])
    start = 4 + length
    assert start % 8 == 0
    columns = {}
    for name, (kind, offset, count) in header["blocks"].items():
        assert offset % 8 == 0
        columns[name] = np.frombuffer(sent, f"<{kind}", count, start + offset)
    return header, columns


@dataclass(frozen=True, slots=True)
class SentLayer:
    """``points`` are (fid, style, lon, lat); ``shapes`` are (style, closed, {fid: lines})."""

    points: list[tuple[int, int, float, float]]
    shapes: list[tuple[int, bool, dict[int, list[list[tuple[float, float]]]]]]

    def positions(self) -> NDArray[np.float64]:
        """Every longitude and latitude."""
        lines = (line for *_, each in self.shapes for lines in each.values() for line in lines)
        points = [(lon, lat) for *_, lon, lat in self.points]
        return np.array([*points, *(place for line in lines for place in line)])


def sent_layer(sent: bytes) -> SentLayer:
    """What the bytes say."""
    header, columns = unpack(sent)
    fids = columns.get("fids", np.arange(header["features"]) + header.get("first_fid", 0))
    fids = [int(fid) for fid in fids]

    def places(xs: NDArray[Any], ys: NDArray[Any]) -> list[tuple[float, float]]:
        (left, top), (x_step, y_step) = header["origin"], header["scale"]
        return [
            (lon_of(left + int(x) * x_step), lat_of(top + int(y) * y_step))
            for x, y in zip(xs, ys, strict=True)
        ]

    count = len(columns["x"])
    owners = columns.get("point_features", np.arange(count)).tolist()
    styles = columns.get("point_styles", np.zeros(count, int)).tolist()
    points = [
        (fids[owner], style, lon, lat)
        for owner, style, (lon, lat) in zip(
            owners, styles, places(columns["x"], columns["y"]), strict=True
        )
    ]
    vertices = iter(places(columns["line_x"], columns["line_y"]))
    lengths = iter(columns["line_lengths"].tolist())
    counts = iter(columns["shape_lines"].tolist())
    shape_owners = iter(columns["shape_features"].tolist())
    shapes = []
    for group in header["groups"]:
        features: dict[int, list[list[tuple[float, float]]]] = {}
        for _ in range(group["features"]):
            lines = [[next(vertices) for _ in range(next(lengths))] for _ in range(next(counts))]
            features.setdefault(fids[next(shape_owners)], []).extend(lines)
        shapes.append((group["style"], group["closed"], features))
    assert not [*vertices, *lengths, *counts, *shape_owners]
    return SentLayer(points, shapes)
