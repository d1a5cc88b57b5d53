"""What can be asked of a layer in the tree: its table, its filter; and the commands for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QModelIndex, QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu, QTreeView

from mapapp.core.filters import NO_FILTER
from mapapp.core.layerspec import LayerSpec
from mapapp.core.state import MapState
from mapapp.qt.actions import Command
from mapapp.qt.filter_dialog import FilterDialog
from mapapp.qt.layer_model import LayerModel
from mapapp.store.feature_tables import FeatureTables


class FilterMenu(QObject):
    """Opens tables and filters for the layers of a tree, by right click and by command."""

    def __init__(
        self,
        state: MapState,
        tables: FeatureTables,
        tree: QTreeView,
        open_table: Callable[[str], None],
    ) -> None:
        super().__init__(tree)
        self._state = state
        self._tables = tables
        self._tree = tree
        self._open_table = open_table
        tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tree.customContextMenuRequested.connect(self._show)

    def commands(self) -> Iterator[Command]:
        """What can be asked of the layer that is current in the tree."""
        yield Command(
            id="layers.table",
            text=self.tr("Open &table"),
            tip=self.tr("Show the features of the layer as a table."),
            run=lambda: self._open_table(self._current()),
            menu="layers",
            shortcuts=("Ctrl+T",),
        )
        yield Command(
            id="layers.filter",
            text=self.tr("&Filter…"),
            tip=self.tr("Show only the features of the layer that meet a condition."),
            run=lambda: self.filter(self._current()),
            menu="layers",
            shortcuts=("Ctrl+Shift+F",),
        )
        yield Command(
            id="layers.unfilter",
            text=self.tr("Remove all f&ilters"),
            tip=self.tr("Show all features of all layers."),
            run=self._remove_all,
            menu="layers",
            enabled=lambda: any(self._state.filter(spec.id) for spec in self._state.specs),
        )

    def fill(self, menu: QMenu, layer: str) -> None:
        """Add what can be asked of one layer."""
        menu.addAction(self.tr("Open table"), lambda: self._open_table(layer))
        menu.addAction(self.tr("Filter…"), lambda: self.filter(layer))
        remove = menu.addAction(
            self.tr("Remove filter"), lambda: self._state.set_filter(layer, NO_FILTER)
        )
        remove.setEnabled(bool(self._state.filter(layer)))

    def filter(self, layer: str) -> FilterDialog:
        """Ask what of a layer is to be shown."""
        dialog = FilterDialog(self._state, self._tables, layer, self._tree.window())
        dialog.show()
        return dialog

    def _show(self, at: QPoint) -> None:
        spec = self._spec(self._tree.indexAt(at))
        if spec is None:
            return
        menu = QMenu(self._tree)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill(menu, spec.id)
        menu.popup(self._tree.viewport().mapToGlobal(at))

    def _current(self) -> str:
        """The layer that is current in the tree, or the one on top."""
        return (self._spec(self._tree.currentIndex()) or self._state.specs[-1]).id

    def _spec(self, index: QModelIndex) -> LayerSpec | None:
        model = self._tree.model()
        return model.spec(index) if isinstance(model, LayerModel) else None

    def _remove_all(self) -> None:
        for spec in self._state.specs:
            self._state.set_filter(spec.id, NO_FILTER)
