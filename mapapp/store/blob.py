"""Geometry as a GeoPackage stores it: a short header, then well-known binary."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mapapp.core.errors import DataError
from mapapp.core.feature import GeometryArray

_ENVELOPE_BYTES = (0, 32, 48, 48, 64)
"""Length of the envelope by its code in the flags, OGC 12-128r18, clause 2.1.3.1.1."""


def decode(blobs: Sequence[bytes | None]) -> GeometryArray:
    """The shapely geometries of GeoPackage blobs; None stays None.

    Raises:
        DataError: if a blob is no geometry.
    """
    import shapely

    try:
        decoded = shapely.from_wkb([_wkb(blob) for blob in blobs])
    except (shapely.errors.GEOSException, TypeError) as error:
        raise DataError(f"A geometry cannot be read ({error}); the file is damaged.") from error
    return np.asarray(decoded, dtype=np.object_)


def _wkb(blob: bytes | None) -> bytes | None:
    if blob is None:
        return None
    if len(blob) < 8 or blob[:2] != b"GP" or (blob[3] >> 1 & 7) >= len(_ENVELOPE_BYTES):
        raise DataError("A geometry has no GeoPackage header; the file is damaged.")
    return blob[8 + _ENVELOPE_BYTES[blob[3] >> 1 & 7] :]
