"""What stands over a card where more than one thing was found: which one it is, and the others."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from mapapp.core.map.state import FeatureRef, MapState
from mapapp.qt.details.found_model import LAYER, NAME, FoundModel
from mapapp.store.catalogue import LayerCatalogue

_ROWS_IN_SIGHT = 4
_ROW_PX = 30
_FRAME_PX = 8
_ICON_PX = 24
_LAYER_PX = 96


class FoundHeader(QWidget):
    """“1 of 9” with steps to both sides, a list of what was found, and a way to see all cards.

    Signals:
        stepped: 1 for the next one, -1 for the one before.
        turned: the ``FeatureRef`` of the one that was chosen in the list.
        all_toggled: all cards are wanted, or one at a time again.
    """

    stepped = Signal(int)
    turned = Signal(object)
    all_toggled = Signal()

    def __init__(self, state: MapState, catalogue: LayerCatalogue, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("found")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._model = FoundModel(state, catalogue)
        self._is_all = False
        self.before, self.after = self._button("‹"), self._button("›")
        self.before.clicked.connect(lambda: self.stepped.emit(-1))
        self.after.clicked.connect(lambda: self.stepped.emit(1))
        self.place = QLabel(self)
        self.all = self._button()
        self.all.setObjectName("found-all")
        self.all.clicked.connect(self.all_toggled)
        self.list = self._make_list()
        self._lay_out()
        self.retranslate()

    def retranslate(self) -> None:
        """Speak the language of the window."""
        self.setAccessibleName(self.tr("Found here"))
        for button, name in (
            (self.before, self.tr("Previous feature here (Shift+N)")),
            (self.after, self.tr("Next feature here (N)")),
        ):
            button.setAccessibleName(name)
            button.setToolTip(name)
        self.all.setText(self.tr("One at a time") if self._is_all else self.tr("Show all"))
        self.all.setToolTip(
            self.tr("Show one card, and the others in a list.")
            if self._is_all
            else self.tr("Show the cards of all that was found, one below the other.")
        )
        self.list.setAccessibleName(self.tr("Found here"))
        self.list.setAccessibleDescription(self.tr("The arrow keys show one after the other."))

    def show_found(
        self, found: Sequence[FeatureRef], ref: FeatureRef, *, is_all: bool, anew: bool
    ) -> None:
        """Show which of some features it is; ``anew`` reads those again that it shows already."""
        self._is_all = is_all
        if anew or found != self._model.found:
            self._model.show_found(found)
        at = found.index(ref)
        self.place.setText(self.tr("{0} of {1}").format(at + 1, len(found)))
        self.list.setVisible(not is_all)
        self.list.setFixedHeight(min(len(found), _ROWS_IN_SIGHT) * _ROW_PX + _FRAME_PX)
        self.list.selectionModel().setCurrentIndex(
            self._model.index(at, NAME),
            QItemSelectionModel.SelectionFlag.ClearAndSelect
            | QItemSelectionModel.SelectionFlag.Rows,
        )
        self.retranslate()

    def clear(self) -> None:
        """Forget what was found: its layers may go while the list is hidden."""
        self._model.show_found(())

    def _button(self, text: str = "") -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        return button

    def _make_list(self) -> QTreeView:
        tree = QTreeView(self)
        tree.setObjectName("layers")  # as the other lists of features look
        tree.setModel(self._model)
        tree.setHeaderHidden(True)
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.setAllColumnsShowFocus(True)
        tree.setIconSize(QSize(_ICON_PX, _ICON_PX))
        tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(LAYER, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(LAYER, _LAYER_PX)
        tree.selectionModel().currentChanged.connect(self._turn)
        return tree

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(4)
        for widget in (self.before, self.place, self.after):
            row.addWidget(widget)
        row.addStretch()
        row.addWidget(self.all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.list)

    def _turn(self, index: QModelIndex) -> None:
        if index.isValid():
            self.turned.emit(self._model.found[index.row()])
