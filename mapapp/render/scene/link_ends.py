"""Where links leave a map, and what is written there: the far ends, with how far they are.

A link is a line whose entity is its far end (``core/layer/roles.py``). One whose far end is in
sight has its name there. Links that leave side by side are named together, in their order.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.geo.mercator import world_x, world_y
from mapapp.core.record import record
from mapapp.core.text import Language
from mapapp.render.labels import words
from mapapp.render.labels.label import Candidate, Line
from mapapp.render.labels.room import BoxPx
from mapapp.render.labels.words import Wording, main_language
from mapapp.render.scene.labelling import NAME_MARGIN_PX
from mapapp.render.scene.layer import SceneLayer
from mapapp.render.scene.scene import Scene
from mapapp.render.view.scalebar import length_text
from mapapp.render.view.view import AnyView
from mapapp.render.view.viewport import Viewport
from mapapp.store.catalogue import LayerCatalogue

_MOST_LINKS = 200
"""A layer with more lines in sight is a net, and no end of it could be read."""

_INSIDE_PX = 3.0
_SIDE_BY_SIDE_PX = (60.0, 15.0)
"""Names of ends that are nearer across and down would lie on each other."""

_LEAST_OPACITY = 0.2
"""A line that has faded more is hardly seen, and needs no name."""

_ROUNDS = 5
_MOST_TOGETHER, _POINT_PX = 6, 1.0
_NAME_PX, _EXTRA_PX = 10.5, 9.5
_ENDS_FIRST = 1900.0
"""After capitals, before other cities: without a name a line leads nowhere."""

_FARTHER_PX = (10.0, 18.0, 36.0, 56.0, 80.0, 110.0)
_EARTH_KM = 6371.0088
"""Mean radius (IUGG): lengths by it differ by up to half a per cent, and are told so roughly."""

_EXACT_TO_KM, _ROUGH_KM, _EXACT_KM = 1000.0, 100.0, 10.0


@record
class LinkEnd:
    """A link that leaves a map: where, in pixels, and its far end."""

    key: str
    x: float
    y: float
    place: Any
    length_km: float

    def text(self, language: Language) -> str:
        """The far end and about how far it is."""
        return f"{self.name(language)} · {words.ABOUT.get(language).format(self._length)}"

    def name(self, language: Language) -> str:
        """The far end."""
        return str(self.place.title(language))

    @property
    def _length(self) -> str:
        step = _ROUGH_KM if self.length_km >= _EXACT_TO_KM else _EXACT_KM
        return length_text(max(round(self.length_km / step), 1) * step * 1000)


Ends = tuple[LinkEnd, ...]
"""Some that are named together; the key of the first is that of all."""


def link_ends(scene: Scene, catalogue: LayerCatalogue, cards: Collection[BoxPx]) -> list[LinkEnd]:
    """The links of a scene that leave it; ``cards`` hide what is below them."""
    left, top = (NAME_MARGIN_PX + _INSIDE_PX,) * 2
    right, bottom = scene.view.width_px - left, scene.view.height_px - top
    seen = shapely.box(left, top, right, bottom)
    seen = shapely.difference(seen, shapely.union_all([shapely.box(*card) for card in cards]))
    return [
        end
        for placed in scene.layers
        for fid, lines in _lines(placed.layer, scene.view).items()
        if (end := _end(placed.layer, fid, lines, scene.view, catalogue, seen))
    ]


def _lines(layer: SceneLayer, view: AnyView) -> Mapping[int, list[Any]]:
    """The lines that are drawn of each link of a layer; none of other layers."""
    spec, lines = layer.spec, dict[int, list[Any]]()
    if spec.geometry != "line" or spec.roles.entity is None or spec.roles.has_own_names:
        return lines
    for group in layer.shapes:
        if group.selected or group.style.get("light").at(view.zoom).opacity >= _LEAST_OPACITY:
            for fid, line in zip(group.fids.tolist(), group.geometries, strict=True):
                lines.setdefault(fid, []).append(line)
    return lines if len(lines) <= _MOST_LINKS else {}


def _end(
    layer: SceneLayer,
    fid: int,
    lines: Sequence[Any],
    view: AnyView,
    catalogue: LayerCatalogue,
    seen: Any,  # noqa: ANN401 - a geometry
) -> LinkEnd | None:
    feature = catalogue.feature(layer.spec.id, fid)
    place = catalogue.atlas.entity(feature.entity) if feature.entity else None
    if place is None or place.geometry is None:
        return None
    far = shapely.get_coordinates(shapely.point_on_surface(place.geometry))
    if view.points(far[:, 0], far[:, 1]):
        return None
    path = _path(lines, far[0])
    at = _last_seen(path, view, seen)
    return at and LinkEnd(f"end:{layer.spec.id}:{fid}", *at, place, _length_km(path[0], path[-1]))


def _path(lines: Sequence[Any], far: FloatArray) -> FloatArray:
    """A line to its far end, float64 (n, 2), which goes on beyond 180°."""
    degrees = np.concatenate([shapely.get_coordinates(line) for line in lines])
    degrees[:, 0] = np.unwrap(degrees[:, 0], period=360)
    first, last = (_length_km(end, far) for end in (degrees[0], degrees[-1]))
    return degrees[::-1] if first < last else degrees


def _last_seen(
    path: FloatArray,
    view: AnyView,
    seen: Any,  # noqa: ANN401 - a geometry
) -> tuple[float, float] | None:
    """The last point of a path in what is seen of a view, in pixels."""
    found = []
    for pixels in _in_pixels(path, view):
        line = shapely.linestrings(pixels)
        ends = shapely.get_coordinates(shapely.intersection(line, seen))
        if len(ends):
            along = shapely.line_locate_point(line, shapely.points(ends))
            found.append((float(along.max()), tuple(ends[along.argmax()].tolist())))
    return max(found)[1] if found else None


def _in_pixels(path: FloatArray, view: AnyView) -> Iterator[FloatArray]:
    """A path in each copy of the world that may be in sight, in pixels (n, 2)."""
    if not isinstance(view, Viewport):
        pixels = np.column_stack(view.pixels(*path.T))
        pixels = pixels[np.isfinite(pixels).all(axis=1)]
        if len(pixels) > 1:
            yield pixels
        return
    xs, ys = world_x(path[:, 0]), world_y(path[:, 1])
    for copy in range(math.floor(view.left - xs.max()), math.ceil(view.right - xs.min()) + 1):
        worlds = np.column_stack([xs + copy - view.left, ys - view.top])
        yield worlds * view.world_px


def _length_km(one: FloatArray, other: FloatArray) -> float:
    """How far it is between two places on a sphere (haversine)."""
    (lon, lat), (other_lon, other_lat) = np.radians(one), np.radians(other)
    share = math.sin((lat - other_lat) / 2) ** 2
    share += math.cos(lat) * math.cos(other_lat) * math.sin((lon - other_lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(math.sqrt(share), 1.0))


def end_candidates(groups: Iterable[Ends], language: Wording) -> Iterator[Candidate]:
    """The names of the ends of links; those of a group as one, a line for each."""
    main = main_language(language)
    for group in groups:
        low_x, high_x = min(end.x for end in group), max(end.x for end in group)
        low_y, high_y = min(end.y for end in group), max(end.y for end in group)
        others = [end.name("zh") for end in group] if language == "both" else []
        yield Candidate(
            group[0].key, (low_x + high_x) / 2, (low_y + high_y) / 2,
            tuple(Line(end.text(main), _NAME_PX, "feature") for end in group),
            _ENDS_FIRST,
            half_px=_POINT_PX,
            short=tuple(Line(end.name(main), _NAME_PX, "feature") for end in group),
            extra=tuple(Line(text, _EXTRA_PX, "place") for text in others),
            farther_px=_FARTHER_PX,
            is_required=True,
        )  # fmt: skip


def side_by_side(ends: Iterable[LinkEnd]) -> list[Ends]:
    """Ends in groups, each in the order in which they stand: from the left or from the top."""
    groups: list[Ends] = []
    for end in sorted(ends, key=lambda each: (each.x, each.y, each.key)):
        near = [group for group in groups if _is_near(end, group)]
        whole = (*itertools.chain(*near), end)
        if len(whole) > _MOST_TOGETHER:
            near, whole = [], (end,)
        groups = [*(group for group in groups if group not in near), whole]
    return [_in_order(group) for group in groups]


def with_all_ends(
    ends: Iterable[LinkEnd], named_with: Callable[[Sequence[Ends]], Scene]
) -> tuple[Scene, int]:
    """A map with the names of all ends, or of most, and of how many.

    ``named_with`` places those of some groups. Those without room are tried again together with
    their neighbours.
    """
    groups = side_by_side(ends)
    best, most = named_with(groups), -1
    scene = best
    for _ in range(_ROUNDS):
        there = {label.key for label in scene.labels}
        told = sum(len(group) for group in groups if group[0].key in there)
        if told > most:
            best, most = scene, told
        closer = closer_together(groups, {group[0].key for group in groups} - there)
        if closer == groups:
            break
        groups = closer
        scene = named_with(groups)
    return best, most


def closer_together(groups: Sequence[Ends], without_room: Collection[str]) -> list[Ends]:
    """Groups of which those without room, by their keys, have joined their neighbours."""
    left = list(groups)
    for group in groups:
        if group[0].key in without_room and group in left and len(left) > 1:
            left.remove(group)
            nearest = min(left, key=lambda other: _between(group, other))
            left[left.index(nearest)] = _in_order((*nearest, *group))
    return left


def _between(one: Ends, other: Ends) -> float:
    """How far the nearest of two groups are from each other."""
    return min(math.hypot(a.x - b.x, a.y - b.y) for a in one for b in other)


def _is_near(end: LinkEnd, group: Ends) -> bool:
    across, down = _SIDE_BY_SIDE_PX
    return any(abs(end.x - e.x) < across and abs(end.y - e.y) < down for e in group)


def _in_order(group: Ends) -> Ends:
    across = max(end.x for end in group) - min(end.x for end in group)
    down = max(end.y for end in group) - min(end.y for end in group)
    return tuple(sorted(group, key=lambda end: end.x if across > down else end.y))
