"""The layers at the left: the tree, and under it what can be set of the chosen layer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from mapapp.core.map.state import MapState
from mapapp.qt.layers.layer_opacity import OpacityRow
from mapapp.qt.layers.layer_tree import LayerTree
from mapapp.qt.parts.language import follow_language
from mapapp.qt.parts.subscription import connect


class LayerPanel(QWidget):
    """The tree, a line that says which layer is shown alone, and the opacity of the chosen one.

    Signals:
        adjusted: a drag of the opacity has ended.
    """

    adjusted = Signal()

    def __init__(self, state: MapState, tree: LayerTree) -> None:
        super().__init__()
        self.setObjectName("layer-panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.tree = tree
        self.solo = _SoloLine(state)
        self.opacity = OpacityRow(state)
        self.setFocusProxy(tree)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (tree, self.solo, self.opacity):
            column.addWidget(widget)
        tree.layer_chosen.connect(self.opacity.show_layer)
        tree.solo_toggled.connect(
            lambda layer: state.set_solo(None if state.solo == layer else layer)
        )
        self.opacity.adjusted.connect(self.adjusted)
        follow_language(self, state, self.retranslate)

    def retranslate(self) -> None:
        """Name everything in the language of the window."""
        for part in (self.tree, self.solo, self.opacity):
            part.retranslate()


class _SoloLine(QFrame):
    """Says which layer alone is shown, with the way back; hidden else."""

    def __init__(self, state: MapState) -> None:
        super().__init__()
        self.setObjectName("solo")
        self._state = state
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self.back = QToolButton(self)
        self.back.clicked.connect(lambda: state.set_solo(None))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.addWidget(self._text, 1)
        row.addWidget(self.back)
        connect(self, state.solo_changed, lambda _: self.retranslate())
        connect(self, state.layers_changed, lambda _: self.retranslate())

    def retranslate(self) -> None:
        """Say it in the language of the window."""
        state = self._state
        title = state.spec(state.solo).title if state.solo else None
        self.setVisible(title is not None)
        if title is not None:
            self._text.setText(self.tr("Only {0} shown").format(title.get(state.language)))
        self.back.setText(self.tr("Show all"))
        self.back.setToolTip(self.tr("Show all ticked layers again."))
