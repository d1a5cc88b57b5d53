"""What the cells of the layer tree show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QIcon

from mapapp.core.layer.groups import group_title
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import MapState
from mapapp.core.map.unopened import UnopenedLayer
from mapapp.core.message import spoken
from mapapp.core.source.answers import Keys
from mapapp.core.style.symbology import SymbolClass
from mapapp.core.texts.plain import shortened
from mapapp.qt.layers.layer_contents import AllContents
from mapapp.qt.parts.icons import layer_icon, themed_icon
from mapapp.qt.parts.style import COLOURS, Colours
from mapapp.qt.parts.tip import plain_tip
from mapapp.render.sheet.legend import layer_title
from mapapp.store.catalogue import LayerCatalogue

_Role = Qt.ItemDataRole


class LayerCells(QObject):
    """Answers, for each column and role, what is shown; the language is that of the state."""

    def __init__(
        self, state: MapState, catalogue: LayerCatalogue, contents: AllContents, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._catalogue = catalogue
        self._contents = contents
        self._icons: dict[tuple[str, str], QIcon] = {}

    def group(self, group: str, specs: Sequence[LayerSpec], role: int) -> Any:  # noqa: ANN401
        """The title of a group, ticked as its layers are."""
        match role:
            case _Role.DisplayRole:
                return group_title(group).get(self._state.language)
            case _Role.CheckStateRole:
                ticked = sum(self._state.is_visible(spec.id) for spec in specs)
                if 0 < ticked < len(specs):
                    return Qt.CheckState.PartiallyChecked
                return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked

    def title(self, spec: LayerSpec, role: int) -> Any:  # noqa: ANN401
        """The title of a layer with its tick and symbol; pale while it is not shown."""
        match role:
            case _Role.DisplayRole:
                return spec.title.get(self._state.language)
            case _Role.DecorationRole:
                return layer_icon(spec, self._state.theme)
            case _Role.CheckStateRole:
                visible = self._state.is_visible(spec.id)
                return Qt.CheckState.Checked if visible else Qt.CheckState.Unchecked
            case _Role.ForegroundRole:
                return self._ink(spec)
            case _Role.ToolTipRole:
                return plain_tip(self._note(spec) or layer_title(spec, self._state.language))
            case _Role.AccessibleTextRole:
                parts = (spec.title.get(self._state.language), self._count(spec), self._note(spec))
                return ", ".join(filter(None, parts))

    def unopened_group(self, role: int) -> Any:  # noqa: ANN401
        """The title of the layers that cannot be opened, or are only being read."""
        if role != _Role.DisplayRole:
            return None
        if all(layer.is_being_read for layer in self._state.unopened):
            return self.tr("Being read")
        return self.tr("Cannot be opened")

    def unopened(self, layer: UnopenedLayer, role: int) -> Any:  # noqa: ANN401
        """A layer that cannot be opened: pale, with the reason where it is pointed at or read."""
        if layer.is_being_read:
            return self._awaited(layer, role)
        title = layer.title.get(self._state.language)
        match role:
            case _Role.DisplayRole:
                return shortened(title)
            case _Role.DecorationRole:
                return self._icon("missing", self._colours.warning)
            case _Role.ForegroundRole:
                return QColor(self._colours.secondary)
            case _Role.ToolTipRole:
                kept = self.tr("It stays in the workspace as it is.")
                return plain_tip(f"{title}\n{spoken(layer.reason)}\n{kept}")
            case _Role.AccessibleTextRole:
                text = self.tr("{0}, cannot be opened: {1}")
                return text.format(shortened(title), spoken(layer.reason))

    def _awaited(self, layer: UnopenedLayer, role: int) -> Any:  # noqa: ANN401
        """A layer that is being read: pale."""
        title = layer.title.get(self._state.language)
        match role:
            case _Role.DisplayRole | _Role.AccessibleTextRole:
                return self.tr("{0} · reading …").format(shortened(title))
            case _Role.ForegroundRole:
                return QColor(self._colours.secondary)
            case _Role.ToolTipRole:
                return plain_tip(f"{title}\n{spoken(layer.reason)}")

    def symbol_class(self, spec: LayerSpec, told: SymbolClass, role: int) -> Any:  # noqa: ANN401
        """A class of a layer's features with its symbol."""
        title = told.title.get(self._state.language)
        match role:
            case _Role.DisplayRole:
                return title
            case _Role.ToolTipRole:
                return plain_tip(title)
            case _Role.DecorationRole:
                return layer_icon(spec, self._state.theme, told)
            case _Role.ForegroundRole:
                return QColor(self._colours.secondary)
            case _Role.AccessibleTextRole:
                return f"{spec.title.get(self._state.language)}: {title}"

    def classed_by(self, spec: LayerSpec, role: int) -> Any:  # noqa: ANN401
        """What the classes of a layer go by, beside the first of them."""
        match role:
            case _Role.DisplayRole if spec.classes and spec.classes.title:
                return spec.classes.title.get(self._state.language)
            case _Role.ForegroundRole:
                return QColor(self._colours.secondary)

    def count(self, spec: LayerSpec, role: int) -> Any:  # noqa: ANN401
        """How many features there are, and how many of them are shown.

        Where the layer is said to lack some, what is only proposed does not count.
        """
        wanted = self._state.filter(spec.id)
        match role:
            case _Role.DisplayRole:
                return self._count(spec)
            case _Role.ToolTipRole if wanted:
                return plain_tip(wanted.expression or wanted.text)
            case _Role.ForegroundRole:
                return QColor(self._colours.secondary)
            case _Role.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

    def mark(self, spec: LayerSpec, role: int) -> Any:  # noqa: ANN401
        """A sign that a layer is filtered, or else has a note; and what it says."""
        wanted = self._state.filter(spec.id)
        if not wanted and spec.note is None:
            return None
        match role:
            case _Role.DecorationRole if wanted:
                return self._icon("filter", self._colours.accent)
            case _Role.DecorationRole:
                return self._icon("note", self._colours.secondary)
            case _Role.ToolTipRole | _Role.AccessibleTextRole:
                text = "\n".join(filter(None, (self._filter_text(spec), self._note(spec))))
                return plain_tip(text) if role == _Role.ToolTipRole else text

    @property
    def _colours(self) -> Colours:
        return COLOURS[self._state.theme]

    def _note(self, spec: LayerSpec) -> str:
        return spec.note.get(self._state.language) if spec.note else ""

    def _filter_text(self, spec: LayerSpec) -> str:
        wanted = self._state.filter(spec.id)
        asked = " · ".join(filter(None, (wanted.expression, wanted.text)))
        return self.tr("Filtered: {0}").format(asked or self.tr("in view")) if wanted else ""

    def _icon(self, name: str, colour: str) -> QIcon:
        if (name, colour) not in self._icons:
            self._icons[name, colour] = themed_icon(name, colour)
        return self._icons[name, colour]

    def _ink(self, spec: LayerSpec) -> QColor | None:
        return None if self._state.is_shown(spec.id) else QColor(self._colours.secondary)

    def _count(self, spec: LayerSpec) -> str:
        contents = self._contents.of(spec)
        if contents is None:
            return "–"
        candidates = contents.candidates
        there = contents.count - len(candidates)
        visible = self._catalogue.visible_fids(spec.id, self._state.criteria(spec.id))
        shown = there if visible is None else _count_but(visible, candidates)
        if shown != there:
            return self._part(shown, there)
        return f"{there:,}" if spec.total is None else self._part(there, spec.total)

    def _part(self, some: int, whole: int) -> str:
        if self._state.language == "zh":
            return f"{some:,} / {whole:,}"
        return self.tr("{0} of {1}").format(f"{some:,}", f"{whole:,}")


def _count_but(keys: Keys, others: Keys) -> int:
    """How many of some keys are not among a few others; asked each time a cell is painted."""
    return len(keys) - int(np.isin(others, keys).sum()) if len(others) else len(keys)
