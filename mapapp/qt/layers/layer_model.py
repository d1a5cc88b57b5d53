"""The layers of the map state as a Qt tree: groups, and layers that can be ticked and moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from mapapp.core.layer.groups import grouped
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import MapState
from mapapp.core.map.unopened import UnopenedLayer
from mapapp.core.style.symbology import SymbolClass
from mapapp.qt.layers.layer_cells import LayerCells
from mapapp.qt.layers.layer_contents import AllContents
from mapapp.qt.layers.layer_drop import MIME_TYPE, Dragged, order_after_drop
from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.language import follow_language
from mapapp.qt.parts.layer_reader import LayerReader
from mapapp.qt.parts.subscription import connect, connect_each
from mapapp.store.catalogue import LayerCatalogue

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_NO_PARENT = QModelIndex()

TITLE, COUNT, MARK = range(3)
"""The columns."""

UNOPENED = "@unopened"
"""The id of the group of layers that cannot be opened; no other group can be called so."""

_GROUP_BITS = 16
_GROUP_MASK = (1 << _GROUP_BITS) - 1


class LayerModel(QAbstractItemModel):
    """A view of ``MapState`` for trees: what is higher in the tree is drawn above the rest.

    Column 0 is the title with symbol and tick, column 1 the number of features, column 2 a mark
    where there is something to be known about a layer. Groups are ticked when all their layers
    are, and ticking a group ticks them all. Below a layer stand the classes of its features,
    where it has some: they only tell what the symbols mean. Layers that cannot be opened stand
    in a group of their own at the bottom.

    Args:
        reader: reads beside the window what takes long; without one all is read at once.
    """

    def __init__(
        self,
        state: MapState,
        catalogue: LayerCatalogue,
        parent: QObject | None = None,
        reader: LayerReader | None = None,
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._contents = AllContents(catalogue, reader, self)
        self._cells = LayerCells(state, catalogue, self._contents, self)
        self._take_layers()
        self._contents.came.connect(self._show_layers)
        connect(self, state.layers_changed, lambda _: self._show_layers())
        connect(self, state.unopened_changed, lambda _: self._show_layers())
        connect(self, state.visibility_changed, self._tell_visibility)
        connect(self, state.filter_changed, self._tell_layer)
        connect(self, state.order_changed, lambda _: self._regroup())
        connect_each(
            self,
            (state.as_of_changed, state.theme_changed),
            self._tell_all,
        )
        connect(self, state.data_returned, lambda _: self._count_again())
        follow_language(self, state, self._tell_all)

    def spec(self, index: _Index) -> LayerSpec | None:
        """The layer of an index, which may be that of a class, or None for a group."""
        group_row = self._group_row(index)
        if group_row is None or group_row == len(self._groups):
            return None
        layer_row = self._layer_row(index)
        return self._groups[group_row][1][index.row() if layer_row is None else layer_row]

    def symbol_class(self, index: _Index) -> SymbolClass | None:
        """The class of an index, or None for a layer or a group."""
        spec = self.spec(index)
        if spec is None or self._layer_row(index) is None:
            return None
        return self._classes[spec.id][index.row()]

    def unopened(self, index: _Index) -> UnopenedLayer | None:
        """The layer of an index that cannot be opened, or None."""
        is_one = self._group_row(index) == len(self._groups)
        return self._unopened[index.row()] if is_one else None

    def group(self, index: _Index) -> str | None:
        """The id of the group of an index, or None for a layer."""
        is_group = index.isValid() and self._group_row(index) is None
        return self._group_ids()[index.row()] if is_group else None

    def layers(self, index: _Index) -> tuple[str, ...]:
        """The ids of the layers an index stands for: one, or all of a group."""
        spec = self.spec(index)
        if spec is not None:
            return (spec.id,)
        group = self.group(index)
        return tuple(spec.id for spec in dict(self._groups).get(group or "", ()))

    def index_of(self, layer: str, column: int = TITLE) -> QModelIndex:
        """Where a layer stands."""
        for group_row, (_, specs) in enumerate(self._groups):
            for row, spec in enumerate(specs):
                if spec.id == layer:
                    return self.index(row, column, self.index(group_row, TITLE))
        return QModelIndex()

    def groups(self) -> Iterator[tuple[str, QModelIndex]]:
        """The id and the index of each group."""
        for row, group in enumerate(self._group_ids()):
            yield group, self.index(row, TITLE)

    def layer_indexes(self) -> Iterator[tuple[str, QModelIndex]]:
        """The id and the index of each layer."""
        for _, specs in self._groups:
            for spec in specs:
                yield spec.id, self.index_of(spec.id)

    @guarded(_NO_PARENT)
    def index(self, row: int, column: int, parent: _Index = _NO_PARENT) -> QModelIndex:
        """Qt: an index; its id is 0 for a group, the row of its group plus one for a layer.

        The id of a class has the row of its layer plus one in the bits above.
        """
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        if not parent.isValid():
            return self.createIndex(row, column, 0)
        above = parent.internalId()
        id_ = above | (parent.row() + 1) << _GROUP_BITS if above else parent.row() + 1
        return self.createIndex(row, column, id_)

    @guarded(_NO_PARENT)
    def parent(self, index: _Index = _NO_PARENT) -> QModelIndex:  # type: ignore[override]
        """Qt: the group of a layer, or the layer of a class."""
        group_row, layer_row = self._group_row(index), self._layer_row(index)
        if group_row is None:
            return QModelIndex()
        if layer_row is not None:
            return self.createIndex(layer_row, TITLE, group_row + 1)
        return self.createIndex(group_row, TITLE, 0)

    @guarded(0)
    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        """Qt: number of groups, of layers in a group, or of classes of a layer."""
        if not parent.isValid():
            return len(self._group_ids())
        if parent.column() != TITLE or self.symbol_class(parent) or self.unopened(parent):
            return 0
        if self.group(parent) == UNOPENED:
            return len(self._unopened)
        spec = self.spec(parent)
        return len(self._classes[spec.id] if spec else self._groups[parent.row()][1])

    @guarded(0)
    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        """Qt: title, count and mark."""
        return 3

    @guarded(Qt.ItemFlag.NoItemFlags)
    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Qt: everything can be chosen, but for classes dropped at; titles ticked and dragged."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        if self.symbol_class(index) or self.unopened(index):
            return flags | Qt.ItemFlag.ItemNeverHasChildren
        if self.group(index) == UNOPENED:
            return flags
        if index.column() == TITLE:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled

    @guarded(None)
    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:  # noqa: ANN401
        """Qt: what a cell shows."""
        if not index.isValid():
            return None
        spec = self.spec(index)
        if spec is None:
            return self._outside_layers(index, role) if index.column() == TITLE else None
        told = self.symbol_class(index)
        if told is not None and index.column() == TITLE:
            return self._cells.symbol_class(spec, told, role)
        if told is not None:
            is_first = (index.row(), index.column()) == (0, COUNT)
            return self._cells.classed_by(spec, role) if is_first else None
        cell = (self._cells.title, self._cells.count, self._cells.mark)[index.column()]
        return cell(spec, role)

    def _outside_layers(self, index: _Index, role: int) -> Any:  # noqa: ANN401
        """The title of a group, or of a layer that cannot be opened."""
        unopened = self.unopened(index)
        if unopened:
            return self._cells.unopened(unopened, role)
        if self.group(index) == UNOPENED:
            return self._cells.unopened_group(role)
        group, specs = self._groups[index.row()]
        return self._cells.group(group, specs, role)

    @guarded(False)
    def setData(self, index: _Index, value: Any, role: int = _Role.EditRole) -> bool:  # noqa: ANN401
        """Qt: a tick shows or hides a layer, or all of a group; it ends the solo of another."""
        if role != _Role.CheckStateRole:
            return False
        layers = self.layers(index)
        if not layers:
            return False
        visible = Qt.CheckState(value) == Qt.CheckState.Checked
        ends_solo = self._state.solo is not None and self._state.solo not in layers
        self._state.set_solo(None)
        for layer in layers:
            self._state.set_visible(layer, visible or ends_solo)
        return True

    @guarded(Qt.DropAction.IgnoreAction)
    def supportedDropActions(self) -> Qt.DropAction:
        """Qt: layers are moved."""
        return Qt.DropAction.MoveAction

    @guarded([])
    def mimeTypes(self) -> list[str]:
        """Qt: what a dragged layer or group is called."""
        return [MIME_TYPE]

    @guarded(None)  # Qt drags nothing then
    def mimeData(  # type: ignore[override]
        self, indexes: Sequence[QModelIndex]
    ) -> QMimeData:
        """Qt: the layer or the group that is dragged."""
        group = self.group(indexes[0])
        return Dragged(group or "", self.layers(indexes[0])).mime()

    @guarded(False)
    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index
    ) -> bool:
        """Qt: a layer stays in its group; a group goes between groups."""
        return self._order_after(data, row, parent) is not None

    @guarded(False)
    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index
    ) -> bool:
        """Qt: change the drawing order as the drop says."""
        order = self._order_after(data, row, parent)
        if order is not None:
            self._state.set_order(order)
        return order is not None

    def _order_after(self, data: QMimeData, row: int, parent: _Index) -> tuple[str, ...] | None:
        dragged = Dragged.of(data)
        if dragged is None:
            return None
        tree = [(group, [spec.id for spec in specs]) for group, specs in self._groups]
        order, group_row = self._state.order, self._group_row(parent)
        if self.unopened(parent) or self.group(parent) == UNOPENED:
            return None
        if group_row is not None:  # on a layer: before it
            return order_after_drop(order, tree, dragged, group_row, parent.row())
        return order_after_drop(
            order, tree, dragged, parent.row() if parent.isValid() else None, row
        )

    def _group_row(self, index: _Index) -> int | None:
        within = index.internalId() & _GROUP_MASK if index.isValid() else 0
        return within - 1 if within else None

    def _layer_row(self, index: _Index) -> int | None:
        """The row of the layer of a class, or None for a layer or a group."""
        above = index.internalId() >> _GROUP_BITS if index.isValid() else 0
        return above - 1 if above else None

    def _group_ids(self) -> tuple[str, ...]:
        """The ids of all groups, from above."""
        last = (UNOPENED,) if self._unopened else ()
        return (*(group for group, _ in self._groups), *last)

    def _take_layers(self) -> None:
        specs = self._state.specs
        self._unopened = self._state.unopened[::-1]
        self._groups = list(grouped(specs).items())
        self._contents.follow(specs)
        known = {spec.id: self._contents.of(spec) for spec in specs}
        self._classes = {id_: there.classes if there else () for id_, there in known.items()}

    def _count_again(self) -> None:
        self._contents.forget()
        self._show_layers()

    def _show_layers(self) -> None:
        """Show other layers; the tree puts back what was open and current."""
        self.beginResetModel()
        try:
            self._take_layers()
        finally:  # a view must never wait for the end of it
            self.endResetModel()

    def _regroup(self) -> None:
        """Take the new order; what Qt remembers (expanded, current) goes along."""
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        keys = [(self._key(index), index.column()) for index in old]
        self._groups = list(grouped(self._state.specs).items())
        self.changePersistentIndexList(old, [self._index_again(*key) for key in keys])
        self.layoutChanged.emit()

    def _key(self, index: _Index) -> tuple[str | None, str | None, int]:
        """What an index means, whatever the order: a group, a layer, or one below by its row."""
        spec = self.spec(index)
        is_class = self.symbol_class(index) is not None
        group = UNOPENED if self.unopened(index) else self.group(index)
        below = is_class or self.unopened(index) is not None
        return group, spec.id if spec else None, index.row() if below else -1

    def _index_again(self, key: tuple[str | None, str | None, int], column: int) -> QModelIndex:
        group, layer, class_row = key
        if layer is None:
            row = self._group_ids().index(group or "")
            is_group = class_row < 0
            top = self.index(row, column if is_group else TITLE)
            return top if is_group else self.index(class_row, column, top)
        if class_row < 0:
            return self.index_of(layer, column)
        return self.index(class_row, column, self.index_of(layer))

    def _tell_visibility(self, layer: str) -> None:
        self._tell_layer(layer)
        group = self.index_of(layer).parent()
        self.dataChanged.emit(group, group)

    def _tell_layer(self, layer: str) -> None:
        self.dataChanged.emit(self.index_of(layer), self.index_of(layer, MARK))

    def _tell_all(self) -> None:
        # One new layout costs a tenth of measuring the columns again for each group.
        self.layoutAboutToBeChanged.emit()
        self.layoutChanged.emit()
