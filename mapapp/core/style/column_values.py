"""What the values of a column are, as far as classes go by them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from mapapp.core.record import record
from mapapp.core.style.breaks import MOST_SIZE, Floats
from mapapp.core.style.symbology import Classes, category_of

MOST_KEPT = 1_000
"""So many different values are kept with their counts, the most frequent."""


@record(eq=False)
class ColumnValues:
    """The values of a column, of all features.

    Attributes:
        numbers: in rising order, without those that are none.
        counts: different values as categories, each with how many have it, the most frequent
            first; of many the ``MOST_KEPT`` most frequent.
        different: how many different ones there are.
        known: how many features have a value.
        missing: how many have none.
    """

    numbers: Floats
    counts: tuple[tuple[str, int], ...]
    different: int
    known: int
    missing: int


def column_values(values: Sequence[object]) -> ColumnValues:
    """Look through the values of a column; an empty text is none."""
    found = np.array([value for value in values if isinstance(value, int | float)], np.float64)
    numbers = np.sort(found[np.abs(found) <= MOST_SIZE])  # which NaN is not
    begins = np.flatnonzero(np.diff(numbers, prepend=-np.inf) > 0)
    repeats = np.diff(begins, append=len(numbers))
    texts = Counter(value for value in values if isinstance(value, str) and value)
    counts = [*_common_numbers(numbers[begins], repeats), *texts.most_common(MOST_KEPT)]
    known = len(numbers) + texts.total()
    return ColumnValues(
        numbers,
        tuple(sorted(counts, key=lambda pair: -pair[1])[:MOST_KEPT]),
        len(begins) + len(texts),
        known,
        len(values) - known,
    )


def _common_numbers(numbers: Floats, repeats: NDArray[np.intp]) -> Iterator[tuple[str, int]]:
    """The most frequent of different numbers, each as a category."""
    for i in np.argsort(-repeats, kind="stable")[:MOST_KEPT].tolist():
        yield category_of(float(numbers[i])) or "", int(repeats[i])


def class_counts(classes: Classes, values: ColumnValues) -> list[int]:
    """How many features each class has, those of the fallback last."""
    if classes.kind == "categorised":
        known = dict(values.counts)
        counts = [known.get(each.value or "", 0) for each in classes.steps]
    else:
        bounds = [(each.low, each.high) for each in classes.steps]
        ends = np.searchsorted(values.numbers, bounds).reshape(-1, 2)
        counts = (ends[:, 1] - ends[:, 0]).tolist()
    return [*counts, values.known + values.missing - sum(counts)]
