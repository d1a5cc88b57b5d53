"""Writes changes of rows beside the window, one after the other, and how each is undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from mapapp.core.errors import MapappError
from mapapp.qt.parts.background import Background
from mapapp.qt.parts.deed import Outcome, Then
from mapapp.qt.parts.guard import guarded, report

if TYPE_CHECKING:
    from mapapp.store.editing.editable import EditableLayer
    from mapapp.store.editing.row_change import RowChange

Work = Callable[[], "RowChange"]
"""Writes a change, in another thread; the answer is what was done."""


class Edits(QObject):
    """A thread that writes; what was asked for is written even if the window closes.

    Signals:
        written: the file (a ``Path``) holds something else now; or it may, for it is not as the
            window believed.
        refused: why a change was not written (a ``MapappError``).
    """

    written = Signal(object)
    refused = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._background = Background("edits")
        window.installEventFilter(self)

    def write(self, path: Path, work: Work, then: Callable[[RowChange | Outcome], None]) -> None:
        """Write a change to a file; ``then`` gets what was done, or how it failed."""

        def take(done: RowChange) -> None:
            self.written.emit(path)
            then(done)

        def fail(error: Exception) -> None:
            outcome = self._tell(path, error)
            then(outcome)

        self._background.run(work, take, fail)

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: write all that was asked for before the window closes."""
        if event.type() == QEvent.Type.Close:
            self._background.finish()
        return False

    def _tell(self, path: Path, error: Exception) -> Outcome:
        from mapapp.store.editing.changing import RowChangedError

        if not isinstance(error, MapappError):
            report(error)
            return "failed"
        if isinstance(error, RowChangedError):
            self.written.emit(path)  # by somebody else
        self.refused.emit(error)
        return "lost" if isinstance(error, RowChangedError) else "failed"


class RowEdit:
    """A change of a row that was written, as a step to undo.

    Args:
        name: what it did, in the language of the moment.
        change: what was done.
    """

    def __init__(
        self, edits: Edits, layer: EditableLayer, name: Callable[[], str], change: RowChange
    ) -> None:
        self._edits = edits
        self._layer = layer
        self._name = name
        self.change = change

    @property
    def name(self) -> str:
        """See :class:`mapapp.qt.parts.deed.Deed`."""
        return self._name()

    def undo(self, then: Then) -> None:
        """See :class:`mapapp.qt.parts.deed.Deed`."""
        self._write(self.change.turned(), then)

    def redo(self, then: Then) -> None:
        """See :class:`mapapp.qt.parts.deed.Deed`."""
        self._write(self.change, then)

    def _write(self, change: RowChange, then: Then) -> None:
        from mapapp.store.editing.changing import write_change

        path, table = self._layer.path, self._layer.table
        self._edits.write(
            path,
            lambda: write_change(path, table, change),
            lambda outcome: then(outcome if isinstance(outcome, str) else "done"),
        )
