"""The small map of a feature's links: the whole lines, with the names of their ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import shapely

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
        fids: dict[str, list[int]] = {}
        for feature in found:
            fids.setdefault(feature.layer, []).append(feature.fid)
        kept = {layer: np.array(sorted(each), dtype=np.int64) for layer, each in fids.items()}
        specs = [spec for spec in self.catalogue.specs if spec.id in kept]
        choice = Choice(kept.__getitem__)
        scene = read_scene(self.catalogue, self.basemap, view, specs, self.theme, choice)
        names = list(self._names(found, view, _half(shown, view)))
        frame = (_INSET_PX, _INSET_PX, width_px - _INSET_PX, height_px - _INSET_PX)
        lines = (stroke.outlines.every(LINE_STEP_PX) for stroke in scene.strokes)
        around = Surroundings(lines=np.concatenate([NO_POINTS, *lines]))
        labels = place_labels(names, around, frame, measurer())
        return replace(
            scene, named=(), labels=tuple(labels), dots=tuple((each.x, each.y) for each in names)
        )

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
            point = shapely.point_on_surface(place.geometry)
            for _, x, y in view.points(np.array([point.x]), np.array([point.y])):
                text = place.title(main_language(self.language))
                line = Line(text, _NAME_PX, "capital")
                if end != self.entity:
                    yield Candidate(end, x, y, (line,), 1.0, _DOT_PX)
                    continue
                is_inside = 2 * shown_half_px > measurer().width(text, _NAME_PX, bold=True)
                half_px = _DOT_PX if is_inside else shown_half_px
                yield Candidate(end, x, y, (line,), 0.0, half_px)


def _half(shown: Extent, view: Viewport) -> float:
    """Half the longer side of what is shown, in pixels of a view."""
    shown_width = (shown.east - shown.west) / 360 * view.world_px
    top, bottom = (float(view.y(lat)) for lat in (shown.north, shown.south))
    return max(shown_width, bottom - top) / 2
