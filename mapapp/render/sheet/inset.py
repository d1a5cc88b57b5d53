"""An inset: a crowded part of the map once more, larger, where the map has room for it.

On the main map a frame marks what the inset shows. The symbols in it are small dots there, each on
its own place, and have their names in the inset only.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from mapapp.core.geo.extent import MAX_LAT_DEG, Extent
from mapapp.core.geo.mercator import CSS_PX_M, lat_of, lon_of
from mapapp.core.record import record
from mapapp.core.style.symbology import Theme
from mapapp.core.text import Text
from mapapp.render.labels import words
from mapapp.render.labels.label import Candidate, Line
from mapapp.render.labels.names import PLACE_COLUMNS, place_spans
from mapapp.render.labels.room import BoxPx, widened
from mapapp.render.labels.words import main_language
from mapapp.render.request.request import ExportRequest
from mapapp.render.scene.crowds import bounds_of, crowd_of, only_within, places_within
from mapapp.render.scene.layer import SceneLayer
from mapapp.render.scene.scene import Mark, Scene, make_scene
from mapapp.render.sheet.blocks import Block
from mapapp.render.sheet.frame import CARD_MARGIN, Frame
from mapapp.render.sheet.free_room import MapRoom, drawn_boxes, drawn_lines
from mapapp.render.sheet.inset_card import card_margins, inset_block
from mapapp.render.sheet.locator import FROM_ZOOM, main_place
from mapapp.render.view.scalebar import m_per_px
from mapapp.render.view.viewport import Viewport
from mapapp.render.view.whereabouts import frame_in
from mapapp.store.basemap import Basemap

ReadScene = Callable[[Viewport], Scene]
"""Reads what a view shows of the layers of a picture."""

_SHARES = (0.36, 0.31, 0.27, 0.23, 0.19)
"""Of the longer side of the map that an inset may take, the largest first."""

_SHAPES = (0.8, 1.35)
"""How wide an inset is at least and at most, in its height."""

_LEAST_PX = (140.0, 110.0)
_MOST_PX = 460.0
_LARGER = 2.0
"""An inset of less than so many times the scale of its map tells little more."""

_CLOSEST_ZOOM = 11.0
"""Nearer than this the ground tells nothing of a city."""

_AROUND_PX = 34.0
"""So far from the frame of an inset stand its outermost places: symbols and names need room."""

_ROUND = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
"""What the 1:N of an inset begins with."""

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
        name: what stands at that.
        denominator: the n of its 1:n.
    """

    scene: Scene
    main: Scene
    block: Block
    box: BoxPx
    ring: tuple[tuple[float, float], ...]
    name: Candidate
    denominator: float

    @property
    def ring_box(self) -> BoxPx:
        """What bounds the frame on the large map, in its pixels."""
        return _bounding(self.ring)

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
    is_for_crowds = request.page is not None and scene.view.zoom >= FROM_ZOOM
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
class InsetMaker:
    """Makes the inset of a picture.

    Attributes:
        request: of the picture, with its layout so far.
        frame: of its sheet.
        scene: the large map, without its names.
        cards: what lies on that, in its pixels.
        read: reads the small map.
    """

    request: ExportRequest
    frame: Frame
    scene: Scene
    cards: Sequence[BoxPx]
    basemap: Basemap
    read: ReadScene

    def made(self, extent: Extent) -> Inset | None:
        """The largest inset that has room, without names on it; None where none has."""
        names = self._names_px()
        for width, height in self._sizes(extent):
            view, denominator = self._view(extent, width, height)
            if view.world_px < _LARGER * self.scene.view.world_px:
                continue
            ring = frame_in(view, self.scene.view)
            main = thinned(self.scene, view.extent, self.request.theme)
            spot = self._spot(main, names, ring.tolist(), (width, height))
            if spot is not None:
                return self._at(spot, view, denominator, main, ring.tolist())
        return None

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
        room = (width - 2 * _AROUND_PX, height - 2 * _AROUND_PX)
        close = Viewport.fitted(extent, *room)
        if close.zoom > _CLOSEST_ZOOM:
            close = close.recentred(*room, _CLOSEST_ZOOM)
        css_px_m = CSS_PX_M * self.frame.unit * self.frame.map_unit
        denominator = round_above(m_per_px(close) / css_px_m)
        lon = lon_of((close.left + close.right) / 2)
        lat = lat_of((close.top + close.bottom) / 2)
        lat = min(max(lat, -MAX_LAT_DEG), MAX_LAT_DEG)
        return Viewport.at_scale(lon, lat, denominator * css_px_m, width, height), denominator

    def _spot(
        self,
        main: Scene,
        names: Sequence[tuple[float, float]],
        ring: Sequence[Sequence[float]],
        size: tuple[float, float],
    ) -> BoxPx | None:
        """Where the card of a small map of a size has room, in pixels of the large map."""
        unit, view, margin = self.frame.map_unit, self.scene.view, CARD_MARGIN / self.frame.map_unit
        marked = widened(_bounding(ring), _BESIDE_PX, _BESIDE_PX)
        floor = (self.frame.floor - self.frame.map[1]) / unit
        room = MapRoom(
            (margin, margin, view.width_px - margin, floor - margin),
            [*drawn_boxes(main), *self.cards, marked],
            drawn_lines(main),
            np.array(names).reshape(-1, 2),
        )
        beside = card_margins(self.request)
        width = size[0] + (beside[0] + beside[2]) / unit
        height = size[1] + (beside[1] + beside[3]) / unit
        middle = (marked[0] + marked[2]) / 2, (marked[1] + marked[3]) / 2
        return room.spot(width, height, middle)

    def _at(
        self,
        spot: BoxPx,
        view: Viewport,
        denominator: float,
        main: Scene,
        ring: Sequence[Sequence[float]],
    ) -> Inset:
        unit, corner = self.frame.map_unit, self.frame.map[:2] * 2
        card = tuple(at + px * unit for at, px in zip(corner, spot, strict=True))
        left, top, right, bottom = card
        size = (right - left, bottom - top)
        name, around = self._name(view), card_margins(self.request)
        block = inset_block(self.request, name, view, denominator, unit, size).at(left, top)
        box = (left + around[0], top + around[1], right - around[2], bottom - around[3])
        corners = tuple((float(x), float(y)) for x, y in ring)
        pointer = self._pointer(name, corners)
        return Inset(self.read(view), main, block, box, corners, pointer, denominator)

    def _name(self, view: Viewport) -> Text:
        """The name of the largest city in a view, or of what else there is."""
        for kinds in (("city",), ("town", "province"), ("country", "sea")):
            if place := main_place(self.basemap, view, kinds):
                return Text(place[0]["name_en"] or "", place[0]["name_zh"] or "")
        return words.INSET

    def _pointer(self, name: Text, ring: Sequence[Sequence[float]]) -> Candidate:
        """The name at the frame on the large map, which says where the rest is."""
        language = main_language(self.request.language)
        left, top, right, bottom = _bounding(ring)
        lines = (Line(name.get(language), _NAME_PX, "capital"),)
        return Candidate(
            "inset", (left + right) / 2, (top + bottom) / 2, lines, _NAMED_FIRST,
            half_px=max(right - left, bottom - top) / 2 + 2.0,
            farther_px=_FARTHER_PX,
            extra=(Line(words.SEE_INSET.get(language), _HINT_PX, "place"),),
            is_required=True,
        )  # fmt: skip

    def _names_px(self) -> list[tuple[float, float]]:
        """Where the places stand that are named at the scale of the large map."""
        view = self.scene.view
        places = self.basemap.read("place", extent=view.extent, columns=PLACE_COLUMNS)
        rows = list(places.rows())
        lons = np.array([geometry.x for _, geometry, _ in rows])
        lats = np.array([geometry.y for _, geometry, _ in rows])
        return [
            (x, y)
            for i, x, y in view.points(lons, lats)
            for span in place_spans(rows[i][2]["kind"], int(rows[i][2]["rank"]))
            if span.from_zoom <= view.zoom < span.to_zoom
        ]


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
            symbol = replace(
                mark.style.get(theme), shape="circle", size_px=_DOT_PX, fill="solid", ring=False
            )
            yield Mark(layer.spec.id, mark.id, symbol, x, y, entity=mark.entity)


def round_above(denominator: float) -> float:
    """The next round number that is not below one: 400 000 for 379 812."""
    power = 10.0 ** math.floor(math.log10(denominator))
    return next(n * power for n in _ROUND if n * power >= denominator * (1 - 1e-9))


def _bounding(points: Sequence[Sequence[float]]) -> BoxPx:
    (left, top), (right, bottom) = np.min(points, axis=0), np.max(points, axis=0)
    return float(left), float(top), float(right), float(bottom)
