"""Reads of which only the last one is answered."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject
from shiboken6 import isValid

from mapapp.core.source.cancel import Cancel
from mapapp.qt.parts.layer_reader import LayerReader
from mapapp.store.catalogue import LayerCatalogue

_T = TypeVar("_T")


class LastRead(QObject):
    """Reads something for its parent; what that asked for before is dropped."""

    def __init__(self, reader: LayerReader, parent: QObject) -> None:
        super().__init__(parent)
        self._reader = reader
        self._tickets: list[int] = []
        parent.destroyed.connect(partial(_drop, reader, self._tickets))

    @property
    def is_reading(self) -> bool:
        """Whether an answer is to come."""
        return bool(self._tickets)

    def read(
        self, work: Callable[[LayerCatalogue, Cancel], _T], then: Callable[[_T], None]
    ) -> None:
        """Read; ``then`` gets the answer, unless something else is asked for before."""
        self.drop()

        def take(found: _T) -> None:
            self._tickets.clear()
            if isValid(self):
                then(found)

        self._tickets.append(self._reader.read(work, take))

    def drop(self) -> None:
        """Want no answer any more."""
        _drop(self._reader, self._tickets)


def _drop(reader: LayerReader, tickets: list[int]) -> None:
    """Without the object that waited, which may be gone when its parent is."""
    while tickets:
        reader.drop(tickets.pop())
