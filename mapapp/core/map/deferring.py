"""Arrangements whose layers come one by one, as their files are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from mapapp.core.errors import MapappError
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.arrangement import Arrangement, LayerStyle
from mapapp.core.map.unopened import BEING_READ, UnopenedLayer
from mapapp.core.map.workspace_layers import entry_of, read_style


def deferred(
    arrangement: Arrangement,
    is_ready: Callable[[SourceRef], bool],
    shipped: Mapping[str, LayerSpec],
) -> Arrangement:
    """The same with layers that are still to be read among those that cannot be opened.

    Args:
        arrangement: of a whole map.
        is_ready: whether a source can be opened without waiting.
        shipped: the layers that come with mapapp, by id.
    """
    layers: list[LayerStyle] = []
    unopened: list[UnopenedLayer] = []
    for each in _in_order(arrangement):
        below = layers[-1].id if layers else None
        if isinstance(each, LayerStyle):
            style = each
        elif (found := awaited(each, shipped)) is not None:
            style = found
        else:
            unopened.append(replace(each, below=below))
            continue
        if style.spec is None or is_ready(style.spec.source):
            layers.append(style)
        else:
            unopened.append(UnopenedLayer(entry_of(style, shipped), BEING_READ, below))
    solo = arrangement.solo if any(each.id == arrangement.solo for each in layers) else None
    return replace(arrangement, layers=tuple(layers), solo=solo, unopened=tuple(unopened))


def awaited(layer: UnopenedLayer, shipped: Mapping[str, LayerSpec]) -> LayerStyle | None:
    """How a layer will be shown that is being read; None of one that cannot be opened."""
    if not layer.is_being_read:
        return None
    try:
        return read_style(layer.entry, shipped, "The layer")
    except MapappError:
        return None


def _in_order(arrangement: Arrangement) -> Iterator[LayerStyle | UnopenedLayer]:
    """All layers from below, those that cannot be opened in their places."""
    ids = {style.id for style in arrangement.layers}
    for layer in arrangement.unopened:
        if layer.below not in ids:
            yield layer
    for style in arrangement.layers:
        yield style
        yield from (layer for layer in arrangement.unopened if layer.below == style.id)
