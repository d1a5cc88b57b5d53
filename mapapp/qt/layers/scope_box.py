"""A list of what of a layer may be meant: all, what is shown, selected, in view, or in an area."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QWidget

from mapapp.core.expression.filters import Criteria
from mapapp.core.map.state import MapState
from mapapp.qt.parts.wheel import spare_from_wheel
from mapapp.store.scopes import AreaRing, Scope

ScopeKind = Literal["all", "shown", "selected", "view", "area"]
_KINDS: tuple[ScopeKind, ...] = get_args(ScopeKind)


class ScopeBox(QComboBox):
    """Which features of a layer are meant; what there is none of cannot be chosen.

    Args:
        state: has the filter, the selection and the view.
        layer: which layer it is about, asked each time.
        drawn: the corners of the area that was drawn on the map, asked each time.
        parent: where it stands.
    """

    def __init__(
        self,
        state: MapState,
        layer: Callable[[], str],
        drawn: Callable[[], AreaRing],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._layer = layer
        self._drawn = drawn
        spare_from_wheel(self)
        with QSignalBlocker(self):
            for kind in _KINDS:
                self.addItem("", kind)
            self.setCurrentIndex(_KINDS.index("shown"))

    @property
    def kind(self) -> ScopeKind:
        """What is chosen."""
        return _KINDS[self.currentIndex()]

    def retranslate(self) -> None:
        """Name everything in the language of the window."""
        names = (
            self.tr("All features"),
            self.tr("What the map shows (filter, year)"),
            self.tr("What is selected"),
            self.tr("What is in view"),
            self.tr("What is in the measured area"),
        )
        for row, name in enumerate(names):
            self.setItemText(row, name)
        self.setItemData(
            _KINDS.index("area"),
            self.tr("Measure an area on the map first; what has a part in it counts."),
            Qt.ItemDataRole.ToolTipRole,
        )

    def follow(self) -> None:
        """Offer what there is now; what has gone is not chosen any more."""
        for row, is_there in enumerate((True, True, bool(self._selected()), True,
                                        bool(self._drawn()))):  # fmt: skip
            self._enable(row, is_there=is_there)
            if row == self.currentIndex() and not is_there:
                with QSignalBlocker(self):
                    self.setCurrentIndex(_KINDS.index("shown"))

    def scope(self) -> Scope:
        """The features that are meant now."""
        state, layer = self._state, self._layer()
        shown = state.map_criteria(layer)
        if self.kind == "all":
            return Scope()
        if self.kind == "selected":
            return Scope(keys=self._selected())
        if self.kind == "view":
            extent = state.view.extent
            return Scope(Criteria(shown.expression, shown.text, extent, shown.year))
        return Scope(shown, ring=self._drawn() if self.kind == "area" else ())

    def _selected(self) -> tuple[int, ...]:
        layer = self._layer()
        return tuple(ref.fid for ref in self._state.selection if ref.layer == layer)

    def _enable(self, row: int, *, is_there: bool) -> None:
        model = self.model()
        if isinstance(model, QStandardItemModel):
            model.item(row).setEnabled(is_there)
