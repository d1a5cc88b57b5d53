"""The locator: a small map of where the sheet lies, with one name in it."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import shapely
from shapely import Polygon

from mapapp.core.record import record
from mapapp.core.text import Language, Text
from mapapp.render.labels.country_places import CountryAreas, Seen, Share, roomiest
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

_CLEARLY_LARGER = 2.0
"""So many times as much as of any other a sheet shows of the country that it is of."""

_CLEARLY_FARTHER = 2.0
"""So many times as far from the middle other cities are, if a sheet shows one city."""

_AREAS = ("province", "country")
_NAME_PX = 11.5
_INSET_PX = 2.0
_CLEAR_PX = 6.0
"""So far from the edges of the locator the rectangle stays that shows where the sheet lies."""

_EDGE_PX, _ROOM_PX = 1.5, 4.0
"""Half of the width of its sides, and so far from them a name inside it stands."""

_BESIDE_PX = (4.0, 10.0, 16.0, 22.0)
"""So far beside its point a name may stand that has no room on it."""


@record
class SeenPlace:
    """A place of the gazetteer, and its pixels in a view."""

    row: Mapping[str, Any]
    x: float
    y: float


def locator_scene(
    shown: AnyView,
    width_px: float,
    height_px: float,
    basemap: Basemap,
    language: Language,
    tied: Collection[str] = (),
) -> Scene:
    """The surroundings of what a sheet shows, and the name of the place it shows or is next to.

    A city that is named by what the sheet is ``tied`` to comes before a nearer one.
    """
    view = _surroundings(shown, width_px, height_px)
    box = _box_of(shown, view)
    name = _Naming(shown, view, box, basemap, language).name(tied)
    frame, names = _frame(width_px, height_px), [name] if name else []
    labels = place_labels(names, Surroundings(_edges(box)), frame, measurer())
    return Scene(view, read_ground(basemap, view), labels=tuple(labels))


def _frame(width_px: float, height_px: float) -> BoxPx:
    """Where names may stand."""
    return _INSET_PX, _INSET_PX, width_px - _INSET_PX, height_px - _INSET_PX


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


@record
class _Naming:
    """What names a locator: the sheet's own view, that of the locator, and its rectangle there."""

    shown: AnyView
    view: Viewport
    box: BoxPx
    basemap: Basemap
    language: Language

    def name(self, tied: Collection[str]) -> Candidate | None:
        """The place that the sheet shows, in or beside its rectangle, or one near it.

        None where it shows parts of several countries, of which none is what it shows.
        """
        kind = next(kind for zoom, kind in _KINDS if self.shown.zoom >= zoom)
        if kind == "city":
            city = _tied_city(self.basemap, self.view, tied) or _only_city(self.basemap, self.shown)
            if city:
                return _beside(self._text(city.row), self.box)
        areas = self.basemap.countries(self.view.extent)
        countries = CountryAreas(areas, self.view) if areas else None
        shown = countries.shown(Polygon(frame_in(self.shown, self.view))) if countries else []
        if countries and shown:
            of_country = self._is_mainly_of(shown[0].name, countries)
            found = self._province(countries, shown[0].name) if kind != "country" else None
            return found or self._country(countries, shown) if of_country else None
        return self._any("country" if kind == "country" else "province")

    def _is_mainly_of(self, country: str, countries: CountryAreas) -> bool:
        """Whether the middle of the sheet lies in a country, or in none that is known."""
        at = self.shown.position(self.shown.width_px / 2, self.shown.height_px / 2)
        return countries.at(*at) in (country, None)

    def _province(self, countries: CountryAreas, country: str) -> Candidate | None:
        """The province of a country that the sheet shows, or one near it, at its own point."""
        kinds = ("province",)
        found = main_place(self.basemap, self.shown, kinds)
        if found and countries.at(*self.shown.position(found.x, found.y)) == country:
            return _beside(self._text(found.row), self.box)
        near = main_place(self.basemap, self.view, kinds)
        if near and countries.at(*self.view.position(near.x, near.y)) == country:
            return _candidate(self._text(near.row), near.x, near.y)
        return None

    def _any(self, kind: str) -> Candidate | None:
        """The place of a kind in the middle of the sheet, or one near it."""
        found = main_place(self.basemap, self.shown, (kind,))
        if found:
            return _beside(self._text(found.row), self.box)
        near = main_place(self.basemap, self.view, _AREAS)
        return _candidate(self._text(near.row), near.x, near.y) if near else None

    def _country(self, countries: CountryAreas, shown: Sequence[Share]) -> Candidate | None:
        """The country that takes most of a sheet, named in itself where it has room for that."""
        most, *others = shown
        rows = (row for _, _, row in self.basemap.read("place", columns=PLACE_COLUMNS).rows())
        names = [row for row in rows if (row["kind"], row["name_en"]) == ("country", most.name)]
        if not names or (others and most.area < _CLEARLY_LARGER * others[0].area):
            return None
        name = self._text(names[0])
        seen = Seen(_frame(self.view.width_px, self.view.height_px), _edges(self.box))
        size = _width(name), _NAME_PX * LEADING
        spot = roomiest(countries.parts(most.name), size, seen.area)
        return _candidate(name, *spot) if spot else _beside(name, self.box)

    def _text(self, row: Mapping[str, Any]) -> str:
        return Text(row["name_en"] or "", row["name_zh"] or "").get(self.language)


