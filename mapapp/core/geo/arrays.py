"""The type of arrays of coordinates and distances."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
"""Any shape; the unit is said where it is used."""
