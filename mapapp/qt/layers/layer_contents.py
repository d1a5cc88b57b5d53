"""What the tree tells of the features of a layer: how many there are, and of which classes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal

from mapapp.core.errors import DataError
from mapapp.core.expression.tree import Exactly, field_of_column
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.record import record
from mapapp.core.source.answers import Keys
from mapapp.core.source.cancel import Cancel
from mapapp.core.source.query import Query
from mapapp.core.style.symbology import SymbolClass
from mapapp.qt.parts.layer_reader import LayerReader
from mapapp.render.sheet.legend import classes_in_use
from mapapp.store.catalogue import LayerCatalogue

CANDIDATE = "candidate"
"""The status of what is only proposed."""

_NONE: Keys = np.array([], dtype=np.int64)

READ_AT_ONCE = 20_000
"""Of a layer with more features all of this is read beside the window."""


@record(eq=False)
class LayerContents:
    """What there is in a layer.

    Attributes:
        count: how many features, those that are only proposed, too.
        candidates: the keys of those, where the layer is said to lack some.
        classes: the classes to tell of, if it has some.
    """

    count: int
    candidates: Keys
    classes: tuple[SymbolClass, ...]


class AllContents(QObject):
    """The contents of all layers of a map, each read once.

    Signals:
        came: what was read beside the window is there.
    """

    came = Signal()

    def __init__(
        self, catalogue: LayerCatalogue, reader: LayerReader | None, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._reader = reader
        self._known: dict[LayerSpec, LayerContents] = {}
        self._asked: dict[LayerSpec, int] = {}

    def follow(self, specs: Iterable[LayerSpec]) -> None:
        """Know of these layers from now on; what cannot be read is tried again the next time."""
        there = set(specs)
        self._known = {spec: known for spec, known in self._known.items() if spec in there}
        for gone in self._asked.keys() - there:
            if self._reader is not None:
                self._reader.drop(self._asked.pop(gone))
        for spec in there - self._known.keys() - self._asked.keys():
            self._find(spec)

    def forget(self) -> None:
        """Read everything anew when :meth:`follow` is next called."""
        self.follow(())

    def of(self, spec: LayerSpec) -> LayerContents | None:
        """What is known of a layer; None until it could be read."""
        return self._known.get(spec)

    def _find(self, spec: LayerSpec) -> None:
        if self._reader is not None and self._is_large(spec):
            work = partial(_read, spec)
            self._asked[spec] = self._reader.read(work, partial(self._take, spec))
        elif (found := _read(spec, self._catalogue)) is not None:
            self._known[spec] = found

    def _take(self, spec: LayerSpec, found: LayerContents | None) -> None:
        del self._asked[spec]
        if found is not None:
            self._known[spec] = found
            self.came.emit()

    def _is_large(self, spec: LayerSpec) -> bool:
        some = Query(limit=READ_AT_ONCE + 1)
        try:
            return len(self._catalogue.open(spec.source).keys(some)) > READ_AT_ONCE
        except DataError:
            return False


def _read(
    spec: LayerSpec, catalogue: LayerCatalogue, cancel: Cancel | None = None
) -> LayerContents | None:
    """The contents of a layer; None where it cannot be read, which whoever shows it says."""
    try:
        source = catalogue.open(spec.source)
        status = spec.roles.status if spec.total else None
        return LayerContents(
            source.count(cancel=cancel),
            source.keys(Query(where=_is_candidate(status)), cancel) if status else _NONE,
            tuple(classes_in_use(catalogue, spec)),
        )
    except DataError:
        return None


def _is_candidate(status: str) -> Exactly:
    return Exactly(field_of_column(status), (CANDIDATE,))
