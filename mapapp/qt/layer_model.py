"""The layers of the map state as a Qt tree: groups, and layers that can be ticked."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from mapapp.core.groups import group_title, grouped
from mapapp.core.layerspec import LayerSpec
from mapapp.core.state import MapState
from mapapp.qt.icons import layer_icon, themed_icon
from mapapp.qt.style import COLOURS
from mapapp.store.feature_tables import FeatureTables

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_TITLE, _COUNT = 0, 1
_NO_PARENT = QModelIndex()


class LayerModel(QAbstractItemModel):
    """A view of ``MapState`` for trees; it keeps no state of its own.

    Column 0 is the title with symbol and tick, column 1 the number of features. Groups are
    ticked when all their layers are shown, and ticking a group shows them all.
    """

    def __init__(
        self, state: MapState, tables: FeatureTables, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._tables = tables
        self._counts = tables.atlas.counts()
        self._groups = list(grouped(state.specs).items())
        self._places = {
            spec.id: (row, group_row)
            for group_row, (_, specs) in enumerate(self._groups)
            for row, spec in enumerate(specs)
        }
        state.visibility_changed.connect(self._tell_visibility)
        state.filter_changed.connect(self._tell_count)
        state.as_of_changed.connect(lambda _: self._tell_all())
        state.language_changed.connect(lambda _: self._tell_all())
        state.theme_changed.connect(lambda _: self._tell_all())

    def spec(self, index: _Index) -> LayerSpec | None:
        """The layer of an index, or None for a group."""
        group_row = self._group_row(index)
        return None if group_row is None else self._groups[group_row][1][index.row()]

    def index(self, row: int, column: int, parent: _Index = _NO_PARENT) -> QModelIndex:
        """Qt: an index; its id is 0 for a group, else the row of its group plus one."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: _Index = _NO_PARENT) -> QModelIndex:  # type: ignore[override]
        """Qt: the group of a layer."""
        group_row = self._group_row(index)
        return QModelIndex() if group_row is None else self.createIndex(group_row, 0, 0)

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        """Qt: number of groups, or of layers in a group."""
        if not parent.isValid():
            return len(self._groups)
        is_group = parent.column() == _TITLE and self._group_row(parent) is None
        return len(self._groups[parent.row()][1]) if is_group else 0

    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        """Qt: title and count."""
        return 2

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Qt: everything can be chosen, titles can be ticked."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == _TITLE:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:  # noqa: ANN401
        """Qt: what a cell shows."""
        if not index.isValid():
            return None
        spec = self.spec(index)
        if index.column() == _COUNT:
            return self._count_data(spec, role)
        return self._group_data(index.row(), role) if spec is None else self._title(spec, role)

    def setData(self, index: _Index, value: Any, role: int = _Role.EditRole) -> bool:  # noqa: ANN401
        """Qt: a tick shows or hides a layer, or all of a group."""
        if role != _Role.CheckStateRole:
            return False
        spec = self.spec(index)
        specs = self._groups[index.row()][1] if spec is None else (spec,)
        visible = Qt.CheckState(value) == Qt.CheckState.Checked
        for each in specs:
            self._state.set_visible(each.id, visible)
        return True

    def _group_row(self, index: _Index) -> int | None:
        return index.internalId() - 1 if index.isValid() and index.internalId() else None

    def _title(self, spec: LayerSpec, role: int) -> Any:  # noqa: ANN401
        language = self._state.language
        match role:
            case _Role.DisplayRole:
                return spec.title.get(language)
            case _Role.DecorationRole:
                return layer_icon(spec, self._state.theme)
            case _Role.CheckStateRole:
                visible = self._state.is_visible(spec.id)
                return Qt.CheckState.Checked if visible else Qt.CheckState.Unchecked
            case _Role.ToolTipRole:
                return spec.note.get(language) if spec.note else spec.title.get(language)

    def _group_data(self, row: int, role: int) -> Any:  # noqa: ANN401
        group, specs = self._groups[row]
        match role:
            case _Role.DisplayRole:
                return group_title(group).get(self._state.language)
            case _Role.CheckStateRole:
                shown = sum(self._state.is_visible(spec.id) for spec in specs)
                if 0 < shown < len(specs):
                    return Qt.CheckState.PartiallyChecked
                return Qt.CheckState.Checked if shown else Qt.CheckState.Unchecked

    def _count_data(self, spec: LayerSpec | None, role: int) -> Any:  # noqa: ANN401
        match role:
            case _Role.DisplayRole if spec is not None:
                return self._count(spec.id)
            case _Role.DecorationRole if spec is not None and self._state.filter(spec.id):
                return themed_icon("filter", COLOURS[self._state.theme].accent)
            case _Role.ToolTipRole if spec is not None and self._state.filter(spec.id):
                return self._state.filter(spec.id).expression or self._state.filter(spec.id).text
            case _Role.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

    def _count(self, layer: str) -> str:
        total = self._counts[layer]
        passing = self._tables.passing(layer, self._state.criteria(layer))
        if passing is None or len(passing) == total:
            return f"{total:,}"
        return self.tr("{0} of {1}").format(len(passing), total)

    def _tell_count(self, layer: str) -> None:
        row, group_row = self._places[layer]
        index = self.index(row, _COUNT, self.index(group_row, 0))
        self.dataChanged.emit(index, index)

    def _tell_visibility(self, layer: str) -> None:
        row, group_row = self._places[layer]
        group = self.index(group_row, 0)
        index = self.index(row, 0, group)
        self.dataChanged.emit(index, index, [_Role.CheckStateRole])
        self.dataChanged.emit(group, group, [_Role.CheckStateRole])

    def _tell_all(self) -> None:
        self.layoutChanged.emit()
