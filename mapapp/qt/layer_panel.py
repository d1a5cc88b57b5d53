"""The layer tree at the left."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHeaderView, QTreeView, QWidget

from mapapp.qt.layer_model import LayerModel


class LayerPanel(QTreeView):
    """A tree of groups and layers with ticks, symbols and counts."""

    def __init__(self, model: LayerModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("layers")
        self.setAccessibleName(self.tr("Layers"))
        self.setModel(model)
        self.setHeaderHidden(True)
        self.setIconSize(QSize(24, 24))
        self.setIndentation(14)
        self.setUniformRowHeights(True)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(24)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.expandAll()
