"""What the live map needs besides the layers themselves: fanned-out symbols, and labels.

The page shows the same names at the same places as a printed map of the same view.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from mapapp.core.feature import Feature, FeatureSet
from mapapp.core.filters import Passing, everything
from mapapp.core.layerspec import Language, LayerSpec, Text
from mapapp.core.mercator import world_px, world_x, world_y
from mapapp.core.placed_label import PlacedLabel
from mapapp.core.state import FeatureRef, ViewState
from mapapp.render.fanout import Offset, fan_out
from mapapp.render.labels import Label, place_labels
from mapapp.render.names import PLACE_COLUMNS, Named, feature_candidates, place_candidates
from mapapp.render.symbols import resolve_symbol, symbol_box_px
from mapapp.render.text import measurer
from mapapp.render.viewport import FloatArray, Viewport
from mapapp.store.geopackage import GeoPackage
from mapapp.store.styled import goes_by_facts, read_styled

_COLUMNS = ("name_en", "name_zh")
_EDGE_PX = 4.0


@dataclass(frozen=True, slots=True)
class _Point:
    ref: FeatureRef
    spec: LayerSpec
    name: Text
    half_px: float


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
        self._read: dict[tuple[str, int | None], FeatureSet] = {}
        self._places = basemap.read("place", columns=PLACE_COLUMNS)
        self._points: list[_Point] = []
        self._lons: FloatArray = np.empty(0)
        self._lats: FloatArray = np.empty(0)
        self._offsets: list[Offset] = []
        self._previous: dict[str, int] = {}

    def show(self, specs: Sequence[LayerSpec], year: int | None = None) -> None:
        """Take the features of these point layers, in drawing order, as known in a year or now."""
        self._points = []
        coordinates = []
        for spec in specs:
            if spec.geometry == "point":
                read = self._features(spec, year).only(self._passing(spec.id))
                coordinates.append(shapely.get_coordinates(read.geometries))
                self._points += [_point(spec, fid, row) for fid, _, row in read.rows()]
        together = np.concatenate([np.empty((0, 2)), *coordinates])
        self._lons, self._lats = together[:, 0], together[:, 1]
        places = list(map(tuple, together.round(6).tolist()))
        self._offsets = fan_out(places, [2 * point.half_px for point in self._points])

    def shows(self, feature: Feature) -> bool:
        """Whether a feature of a layer that is shown passes its filter."""
        passing = self._passing(feature.layer)
        return passing is None or feature.fid in passing

    def offsets(self) -> Iterator[tuple[FeatureRef, Offset]]:
        """The features that are not drawn at their point, and how far from it."""
        for point, offset in zip(self._points, self._offsets, strict=True):
            if offset != (0.0, 0.0):
                yield point.ref, offset

    def moved_symbol_at(self, lon: float, lat: float, zoom: float) -> FeatureRef | None:
        """The symbol at a position, if it is one that was moved aside from its point.

        Of symbols that overlap the one whose middle is nearest counts.
        """
        if not self._points:
            return None
        size, offsets = world_px(zoom), np.array(self._offsets)
        across = (world_x(lon) - world_x(self._lons) + 0.5) % 1 - 0.5
        away_x = across * size - offsets[:, 0]
        away_y = (world_y(lat) - world_y(self._lats)) * size - offsets[:, 1]
        nearest = int(np.argmin(np.hypot(away_x, away_y)))
        point = self._points[nearest]
        covers = max(abs(away_x[nearest]), abs(away_y[nearest])) <= point.half_px
        return point.ref if covers and offsets[nearest].any() else None

    def labels(
        self, view: ViewState, language: Language, selected: Sequence[FeatureRef] = ()
    ) -> tuple[list[PlacedLabel], list[tuple[float, float]]]:
        """The names of a view, those of selected features standing out, and the named places.

        Places are positions in degrees where a dot belongs.
        """
        port = _viewport(view)
        named = list(self._named(port))
        chosen = {f"{ref.layer}:{ref.fid}" for ref in selected}
        places = list(place_candidates(self._places, port, language, named))
        candidates = [*feature_candidates(named, port.zoom, language, measurer()), *places]
        boxes = [
            (n.x - n.half_px, n.y - n.half_px, n.x + n.half_px, n.y + n.half_px) for n in named
        ]
        frame = (_EDGE_PX, _EDGE_PX, port.width_px - _EDGE_PX, port.height_px - _EDGE_PX)
        placed = place_labels(candidates, boxes, frame, measurer(), self._previous)
        self._previous = {label.key: label.position for label in placed}
        dots = [
            port.position(place.x, place.y)
            for place in places
            if place.half_px is not None and place.key in self._previous
        ]
        return [line for label in placed for line in _lines(label, port, chosen)], dots

    def _features(self, spec: LayerSpec, year: int | None) -> FeatureSet:
        key = (spec.id, year if goes_by_facts(self._atlas, spec) else None)
        if key not in self._read:
            self._read[key] = read_styled(self._atlas, spec, _COLUMNS, year=year)
        return self._read[key]

    def _named(self, port: Viewport) -> Iterator[Named]:
        for i, x, y in port.points(self._lons, self._lats):
            point, (dx, dy) = self._points[i], self._offsets[i]
            key = f"{point.ref.layer}:{point.ref.fid}:{port.copy_at(x)}"
            yield Named(key, point.spec, point.name, x + dx, y + dy, point.half_px)


def _point(spec: LayerSpec, fid: int, row: dict[str, Any]) -> _Point:
    half = symbol_box_px(resolve_symbol(spec, row, "light")) / 2
    name = Text(row["name_en"] or "", row["name_zh"] or "")
    return _Point(FeatureRef(spec.id, fid), spec, name, half)


def _viewport(view: ViewState) -> Viewport:
    size = world_px(view.zoom)
    left = float(world_x(view.lon)) - view.width_px / 2 / size
    top = float(world_y(view.lat)) - view.height_px / 2 / size
    return Viewport(left, top, size, view.width_px, view.height_px)


def _lines(label: Label, port: Viewport, chosen: set[str]) -> Iterator[PlacedLabel]:
    anchor_x, anchor_y = label.lines[0].x, label.lines[0].y
    lon, lat = port.position(anchor_x, anchor_y)
    selected = label.key.rpartition(":")[0] in chosen
    for line in label.lines:
        yield PlacedLabel(
            line.text, lon, lat, line.x - anchor_x, line.y - anchor_y, line.size_px,
            "selected" if selected else line.style,
        )  # fmt: skip
