"""The tree of layers."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QDragMoveEvent, QMouseEvent
from PySide6.QtWidgets import QTreeView, QWidget

from mapapp.core.map.unopened import UnopenedLayer
from mapapp.core.record import record
from mapapp.qt.layers.layer_drop import Dragged
from mapapp.qt.layers.layer_model import COUNT, MARK, UNOPENED, LayerModel
from mapapp.qt.layers.layer_row import LayerRow
from mapapp.qt.parts.guard import guarded


@record
class _Kept:
    """The current layer, the closed groups and layers, and how far the tree is scrolled."""

    current: str | None = None
    groups: tuple[str, ...] = ()
    layers: frozenset[str] = frozenset()
    scroll: int = 0


class LayerTree(QTreeView):
    """Groups and layers with ticks, symbols and counts, to be dragged into another order.

    Signals:
        layer_chosen: the id of the layer that is current now, or None for a group.
        solo_toggled: the id of a layer that was clicked with Alt held.
        refused: a sentence why what is dragged cannot be dropped where it is.
        folded: the ids (a tuple) of the groups that are closed now.
    """

    layer_chosen = Signal(object)
    solo_toggled = Signal(str)
    refused = Signal(str)
    folded = Signal(tuple)

    def __init__(self, model: LayerModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setObjectName("layers")
        self.setModel(model)
        self.setHeaderHidden(True)
        self.setIconSize(QSize(20, 20))
        self.setIndentation(12)
        self.setUniformRowHeights(True)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QTreeView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setItemDelegate(LayerRow(self))
        for column in (COUNT, MARK):  # the row paints them
            self.setColumnHidden(column, True)
        self.expandAll()
        self._kept = _Kept()
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._put_back)
        self.collapsed.connect(lambda _: self.folded.emit(self.folded_groups()))
        self.expanded.connect(lambda _: self.folded.emit(self.folded_groups()))

    def retranslate(self) -> None:
        """Name the tree in the language of the window."""
        self.setAccessibleName(self.tr("Layers"))

    def current_layer(self) -> str | None:
        """The id of the layer that is current, or None."""
        spec = self._model.spec(self.currentIndex())
        return spec.id if spec else None

    def current_group(self) -> str | None:
        """The id of the group that is current, or of that of the current layer; or None."""
        spec = self._model.spec(self.currentIndex())
        group = spec.group if spec else self._model.group(self.currentIndex())
        return None if group == UNOPENED else group

    def current_unopened(self) -> UnopenedLayer | None:
        """The layer that cannot be opened, where the row that is current is that of one."""
        return self._model.unopened(self.currentIndex())

    def choose(self, layer: str) -> None:
        """Make a layer the current one."""
        self.setCurrentIndex(self._model.index_of(layer))

    def fold(self, groups: Collection[str]) -> None:
        """Close these groups and open the others."""
        for group, index in self._model.groups():
            self.setExpanded(index, group not in groups)

    def _keep(self) -> None:
        """Remember, before there are other layers, what is open and current."""
        closed = (
            layer for layer, index in self._model.layer_indexes() if not self.isExpanded(index)
        )
        at = self.verticalScrollBar().value()
        self._kept = _Kept(self.current_layer(), self.folded_groups(), frozenset(closed), at)

    def _put_back(self) -> None:
        kept = self._kept
        with QSignalBlocker(self):  # nobody has folded anything
            self.expandAll()
            self.fold(kept.groups)
            for layer, index in self._model.layer_indexes():
                self.setExpanded(index, layer not in kept.layers)
        if kept.current:
            self.choose(kept.current)
        self.verticalScrollBar().setValue(kept.scroll)
        self.layer_chosen.emit(self.current_layer())

    def folded_groups(self) -> tuple[str, ...]:
        """The ids of the groups that are closed."""
        return tuple(group for group, index in self._model.groups() if not self.isExpanded(index))

    @guarded(None)
    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Qt: another row has become current."""
        super().currentChanged(current, previous)
        self.layer_chosen.emit(self.current_layer())

    @guarded(None)
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: a click with Alt held asks for a layer alone."""
        if not self._means_solo(event):
            super().mousePressEvent(event)
            return
        spec = self._model.spec(self.indexAt(event.position().toPoint()))
        if spec is not None:
            self.solo_toggled.emit(spec.id)

    @guarded(None)
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: the release of such a click must not tick anything."""
        if not self._means_solo(event):
            super().mouseReleaseEvent(event)

    @guarded(None)
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Qt: something is dragged over the tree; where it cannot go, the cursor forbids it."""
        super().dragMoveEvent(event)
        dragged = Dragged.of(event.mimeData())
        if dragged is None or event.isAccepted():
            return
        if dragged.group:
            self.refused.emit(self.tr("A group goes between groups, not among layers."))
        else:
            self.refused.emit(self.tr("A layer stays in its group: drop it above or below another "
                                      "layer of the same group."))  # fmt: skip

    def _means_solo(self, event: QMouseEvent) -> bool:
        is_left = event.button() == Qt.MouseButton.LeftButton
        return is_left and bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
