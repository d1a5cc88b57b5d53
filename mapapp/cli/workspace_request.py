"""The picture of a workspace: what was arranged in the window, printed without it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mapapp.core.geo.mercator import scale_denominator
from mapapp.core.map.arrangement import LayerLook
from mapapp.core.map.workspace import Workspace, read_workspace


def workspace_table(path: Path) -> dict[str, Any]:
    """The request that shows a workspace at the scale it has on the screen.

    Raises:
        WorkspaceError: if the file holds no workspace.
    """
    workspace = read_workspace(path)
    place, arrangement = workspace.place, workspace.arrangement
    lon = (place.lon + 180.0) % 360.0 - 180.0
    table: dict[str, Any] = {
        "area": {"lon": lon, "lat": place.lat, "scale": scale_denominator(place.lat, place.zoom)},
        "layers": list(_layers(workspace)),
        "language": workspace.language,
    }
    if arrangement.as_of_year is not None:
        table["as_of_year"] = arrangement.as_of_year
    return table


def _layers(workspace: Workspace) -> Iterator[dict[str, Any]]:
    arrangement = workspace.arrangement
    for look in reversed(arrangement.layers):
        shown = look.visible if arrangement.solo is None else look.id == arrangement.solo
        if shown:
            yield _layer(look)


def _layer(look: LayerLook) -> dict[str, Any]:
    wanted = {"filter": look.filter.expression, "find": look.filter.text}
    said = {key: text for key, text in wanted.items() if text}
    return {"id": look.id, "opacity": look.opacity} | said
