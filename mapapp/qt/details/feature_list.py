"""The features of the present view by name: the map for those who do not use a mouse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt, QTimer
from PySide6.QtGui import QIcon, QShowEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QLabel, QTreeView, QVBoxLayout, QWidget

from mapapp.core.errors import DataError
from mapapp.core.layer.feature import Feature
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import FeatureRef, MapState
from mapapp.core.source.answers import Keys
from mapapp.core.texts.plain import shortened
from mapapp.qt.details.in_view import InView, read_in_view
from mapapp.qt.parts.guard import guarded, report
from mapapp.qt.parts.icons import layer_icon
from mapapp.qt.parts.language import follow_language
from mapapp.qt.parts.layer_reader import LayerReader
from mapapp.qt.parts.subscription import connect
from mapapp.qt.parts.tip import plain_tip
from mapapp.store.catalogue import LayerCatalogue

_REF = Qt.ItemDataRole.UserRole


class FeatureList(QWidget):
    """Names by layer of what the map shows now; Enter selects one and shows its details.

    It is filled only while it can be seen, once for all changes of one turn of the event loop,
    and read beside the window: until that is done it shows what it did.
    """

    def __init__(self, state: MapState, catalogue: LayerCatalogue, reader: LayerReader) -> None:
        super().__init__()
        self.setObjectName("features")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._state = state
        self._catalogue = catalogue
        self._reader = reader
        self._asked: int | None = None
        self._found: Sequence[InView] | None = None
        self._model = QStandardItemModel(self)
        self._items: dict[FeatureRef, QStandardItem] = {}
        self.tree = self._make_tree()
        self.summary = QLabel(self)
        self.summary.setProperty("role", "secondary")
        self.summary.setWordWrap(True)
        self.summary.setContentsMargins(12, 8, 12, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.summary)
        column.addWidget(self.tree, 1)
        self.setFocusProxy(self.tree)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._fill)
        self._listen()

    def retranslate(self) -> None:
        """Speak the language of the window."""
        self.tree.setAccessibleName(self.tr("Features in view"))
        self.tree.setAccessibleDescription(
            self.tr("What the map shows now, by layer. Enter selects a feature.")
        )
        self._write()

    @guarded(None)
    def showEvent(self, event: QShowEvent) -> None:
        """Qt: catch up with the map."""
        super().showEvent(event)
        self._soon.start()

    def _make_tree(self) -> QTreeView:
        tree = QTreeView(self)
        tree.setObjectName("layers")
        tree.setModel(self._model)
        tree.setHeaderHidden(True)
        tree.setIconSize(QSize(24, 24))
        tree.setIndentation(10)
        tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        tree.setUniformRowHeights(True)
        tree.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        tree.activated.connect(self._select)
        tree.clicked.connect(self._select)
        return tree

    def _listen(self) -> None:
        state = self._state
        connect(self, state.view_changed, self._change)
        connect(self, state.visibility_changed, self._change)
        connect(self, state.solo_changed, self._change)
        connect(self, state.filter_changed, self._change)
        connect(self, state.as_of_changed, self._change)
        connect(self, state.theme_changed, lambda _: self._write())
        connect(self, state.data_returned, self._change)
        connect(self, state.layers_changed, self._change)
        connect(self, state.selection_changed, lambda _: self._show_selection())
        follow_language(self, state, self.retranslate)

    def _change(self, _what: object = None) -> None:
        if self.isVisible():
            self._soon.start()

    def _fill(self) -> None:
        """Have what is in view read; the list stays as it is until that is there."""
        if self._asked is not None:
            self._reader.drop(self._asked)
        layers, extent = list(self._shown()), self._state.view.extent
        self._asked = self._reader.read(
            lambda catalogue, cancel: read_in_view(catalogue, cancel, extent, layers), self._show
        )

    def _shown(self) -> Iterator[tuple[LayerSpec, Keys | None]]:
        """The visible layers from the top, each with what is shown of it, where that is known."""
        for spec in reversed(self._state.visible_specs()):
            criteria = self._state.map_criteria(spec.id)
            try:
                yield spec, self._catalogue.visible_fids(spec.id, criteria)
            except DataError as error:
                report(error)

    def _show(self, found: Sequence[InView]) -> None:
        self._asked = None
        self._found = found
        for layer in found:
            if layer.fault:
                report(layer.fault)
        self._write()

    def _write(self) -> None:
        """Write down what was found, in the language and the theme of the window."""
        if self._found is None:
            return
        self._items.clear()
        self._model.clear()
        for layer in self._found:
            if layer.features:
                self._model.appendRow(self._layer(layer))
        self.tree.expandAll()
        self._show_selection()
        count = f"{len(self._items):,}" + ("" if all(each.is_all for each in self._found) else "+")
        self.summary.setText(
            self.tr("In view: {0}").format(count)
            if self._items
            else self.tr("Nothing is in view. Move the map, or show more layers.")
        )

    def _layer(self, layer: InView) -> QStandardItem:
        title = QStandardItem(f"{layer.spec.title.get(self._state.language)}  {layer.count}")
        title.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        icon = layer_icon(layer.spec, self._state.theme)
        title.appendRows([self._item(feature, icon) for feature in layer.features])
        return title

    def _item(self, feature: Feature, icon: QIcon) -> QStandardItem:
        item = QStandardItem(icon, shortened(feature.title(self._state.language)))
        names = (feature.name.en, feature.name.zh)
        item.setToolTip(plain_tip(" · ".join(filter(None, names))))
        ref = FeatureRef(feature.layer, feature.fid)
        item.setData(ref, _REF)
        self._items[ref] = item
        return item

    def _select(self, index: QModelIndex) -> None:
        ref = index.data(_REF)
        if isinstance(ref, FeatureRef):
            self._state.select([ref])

    def _show_selection(self) -> None:
        """Make the selected feature the current one, where it is in view."""
        for ref in self._state.selection:
            if item := self._items.get(ref):
                self.tree.selectionModel().setCurrentIndex(
                    item.index(), QItemSelectionModel.SelectionFlag.ClearAndSelect
                )
                self.tree.scrollTo(item.index())
                return
