"""The picture of a workspace: what was arranged in the window, printed without it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from mapapp.cli.output import complain
from mapapp.core.disk.folders import config_folder
from mapapp.core.disk.kinds import kind_of
from mapapp.core.disk.suffixes import SHARED, WORKSPACE
from mapapp.core.errors import WorkspaceError
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
from mapapp.store.document import Document, Profile


def workspace_document(path: Path, specs: Sequence[LayerSpec], installed: Path) -> Document:
    """The workspace of a file, alone or shared with its atlas; what it holds says which.

    Raises:
        WorkspaceError: if the file holds no workspace.
        DataError: if it cannot be read, or its atlas is none that can be shown.
    """
    kind = kind_of(path)
    if kind not in {"workspace", "share"}:
        kinds = {
            "geopackage": Message("a GeoPackage"),
            "geojson": Message("GeoJSON"),
        }
        raise WorkspaceError(
            "{name} is {kind}, no workspace; name a *{own} or *{shared} file.",
            name=path.name,
            kind=kinds.get(kind, Message("of another kind")),
            own=WORKSPACE,
            shared=SHARED,
        )
    if kind == "share":
        return Profile(config_folder(), installed).receive(path, specs)
    return Document(path, read_workspace(path), installed)


def workspace_table(document: Document, specs: Sequence[LayerSpec], atlas: Path) -> dict[str, Any]:
    """The request that shows a workspace at the scale it has on the screen.

    Layers that are not what they should be, or whose features cannot be read, are left out, and
    so are filters that a layer cannot answer, which is said on stderr. ``specs`` are the layers
    that mapapp ships, ``atlas`` is where their features are.

    Raises:
        DataError: if the atlas cannot be read.
    """
    path, workspace = document.path, document.workspace
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
