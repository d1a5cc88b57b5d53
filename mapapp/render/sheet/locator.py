"""The locator: a small map of where the sheet lies, with one name in it."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import Any

import shapely

from mapapp.core.text import Language, Text
from mapapp.render.labels.label import Candidate, Line
from mapapp.render.labels.names import PLACE_COLUMNS
from mapapp.render.labels.placing import Surroundings, place_labels
from mapapp.render.labels.text import measurer
from mapapp.render.scene.scene import Scene, read_ground
from mapapp.render.view.view import AnyView
from mapapp.render.view.viewport import Viewport
from mapapp.store.basemap import Basemap

FROM_ZOOM = 4.0
"""Farther out a map shows so much that it needs no locator."""

_ZOOM_OUT = 4.8
_LEAST_ZOOM = 1.2
_MOST_ZOOM = 5.2
"""So near that the coast of a province is in sight, whatever the sheet shows of a city."""

_KINDS = ((8.0, "city"), (5.5, "province"), (0.0, "country"))
"""From which zoom of the sheet its place is a city, a province or a country."""

_AREAS = ("province", "country")
_NAME_PX = 11.5
_INSET_PX = 2.0


def locator_scene(
    shown: AnyView, width_px: float, height_px: float, basemap: Basemap, language: Language
) -> Scene:
    """The surroundings of what a sheet shows, and the name of the place it shows or is next to."""
    zoom = min(max(shown.zoom - _ZOOM_OUT, _LEAST_ZOOM), _MOST_ZOOM)
    view = shown.recentred(width_px, height_px, zoom)
    frame = (_INSET_PX, _INSET_PX, width_px - _INSET_PX, height_px - _INSET_PX)
    names = [name for name in (_name(shown, view, basemap, language),) if name]
    labels = place_labels(names, Surroundings(), frame, measurer())
    return Scene(view, read_ground(basemap, view), labels=tuple(labels))


def _name(shown: AnyView, view: Viewport, basemap: Basemap, language: Language) -> Candidate | None:
    """The name of the place that the sheet shows, in or beside its rectangle, or of one near it."""
    kind = next(kind for zoom, kind in _KINDS if shown.zoom >= zoom)
    place = main_place(basemap, shown, (kind,))
    if place is not None:
        row, x, y = place[0], view.width_px / 2, view.height_px / 2
        half = max(shown.width_px, shown.height_px) * view.world_px / shown.world_px / 2
    else:
        place = main_place(basemap, view, _AREAS)
        if place is None:
            return None
        (row, x, y), half = place, 0.0
    text = Text(row["name_en"] or "", row["name_zh"] or "").get(language)
    line = Line(text, _NAME_PX, "capital")
    is_inside = not half or 2 * half > measurer().width(text, _NAME_PX, bold=True)
    return Candidate("locator", x, y, (line,), 0.0, half_px=None if is_inside else half)


def main_place(
    basemap: Basemap, view: AnyView, kinds: Collection[str]
) -> tuple[Mapping[str, Any], float, float] | None:
    """The highest place of some kinds in a view, next to its middle, with its pixels there."""
    places = basemap.read("place", extent=view.extent, columns=PLACE_COLUMNS)
    rows = [row for _, _, row in places.rows()]
    coords = shapely.get_coordinates(places.geometries)
    found = [
        (rows[i], x, y)
        for i, x, y in view.points(coords[:, 0], coords[:, 1])
        if rows[i]["kind"] in kinds
    ]
    middle = (view.width_px / 2, view.height_px / 2)
    return min(found, key=lambda at: (at[0]["rank"], math.dist(at[1:], middle)), default=None)
