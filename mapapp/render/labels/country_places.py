"""Where the names of countries stand on a map.

The gazetteer has one point for each, in the middle of the whole country. Where that is out of
sight, the name stands in the part that is in sight, if it has room there. It is never set beside a
country, where it would name another: a country too small for its name has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any

import numpy as np
import shapely

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.layer.feature import FeatureSet
from mapapp.core.record import record
from mapapp.core.style.ground import PLACE_ZOOMS
from mapapp.core.text import Language
from mapapp.render.labels.label import Candidate
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

_LEAST_SHARE = 0.2
"""Of a name so much at least lies in its own country; much of the rest may lie in the sea."""


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


@record
class Share:
    """How much of an area, in square pixels, lies in a country."""

    name: str
    area: float


class CountryAreas:
    """Where countries lie in a view, in its pixels, by their English names.

    Args:
        areas: the parts of countries (EPSG:4326).
        view: what shows them.
    """

    def __init__(self, areas: FeatureSet, view: AnyView) -> None:
        self._degrees: dict[str, list[Any]] = {}
        self._view = view
        for name, part in zip(areas.columns["name_en"], areas.geometries, strict=True):
            self._degrees.setdefault(name, []).append(part)
        self.parts = cache(self._parts)

    def __contains__(self, name: object) -> bool:
        return name in self._degrees

    def may_hold(self, name: str, box: BoxPx) -> bool:
        """Whether the name of a country in a box lies rather in it than in any other."""
        if name not in self:
            return True
        area = shapely.box(*box)
        own, least = self._shared(name, area), _LEAST_SHARE * shapely.area(area)
        others = (self._shared(other, area) for other in self._degrees if other != name)
        return own >= least and own >= sum(others)

    def shown(self, area: Any) -> list[Share]:  # noqa: ANN401 - a geometry
        """What countries take of an area, the one with most of it first."""
        shares = [Share(name, self._shared(name, area)) for name in self._degrees]
        return sorted((each for each in shares if each.area), key=lambda each: -each.area)

    def at(self, lon: float, lat: float) -> str | None:
        """The country at a position, if it is one of these."""
        lon = (lon + 180) % 360 - 180
        for name, parts in self._degrees.items():
            if any(shapely.intersects_xy(part, lon, lat) for part in parts):
                return name
        return None

    def _parts(self, name: str) -> list[Any]:
        """A country in pixels, part by part, in each copy of the world that is in sight."""
        found = [each for part in self._degrees[name] for each in _in_pixels(part, self._view)]
        return [shapely.make_valid(each) for each in found]

    def _shared(self, name: str, area: Any) -> float:  # noqa: ANN401 - a geometry
        """How much of an area, in square pixels, lies in a country."""
        parts = self.parts(name)
        return float(sum(shapely.area(shapely.intersection(parts, area)))) if parts else 0.0


def countries_in_sight(
    places: FeatureSet, areas: CountryAreas, view: AnyView, seen: Seen, language: Language
) -> FeatureSet:
    """The places, with the points of countries moved to where they are seen."""
    geometries, area = places.geometries.copy(), seen.area
    for i, (_, point, row) in enumerate(places.rows()):
        style = _style(row, view.zoom)
        if style is not None and row["name_en"] in areas:
            size = _size(row, style, language)
            if not _is_seen(point, size, view, area):
                spot = roomiest(areas.parts(row["name_en"]), size, area)
                geometries[i] = shapely.Point(*view.position(*spot)) if spot else point
    return replace(places, geometries=geometries)


def at_home(candidates: Iterable[Candidate], areas: CountryAreas) -> Iterator[Candidate]:
    """Candidates, of which countries are named only where they lie."""
    for each in candidates:
        kind, _, rest = each.key.partition(":")
        if kind == "country":
            name = rest.rpartition(":")[0]
            yield replace(each, may_stand=partial(areas.may_hold, name))
        else:
            yield each


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


def roomiest(
    parts: Sequence[Any],
    size: tuple[float, float],
    area: Any,  # noqa: ANN401 - a geometry
) -> tuple[float, float] | None:
    """The middle of the most room for a name in what is seen of a country, in pixels."""
    best, most = None, _CORNERS
    for part in parts:
        shown = shapely.intersection(part, area)
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
