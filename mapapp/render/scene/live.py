"""What the live map needs besides the layers themselves: fanned-out symbols, and labels.

The page shows the same names at the same places as a printed map of the same view.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from mapapp.core.expression.filters import Passing, everything
from mapapp.core.geo.arrays import FloatArray
from mapapp.core.geo.mercator import world_px, world_x, world_y
from mapapp.core.layer.feature import Feature
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.placed_label import PlacedLabel
from mapapp.core.map.state import FeatureRef, ViewState
from mapapp.core.text import Language
from mapapp.render.labels.names import (
    PLACE_COLUMNS,
    feature_candidates,
    place_candidates,
    symbol_boxes,
)
from mapapp.render.labels.placing import Label, place_labels
from mapapp.render.labels.text import measurer
from mapapp.render.scene.fanout import Offset
from mapapp.render.scene.layer import SceneLayer, SceneMark, read_layer, set_apart
from mapapp.render.scene.scene import names_in
from mapapp.render.view.viewport import Viewport
from mapapp.store.geopackage import GeoPackage
from mapapp.store.styled import goes_by_facts

_EDGE_PX = 4.0


class LiveMap:
    """The points that are shown now, and the names of each view of them.

    Call :meth:`show` when layers are shown or hidden, :meth:`labels` when the map came to
    rest. Labels stay on their side of a symbol between two views where they still fit.
    """

    def __init__(
        self, atlas: GeoPackage, basemap: GeoPackage, passing: Passing = everything
    ) -> None:
        self._atlas = atlas
        self._passing = passing
        self._read: dict[tuple[str, int | None], SceneLayer] = {}
        self._places = basemap.read("place", columns=PLACE_COLUMNS)
        self._layers: tuple[SceneLayer, ...] = ()
        self._marks: list[tuple[FeatureRef, SceneMark]] = []
        self._lons: FloatArray = np.empty(0)
        self._lats: FloatArray = np.empty(0)
        self._offsets: FloatArray = np.empty((0, 2))
        self._previous: dict[str, int] = {}

    def show(self, specs: Sequence[LayerSpec], year: int | None = None) -> None:
        """Take the features of these layers, in drawing order, as known in a year or now."""
        chosen = (self._layer(spec, year).only(self._passing(spec.id)) for spec in specs)
        self._layers = set_apart(list(chosen))
        self._marks = [
            (FeatureRef(layer.spec.id, mark.fid), mark)
            for layer in self._layers
            for mark in layer.marks
        ]
        positions = np.array([(mark.lon, mark.lat) for _, mark in self._marks], dtype=float)
        self._lons, self._lats = positions.reshape(-1, 2).T
        offsets = np.array([mark.offset for _, mark in self._marks], dtype=float)
        self._offsets = offsets.reshape(-1, 2)

    def shows(self, feature: Feature) -> bool:
        """Whether a feature of a layer that is shown passes its filter."""
        passing = self._passing(feature.layer)
        return passing is None or feature.fid in passing

    def offsets(self) -> Iterator[tuple[FeatureRef, Offset]]:
        """The features that are not drawn at their point, and how far from it."""
        for ref, mark in self._marks:
            if mark.offset != (0.0, 0.0):
                yield ref, mark.offset

    def moved_symbol_at(self, lon: float, lat: float, zoom: float) -> FeatureRef | None:
        """The symbol at a position, if it is one that was moved aside from its point.

        Of symbols that overlap the one whose middle is nearest counts.
        """
        if not self._marks:
            return None
        size = world_px(zoom)
        across = (world_x(lon) - world_x(self._lons) + 0.5) % 1 - 0.5
        away_x = across * size - self._offsets[:, 0]
        away_y = (world_y(lat) - world_y(self._lats)) * size - self._offsets[:, 1]
        nearest = int(np.argmin(np.hypot(away_x, away_y)))
        ref, mark = self._marks[nearest]
        covers = max(abs(away_x[nearest]), abs(away_y[nearest])) <= (mark.half_px or 0.0)
        return ref if covers and self._offsets[nearest].any() else None

    def labels(
        self, view: ViewState, language: Language, selected: Sequence[FeatureRef] = ()
    ) -> tuple[list[PlacedLabel], list[tuple[float, float]]]:
        """The names of a view, those of selected features standing out, and the named places.

        Places are positions in degrees where a dot belongs.
        """
        port = _viewport(view)
        named = [name for layer in self._selecting(selected) for name in names_in(layer, port)]
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

    def _layer(self, spec: LayerSpec, year: int | None) -> SceneLayer:
        key = (spec.id, year if goes_by_facts(self._atlas, spec) else None)
        if key not in self._read or self._read[key].spec != spec:
            self._read[key] = read_layer(self._atlas, spec, year=year)
        return self._read[key]

    def _selecting(self, selected: Sequence[FeatureRef]) -> Iterator[SceneLayer]:
        for layer in self._layers:
            yield layer.selecting({ref.fid for ref in selected if ref.layer == layer.spec.id})


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
