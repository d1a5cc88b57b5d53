"""The last steps of pictures, done beside while the next ones are put together.

Packing pixels and waiting for the disk take a third of the time that a small picture takes, and
leave Python to others meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Self

Steps = Callable[[], None]
"""Packs what is painted and puts the file in its place."""

_MOST_WAITING = 2
"""So many painted pictures are kept at most, or many would fill the memory."""


class Finisher:
    """A thread that does the last steps of pictures, in the order in which they were begun."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._begun: list[Future[None]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._thread.shutdown()

    def finish(self, steps: Steps, *, may_wait: bool) -> None:
        """Have steps done after those before them: beside, or here where they may not wait."""
        if may_wait:
            wait(self._begun[:-_MOST_WAITING])
            self._begun.append(self._thread.submit(steps))
        else:
            wait(self._begun)
            steps()

    def take(self) -> list[Future[None]]:
        """What was begun since this was asked last; each fails as its steps do."""
        taken, self._begun = self._begun, []
        return taken
