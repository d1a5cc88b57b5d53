"""Opens the summary of a layer: by command, in its menu and from the heads of the table."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Signal

from mapapp.core.expression.tree import Field
from mapapp.core.map.state import MapState
from mapapp.qt.layers.layer_tree import LayerTree
from mapapp.qt.layers.summary_dialog import SummaryDialog
from mapapp.qt.parts.actions import Command
from mapapp.qt.parts.extension import Extension
from mapapp.qt.parts.layer_reader import LayerReader
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.scopes import AreaRing


class SummaryMenu(Extension, QObject):
    """Sums up columns of the layer that is current in a tree, or the topmost.

    Signals:
        area_changed: another area was drawn on the map, or none is any more.
    """

    area_changed = Signal()

    def __init__(
        self,
        state: MapState,
        catalogue: LayerCatalogue,
        reader: LayerReader,
        tree: LayerTree,
        drawn: Callable[[], AreaRing],
    ) -> None:
        super().__init__(tree)
        self._state = state
        self._catalogue = catalogue
        self._reader = reader
        self._tree = tree
        self._drawn = drawn

    def commands(self) -> Iterator[Command]:
        """What the user can ask for."""
        yield Command(
            id="layers.summary",
            text=self.tr("&Summary…"),
            tip=self.tr("Count, sum, mean, range and spread of a column of the chosen layer."),
            run=self._summarise_chosen,
            menu="layers",
            enabled=lambda: bool(self._state.specs),
        )

    def summarise(self, layer: str, field: Field | None = None) -> SummaryDialog:
        """Sum a layer up, beginning with a column."""
        window = self._tree.window()
        dialog = SummaryDialog(
            self._state, self._catalogue, self._reader, layer, self._drawn, window
        )
        self.area_changed.connect(dialog.ask)
        if field is not None:
            dialog.show_column(field)
        dialog.show()
        return dialog

    def _summarise_chosen(self) -> SummaryDialog:
        return self.summarise(self._tree.current_layer() or self._state.order[-1])