def _width(name: str) -> float:
    return measurer().width(name, _NAME_PX, bold=True)


def _candidate(name: str, x: float, y: float, half_px: float | None = None) -> Candidate:
    """The name on a point, or beside what reaches so far around it."""
    line = Line(name, _NAME_PX, "capital")
    return Candidate("locator", x, y, (line,), 0.0, half_px=half_px, farther_px=_BESIDE_PX)


def _beside(name: str, box: BoxPx) -> Candidate:
    """The name in the rectangle, or beside it where it has no room in there."""
    (left, top, right, bottom), room = box, 2 * _ROOM_PX
    is_wide = _width(name) + room > right - left or _NAME_PX * LEADING + room > bottom - top
    half_px = (right - left) / 2 + _EDGE_PX if is_wide else None
    return _candidate(name, (left + right) / 2, (top + bottom) / 2, half_px)


def main_place(basemap: Basemap, view: AnyView, kinds: Collection[str]) -> SeenPlace | None:
    """The highest place of some kinds in a view, next to its middle."""
    return next(iter(_by_weight(basemap, view, kinds)), None)


def _tied_city(basemap: Basemap, view: AnyView, tied: Collection[str]) -> SeenPlace | None:
    """The city in a view of which one of some texts speaks."""
    if not tied:
        return None
    cities = _by_weight(basemap, view, ("city",))
    names = ([city.row["name_en"], city.row["name_zh"]] for city in cities)
    told = (any(name and name in text for name in both for text in tied) for both in names)
    return next((city for city, is_told in zip(cities, told, strict=True) if is_told), None)


def _only_city(basemap: Basemap, view: AnyView) -> SeenPlace | None:
    """The city that a view shows: none if another of its rank is about as near to the middle."""
    cities = _by_weight(basemap, view, ("city",))
    if len(cities) > 1 and cities[0].row["rank"] == cities[1].row["rank"]:
        nearest, next_one = (_off_middle(each, view) for each in cities[:2])
        return cities[0] if next_one >= _CLEARLY_FARTHER * nearest else None
    return cities[0] if cities else None


def _by_weight(basemap: Basemap, view: AnyView, kinds: Collection[str]) -> list[SeenPlace]:
    """The places of some kinds in a view: the highest rank first, then next to its middle."""
    places = basemap.read("place", extent=view.extent, columns=PLACE_COLUMNS)
    rows = [row for _, _, row in places.rows()]
    coords = shapely.get_coordinates(places.geometries)
    found = [
        SeenPlace(rows[i], x, y)
        for i, x, y in view.points(coords[:, 0], coords[:, 1])
        if rows[i]["kind"] in kinds
    ]
    return sorted(found, key=lambda each: (each.row["rank"], _off_middle(each, view)))


def _off_middle(place: SeenPlace, view: AnyView) -> float:
    return math.dist((place.x, place.y), (view.width_px / 2, view.height_px / 2))
