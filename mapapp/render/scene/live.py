"""What the live map needs besides the layers themselves: fanned-out symbols, and labels.

The page shows the same names at the same places as a printed map of the same view.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import chain

import numpy as np
import shapely
from numpy.typing import NDArray

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.geo.mercator import world_px, world_x, world_y
from mapapp.core.layer.feature import FeatureSet
from mapapp.core.layer.moved_symbol import MovedSymbol
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.placed_label import PlacedLabel
from mapapp.core.map.state import FeatureRef, ViewState
from mapapp.core.record import record
from mapapp.core.source.answers import Keys
from mapapp.core.text import Language
from mapapp.render.labels.label import Label
from mapapp.render.labels.names import (
    feature_candidates,
    markers_of,
    place_candidates,
    symbol_boxes,
)
from mapapp.render.labels.placing import NO_POINTS, Surroundings, place_labels
from mapapp.render.labels.room import LINE_STEP_PX, BoxPx
from mapapp.render.labels.text import measurer
from mapapp.render.scene.dense import DenseLayer
from mapapp.render.scene.fanout import level_of
from mapapp.render.scene.layer import DENSE, SceneLayer, moved_symbols, set_apart
from mapapp.render.scene.marks import Marks
from mapapp.render.scene.nearest import PointIndex
from mapapp.render.scene.scene import names_in
from mapapp.render.view.viewport import Viewport
from mapapp.render.view.visible import visible_outlines

MOST_NAMED = 300
"""So many symbols of a layer in a view have names: to place more takes longer than a window may
stand still, and on a screen they would find no room."""

PAGE_CONTROLS_PX = ((0, 0, 42, 72), (0, 1, 172, 30), (1, 1, 236, 22))
"""What the page's own parts cover: on the left (0) or the right (1), at the top or the bottom,
width and height."""

PIN_PX = (11.0, 31.0)
"""How far the pin of a place (``resources/web/mark.js``) reaches to both sides and up."""

_EDGE_PX = 4.0
_COARSE_PX = 1.0
_MOST_VERTICES = 20_000


@record(eq=False)
class LiveLayer:
    """A layer of the live map, and where to find its symbols.

    Attributes:
        drawn: with the features that are shown, symbols moved apart.
        standing: intp (m,), indices of the symbols that stand on their point.
        index: those, in world coordinates.
        moved: the symbols that were moved aside or gathered.
    """

    drawn: SceneLayer
    standing: NDArray[np.intp]
    index: PointIndex
    moved: Marks

    @property
    def id(self) -> str:
        """The layer's id."""
        return self.drawn.spec.id

    def nearest(self, x: float, y: float, within: float) -> tuple[int, float] | None:
        """Which symbol stands nearest to a position, and how far off, in world coordinates.

        Whichever copy of the world is meant; None where there is none ``within`` reach.
        """
        found = (self.index.nearest(x % 1 + copy, y, within) for copy in (-1, 0, 1))
        best = min((each for each in found if each), key=lambda each: each[1], default=None)
        return (int(self.standing[best[0]]), best[1]) if best else None


@record(eq=False)
class PlacedScene:
    """What the live map shows at the zooms of one level, its layers in drawing order.

    ``viewed`` are the layers of very many features, ``places`` says where each of all stands, by
    its id, from 0 at the bottom.
    """

    layers: tuple[LiveLayer, ...] = ()
    viewed: tuple[DenseLayer, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)

    def of(self, specs: Iterable[LayerSpec]) -> PlacedScene:
        """What is drawn of some layers; nothing of one whose source is another by now."""
        sources = {spec.id: spec.source for spec in specs}
        return replace(
            self,
            layers=tuple(
                each for each in self.layers if sources.get(each.id) == each.drawn.spec.source
            ),
            viewed=tuple(
                each for each in self.viewed if sources.get(each.spec.id) == each.spec.source
            ),
        )

    def moved(self) -> Iterator[MovedSymbol]:
        """The features that are not simply drawn at their point."""
        return chain.from_iterable(moved_symbols(layer.drawn) for layer in self.layers)

    def dense_layers(self) -> frozenset[str]:
        """Ids of the layers of very many features, or with very many symbols of few."""
        return frozenset(
            each.id for each in self.layers if each.drawn.is_dense or len(each.drawn.marks) >= DENSE
        )


class LiveScene:
    """What the live map shows: where its symbols stand follows from the zoom.

    It is made beside the window's thread and taken by it; what a level of zoom asks for is worked
    out when it is first asked for, and kept.
    """

    def __init__(self, layers: Iterable[SceneLayer | DenseLayer] = ()) -> None:
        every = list(layers)
        self._layers = tuple(_live_layer(each) for each in every if isinstance(each, SceneLayer))
        self._viewed = tuple(each for each in every if isinstance(each, DenseLayer))
        self._places = {each.spec.id: place for place, each in enumerate(every)}
        self._levels: dict[float, PlacedScene] = {}

    def at(self, zoom: float) -> PlacedScene:
        """What is shown at a zoom: the same object for all zooms of its level."""
        level = level_of(zoom)
        if level not in self._levels:
            apart = set_apart([layer.drawn for layer in self._layers], zoom)
            layers = tuple(map(_again, self._layers, apart))
            self._levels[level] = PlacedScene(layers, self._viewed, self._places)
        return self._levels[level]


def _live_layer(drawn: SceneLayer) -> LiveLayer:
    marks = drawn.marks
    standing = np.flatnonzero(~marks.is_moved)
    index = PointIndex(marks.world_xs[standing], marks.world_ys[standing])
    return LiveLayer(drawn, standing, index, marks.of(marks.is_moved))


