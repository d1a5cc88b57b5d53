"""Moving layers in the drawing order (ids, the last on top)."""

from __future__ import annotations

from collections.abc import Iterable

Order = tuple[str, ...]


def moved_above(order: Order, layers: Iterable[str], anchor: str) -> Order:
    """The order with some layers, as they follow one another, directly above another one."""
    return _moved(order, set(layers), anchor, 1)


def moved_below(order: Order, layers: Iterable[str], anchor: str) -> Order:
    """The order with some layers directly below another one."""
    return _moved(order, set(layers), anchor, 0)


def moved_to_bottom(order: Order, layers: Iterable[str]) -> Order:
    """The order with some layers below all others."""
    chosen = set(layers)
    return tuple(sorted(order, key=lambda layer: layer not in chosen))


def _moved(order: Order, chosen: set[str], anchor: str, after: int) -> Order:
    rest = [layer for layer in order if layer not in chosen]
    at = rest.index(anchor) + after
    moving = [layer for layer in order if layer in chosen]
    return (*rest[:at], *moving, *rest[at:])
