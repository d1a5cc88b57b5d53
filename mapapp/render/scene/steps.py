"""Numbers of a column taken together by their steps, so that a million is classed at once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from mapapp.core.style.symbology import Classes, SymbolClass


def with_steps(columns: Mapping[str, Sequence[Any]], classes: Classes) -> Mapping[str, Any]:
    """Columns in which one number of each step stands for all that are of it, and None for others.

    What a feature is drawn with stays the same, but there are few different values to ask about.
    """
    if classes.field not in columns:
        return columns
    values = columns[classes.field]
    numbers = np.array([v if isinstance(v, int | float) else np.nan for v in values], np.float64)
    begins = [step.low for step in classes.steps]
    at = np.searchsorted(begins, numbers, side="right") - 1
    told = np.array([*map(_inside, classes.steps), None], dtype=object)
    at[np.isnan(numbers)] = len(begins)  # as -1 is: before the first step
    return {**columns, classes.field: told[at].tolist()}


def _inside(step: SymbolClass) -> float:
    """A number of a step."""
    return step.low if math.isfinite(step.low) else math.nextafter(step.high, -math.inf)
