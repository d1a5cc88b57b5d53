"""The layers of a workspace: entries of its file, and the arrangement of a map that they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from mapapp.core.errors import MapappError, WorkspaceError
from mapapp.core.expression.filters import NO_FILTER, LayerFilter
from mapapp.core.layer.definition import KEYS, defined_layer, definition_of
from mapapp.core.layer.order import completed_order
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.arrangement import Arrangement, LayerStyle
from mapapp.core.map.state import MapState
from mapapp.core.map.unopened import UnopenedLayer
from mapapp.core.map.workspace_paths import Entry
from mapapp.core.record import record
from mapapp.core.texts.strict import StrictTable

MAX_LAYERS = 1_000

Check = Callable[[LayerStyle], LayerStyle]
"""Answers how a layer is to be shown, or raises a ``MapappError`` where it cannot be opened."""


@record
class SavedLayers:
    """The layers of a workspace as its file has them.

    Attributes:
        entries: of the layers in drawing order, the last on top.
        removed: ids of layers that mapapp ships and the map does not have.
        solo: id of the layer that alone is shown, or None.
        as_of_year: the year at whose end the map looks, or None.
    """

    entries: tuple[Entry, ...] = ()
    removed: tuple[str, ...] = ()
    solo: str | None = None
    as_of_year: int | None = None

    @classmethod
    def of(cls, state: MapState) -> SavedLayers:
        """Those of a map, with the ones that could not be opened in their places."""
        entries = tuple(_entries(state))
        named = {entry["id"] for entry in entries}
        removed = tuple(id_ for id_ in state.shipped if id_ not in named)
        return cls(entries, removed, state.solo, state.as_of_year)

    def arrangement(self, state: MapState, check: Check) -> Arrangement:
        """How a map is to be arranged to be like this.

        What cannot be opened is kept. Layers that mapapp ships and that are neither named nor
        removed are as shipped, each above the one it follows at first; whether they are shown
        stays as it is.
        """
        styles: dict[str, LayerStyle] = {}
        unopened = []
        for entry in self.entries:
            try:
                style = check(read_style(entry, state.shipped, "The layer"))
            except MapappError as error:
                below = next(reversed(styles), None)
                unopened.append(UnopenedLayer(entry, error.message, below))
            else:
                styles[style.id] = style
        named = {str(entry["id"]) for entry in self.entries}
        unsaid = [id_ for id_ in state.shipped if id_ not in {*named, *self.removed}]
        shipped = [id_ for id_ in state.shipped if id_ in styles or id_ in unsaid]
        order = completed_order(styles, tuple(dict.fromkeys((*shipped, *styles))))
        styles |= {id_: _as_shipped(state, id_) for id_ in unsaid}
        solo = self.solo if self.solo in styles else None
        return Arrangement(
            tuple(styles[id_] for id_ in order), solo, self.as_of_year, tuple(unopened),
            is_whole=True,
        )  # fmt: skip


def read_style(entry: Entry, shipped: Mapping[str, LayerSpec], where: str) -> LayerStyle:
    """How a layer is shown, by what is said of it.

    Raises:
        WorkspaceError: if a key is wrong or unknown, or the layer is none that is shipped and it
            is not said what it is.
    """
    id_ = str(entry["id"])
    table = StrictTable(entry, f"{where} {id_!r}", WorkspaceError)
    style = read_shown(table)
    said = table.some(KEYS)
    table.finish()
    spec = defined_layer(id_, said, shipped, where, WorkspaceError)
    return LayerStyle(id_, style.visible, style.opacity, style.filter, spec)


def read_shown(table: StrictTable) -> LayerStyle:
    """Whether, how opaque and with which filter a layer is shown."""
    wanted = table.sub("filter")
    return LayerStyle(
        id=table.take("id", str),
        visible=table.take("visible", bool, default=True),
        opacity=table.number("opacity", 0, 1, 1.0),
        filter=NO_FILTER if wanted is None else _filter(wanted),
    )


def entry_of(style: LayerStyle, shipped: Mapping[str, LayerSpec]) -> dict[str, Any]:
    """What is to be said of a layer: only what is not as shipped."""
    entry: dict[str, Any] = {"id": style.id}
    if not style.visible:
        entry["visible"] = False
    if style.opacity != 1.0:
        entry["opacity"] = style.opacity
    if style.filter:
        entry["filter"] = asdict(style.filter)
    return entry | (definition_of(style.spec, shipped.get(style.id)) if style.spec else {})


def _entries(state: MapState) -> Iterator[Entry]:
    arrangement = Arrangement.of(state)
    above: dict[str | None, list[Entry]] = {}
    for layer in arrangement.unopened:
        if state.has(layer.id):  # another one has been added by this id
            continue
        below = layer.below if layer.below and state.has(layer.below) else None
        above.setdefault(below, []).append(layer.entry)
    yield from above.get(None, ())
    for style in arrangement.layers:
        yield entry_of(style, state.shipped)
        yield from above.get(style.id, ())


def _as_shipped(state: MapState, id_: str) -> LayerStyle:
    spec = state.shipped[id_]
    if not state.has(id_) or state.spec(id_).source != spec.source:
        return LayerStyle(id_, spec.visible, spec=spec)
    return LayerStyle(id_, state.is_visible(id_), state.opacity(id_), state.filter(id_), spec)


def _filter(table: StrictTable) -> LayerFilter:
    wanted = LayerFilter(
        expression=table.take("expression", str, ""),
        text=table.take("text", str, ""),
        in_view=table.take("in_view", bool, default=False),
    )
    table.finish()
    return wanted
