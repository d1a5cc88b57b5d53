"""How the layers of a map are arranged: what undo takes back, and what a workspace keeps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from mapapp.core.expression.filters import NO_FILTER, LayerFilter
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.layer_changes import LayersChange
from mapapp.core.map.state import MapState
from mapapp.core.map.unopened import UnopenedLayer
from mapapp.core.record import record

Aspect = Literal[
    "added", "removed", "replaced", "style", "visible", "opacity", "filter", "order", "solo", "year"
]

_MERGED: tuple[Aspect, ...] = ("style", "opacity", "filter", "year")
"""What is changed by dragging or typing: a row of such changes is one step."""

_FOLLOWING: dict[Aspect, set[Aspect]] = {
    "added": {"solo"}, "removed": {"solo"}, "replaced": {"filter"}, "visible": {"solo"},
}  # fmt: skip
"""What may come along with a change: a tick ends a solo, and so does a layer's coming or going."""


@record
class LayerStyle:
    """How one layer is shown: ticked or not, its opacity from 0 to 1, its filter.

    ``spec`` is the layer itself, or None for the one that a map has of this id.
    """

    id: str
    visible: bool = True
    opacity: float = 1.0
    filter: LayerFilter = NO_FILTER
    spec: LayerSpec | None = None


@record
class Arrangement:
    """Layers in drawing order (the last on top), which of them is solo, and the year.

    ``unopened`` are layers that cannot be shown now and are kept. A whole arrangement has all
    layers of a map; otherwise the map keeps those it does not name.
    """

    layers: tuple[LayerStyle, ...]
    solo: str | None = None
    as_of_year: int | None = None
    unopened: tuple[UnopenedLayer, ...] = ()
    is_whole: bool = False

    @classmethod
    def of(cls, state: MapState) -> Arrangement:
        """How things are now."""
        styles = (
            LayerStyle(
                spec.id, state.is_visible(spec.id), state.opacity(spec.id), state.filter(spec.id),
                spec,
            )
            for spec in state.specs
        )  # fmt: skip
        return cls(tuple(styles), state.solo, state.as_of_year, state.unopened, is_whole=True)

    def apply(self, state: MapState) -> tuple[str, ...]:
        """Arrange a map like this; the answer is the layers it does not have."""
        own = {style.id: style.spec for style in self.layers if style.spec}
        kept = {} if self.is_whole else {spec.id: spec for spec in state.specs}
        state.set_layers((kept | own).values())
        if self.is_whole:
            state.set_unopened(self.unopened)
        known = [style for style in self.layers if state.has(style.id)]
        state.set_order(style.id for style in known)
        for style in known:
            state.set_visible(style.id, style.visible)
            state.set_opacity(style.id, style.opacity)
            state.set_filter(style.id, style.filter)
        state.set_solo(self.solo if self.solo and state.has(self.solo) else None)
        state.set_as_of_year(self.as_of_year)
        return tuple(style.id for style in self.layers if not state.has(style.id))


@record
class Change:
    """A step from one whole arrangement of a map to another.

    Attributes:
        before, after: the arrangements.
        aspect: what differs, or None where several things do.
        layers: the ids of the layers that differ in it, in their new order.
    """

    before: Arrangement
    after: Arrangement
    aspect: Aspect | None
    layers: tuple[str, ...]

    @classmethod
    def between(cls, before: Arrangement, after: Arrangement) -> Change | None:
        """The step between two arrangements, or None where nothing differs."""
        differences = list(_differences(before, after))
        aspects = {aspect for aspect, _ in differences}
        if not aspects:
            return None
        for leading, following in _FOLLOWING.items():
            if leading in aspects:
                aspects -= following
        aspect = aspects.pop() if len(aspects) == 1 else None
        layers = tuple(layer for found, layer in differences if layer and aspect in (found, None))
        return cls(before, after, aspect, tuple(dict.fromkeys(layers)))

    def followed_by(self, later: Change) -> Change | None:
        """This step and the next as one, where both are of one drag or one word."""
        same = (self.aspect, self.layers) == (later.aspect, later.layers)
        if not same or self.aspect not in _MERGED:
            return None
        return Change(self.before, later.after, self.aspect, self.layers)


def _differences(before: Arrangement, after: Arrangement) -> Iterator[tuple[Aspect, str]]:
    """What differs, each with the layer it is about (empty for the whole map)."""
    old = {style.id: style for style in before.layers}
    new = {style.id: style for style in after.layers}
    yield from _differing_layers(before, after)
    if [id_ for id_ in old if id_ in new] != [id_ for id_ in new if id_ in old]:
        yield "order", ""
    if before.solo != after.solo:
        yield "solo", after.solo or ""
    if before.as_of_year != after.as_of_year:
        yield "year", ""
    for id_, now in new.items():
        was = old.get(id_, now)
        if was.visible != now.visible:
            yield "visible", id_
        if was.opacity != now.opacity:
            yield "opacity", id_
        if was.filter != now.filter:
            yield "filter", id_


def _differing_layers(before: Arrangement, after: Arrangement) -> Iterator[tuple[Aspect, str]]:
    """The layers that came, went or are other ones."""
    change = LayersChange.between(_specs(before), _specs(after))
    of_aspect: tuple[tuple[Aspect, tuple[str, ...]], ...] = (
        ("added", change.added), ("removed", change.removed),
        ("replaced", change.replaced), ("style", change.restyled),
    )  # fmt: skip
    for aspect, layers in of_aspect:
        for layer in layers:
            yield aspect, layer


def _specs(arrangement: Arrangement) -> Iterator[LayerSpec]:
    return (style.spec for style in arrangement.layers if style.spec)
