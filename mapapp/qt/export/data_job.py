"""Writes layers to a file beside the window's thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from mapapp.core.message import Message, spoken
from mapapp.qt.parts.layer_job import LayerJob
from mapapp.render.card.layer_file import LayerFile, write_layers
from mapapp.store.catalogue import LayerCatalogue


class DataJob(LayerJob):
    """One file of layers in the making.

    Signals:
        finished: the path (a str) of the file that was written.
        noted: sentences (a str, one a line) about what could not be kept in it.
    """

    finished = Signal(str)
    noted = Signal(str)

    def __init__(self, wanted: LayerFile, catalogue: LayerCatalogue, parent: QObject) -> None:
        super().__init__(
            "data",
            lambda layers, progress, cancel: write_layers(wanted, layers, progress, cancel),
            catalogue,
            parent,
        )
        self.target = wanted.target

    def _tell(self, notes: tuple[Message, ...]) -> None:
        if notes:
            self.noted.emit("\n".join(map(spoken, notes)))
        self._end(self.finished, str(self.target))
