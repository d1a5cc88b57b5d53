"""Columns of well-known binary (OGC 06-103r4) as arrays of coordinates, where all are points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa

_WKB_POINT = np.dtype([("order", "u1"), ("kind", "<u4"), ("x", "<f8"), ("y", "<f8")])


def xy_of_wkb(joined: bytes | memoryview, count: int) -> NDArray[np.float64] | None:
    """The coordinates, shape (n, 2), of well-known binaries put together.

    None unless all are plain little-endian points.
    """
    if len(joined) != count * _WKB_POINT.itemsize:
        return None
    points = np.frombuffer(joined, _WKB_POINT)
    plain: Any = (points["order"] == 1) & (points["kind"] == 1)
    xy = np.column_stack((points["x"], points["y"]))
    return xy if plain.all() and np.isfinite(xy).all() else None


def xy_of_column(column: pa.ChunkedArray) -> NDArray[np.float64] | None:
    """The same of a column of Arrow; None also where a value is missing."""
    import pyarrow as pa

    if column.null_count or not pa.types.is_binary(column.type):
        return None
    parts = []
    for chunk in column.chunks:
        offsets = np.frombuffer(chunk.buffers()[1], np.int32)[chunk.offset :][: len(chunk) + 1]
        data = memoryview(chunk.buffers()[2] or b"")[offsets[0] : offsets[-1]]
        xy = xy_of_wkb(data, len(chunk))
        if xy is None:
            return None
        parts.append(xy)
    return np.concatenate(parts) if parts else np.empty((0, 2))
