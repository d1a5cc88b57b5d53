"""Where the features of a layer are, as little as a map of the size of a thumb can show."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mapapp.core.record import record


@record(eq=False)
class Sketch:
    """Points and lines of a layer, in degrees of WGS84 (longitude, latitude).

    Attributes:
        points: shape (n, 2).
        lines: of each line or ring its vertices, shape (n, 2).
    """

    points: NDArray[np.float64]
    lines: tuple[NDArray[np.float64], ...] = ()
