"""Reads of layers that would keep the window waiting."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from mapapp.core.source.cancel import Cancel
from mapapp.qt.parts.background import Background
from mapapp.store.catalogue import LayerCatalogue

_T = TypeVar("_T")


class LayerReader:
    """Reads beside the window's thread, in that which reads for the page as well.

    Args:
        catalogue: gives the layers as they are open in that thread, and is called there.
        background: the thread.
    """

    def __init__(self, catalogue: Callable[[], LayerCatalogue], background: Background) -> None:
        self._catalogue = catalogue
        self._background = background

    def read(self, work: Callable[[LayerCatalogue, Cancel], _T], then: Callable[[_T], None]) -> int:
        """Read something; ``then`` gets it in the window's thread.

        What ``work`` raises is reported.

        Returns:
            A ticket for :meth:`drop`.
        """
        background = self._background
        return background.run(lambda: work(self._catalogue(), background.cancel), then)

    def drop(self, ticket: int) -> None:
        """Nobody waits for a result any more: the read ends, and nobody gets it."""
        self._background.drop(ticket)
