"""Reads the files of layers beside the window, several at a time, before the map shows them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial

from PySide6.QtCore import QObject, Signal

from mapapp.core.errors import DataError, MapappError
from mapapp.core.layer.source_ref import FILE, GEOPACKAGE, SourceRef
from mapapp.core.map.unopened import BEING_READ
from mapapp.core.source.cancel import Cancel
from mapapp.core.source.protocol import FeatureSource
from mapapp.qt.parts.background import Background
from mapapp.qt.parts.guard import report
from mapapp.store.adding.rereading import reread

_AT_A_TIME = 3


class SourceReading(QObject):
    """Knows what has been read, and reads what is wanted; what nobody wants any more ends.

    Signals:
        came: a source (its reference) can be opened at once, or it is known why it cannot be.
            What was read is kept until :meth:`let_go`.
    """

    came = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._threads = [Background("reading") for _ in range(_AT_A_TIME)]
        self._going_on: dict[SourceRef, tuple[Background, int]] = {}
        self._known: dict[SourceRef, list[FeatureSource] | MapappError] = {}
        self.destroyed.connect(partial(_stop, self._threads))

    @property
    def refs(self) -> Collection[SourceRef]:
        """What is being read."""
        return self._going_on.keys()

    def is_ready(self, ref: SourceRef) -> bool:
        """Whether a source is opened without reading a file, or it is known that it cannot be."""
        return ref.kind not in (FILE, GEOPACKAGE) or ref in self._known

    def expect_readable(self, ref: SourceRef) -> None:
        """Raise the error with which a source could not be read, or if it is yet to be read.

        Raises:
            MapappError: of that kind.
        """
        found = self._known.get(ref)
        if isinstance(found, MapappError):
            raise found
        if not self.is_ready(ref):
            raise DataError(BEING_READ)

    def stop(self) -> None:
        """Read nothing any more."""
        for thread in self._threads:
            thread.stop()

    def want(self, refs: Iterable[SourceRef]) -> None:
        """Read these, and nothing else any more."""
        wanted = set(refs)
        for ref in self._going_on.keys() - wanted:
            thread, ticket = self._going_on.pop(ref)
            thread.drop(ticket)
        for ref in wanted - self._going_on.keys() - self._known.keys():
            self._begin(ref)

    def let_go(self, ref: SourceRef) -> None:
        """Keep nothing of what was read: whoever shows it has opened it."""
        found = self._known.pop(ref, None)
        if isinstance(found, list):
            for source in found:
                source.close()

    def _begin(self, ref: SourceRef) -> None:
        busy = [thread for thread, _ in self._going_on.values()]
        thread = min(self._threads, key=busy.count)
        ticket = thread.run(
            partial(_read, ref, thread.cancel), partial(self._take, ref), partial(self._fail, ref)
        )
        self._going_on[ref] = thread, ticket

    def _take(self, ref: SourceRef, found: list[FeatureSource]) -> None:
        self._tell(ref, found)

    def _fail(self, ref: SourceRef, error: Exception) -> None:
        if not isinstance(error, MapappError):
            report(error)
            error = DataError("mapapp stopped unexpectedly at this file; try to open it again.")
        self._tell(ref, error)

    def _tell(self, ref: SourceRef, found: list[FeatureSource] | MapappError) -> None:
        del self._going_on[ref]
        self._known[ref] = found
        self.came.emit(ref)
        self.let_go(ref)


def _read(ref: SourceRef, cancel: Cancel) -> list[FeatureSource]:
    return reread([ref], cancel)


def _stop(threads: Iterable[Background]) -> None:
    """Read nothing any more, and wait for nothing."""
    for thread in threads:
        thread.stop(wait=False)
