"""What can be asked of a layer in the tree: its table, its filter; and the commands for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QModelIndex, QObject
from PySide6.QtWidgets import QTreeView

from mapapp.core.expression.filters import NO_FILTER
from mapapp.core.expression.tree import Field
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import MapState
from mapapp.qt.layers.filter_dialog import FilterDialog
from mapapp.qt.layers.layer_model import LayerModel
from mapapp.qt.parts.actions import Command
from mapapp.qt.parts.extension import Extension
from mapapp.qt.parts.layer_reader import LayerReader
from mapapp.store.catalogue import LayerCatalogue


class FilterMenu(Extension, QObject):
    """Opens tables and filters for the layers of a tree, by command and in the tree's menu."""

    def __init__(
        self,
        state: MapState,
        catalogue: LayerCatalogue,
        reader: LayerReader,
        tree: QTreeView,
        open_table: Callable[[str], None],
    ) -> None:
        super().__init__(tree)
        self._state = state
        self._catalogue = catalogue
        self._reader = reader
        self._tree = tree
        self._open_table = open_table

    def commands(self) -> Iterator[Command]:
        """What can be asked of the layer that is current in the tree."""
        yield Command(
            id="layers.table",
            text=self.tr("Open &table"),
            tip=self.tr("Show the features of the layer as a table."),
            run=lambda: self._open_table(self._current()),
            menu="layers",
            shortcuts=("Ctrl+T",),
            enabled=self._has_layers,
        )
        yield Command(
            id="layers.filter",
            text=self.tr("&Filter…"),
            label=self.tr("Filter"),
            icon="filter",
            tip=self.tr("Show only the features of the layer that meet a condition."),
            run=lambda: self.filter(self._current()),
            menu="layers",
            shortcuts=("Ctrl+Shift+F",),
            enabled=self._has_layers,
        )
        yield Command(
            id="layers.unfilter",
            text=self.tr("&Remove filter"),
            tip=self.tr("Show all features of the layer."),
            run=lambda: self._state.set_filter(self._current(), NO_FILTER),
            menu="layers",
            enabled=lambda: self._has_layers() and bool(self._state.filter(self._current())),
        )
        yield Command(
            id="layers.unfilter-all",
            text=self.tr("Remove all f&ilters"),
            tip=self.tr("Show all features of all layers."),
            run=self._remove_all,
            menu="layers",
            enabled=lambda: any(self._state.filter(spec.id) for spec in self._state.specs),
        )

    def filter(self, layer: str, field: Field | None = None) -> FilterDialog:
        """Ask what of a layer is to be shown, beginning with a field."""
        window = self._tree.window()
        dialog = FilterDialog(self._state, self._catalogue, self._reader, layer, window)
        dialog.show()
        if field is not None:
            dialog.ask_about(field)
        return dialog

    def _has_layers(self) -> bool:
        return bool(self._state.specs)

    def _current(self) -> str:
        """The layer that is current in the tree, or the one on top."""
        return (self._spec(self._tree.currentIndex()) or self._state.specs[-1]).id

    def _spec(self, index: QModelIndex) -> LayerSpec | None:
        model = self._tree.model()
        return model.spec(index) if isinstance(model, LayerModel) else None

    def _remove_all(self) -> None:
        for spec in self._state.specs:
            self._state.set_filter(spec.id, NO_FILTER)
