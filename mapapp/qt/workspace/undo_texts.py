"""What a change of the arrangement is called in the Edit menu."""

from __future__ import annotations

from PySide6.QtCore import QObject

from mapapp.core.map.arrangement import Change
from mapapp.core.map.state import MapState


class UndoTexts(QObject):
    """Names changes in the language of the state, as they follow “Undo”."""

    def __init__(self, state: MapState, parent: QObject) -> None:
        super().__init__(parent)
        self._state = state

    def text(self, change: Change) -> str:
        """What a change did, such as “hide Sea ports”."""
        return self._pattern(change).format(self._layers(change))

    def _pattern(self, change: Change) -> str:
        if change.aspect == "visible":
            return self._visibility(change)
        if change.aspect == "solo":
            return self.tr("show only {0}") if change.after.solo else self.tr("show all again")
        if change.aspect == "year":
            year = change.after.as_of_year
            return self.tr("year %s") % year if year else self.tr("all years")
        if change.aspect == "replaced" and _is_elsewhere(change):
            return self.tr("keep a copy of {0}")
        return {
            "added": self.tr("add {0}"),
            "removed": self.tr("remove {0}"),
            "style": self.tr("style of {0}"),
            "opacity": self.tr("opacity of {0}"),
            "filter": self.tr("filter of {0}"),
            "order": self.tr("order of layers"),
        }.get(change.aspect or "", self.tr("changes of {0}"))

    def _visibility(self, change: Change) -> str:
        shown = {style.id for style in change.after.layers if style.visible}
        return self.tr("show {0}") if shown.issuperset(change.layers) else self.tr("hide {0}")

    def _layers(self, change: Change) -> str:
        if len(change.layers) != 1:
            return self.tr("{0} layers").format(len(change.layers))
        styles = (*change.before.layers, *change.after.layers)
        titles = {style.id: style.spec.title for style in styles if style.spec}
        return titles[change.layers[0]].get(self._state.language)


def _is_elsewhere(change: Change) -> bool:
    """Whether layers are read from other sources, which is what keeping a copy does."""
    before, after = (
        {style.id: style.spec.source for style in arrangement.layers if style.spec}
        for arrangement in (change.before, change.after)
    )
    return all(before[layer] != after[layer] for layer in change.layers)
