"""The small map of a feature's links: the whole lines, with the names of their ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray

from mapapp.core.geo.extent import Extent
from mapapp.core.layer.feature import Feature
from mapapp.core.map.framing import extent_of
from mapapp.core.record import record
from mapapp.core.style.symbology import Theme
from mapapp.render.labels.label import Candidate, Line
from mapapp.render.labels.placing import NO_POINTS, Surroundings, place_labels
from mapapp.render.labels.room import LINE_STEP_PX
from mapapp.render.labels.text import measurer
from mapapp.render.labels.words import Wording, main_language
from mapapp.render.request.area import FeatureId
from mapapp.render.request.resolving import feature_of
from mapapp.render.scene.scene import Choice, Scene, read_scene
from mapapp.render.view.viewport import Viewport
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue

_NAME_PX = 10.5
_DOT_PX = 3.0
_INSET_PX = 3.0
_MARGIN = 0.14
_MOST_NAMED = 6
"""Where there are more ends than these, only that of the sheet itself is named."""


@record
class LinkMap:
    """Draws links of an entity as a small map."""

    entity: str
    catalogue: LayerCatalogue
    basemap: Basemap
    theme: Theme
    language: Wording

    def scene(
        self, links: Sequence[FeatureId], shown: Extent, width_px: float, height_px: float
    ) -> Scene:
        """The map of some links, all of them in sight, and what the sheet has ``shown``."""
        found = [feature_of(self.catalogue, link) for link in links]
        extent = extent_of([shapely.box(*shown.bounds), *(each.geometry for each in found)])
        inner = Viewport.fitted(extent, width_px * (1 - 2 * _MARGIN), height_px * (1 - 2 * _MARGIN))
        view = inner.recentred(width_px, height_px, inner.zoom)
        keys = keys_by_layer(found)
        specs = [spec for spec in self.catalogue.specs if spec.id in keys]
        choice = Choice(keys.__getitem__)
        scene = read_scene(self.catalogue, self.basemap, view, specs, self.theme, choice)
        return self._named(scene, list(self._names(found, view, _half(shown, view))))

    def _named(self, scene: Scene, names: Sequence[Candidate]) -> Scene:
        """The scene with dots and the names that have room beside its lines."""
        view = scene.view
        frame = (_INSET_PX, _INSET_PX, view.width_px - _INSET_PX, view.height_px - _INSET_PX)
        lines = (stroke.outlines.every(LINE_STEP_PX) for stroke in scene.strokes)
        around = Surroundings(lines=np.concatenate([NO_POINTS, *lines]))
        labels = tuple(place_labels(names, around, frame, measurer()))
        return replace(scene, named=(), labels=labels, dots=tuple((n.x, n.y) for n in names))

    def _names(
        self, links: Sequence[Feature], view: Viewport, shown_half_px: float
    ) -> Iterator[Candidate]:
        """The ends of links, far ones first: the other is known from the title of the sheet.

        That one lies in the rectangle of what the sheet shows, and is named in or beside it.
        """
        atlas = self.catalogue.atlas
        ties = (tie for link in links for tie in atlas.relations(link.id))
        ends = dict.fromkeys(tie.other for tie in ties)
        for end in ends if len(ends) <= _MOST_NAMED else (self.entity,):
            place = atlas.entity(end)
            if place is None or place.geometry is None:
                continue
            text, is_far = place.title(main_language(self.language)), end != self.entity
            is_beside = shown_half_px * 2 <= measurer().width(text, _NAME_PX, bold=True)
            half_px = shown_half_px if is_beside and not is_far else _DOT_PX
            point = shapely.point_on_surface(place.geometry)
            for _, x, y in view.points(np.array([point.x]), np.array([point.y])):
                line = Line(text, _NAME_PX, "capital")
                yield Candidate(f"{end}:{view.copy_at(x)}", x, y, (line,), float(is_far), half_px)


def keys_by_layer(features: Iterable[Feature]) -> dict[str, NDArray[np.int64]]:
    """The keys of features, rising, by their layers."""
    keys: dict[str, list[int]] = {}
    for feature in features:
        keys.setdefault(feature.layer, []).append(feature.fid)
    return {layer: np.array(sorted(each), dtype=np.int64) for layer, each in keys.items()}


def _half(shown: Extent, view: Viewport) -> float:
    """Half the longer side of what is shown, in pixels of a view."""
    shown_width = (shown.east - shown.west) / 360 * view.world_px
    top, bottom = (float(view.y(lat)) for lat in (shown.north, shown.south))
    return max(shown_width, bottom - top) / 2
