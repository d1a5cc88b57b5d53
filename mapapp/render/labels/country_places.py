"""Where the names of countries stand on a map that shows them only in part.

The gazetteer has one point for each, in the middle of the whole country. Where that is out of
sight, the name stands in the part that is in sight, if it has room there: it is never set beside a
country, where it would name another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import shapely

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.layer.feature import FeatureSet
from mapapp.core.record import record
from mapapp.core.style.ground import PLACE_ZOOMS
from mapapp.core.text import Language
from mapapp.render.labels.names import NameStyle, place_spans
from mapapp.render.labels.room import BoxPx
from mapapp.render.labels.settings import LEADING
from mapapp.render.labels.text import measurer
from mapapp.render.view.view import AnyView
from mapapp.render.view.viewport import Viewport

COUNTRIES_UP_TO_ZOOM = max(to for (kind, _), (_, to) in PLACE_ZOOMS.items() if kind == "country")
"""Nearer than this no country is named."""

_CORNERS = 0.5**0.5
"""Radius of the circle around a square of side 1."""

_TOLERANCE = 0.05


@record
class Seen:
    """What of a view names may stand in: a ``frame``, but for what ``cards`` hide."""

    frame: BoxPx
    cards: Sequence[BoxPx] = ()

    @property
    def area(self) -> Any:  # noqa: ANN401 - a geometry
        """All of it, in pixels."""
        hidden = shapely.union_all([shapely.box(*card) for card in self.cards])
        return shapely.difference(shapely.box(*self.frame), hidden)


def countries_in_sight(
    places: FeatureSet, areas: FeatureSet, view: AnyView, seen: Seen, language: Language
) -> FeatureSet:
    """The places, with the points of countries moved to where they are seen.

    ``areas`` are the parts of countries (EPSG:4326), by their English names.
    """
    parts: dict[str, list[Any]] = {}
    for name, part in zip(areas.columns["name_en"], areas.geometries, strict=True):
        parts.setdefault(name, []).append(part)
    geometries, area = places.geometries.copy(), seen.area
    for i, (_, point, row) in enumerate(places.rows()):
        style = _style(row, view.zoom)
        if style is not None and row["name_en"] in parts:
            size = _size(row, style, language)
            if not _is_seen(point, size, view, area):
                spot = _spot(parts[row["name_en"]], size, view, area)
                geometries[i] = shapely.Point(*view.position(*spot)) if spot else point
    return replace(places, geometries=geometries)


def _style(row: dict[str, Any], zoom: float) -> NameStyle | None:
    """How a country is written at a zoom, if it is."""
    if row["kind"] != "country":
        return None
    spans = place_spans(row["kind"], int(row["rank"]))
    return next((span.style for span in spans if span.from_zoom <= zoom < span.to_zoom), None)


def _size(row: dict[str, Any], style: NameStyle, language: Language) -> tuple[float, float]:
    """Width and height of the name of a country."""
    text = (row["name_zh"] if language == "zh" else None) or row["name_en"]
    return measurer().width(text, style.size_px, bold=True), style.size_px * LEADING


def _is_seen(
    point: Any,  # noqa: ANN401 - a geometry
    size: tuple[float, float],
    view: AnyView,
    area: Any,  # noqa: ANN401 - a geometry
) -> bool:
    """Whether a name on its point is in sight as a whole."""
    width, height = size[0] / 2, size[1] / 2
    found = view.points(np.array([point.x]), np.array([point.y]))
    boxes = (shapely.box(x - width, y - height, x + width, y + height) for _, x, y in found)
    return any(shapely.contains(area, box) for box in boxes)


def _spot(
    parts: Sequence[Any],
    size: tuple[float, float],
    view: AnyView,
    area: Any,  # noqa: ANN401 - a geometry
) -> tuple[float, float] | None:
    """The middle of the most room for a name in what is seen of a country, in pixels."""
    best, most = None, _CORNERS
    for part in parts:
        for pixels in _in_pixels(part, view):
            shown = shapely.intersection(shapely.make_valid(pixels), area)
            # In units of the name it is a square, whose room a circle tells.
            scaled = shapely.transform(shown, lambda xy: xy / size)
            if shapely.area(scaled) < 1:
                continue
            line = shapely.maximum_inscribed_circle(scaled, tolerance=_TOLERANCE)
            if shapely.length(line) >= most:
                (x, y), most = shapely.get_coordinates(line)[0] * size, shapely.length(line)
                best = float(x), float(y)
    return best


def _in_pixels(part: Any, view: AnyView) -> Iterator[Any]:  # noqa: ANN401 - geometries
    """An area in each copy of the world that is in sight, in pixels."""
    if isinstance(view, Viewport):
        for copy in view.copies:
            yield shapely.transform(part, lambda xy, c=copy: _mercator(xy, view, c))
        return
    pixels = shapely.transform(part, lambda xy: np.column_stack(view.pixels(*xy.T)))
    if np.isfinite(shapely.get_coordinates(pixels)).all():
        yield pixels


def _mercator(xy: FloatArray, view: Viewport, copy: int) -> FloatArray:
    return np.column_stack([view.x(xy[:, 0]) + copy * view.world_px, view.y(xy[:, 1])])
