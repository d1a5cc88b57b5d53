"""What a position on the live map points at: the one answer for clicks and for hovering."""

from __future__ import annotations

from collections.abc import Sequence

import shapely

from mapapp.core.expression.filters import VisibleFids, everything
from mapapp.core.layer.feature import Feature
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.text import Language
from mapapp.render.scene.live import LiveMap
from mapapp.store.catalogue import LayerCatalogue


class Pointer:
    """Finds the features under a position, as they are drawn now.

    Args:
        catalogue: where they are looked up.
        live: what is drawn.
        visible_fids: which features of a layer are shown.
    """

    def __init__(
        self, catalogue: LayerCatalogue, live: LiveMap, visible_fids: VisibleFids = everything
    ) -> None:
        self._catalogue = catalogue
        self._live = live
        self._visible_fids = visible_fids

    def features_at(
        self, lon: float, lat: float, zoom: float, specs: Sequence[LayerSpec]
    ) -> list[Feature]:
        """All features of some layers at a position in degrees, nearest first.

        On a symbol that was moved aside it is that symbol's feature, on one that stands for several
        they all, the one on top first; then come the others of the same point.
        """
        layers = [spec.id for spec in specs]
        stack = self._live.scene.at(zoom).of(specs).stack_at(lon, lat, zoom)
        if not stack:
            return self._at(lon, lat, zoom, layers)
        first = [self._catalogue.feature(ref.layer, ref.fid) for ref in stack]
        [[at_lon, at_lat]] = shapely.get_coordinates(first[0].geometry)
        others = self._at(at_lon, at_lat, zoom, layers)
        return [*first, *(feature for feature in others if feature not in first)]

    def title_at(
        self, lon: float, lat: float, zoom: float, specs: Sequence[LayerSpec], language: Language
    ) -> tuple[str, int]:
        """The name of the first of the features at a position, and how many more there are.

        It is asked with each movement of the mouse. So of a layer with very many symbols, where
        to read them all again would take too long, only the nearest symbol counts, and only
        where there is nothing else. What is not drawn yet may have as many, and waits until it
        is. The name is empty where there is nothing at all.
        """
        scene = self._live.scene.at(zoom).of(specs)
        dense = scene.dense_layers()
        asked = {layer.id for layer in scene.layers} - dense
        few = [spec for spec in specs if spec.id in asked]
        if found := self.features_at(lon, lat, zoom, few):
            return found[0].title(language), len(found) - 1
        for spec in reversed(specs):
            if spec.id in dense and (mark := scene.symbol_near(spec.id, lon, lat, zoom)):
                return mark.title(language) or f"{spec.title.get(language)} {mark.fid}", 0
        return "", 0

    def _at(self, lon: float, lat: float, zoom: float, layers: Sequence[str]) -> list[Feature]:
        """What is drawn there; of layers that show the same feature the one on top counts."""
        sources = {layer: self._catalogue.spec(layer).source for layer in layers}
        shown: dict[tuple[SourceRef, int], Feature] = {}
        for hit in self._catalogue.identify(lon, lat, zoom, layers):
            if self._is_shown(hit.feature):
                shown.setdefault((sources[hit.feature.layer], hit.feature.fid), hit.feature)
        return list(shown.values())

    def _is_shown(self, feature: Feature) -> bool:
        visible_fids = self._visible_fids(feature.layer)
        return visible_fids is None or feature.fid in visible_fids
