"""What a position on the live map points at: the one answer for clicks and for hovering."""

from __future__ import annotations

from collections.abc import Sequence

import shapely

from mapapp.core.layer.feature import Feature
from mapapp.core.layer.spec import LayerSpec
from mapapp.render.scene.live import LiveMap
from mapapp.store.atlas import Atlas


class Pointer:
    """Finds the features under a position, as they are drawn now."""

    def __init__(self, atlas: Atlas, live: LiveMap) -> None:
        self._atlas = atlas
        self._live = live

    def features_at(
        self, lon: float, lat: float, zoom: float, specs: Sequence[LayerSpec]
    ) -> list[Feature]:
        """All features of some layers at a position in degrees, nearest first.

        On a symbol that was moved aside from a shared point it is that symbol's feature, and
        then the others of the same point.
        """
        layers = [spec.id for spec in specs]
        ref = self._live.moved_symbol_at(lon, lat, zoom)
        if ref is None or ref.layer not in layers:  # it may have gone since it was drawn
            return self._at(lon, lat, zoom, layers)
        first = self._atlas.feature(ref.layer, ref.fid)
        [[at_lon, at_lat]] = shapely.get_coordinates(first.geometry)
        others = self._at(at_lon, at_lat, zoom, layers)
        return [first, *(feature for feature in others if feature != first)]

    def _at(self, lon: float, lat: float, zoom: float, layers: Sequence[str]) -> list[Feature]:
        """What is drawn there; of layers that show the same feature the one on top counts."""
        tables = {layer: self._atlas.spec(layer).table for layer in layers}
        shown: dict[tuple[str, int], Feature] = {}
        for hit in self._atlas.identify(lon, lat, zoom, layers):
            if self._live.shows(hit.feature):
                shown.setdefault((tables[hit.feature.layer], hit.feature.fid), hit.feature)
        return list(shown.values())
