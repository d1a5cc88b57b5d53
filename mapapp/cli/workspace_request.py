"""The picture of a workspace: what was arranged in the window, printed without it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from mapapp.cli.output import complain
from mapapp.core.expression.filters import NO_FILTER
from mapapp.core.expression.tokens import ExpressionError
from mapapp.core.geo.mercator import scale_denominator
from mapapp.core.layer.definition import definition_of
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.arrangement import Arrangement, LayerStyle
from mapapp.core.map.state import MapState
from mapapp.core.map.workspace import read_workspace
from mapapp.core.message import Message
from mapapp.core.texts.parsing import shown
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue


def workspace_table(path: Path, specs: Sequence[LayerSpec], atlas: Path) -> dict[str, Any]:
    """The request that shows a workspace at the scale it has on the screen.

    Layers that are not what they should be, or whose features cannot be read, are left out, and
    so are filters that a layer cannot answer, which is said on stderr. ``specs`` are the layers
    that mapapp ships, ``atlas`` is where their features are.

    Raises:
        WorkspaceError: if the file holds no workspace.
        DataError: if the atlas cannot be read.
    """
    workspace = read_workspace(path)
    state = MapState(tuple(specs), workspace.language, "light")
    with Atlas(atlas, tuple(specs)) as opened, LayerCatalogue(opened) as catalogue:
        arrangement = workspace.layers.arrangement(state, partial(_checked, catalogue, path.name))
    for layer in arrangement.unopened:
        complain(
            Message(
                "mapapp: The layer {layer} of {file} is left out. {reason}",
                layer=shown(layer.id),
                file=path.name,
                reason=layer.reason,
            )
        )
    place = workspace.place
    lon = (place.lon + 180.0) % 360.0 - 180.0
    table: dict[str, Any] = {
        "area": {"lon": lon, "lat": place.lat, "scale": scale_denominator(place.lat, place.zoom)},
        "layers": list(_layers(arrangement, state)),
        "language": workspace.language,
    }
    if arrangement.as_of_year is not None:
        table["as_of_year"] = arrangement.as_of_year
    return table


def _checked(catalogue: LayerCatalogue, where: str, style: LayerStyle) -> LayerStyle:
    """How a layer is shown whose features can be read, without a filter it cannot answer."""
    if style.spec is None:
        return style
    catalogue.check(style.spec)
    try:
        if style.filter.expression:
            catalogue.table_of(style.spec).parsed(style.filter.expression)
    except ExpressionError as error:
        complain(
            Message(
                "mapapp: The filter of {layer} in {file} is left out. {reason}",
                layer=shown(style.id),
                file=where,
                reason=error,
            )
        )
        return replace(style, filter=NO_FILTER)
    return style


def _layers(arrangement: Arrangement, state: MapState) -> Iterator[dict[str, Any]]:
    for style in reversed(arrangement.layers):
        if style.visible if arrangement.solo is None else style.id == arrangement.solo:
            yield _layer(style, state)


def _layer(style: LayerStyle, state: MapState) -> dict[str, Any]:
    wanted = {"filter": style.filter.expression, "find": style.filter.text}
    said = {key: text for key, text in wanted.items() if text}
    changes = definition_of(style.spec, state.shipped.get(style.id)) if style.spec else {}
    return {"id": style.id, "opacity": style.opacity} | said | changes
