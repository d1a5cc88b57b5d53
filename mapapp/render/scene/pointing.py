"""What a position on the live map points at: the one answer for clicks and for hovering."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache

import numpy as np

from mapapp.core.expression.filters import VisibleFids, everything
from mapapp.core.geo.mercator import ground_m_per_px, world_px, world_x, world_y
from mapapp.core.layer.feature import Feature, Hit
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import FeatureRef
from mapapp.core.text import NO_TEXT, Language
from mapapp.render.scene.bins import nearest_in_square
from mapapp.render.scene.live import LiveLayer, LiveMap, PlacedScene
from mapapp.render.scene.marks import SceneMark
from mapapp.render.scene.symbols import MarkStyle, stroke
from mapapp.store.catalogue import (
    HIT_ORDER,
    HIT_RADIUS_PX,
    LINE_HIT_RADIUS_PX,
    LayerCatalogue,
)

_UNDER, _NEAR, _ELSEWHERE = 0, 1, 2
"""A symbol under the pointer, one near it, and what is drawn farther off or as an area or line."""

_Rank = tuple[int, float, float]
_Symbols = dict[FeatureRef, tuple[_Rank, SceneMark]]


class Pointer:
    """Finds the features under a position, as they are drawn now.

    What was aimed at comes first: the symbol that is drawn on top of all under the position, then
    those it covers, other points by their distance on the screen, areas, and lines last.

    Args:
        catalogue: where they are looked up.
        live: what is drawn.
        visible_fids: which features of a layer are shown.
        selected: what is selected, and so drawn over the others of its layer.
    """

    def __init__(
        self,
        catalogue: LayerCatalogue,
        live: LiveMap,
        visible_fids: VisibleFids = everything,
        selected: Callable[[], Collection[FeatureRef]] = tuple,
    ) -> None:
        self._catalogue = catalogue
        self._live = live
        self._visible_fids = visible_fids
        self._selected = selected

    def features_at(
        self, lon: float, lat: float, zoom: float, specs: Sequence[LayerSpec]
    ) -> list[Feature]:
        """All features of some layers at a position in degrees, the one aimed at first.

        Around a point that several symbols share, those are all of them, and on a symbol that
        stands for several, they all.
        """
        shown = _Shown(self._visible_fids)
        symbols = self._symbols(self._live.scene.at(zoom).of(specs), lon, lat, zoom, shown)
        return [feature for _, feature in self._found(lon, lat, zoom, specs, symbols, shown)]

    def title_at(
        self, lon: float, lat: float, zoom: float, specs: Sequence[LayerSpec], language: Language
    ) -> tuple[str, int]:
        """The name of the first of the features at a position, and how many more there are.

        It is asked with each movement of the mouse. So of a layer with very many symbols, where
        to read them all again would take too long, only the nearest symbol counts. What is not
        drawn yet may have as many, and waits until it is. The name is empty where there is
        nothing at all.
        """
        scene = self._live.scene.at(zoom).of(specs)
        dense = scene.dense_layers()
        asked = {layer.id for layer in scene.layers} - dense
        shown = _Shown(self._visible_fids)
        symbols = self._symbols(scene, lon, lat, zoom, shown)
        few = {ref: symbol for ref, symbol in symbols.items() if ref.layer in asked}
        layers = [spec for spec in specs if spec.id in asked]
        found = self._found(lon, lat, zoom, layers, few, shown)
        names = [(rank, feature.title(language)) for rank, feature in found]
        for rank, ref in _viewed_shapes(scene, lon, lat, zoom):
            if shown.has(ref):
                feature = self._catalogue.feature(ref.layer, ref.fid)
                names.append((rank, feature.title(language)))
        viewed = {layer.spec.id for layer in scene.viewed}
        for ref in symbols.keys() - few.keys():
            rank, mark = symbols[ref]
            if ref.layer in viewed:  # whose names are not kept
                title = self._catalogue.feature(ref.layer, ref.fid).title(language)
            else:
                layer_title = self._catalogue.spec(ref.layer).title.get(language)
                title = mark.title(language) or f"{layer_title} {mark.fid}"
            names.append((rank, title))
        return (min(names, key=lambda name: name[0])[1], len(names) - 1) if names else ("", 0)

    def _symbols(
        self, scene: PlacedScene, lon: float, lat: float, zoom: float, shown: _Shown
    ) -> _Symbols:
        """The symbols that are drawn at a position or near it, each with its rank."""
        dense, selected = scene.dense_layers(), self._selected()
        x, y, size = float(world_x(lon)), float(world_y(lat)), world_px(zoom)
        found: _Symbols = dict(_viewed_symbols(scene, lon, lat, size))
        for layer in scene.layers:
            number = scene.places[layer.id]
            near = _nearest if layer.id in dense else _near
            for i, away_px, is_under in near(layer, x, y, size):
                mark = layer.drawn.marks.mark(i)
                ref = FeatureRef(layer.id, mark.fid)
                above = i + len(layer.drawn.marks) * (ref in selected)
                rank = (_UNDER, -number, -above) if is_under else (_NEAR, away_px, 0.0)
                if is_under and not mark.count:  # another symbol is drawn for it
                    rank = (_UNDER, 1.0, -number)
                if shown.has(ref) and (ref not in found or rank < found[ref][0]):
                    found[ref] = rank, mark
        return found

    def _found(
        self, lon: float, lat: float, zoom: float, specs: Sequence[LayerSpec], symbols: _Symbols,
        shown: _Shown,
    ) -> list[tuple[_Rank, Feature]]:  # fmt: skip
        """What is there, as it ranks; of layers that show the same feature the first counts."""
        hits = self._catalogue.identify(lon, lat, zoom, [spec.id for spec in specs])
        hits += self._around(symbols, zoom, specs)
        hits = [hit for hit in hits if not self._has_faded(hit.feature, zoom)]
        px_m = ground_m_per_px(lat, zoom)
        found = [(self._rank(hit, symbols, px_m), hit.feature) for hit in hits]
        read = {_ref(feature) for _, feature in found}
        found += [
            (rank, self._catalogue.feature(ref.layer, ref.fid))
            for ref, (rank, _) in symbols.items()
            if ref not in read
        ]
        first: dict[tuple[SourceRef, int], tuple[_Rank, Feature]] = {}
        for rank, feature in sorted(found, key=lambda each: each[0]):
            if shown.has(_ref(feature)):
                source = self._catalogue.spec(feature.layer).source
                first.setdefault((source, feature.fid), (rank, feature))
        return list(first.values())

    def _around(self, symbols: _Symbols, zoom: float, specs: Sequence[LayerSpec]) -> list[Hit]:
        """What shares the point of the symbol that is meant, where that was moved aside."""
        _, mark = min(symbols.values(), key=lambda symbol: symbol[0], default=((), None))
        if mark is None or not any(mark.offset):
            return []
        points = [spec.id for spec in specs if spec.geometry == "point"]
        return self._catalogue.identify(mark.lon, mark.lat, zoom, points)

    def _rank(self, hit: Hit, symbols: _Symbols, px_m: float) -> _Rank:
        """That of its symbol; what has none here comes after all that have."""
        if symbol := symbols.get(_ref(hit.feature)):
            return symbol[0]
        geometry = self._catalogue.spec(hit.feature.layer).geometry
        return (_ELSEWHERE + HIT_ORDER.index(geometry), hit.distance_m / px_m, 0.0)

    def _has_faded(self, feature: Feature, zoom: float) -> bool:
        """Whether nothing is left at a zoom of the line that a feature is drawn as."""
        spec = self._catalogue.spec(feature.layer)
        if spec.geometry != "line":
            return False
        return not stroke(spec.style(feature.properties), "light").at(zoom).opacity


class _Shown:
    """Which features are shown, for one question: hundreds may lie near, of a million that are."""

    def __init__(self, visible_fids: VisibleFids) -> None:
        self._fids = cache(visible_fids)

    def has(self, ref: FeatureRef) -> bool:
        """Whether a feature is shown."""
        fids = self._fids(ref.layer)
        if fids is None or not isinstance(fids, np.ndarray):
            return fids is None or ref.fid in fids
        at = int(np.searchsorted(fids, ref.fid))
        return at < len(fids) and int(fids[at]) == ref.fid


def _viewed_symbols(
    scene: PlacedScene, lon: float, lat: float, size: float
) -> Iterator[tuple[FeatureRef, tuple[_Rank, SceneMark]]]:
    """The nearest symbol of each layer of very many features, with its rank.

    A square of a density means the nearest of its points, however far off that is.
    """
    x, y = float(world_x(lon)), float(world_y(lat))
    for layer in scene.viewed:
        near = layer.nearest(x, y, HIT_RADIUS_PX / size)
        if near is None and layer.spec.is_binned:
            near = nearest_in_square(layer, x, y, size)
        if near is not None:
            fid, style, away_px = near[0], near[1], near[2] * size
            is_under = away_px <= _size_px(style) / 2
            rank = (
                (_UNDER, -scene.places[layer.spec.id], 0.0) if is_under else (_NEAR, away_px, 0.0)
            )
            mark = SceneMark(
                fid, "", "", NO_TEXT, NO_TEXT, style, lon, lat, 0, (0.0, 0.0), False, 1, None
            )
            yield FeatureRef(layer.spec.id, fid), (rank, mark)


def _viewed_shapes(
    scene: PlacedScene, lon: float, lat: float, zoom: float
) -> Iterator[tuple[_Rank, FeatureRef]]:
    """The nearest line or area of each layer of very many features, with its rank."""
    x, y, size = float(world_x(lon)), float(world_y(lat)), world_px(zoom)
    for layer in scene.viewed:
        if layer.spec.geometry != "point" and (
            near := layer.shape_near(x, y, LINE_HIT_RADIUS_PX / size)
        ):
            rank = (_ELSEWHERE + HIT_ORDER.index(layer.spec.geometry), near[1] * size, 0.0)
            yield rank, FeatureRef(layer.spec.id, near[0])


def _ref(feature: Feature) -> FeatureRef:
    return FeatureRef(feature.layer, feature.fid)


def _near(layer: LiveLayer, x: float, y: float, size: float) -> Iterator[tuple[int, float, bool]]:
    """The symbols of a layer at or near a position: index, pixels away, whether it is covered.

    ``x`` and ``y`` are world coordinates, ``size`` the pixels of one world.
    """
    marks = layer.drawn.marks
    right = ((x - marks.world_xs + 0.5) % 1 - 0.5) * size - marks.offsets[:, 0]
    down = (y - marks.world_ys) * size - marks.offsets[:, 1]
    away, side = np.hypot(right, down), np.maximum(np.abs(right), np.abs(down))
    sizes = np.array([*map(_size_px, marks.symbology), np.nan])[marks.styles]
    for i in np.flatnonzero((side <= marks.boxes_px / 2) | (away <= HIT_RADIUS_PX)).tolist():
        yield i, float(away[i]), bool(side[i] <= sizes[i] / 2)


def _nearest(
    layer: LiveLayer, x: float, y: float, size: float
) -> Iterator[tuple[int, float, bool]]:
    """The same of a layer with very many symbols: the nearest alone."""
    if found := layer.nearest(x, y, HIT_RADIUS_PX / size):
        i, away_px = found[0], found[1] * size
        style = layer.drawn.marks.mark(i).style
        yield i, away_px, style is not None and away_px <= _size_px(style) / 2


def _size_px(style: MarkStyle) -> float:
    """The side of a symbol itself, without the halo and ring that others are seen through."""
    return style.get("light").size_px
