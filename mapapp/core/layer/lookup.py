"""Finding layers by their ids. An id that is no layer's is an error that names the nearest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mapapp.core.errors import UsageError
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.message import Message
from mapapp.core.texts.near_names import nearest_hint
from mapapp.core.texts.parsing import shown

_LONGEST_ID = 100
"""Of an id that is compared with others, which takes time by its length."""


def layer_of(specs: Iterable[LayerSpec], layer: str) -> LayerSpec:
    """The layer of an id.

    Raises:
        UsageError: if there is none; the message names the nearest.
    """
    known = {spec.id: spec for spec in specs}
    if layer not in known:
        raise unknown_layer(layer, known)
    return known[layer]


def pick_layers(specs: Sequence[LayerSpec], ids: Iterable[str]) -> tuple[LayerSpec, ...]:
    """The layers of the given ids, in drawing order.

    Raises:
        UsageError: if an id is not that of a layer; the message names the nearest.
    """
    chosen = {layer_of(specs, layer).id for layer in ids}
    return tuple(spec for spec in specs if spec.id in chosen)


def unknown_layer(layer: str, known: Iterable[str]) -> UsageError:
    """The complaint about an id that is none of the ``known``."""
    hint = nearest_hint(layer[:_LONGEST_ID], known, Message("layers are"))
    return UsageError("There is no layer {layer}; {hint}", layer=shown(layer), hint=hint)
