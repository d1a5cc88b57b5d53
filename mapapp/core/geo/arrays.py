"""The type of arrays of coordinates and distances, and what numpy does too dearly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
"""Any shape; the unit is said where it is used."""


def distinct(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Whole numbers in ascending order, each once: int64 (n,).

    As ``numpy.unique``, which would import masked arrays at each start.
    """
    ordered = np.sort(keys)
    return ordered[np.flatnonzero(np.diff(ordered, prepend=ordered[:1] - 1))]
