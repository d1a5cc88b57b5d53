"""What the live map needs besides the layers themselves: fanned-out symbols, and labels.

The page shows the same names at the same places as a printed map of the same view.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from mapapp.core.geo.mercator import world_px, world_x, world_y
from mapapp.core.layer.feature import FeatureSet
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.placed_label import PlacedLabel
from mapapp.core.map.state import FeatureRef, ViewState
from mapapp.core.text import Language
from mapapp.render.labels.names import feature_candidates, place_candidates, symbol_boxes
from mapapp.render.labels.placing import Label, place_labels
from mapapp.render.labels.text import measurer
from mapapp.render.scene.layer import DENSE, SceneLayer, set_apart
from mapapp.render.scene.marks import Marks
from mapapp.render.scene.nearest import PointIndex
from mapapp.render.scene.scene import names_in
from mapapp.render.view.viewport import Viewport

MOST_NAMED = 300
"""So many symbols of a layer in a view have names: to place more takes longer than a window may
stand still, and on a screen they would find no room."""

_EDGE_PX = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class LiveLayer:
    """A layer of the live map, and where to find its symbols.

    Attributes:
        drawn: with the features that are shown, stacks fanned out.
        standing: intp (m,), indices of the symbols that stand on their point.
        index: those, in world coordinates.
        moved: the symbols that were moved aside.
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


@dataclass(frozen=True, slots=True, eq=False)
class LiveScene:
    """What the live map shows, its layers in drawing order.

    Nothing in it changes: it is made beside the window's thread, and taken by it.
    """

    layers: tuple[LiveLayer, ...] = ()

    def of(self, specs: Iterable[LayerSpec]) -> LiveScene:
        """What is drawn of some layers; nothing of one whose source is another by now."""
        sources = {spec.id: spec.source for spec in specs}
        return LiveScene(
            tuple(each for each in self.layers if sources.get(each.id) == each.drawn.spec.source)
        )

    def offsets(self) -> Iterator[tuple[str, int, float, float]]:
        """The features that are not drawn at their point, and how far from it.

        Layer, key, and pixels right and down.
        """
        for layer in self.layers:
            right, down = layer.moved.offsets.T.tolist()
            yield from zip(repeat(layer.id), layer.moved.fids.tolist(), right, down, strict=False)

    def dense_layers(self) -> frozenset[str]:
        """Ids of the layers of very many features, or with very many symbols of few."""
        return frozenset(
            each.id for each in self.layers if each.drawn.is_dense or len(each.drawn.marks) >= DENSE
        )


def live_scene(layers: Iterable[SceneLayer]) -> LiveScene:
    """The scene of some layers in drawing order, each with what is shown of it."""
    return LiveScene(tuple(map(_live_layer, set_apart(list(layers)))))


def _live_layer(drawn: SceneLayer) -> LiveLayer:
    marks = drawn.marks
    is_moved = (marks.offsets != 0).any(axis=1)
    standing = np.flatnonzero(~is_moved)
    index = PointIndex(marks.world_xs[standing], marks.world_ys[standing])
    return LiveLayer(drawn, standing, index, marks.of(np.flatnonzero(is_moved)))


class LiveMap:
    """The scene that is shown now, and the names of each view of it.

    Give it a scene with :meth:`take` when layers are shown, hidden or filtered; ask for
    :meth:`labels` when the map came to rest. Labels stay on their side of a symbol between two
    views where they still fit.

    Args:
        places: of the gazetteer, with ``PLACE_COLUMNS``.
    """

    def __init__(self, places: FeatureSet) -> None:
        self._places = places
        self._previous: dict[str, int] = {}
        self.scene = LiveScene()

    def take(self, scene: LiveScene) -> None:
        """Show this scene from now on."""
        self.scene = scene

    def labels(
        self, view: ViewState, language: Language, selected: Sequence[FeatureRef] = ()
    ) -> tuple[list[PlacedLabel], list[tuple[float, float]]]:
        """The names of a view, those of selected features standing out, and the named places.

        Places are positions in degrees where a dot belongs.
        """
        port = _viewport(view)
        named = [
            name
            for layer in self.scene.layers
            for name in names_in(
                layer.drawn, port, MOST_NAMED, {r.fid for r in selected if r.layer == layer.id}
            )
        ]
        places = list(place_candidates(self._places, port, language, named))
        candidates = [*feature_candidates(named, port.zoom, language, measurer()), *places]
        frame = (_EDGE_PX, _EDGE_PX, port.width_px - _EDGE_PX, port.height_px - _EDGE_PX)
        placed = place_labels(candidates, symbol_boxes(named), frame, measurer(), self._previous)
        self._previous = {label.key: label.position for label in placed}
        dots = [
            port.position(place.x, place.y)
            for place in places
            if place.half_px is not None and place.key in self._previous
        ]
        return [line for label in placed for line in _lines(label, port)], dots


def _viewport(view: ViewState) -> Viewport:
    size = world_px(view.zoom)
    left = float(world_x(view.lon)) - view.width_px / 2 / size
    top = float(world_y(view.lat)) - view.height_px / 2 / size
    return Viewport(left, top, size, view.width_px, view.height_px)


def _lines(label: Label, port: Viewport) -> Iterator[PlacedLabel]:
    anchor_x, anchor_y = label.lines[0].x, label.lines[0].y
    lon, lat = port.position(anchor_x, anchor_y)
    for line in label.lines:
        yield PlacedLabel(
            line.text, lon, lat, line.x - anchor_x, line.y - anchor_y, line.size_px, line.style
        )
