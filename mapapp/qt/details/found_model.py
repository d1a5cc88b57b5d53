"""What was found at a place as rows of symbol, name and layer, read as they come into sight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication

from mapapp.core.map.state import FeatureRef, MapState
from mapapp.core.texts.plain import shortened
from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.icons import layer_icon
from mapapp.qt.parts.style import COLOURS, SECONDARY_PX
from mapapp.qt.parts.tip import plain_tip
from mapapp.store.catalogue import LayerCatalogue

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_NO_PARENT = QModelIndex()

NAME, LAYER = range(2)
"""The columns."""


class FoundModel(QAbstractTableModel):
    """The features that were found where the selection was made, in the order of ``found``.

    There may be hundreds, of which few are in sight: each is read when its row is shown.
    """

    def __init__(self, state: MapState, catalogue: LayerCatalogue) -> None:
        super().__init__()
        self.found: Sequence[FeatureRef] = ()
        self._state = state
        self._catalogue = catalogue
        self._titles: dict[FeatureRef, str] = {}

    def show_found(self, found: Sequence[FeatureRef]) -> None:
        """Have a row for each of these, read anew."""
        self.beginResetModel()
        self.found = found
        self._titles.clear()
        self.endResetModel()

    @guarded(0)
    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        """Qt: how many were found."""
        return 0 if parent.isValid() else len(self.found)

    @guarded(0)
    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        """Qt: name and layer."""
        return 0 if parent.isValid() else 2

    @guarded(None)
    def data(self, index: _Index, role: int = _Role.DisplayRole) -> object:
        """Qt: the texts, the symbol of the layer, and what is said aloud."""
        ref = self.found[index.row()]
        return self._name(ref, role) if index.column() == NAME else self._layer(ref, role)

    def _name(self, ref: FeatureRef, role: int) -> object:
        match role:
            case _Role.DisplayRole:
                return shortened(self._title(ref))
            case _Role.ToolTipRole:
                return plain_tip(self._title(ref))
            case _Role.AccessibleTextRole:
                return f"{self._title(ref)}, {self._layer_title(ref)}"
            case _Role.DecorationRole:
                return layer_icon(self._state.spec(ref.layer), self._state.theme)
        return None

    def _layer(self, ref: FeatureRef, role: int) -> object:
        match role:
            case _Role.DisplayRole | _Role.ToolTipRole:
                return self._layer_title(ref)
            case _Role.ForegroundRole:
                return QColor(COLOURS[self._state.theme].secondary)
            case _Role.FontRole:
                return _small()
        return None

    def _layer_title(self, ref: FeatureRef) -> str:
        return self._state.spec(ref.layer).title.get(self._state.language)

    def _title(self, ref: FeatureRef) -> str:
        if ref not in self._titles:
            feature = self._catalogue.feature(ref.layer, ref.fid)
            self._titles[ref] = feature.title(self._state.language)
        return self._titles[ref]


def _small() -> QFont:
    font = QFont(QGuiApplication.font())
    font.setPixelSize(SECONDARY_PX)
    return font
