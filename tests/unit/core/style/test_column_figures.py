"""The figures of a column are those that pandas finds."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from mapapp.core.style.column_figures import MOST_BARS, column_figures
from mapapp.core.style.column_values import column_values

_RANDOM = np.random.default_rng(12)
COLUMNS = {
    "one": [5.0],
    "same": [7.0, 7.0, 7.0],
    "empty ones": [3.0, None, 4.0, float("nan"), 8.0],
    "whole": [*range(-20, 81)],
    "skewed": _RANDOM.lognormal(3, 2, 5_000).tolist(),
}


@pytest.mark.parametrize("values", COLUMNS.values(), ids=COLUMNS)
def test_figures_are_those_of_pandas(values: list[float | None]) -> None:
    found, known = column_figures(column_values(values)), pd.Series(values, dtype=float)
    assert found is not None
    figures = [found.count, found.mean, found.median, found.least, found.most]
    said = [known.count(), known.mean(), known.median(), known.min(), known.max()]
    assert figures == pytest.approx(said, rel=1e-6)


def test_a_sum_is_rounded_once() -> None:
    found = column_figures(column_values([0.1] * 10 + [1e16, 1.0, -1e16]))
    assert found is not None
    assert found.total == 2.0


@pytest.mark.parametrize("values", COLUMNS.values(), ids=COLUMNS)
def test_steps_hold_each_number_once_and_none_beyond(values: list[float | None]) -> None:
    found, known = column_figures(column_values(values)), pd.Series(values, dtype=float).dropna()
    assert found is not None
    assert sum(count for *_, count in found.steps) == found.count
    assert (found.steps[0][0], found.steps[-1][1]) == (found.least, found.most)
    assert len(found.steps) <= 2 * MOST_BARS
    for low, high, count in found.steps[:-1]:
        assert count == ((known >= low) & (known < high)).sum()


def test_texts_have_no_figures() -> None:
    assert column_figures(column_values(["a", None, ""])) is None
