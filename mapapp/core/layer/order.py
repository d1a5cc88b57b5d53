"""Moving layers in the drawing order (ids, the last on top)."""

from __future__ import annotations

from collections.abc import Iterable

LayerOrder = tuple[str, ...]


def moved_above(order: LayerOrder, layers: Iterable[str], anchor: str) -> LayerOrder:
    """The order with some layers, as they follow one another, directly above another one."""
    return _moved(order, set(layers), anchor, 1)


def moved_below(order: LayerOrder, layers: Iterable[str], anchor: str) -> LayerOrder:
    """The order with some layers directly below another one."""
    return _moved(order, set(layers), anchor, 0)


def moved_to_bottom(order: LayerOrder, layers: Iterable[str]) -> LayerOrder:
    """The order with some layers below all others."""
    chosen = set(layers)
    return tuple(sorted(order, key=lambda layer: layer not in chosen))


def completed_order(layers: Iterable[str], default: tuple[str, ...]) -> tuple[str, ...]:
    """All ids of ``default`` in the order of ``layers``.

    What ``layers`` does not name stands above what it follows in ``default``.
    """
    order = [layer for layer in dict.fromkeys(layers) if layer in default]
    for index, layer in enumerate(default):
        if layer not in order:
            order.insert(order.index(default[index - 1]) + 1 if index else 0, layer)
    return tuple(order)


def _moved(order: LayerOrder, chosen: set[str], anchor: str, after: int) -> LayerOrder:
    rest = [layer for layer in order if layer not in chosen]
    at = rest.index(anchor) + after
    moving = [layer for layer in order if layer in chosen]
    return (*rest[:at], *moving, *rest[at:])
