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
from mapapp.render.labels.room import BoxPx, widened
from mapapp.render.labels.settings import LEADING
from mapapp.render.labels.text import measurer
from mapapp.render.scene.scene import Scene, read_ground
from mapapp.render.view.view import AnyView
from mapapp.render.view.viewport import Viewport
from mapapp.render.view.whereabouts import frame_in
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
_CLEAR_PX = 6.0
"""So far from the edges of the locator the rectangle stays that shows where the sheet lies."""

_EDGE_PX, _ROOM_PX = 1.5, 4.0
"""Half of the width of its sides, and so far from them a name inside it stands."""

_BESIDE_PX = (4.0, 10.0, 16.0, 22.0)
"""So far beside its point a name may stand that has no room on it."""


def locator_scene(
    shown: AnyView, width_px: float, height_px: float, basemap: Basemap, language: Language
) -> Scene:
    """The surroundings of what a sheet shows, and the name of the place it shows or is next to."""
    view = _surroundings(shown, width_px, height_px)
    box = _box_of(shown, view)
    frame = (_INSET_PX, _INSET_PX, width_px - _INSET_PX, height_px - _INSET_PX)
    names = [name for name in (_name(shown, view, box, basemap, language),) if name]
    labels = place_labels(names, Surroundings(_edges(box)), frame, measurer())
    return Scene(view, read_ground(basemap, view), labels=tuple(labels))


def _surroundings(shown: AnyView, width_px: float, height_px: float) -> Viewport:
    """What a locator shows: usually a level above the sheet, and always all that the sheet has."""
    zoom = min(max(shown.zoom - _ZOOM_OUT, _LEAST_ZOOM), _MOST_ZOOM)
    view = shown.recentred(width_px, height_px, zoom)
    left, top, right, bottom = _box_of(shown, view)
    middle_x, middle_y = width_px / 2, height_px / 2
    reach_x, reach_y = (
        max(middle_x - left, right - middle_x),
        max(middle_y - top, bottom - middle_y),
    )
    share = max(reach_x / (middle_x - _CLEAR_PX), reach_y / (middle_y - _CLEAR_PX))
    return view if share <= 1 else shown.recentred(width_px, height_px, zoom - math.log2(share))


def _box_of(shown: AnyView, view: Viewport) -> BoxPx:
    """The box around what a sheet shows, in pixels of the locator."""
    ring = frame_in(shown, view)
    (left, top), (right, bottom) = ring.min(axis=0).tolist(), ring.max(axis=0).tolist()
    return left, top, right, bottom


def _edges(box: BoxPx) -> list[BoxPx]:
    """The sides of a box, which no name may cross."""
    left, top, right, bottom = box
    sides = ((left, top, right, top), (left, bottom, right, bottom))
    ends = ((left, top, left, bottom), (right, top, right, bottom))
    return [widened(side, _EDGE_PX, _EDGE_PX) for side in (*sides, *ends)]


def _name(
    shown: AnyView, view: Viewport, box: BoxPx, basemap: Basemap, language: Language
) -> Candidate | None:
    """The name of the place that the sheet shows, in or beside its rectangle, or of one near it."""
    kind = next(kind for zoom, kind in _KINDS if shown.zoom >= zoom)
    in_sight = main_place(basemap, shown, (kind,))
    place = in_sight or main_place(basemap, view, _AREAS)
    if place is None:
        return None
    row, x, y = place
    text = Text(row["name_en"] or "", row["name_zh"] or "").get(language)
    line, half_px = Line(text, _NAME_PX, "capital"), None
    if in_sight:
        (left, top, right, bottom), room = box, 2 * _ROOM_PX
        x, y = (left + right) / 2, (top + bottom) / 2
        width = measurer().width(text, _NAME_PX, bold=True)
        if width + room > right - left or _NAME_PX * LEADING + room > bottom - top:
            half_px = (right - left) / 2 + _EDGE_PX
    return Candidate("locator", x, y, (line,), 0.0, half_px=half_px, farther_px=_BESIDE_PX)


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
