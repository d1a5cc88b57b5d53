"""An inset: a crowded part of the map once more, larger, where the map has room for it.

On the main map a frame marks what the inset shows. The symbols in it are small dots there, each on
its own place, and have their names in the inset only.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np
import shapely

from mapapp.core.geo.extent import MAX_LAT_DEG, Extent
from mapapp.core.geo.mercator import CSS_PX_M, lat_of, lon_of
from mapapp.core.record import record
from mapapp.core.style.symbology import Theme
from mapapp.core.text import Text
from mapapp.render.labels import words
from mapapp.render.labels.label import Candidate, Line
from mapapp.render.labels.names import PLACE_COLUMNS, place_spans
from mapapp.render.labels.room import BoxPx, widened
from mapapp.render.labels.words import in_language, main_language
from mapapp.render.request.request import ExportRequest
from mapapp.render.scene.crowds import bounds_of, crowd_of, only_within, places_within
from mapapp.render.scene.layer import SceneLayer
from mapapp.render.scene.scene import Mark, Scene, make_scene
from mapapp.render.sheet.blocks import Block
from mapapp.render.sheet.frame import CARD_MARGIN, Frame
from mapapp.render.sheet.free_room import FreeSpot, MapRoom, drawn_boxes, drawn_points
from mapapp.render.sheet.inset_card import card_margins, inset_block
from mapapp.render.sheet.locator import FROM_ZOOM, main_place
from mapapp.render.view.scalebar import m_per_px
from mapapp.render.view.viewport import Viewport
from mapapp.render.view.whereabouts import frame_in
from mapapp.store.basemap import Basemap

Ring = tuple[tuple[float, float], ...]
"""Corners of a frame in pixels."""

ReadScene = Callable[[Viewport], Scene]
"""Reads what a view shows of the layers of a picture."""

_SHARES = (0.36, 0.31, 0.27, 0.23, 0.19)
"""Of the longer side of the map that an inset may take, the largest first."""

_SHAPES = (0.8, 1.35)
"""How wide an inset is at least and at most, in its height."""

_LEAST_PX = (140.0, 110.0)
_MOST_PX = 460.0
_LARGER = 2.5
"""An inset that nobody asked for is of so many times the scale of its map, or tells little more."""

_CLOSEST_ZOOM = 11.0
"""Nearer than this the ground tells nothing of a city."""

_AROUND_PX = 27.0
"""So far from the frame of an inset stand its outermost places: symbols and names need room."""

_ROUND = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
"""What the 1:N of an inset begins with."""

_LARGE = 2
_CITY_FROM_ZOOM = 7.0
_AROUND_CITY_DEG = (0.45, 0.35)
_BESIDE_PX = 6.0
_DOT_PX = 3.2
_NAME_PX, _HINT_PX = 12.0, 9.5
_NAMED_FIRST = 4500.0
_FARTHER_PX = (18.0, 36.0, 56.0, 80.0)


@record
class Inset:
    """An inset in its place.

    Attributes:
        scene: the small map.
        main: the large one without what crowds there.
        block: name and scale, as furniture; its box is that of the whole card.
        box: of the small map on the sheet.
        ring: the corners (n, 2) of what it shows, in pixels of the large map.
        name: what stands at that, or None where it is no part of the large map.
        denominator: the n of its 1:n.
    """

    scene: Scene
    main: Scene
    block: Block
    box: BoxPx
    ring: Ring
    name: Candidate | None
    denominator: float

    @property
    def ring_box(self) -> BoxPx:
        """What bounds the frame on the large map, in its pixels."""
        return bounding(self.ring)

    @property
    def shown(self) -> Scene:
        """What large and small map show together, for the legend."""
        pairs = zip(self.main.layers, self.scene.layers, strict=True)
        layers = (
            replace(one, marks=(*one.marks, *other.marks), strokes=(*one.strokes, *other.strokes))
            for one, other in pairs
        )
        return replace(self.main, layers=tuple(layers))


def wanted_extent(request: ExportRequest, scene: Scene, basemap: Basemap) -> Extent | None:
    """What an inset of a scene is to show, or None for none.

    Raises:
        UsageError: if there is no such city.
    """
    wanted = request.inset
    if wanted.is_none:
        return None
    if wanted.extent is not None:
        return wanted.extent
    if not wanted.is_auto:
        return _around_city(request, scene, basemap)
    is_told = request.page is not None and "legend" in request.parts
    is_for_crowds = is_told and scene.view.zoom >= FROM_ZOOM
    return crowd_of(scene) if is_for_crowds else None


def _around_city(request: ExportRequest, scene: Scene, basemap: Basemap) -> Extent:
    """A city and the symbols around it."""
    places = basemap.read("place", columns=PLACE_COLUMNS)
    cities = [
        (row, geometry) for _, geometry, row in places.rows() if row["kind"] in ("city", "town")
    ]
    names = [(row["name_en"] or "", row["name_zh"] or "") for row, _ in cities]
    _, city = cities[request.inset.city_among(names)]
    across, up = _AROUND_CITY_DEG
    around = Extent.around(city.x, city.y, 2 * across, 2 * up)
    return bounds_of(np.vstack([places_within(scene, around), [[city.x, city.y]]]))


@record
class _Plan:
    """What an inset of a size would show, at 1 to so many, and its frame on the large map."""

    size: tuple[float, float]
    view: Viewport
    denominator: float
    ring: Ring


@record
class InsetMaker:
    """Makes the inset of a picture.

    Attributes:
        request: of the picture, with its layout so far.
        frame: of its sheet.
        scene: the large map, without its names.
        cards: what lies on that, in its pixels.
        basemap: the ground, with its names.
        read: reads the small map.
    """

    request: ExportRequest
    frame: Frame
    scene: Scene
    cards: Sequence[BoxPx]
    basemap: Basemap
    read: ReadScene

    def made(self, extent: Extent) -> Inset | None:
        """The best inset that has room, without names on it; None where none has.

        It is the largest one, unless a smaller one hides fewer names of places.
        """
        names = tuple(self._names_px())
        best, least = None, math.inf
        for cost, size in enumerate(self._sizes(extent)):
            if cost >= least:
                break
            plan = self._plan(extent, size)
            if plan is None or (best and cost + self._least_cost(plan, names) >= least):
                continue
            main = self._thinned(plan.view)
            spot = self._spot(plan, main, names)
            if spot and spot.cost + cost < least:
                best, least = (plan, main, spot), spot.cost + cost
        return self._at(*best) if best else None

    def _plan(self, extent: Extent, size: tuple[float, float]) -> _Plan | None:
        """What an inset of a size shows, unless that is not much larger than on the map."""
        view, denominator = self._view(extent, *size)
        if self.request.inset.is_auto and self._times_larger(view) < _LARGER:
            return None
        ring = tuple((x, y) for x, y in frame_in(view, self.scene.view).tolist())
        return _Plan(size, view, denominator, ring)

    def _thinned(self, view: Viewport) -> Scene:
        """The large map without what an inset shows larger."""
        if self._times_larger(view) <= 1:
            return self.scene
        return thinned(self.scene, view.extent, self.request.theme)

    def _times_larger(self, view: Viewport) -> float:
        return view.world_px / self.scene.view.world_px

    def _sizes(self, extent: Extent) -> Iterator[tuple[float, float]]:
        """Widths and heights of the small map in pixels, the largest first."""
        shown = Viewport.fitted(extent, 100.0, 100.0)
        across = float(shown.x(extent.east) - shown.x(extent.west))
        down = float(shown.y(extent.south) - shown.y(extent.north))
        shape = min(max(across / max(down, 1e-9), _SHAPES[0]), _SHAPES[1])
        view = self.scene.view
        for share in _SHARES:
            side = min(share * max(view.width_px, view.height_px), _MOST_PX)
            width, height = (side, side / shape) if shape >= 1 else (side * shape, side)
            if width >= _LEAST_PX[0] and height >= _LEAST_PX[1]:
                yield width, height

    def _view(self, extent: Extent, width: float, height: float) -> tuple[Viewport, float]:
        """What a small map of a size shows, at a round 1:N, and that N."""
        around = 0.0 if self.request.inset.extent else _AROUND_PX
        room = (width - 2 * around, height - 2 * around)
        close = Viewport.fitted(extent, *room)
        if close.zoom > _CLOSEST_ZOOM:
            close = close.recentred(*room, _CLOSEST_ZOOM)
        css_px_m = CSS_PX_M * self.frame.unit * self.frame.map_unit
        denominator = round_above(m_per_px(close) / css_px_m)
        lon = lon_of((close.left + close.right) / 2)
        lat = lat_of((close.top + close.bottom) / 2)
        lat = min(max(lat, -MAX_LAT_DEG), MAX_LAT_DEG)
        return Viewport.at_scale(lon, lat, denominator * css_px_m, width, height), denominator

    def _least_cost(self, plan: _Plan, names: Sequence[tuple[float, float, float]]) -> float:
        """What the card of an inset costs at least, whatever is on the large map."""
        room = MapRoom(self._room_px, (), np.empty((0, 2)), names)
        return room.least_cost(*self._card_px(plan), self._middle(plan))

    def _spot(
        self, plan: _Plan, main: Scene, names: Sequence[tuple[float, float, float]]
    ) -> FreeSpot | None:
        """Where the card of an inset has room on the large map."""
        ring = bounding(plan.ring)
        marked = [widened(ring, _BESIDE_PX, _BESIDE_PX)] if self._is_within(ring) else []
        room = MapRoom(
            self._room_px,
            [*drawn_boxes(main), *self.cards, *marked],
            drawn_points(main),
            names,
        )
        return room.spot(*self._card_px(plan), self._middle(plan))

    @property
    def _room_px(self) -> BoxPx:
        """Where on the large map a card may stand."""
        unit, margin = self.frame.map_unit, CARD_MARGIN / self.frame.map_unit
        floor = (self.frame.floor - self.frame.map[1]) / unit
        return margin, margin, self.scene.view.width_px - margin, floor - margin

    def _card_px(self, plan: _Plan) -> tuple[float, float]:
        """Width and height of the card of an inset."""
        (width, height), unit = plan.size, self.frame.map_unit
        left, top, right, bottom = card_margins(self.request)
        return width + (left + right) / unit, height + (top + bottom) / unit

    def _middle(self, plan: _Plan) -> tuple[float, float]:
        """What the card of an inset is to be near to, on the large map."""
        ring = bounding(plan.ring)
        left, top, right, bottom = ring if self._is_within(ring) else self._room_px
        return (left + right) / 2, (top + bottom) / 2

    def _at(self, plan: _Plan, main: Scene, spot: FreeSpot) -> Inset:
        """An inset in its place on the sheet."""
        unit, corner = self.frame.map_unit, self.frame.map[:2] * 2
        left, top, right, bottom = (at + px * unit for at, px in zip(corner, spot.box, strict=True))
        size = (right - left, bottom - top)
        name, around = self._name(plan.view), card_margins(self.request)
        block = inset_block(self.request, name, plan.view, plan.denominator, unit, size)
        box = (left + around[0], top + around[1], right - around[2], bottom - around[3])
        return Inset(
            self.read(plan.view),
            main,
            block.at(left, top),
            box,
            plan.ring,
            self._pointer(name, plan.ring),
            plan.denominator,
        )

    def _name(self, view: Viewport) -> Text:
        """The name of the largest city in a view, if it shows that and not half a country."""
        place = main_place(self.basemap, view, ("city", "town"))
        if place is None or view.zoom < _CITY_FROM_ZOOM:
            return words.INSET
        return Text(place.row["name_en"] or "", place.row["name_zh"] or "")

    def _pointer(self, name: Text, ring: Ring) -> Candidate | None:
        """The name at the frame on the large map, which says where the rest is."""
        if not self._is_within(bounding(ring)):
            return None
        language = self.request.language
        left, top, right, bottom = bounding(ring)
        lines = (Line(name.get(main_language(language)), _NAME_PX, "capital"),)
        below = [name.zh] if language == "both" and name.zh != name.en else []
        below.append(in_language(words.SEE_INSET, language))
        return Candidate(
            "inset", (left + right) / 2, (top + bottom) / 2, lines, _NAMED_FIRST,
            half_px=max(right - left, bottom - top) / 2 + 2.0,
            farther_px=_FARTHER_PX,
            extra=tuple(Line(text, _HINT_PX, "place") for text in below),
            is_required=True,
        )  # fmt: skip

    def _is_within(self, ring: BoxPx) -> bool:
        """Whether what an inset shows is a part of the large map, seen as a frame on it."""
        left, top, right, bottom = ring
        width, height = self.scene.view.width_px, self.scene.view.height_px
        is_smaller = right - left < width and bottom - top < height
        return is_smaller and 0 < left + right < 2 * width and 0 < top + bottom < 2 * height

    def _names_px(self) -> Iterator[tuple[float, float, float]]:
        """Where the places stand that are named at the scale of the large map, and their weights.

        To hide a large city costs as much as two other names.
        """
        view = self.scene.view
        places = self.basemap.read("place", extent=view.extent, columns=PLACE_COLUMNS)
        rows = [row for _, _, row in places.rows()]
        coords = shapely.get_coordinates(places.geometries)
        for i, x, y in view.points(coords[:, 0], coords[:, 1]):
            kind, rank = rows[i]["kind"], int(rows[i]["rank"])
            if any(s.from_zoom <= view.zoom < s.to_zoom for s in place_spans(kind, rank)):
                yield x, y, 2.0 if kind == "city" and rank <= _LARGE else 1.0


def thinned(scene: Scene, extent: Extent, theme: Theme) -> Scene:
    """A scene without the symbols that have their place in an extent, and dots for these."""
    apart = [_parted(placed.layer, extent) for placed in scene.layers]
    main = make_scene([rest.unmoved() for _, rest in apart], scene.ground, scene.view, theme)
    layers = (
        replace(placed, marks=(*_dots(inside, scene, theme), *placed.marks))
        for placed, (inside, _) in zip(main.layers, apart, strict=True)
    )
    return replace(main, layers=tuple(layers))


def _parted(layer: SceneLayer, extent: Extent) -> tuple[SceneLayer, SceneLayer]:
    """What of a layer lies in an extent as a whole, and the rest."""
    inside = only_within(layer, extent)
    if layer.is_dense:
        inside = inside[:0]
    return layer.only(inside), layer.without(inside)


def _dots(layer: SceneLayer, scene: Scene, theme: Theme) -> Iterator[Mark]:
    """A small dot at the place of each symbol of a layer."""
    marks = layer.marks
    for i, x, y in scene.view.points(marks.lons, marks.lats):
        mark = marks.mark(i)
        if mark.style is not None:
            symbol = replace(mark.style.get(theme), shape="circle", size_px=_DOT_PX, ring=False)
            yield Mark(layer.spec.id, mark.id, symbol, x, y, entity=mark.entity)


def round_above(denominator: float) -> float:
    """The next round number that is not below one: 400 000 for 379 812."""
    power = 10.0 ** math.floor(math.log10(denominator))
    return next(n * power for n in _ROUND if n * power >= denominator * (1 - 1e-9))


def bounding(points: Ring) -> BoxPx:
    """The box that bounds some points; all of a plane for none, of which nothing is in sight."""
    if not points:
        return -math.inf, -math.inf, math.inf, math.inf
    (left, top), (right, bottom) = np.min(points, axis=0), np.max(points, axis=0)
    return float(left), float(top), float(right), float(bottom)