def _again(layer: LiveLayer, apart: SceneLayer) -> LiveLayer:
    """A layer with its symbols moved apart, if any are: a large index is made once."""
    return layer if apart is layer.drawn else _live_layer(apart)


class LiveMap:
    """The scene that is shown now, and the names of each view of it.

    Give it a scene with :meth:`take` when layers are shown, hidden or filtered; ask for
    :meth:`labels` when the map came to rest. Labels stay on their side of a symbol between two
    views where they still fit.

    Args:
        places: of the gazetteer, with ``PLACE_COLUMNS``.
        read_few: reads some features of a layer of very many, to name them where few are in view.
    """

    def __init__(
        self,
        places: FeatureSet,
        read_few: Callable[[LayerSpec, Keys], SceneLayer] | None = None,
    ) -> None:
        self._places = places
        self._read_few = read_few
        self._previous: dict[str, int] = {}
        self.scene = LiveScene()

    def take(self, scene: LiveScene) -> None:
        """Show this scene from now on."""
        self.scene = scene

    def labels(
        self,
        view: ViewState,
        language: Language,
        selected: Sequence[FeatureRef] = (),
        pins: Sequence[tuple[float, float]] = (),
    ) -> tuple[list[PlacedLabel], list[tuple[float, float]]]:
        """The names of a view, those of selected features standing out, and the named places.

        Places are positions in degrees where a dot belongs, ``pins`` those where a pin stands.
        """
        port = _viewport(view)
        placed_scene = self.scene.at(view.zoom)
        shown = placed_scene.layers
        named = [
            name
            for layer in (*self._few(placed_scene.viewed, port), *(each.drawn for each in shown))
            for name in names_in(
                layer, port, MOST_NAMED, {r.fid for r in selected if r.layer == layer.spec.id}
            )
        ]
        places = list(place_candidates(self._places, port, language, named))
        candidates = [*feature_candidates(named, port.zoom, language, measurer()), *places]
        frame = (_EDGE_PX, _EDGE_PX, port.width_px - _EDGE_PX, port.height_px - _EDGE_PX)
        around = Surroundings(
            [*symbol_boxes(named), *_pin_boxes(pins, port)],
            np.concatenate([NO_POINTS, *(_lines_of(layer, port) for layer in shown)]),
            markers_of(named),
            cards=list(_controls(port)),
        )
        placed = place_labels(candidates, around, frame, measurer(), self._previous)
        self._previous = {label.key: label.position for label in placed}
        dots = [
            port.position(place.x, place.y)
            for place in places
            if place.half_px is not None and place.key in self._previous
        ]
        return [line for label in placed for line in _lines(label, port)], dots

    def _few(self, viewed: Iterable[DenseLayer], port: Viewport) -> Iterator[SceneLayer]:
        """What is in view of layers of very many features, where that is little.

        Of areas and lines only what has names: other names keep clear of symbols.
        """
        if self._read_few is None:
            return
        for layer in viewed:
            if layer.spec.is_binned:
                continue
            counts = layer.spec.label or layer.symbology
            keys = layer.few_in(port, MOST_NAMED) if counts else None
            if keys is not None and len(keys):
                yield self._read_few(layer.spec, keys)


def _viewport(view: ViewState) -> Viewport:
    size = world_px(view.zoom)
    left = float(world_x(view.lon)) - view.width_px / 2 / size
    top = float(world_y(view.lat)) - view.height_px / 2 / size
    return Viewport(left, top, size, view.width_px, view.height_px)


def _controls(port: Viewport) -> Iterator[BoxPx]:
    """Where the zoom buttons, the scale bar and the attribution of the page stand."""
    for right, bottom, width, height in PAGE_CONTROLS_PX:
        left, top = (port.width_px - width) * right, (port.height_px - height) * bottom
        yield left, top, left + width, top + height


def _pin_boxes(pins: Sequence[tuple[float, float]], port: Viewport) -> Iterator[BoxPx]:
    lons, lats = np.array(pins).reshape(-1, 2).T
    aside, up = PIN_PX
    for _, x, y in port.points(lons, lats):
        yield x - aside, y - up, x + aside, y


def _lines_of(layer: LiveLayer, port: Viewport) -> FloatArray:
    """Points along the lines and edges of a layer, unless it has very many."""
    shapes = [each for each in layer.drawn.shapes if each.style.get("light").at(port.zoom).opacity]
    vertices = sum(int(shapely.get_num_coordinates(group.geometries).sum()) for group in shapes)
    if vertices > _MOST_VERTICES:
        return NO_POINTS
    outlines = (visible_outlines(group.geometries, port, _COARSE_PX) for group in shapes)
    return np.concatenate([NO_POINTS, *(each.every(LINE_STEP_PX) for each in outlines)])


def _lines(label: Label, port: Viewport) -> Iterator[PlacedLabel]:
    anchor_x, anchor_y = label.lines[0].x, label.lines[0].y
    lon, lat = port.position(anchor_x, anchor_y)
    leader = label.leader
    if leader:
        leader = (
            leader[0] - anchor_x, leader[1] - anchor_y, leader[2] - anchor_x, leader[3] - anchor_y,
        )  # fmt: skip
    for line in label.lines:
        yield PlacedLabel(
            line.text, lon, lat, line.x - anchor_x, line.y - anchor_y, line.size_px, line.style,
            leader if line is label.lines[0] else None,
        )  # fmt: skip
