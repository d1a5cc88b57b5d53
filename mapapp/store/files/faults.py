"""What is wrong with rows of a layer, told once for all rows that have it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mapapp.core.message import Message


class Faults:
    """Sentences about a layer, some of which name rows; rows count from 1."""

    def __init__(self, told: tuple[Message, ...] = ()) -> None:
        self._told = list(told)
        self._rows: set[int] = set()

    def say(self, sentence: Message) -> None:
        """Add a sentence about the layer."""
        self._told.append(sentence)

    def say_of(self, rows: NDArray[np.bool_], what: Message) -> None:
        """Add that rows have something, if any has: ``what`` is half a sentence."""
        found = np.flatnonzero(rows)
        if not len(found):
            return
        self._rows.update(found.tolist())
        first = int(found[0]) + 1
        if len(found) == 1:
            self._told.append(Message("Row {first}: {what}.", first=first, what=what))
            return
        self._told.append(
            Message(
                "{count:,} rows, the first of them row {first}: {what}.",
                count=len(found),
                first=first,
                what=what,
            )
        )

    def untold(self, rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Those of some rows of which nothing was said yet."""
        left = rows.copy()
        left[list(self._rows)] = False
        return left

    @property
    def told(self) -> tuple[Message, ...]:
        """All sentences, in the order in which they were found."""
        return tuple(self._told)
