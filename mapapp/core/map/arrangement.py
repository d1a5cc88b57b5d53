"""How the layers of a map are arranged: what undo takes back, and what a workspace keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from mapapp.core.expression.filters import NO_FILTER, LayerFilter
from mapapp.core.map.state import MapState

Aspect = Literal["visible", "opacity", "filter", "order", "solo", "year"]

_MERGED: tuple[Aspect, ...] = ("opacity", "filter", "year")
"""What is changed by dragging or typing: a row of such changes is one step."""


@dataclass(frozen=True, slots=True)
class LayerLook:
    """How one layer is shown: ticked or not, its opacity from 0 to 1, its filter."""

    id: str
    visible: bool = True
    opacity: float = 1.0
    filter: LayerFilter = NO_FILTER


@dataclass(frozen=True, slots=True)
class Arrangement:
    """All layers in drawing order (the last on top), which of them is solo, and the year."""

    layers: tuple[LayerLook, ...]
    solo: str | None = None
    as_of_year: int | None = None

    @classmethod
    def of(cls, state: MapState) -> Arrangement:
        """How things are now."""
        looks = (
            LayerLook(id_, state.is_visible(id_), state.opacity(id_), state.filter(id_))
            for id_ in state.order
        )
        return cls(tuple(looks), state.solo, state.as_of_year)

    def apply(self, state: MapState) -> tuple[str, ...]:
        """Arrange a map like this; the answer is the layers it does not have."""
        known = set(state.order)
        state.set_order(look.id for look in self.layers)
        for look in self.layers:
            if look.id in known:
                state.set_visible(look.id, look.visible)
                state.set_opacity(look.id, look.opacity)
                state.set_filter(look.id, look.filter)
        state.set_solo(self.solo if self.solo in known else None)
        state.set_as_of_year(self.as_of_year)
        return tuple(look.id for look in self.layers if look.id not in known)


@dataclass(frozen=True, slots=True)
class Change:
    """A step from one arrangement of the same layers to another.

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
        if aspects == {"visible", "solo"}:  # a tick ends a solo
            aspects = {"visible"}
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
    if [look.id for look in before.layers] != [look.id for look in after.layers]:
        yield "order", ""
    if before.solo != after.solo:
        yield "solo", after.solo or ""
    if before.as_of_year != after.as_of_year:
        yield "year", ""
    old = {look.id: look for look in before.layers}
    for new in after.layers:
        was = old[new.id]
        if was.visible != new.visible:
            yield "visible", new.id
        if was.opacity != new.opacity:
            yield "opacity", new.id
        if was.filter != new.filter:
            yield "filter", new.id
