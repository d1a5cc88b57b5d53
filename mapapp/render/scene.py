"""Everything a map shows, read from the atlas and the basemap, as pixels of a view."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import shapely

from mapapp.core.extent import Extent
from mapapp.core.feature import FeatureSet
from mapapp.core.filters import Passing, everything
from mapapp.core.layerspec import LayerSpec, Text, Theme
from mapapp.render.area import FeatureId
from mapapp.render.fanout import fan_out
from mapapp.render.labels import BoxPx, Label, place_labels
from mapapp.render.names import (
    PLACE_COLUMNS,
    Named,
    feature_candidates,
    place_candidates,
)
from mapapp.render.outlines import Outlines, visible_outlines
from mapapp.render.symbols import (
    LineStyle,
    Symbol,
    resolve_extent,
    resolve_line,
    resolve_symbol,
    symbol_box_px,
)
from mapapp.render.text import measurer
from mapapp.render.viewport import Viewport
from mapapp.render.words import Wording, main_language
from mapapp.store.basemap import Basemap
from mapapp.store.geopackage import GeoPackage
from mapapp.store.styled import read_styled

Role = Literal["land", "sea", "lake", "coast", "border", "province", "river"]

_FEATURE_COLUMNS = ("id", "name_en", "name_zh")
_PROVINCES_FROM_ZOOM = 4.2
_RIVERS_FROM_ZOOM = 5.5
_INSET_PX = 14.0


@dataclass(frozen=True, slots=True)
class GroundPart:
    """One kind of line or area of the ground."""

    role: Role
    outlines: Outlines


@dataclass(frozen=True, slots=True)
class Stroke:
    """Lines or the outline of an area of a layer."""

    layer: str
    style: LineStyle
    outlines: Outlines
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A feature's symbol, centred at a point in pixels."""

    layer: str
    id: str
    symbol: Symbol
    x: float
    y: float
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """A map, in drawing order: ground, strokes, marks, labels; ``dots`` mark named places.

    ``named`` has the name of each mark.
    """

    view: Viewport
    ground: tuple[GroundPart, ...]
    strokes: tuple[Stroke, ...] = ()
    marks: tuple[Mark, ...] = ()
    named: tuple[Named, ...] = ()
    labels: tuple[Label, ...] = ()
    dots: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """What of layers is shown, and how: what passes, what is selected, the classes of a year.

    Without a year features are of the classes that they are of now.
    """

    passing: Passing = everything
    selected: Collection[FeatureId] = ()
    year: int | None = None


EVERYTHING = Choice()


def read_ground(basemap: Basemap, view: Viewport) -> tuple[GroundPart, ...]:
    """The ground of a view: the world's, and over it the region's where that is in sight."""
    region_box = basemap.shapes("region")
    west, south, east, north = shapely.total_bounds(region_box)
    region = Extent(west, south, east, north)
    parts: list[GroundPart] = []
    if not _covers(region, view.extent):
        parts += _parts(basemap, view, "world", ("land", "coast", "border"))
    if _meets(region, view.extent):
        parts += [
            GroundPart("sea", visible_outlines(region_box, view)),
            *_parts(basemap, view, "region", _region_roles(view.zoom)),
        ]
    return tuple(parts)


def _region_roles(zoom: float) -> Iterator[Role]:
    yield from ("land", "lake")
    if zoom >= _RIVERS_FROM_ZOOM:
        yield "river"
    if zoom >= _PROVINCES_FROM_ZOOM:
        yield "province"
    yield from ("border", "coast")


def _parts(
    basemap: Basemap, view: Viewport, prefix: str, roles: Iterable[Role]
) -> Iterator[GroundPart]:
    for role in roles:
        table = "river" if role == "river" else f"{prefix}_{role}"
        geometries = basemap.shapes(table, view.extent)
        yield GroundPart(role, visible_outlines(geometries, view))


def _covers(outer: Extent, inner: Extent) -> bool:
    return (
        outer.west <= inner.west
        and outer.south <= inner.south
        and inner.east <= outer.east
        and inner.north <= outer.north
    )


def _meets(one: Extent, other: Extent) -> bool:
    return any(
        part.west < one.east
        and part.east > one.west
        and part.south < one.north
        and part.north > one.south
        for part in other.split()
    )


def read_scene(
    atlas: GeoPackage,
    basemap: Basemap,
    view: Viewport,
    specs: Sequence[LayerSpec],
    theme: Theme,
    choice: Choice = EVERYTHING,
) -> Scene:
    """Read what a view shows of some layers (in drawing order), but for its labels."""
    strokes: list[Stroke] = []
    found: list[tuple[Mark, Named]] = []
    for spec in specs:
        chosen = {feature.id for feature in choice.selected if feature.layer == spec.id}
        read = read_styled(atlas, spec, _FEATURE_COLUMNS, view.extent, choice.year)
        features = read.only(choice.passing(spec.id))
        if spec.geometry != "point":
            strokes += _lines(features, spec, view, theme, chosen)
            continue
        strokes += _extents(atlas, spec, features, view, theme)
        found += _marks(features, spec, view, theme, chosen)
    marks, named = zip(*_fanned(found), strict=True) if found else ((), ())
    return Scene(view, read_ground(basemap, view), tuple(strokes), marks, named)


def label_scene(
    scene: Scene,
    basemap: Basemap,
    language: Wording,
    *,
    bilingual: bool = False,
    keep_free: Sequence[BoxPx] = (),
) -> Scene:
    """The scene with the names of its features and of places.

    ``bilingual`` adds the names of features in the other language where there is room, as both
    languages do to all names; no label is put into the boxes of ``keep_free``.
    """
    view, named = scene.view, scene.named
    read = basemap.read("place", extent=view.extent, columns=PLACE_COLUMNS)
    main, both = main_language(language), language == "both"
    places = list(place_candidates(read, view, main, named, bilingual=both))
    features = feature_candidates(named, view.zoom, main, measurer(), bilingual=bilingual or both)
    symbols = [(n.x - n.half_px, n.y - n.half_px, n.x + n.half_px, n.y + n.half_px) for n in named]
    frame = (_INSET_PX, _INSET_PX, view.width_px - _INSET_PX, view.height_px - _INSET_PX)
    labels = place_labels([*features, *places], [*symbols, *keep_free], frame, measurer())
    keys = {label.key for label in labels}
    dots = [(c.x, c.y) for c in places if c.key in keys and c.half_px is not None]
    return replace(scene, labels=tuple(labels), dots=tuple(dots))


def _lines(
    features: FeatureSet, spec: LayerSpec, view: Viewport, theme: Theme, chosen: Collection[str]
) -> Iterator[Stroke]:
    """The lines of a layer as one stroke a style, and those that are selected over them."""
    groups: dict[tuple[bool, LineStyle], list[Any]] = {}
    for _, line, row in features.rows():
        key = (row["id"] in chosen, resolve_line(spec, row, theme))
        groups.setdefault(key, []).append(line)
    for selected, style in sorted(groups, key=lambda key: key[0]):
        outlines = visible_outlines(np.array(groups[selected, style]), view)
        drawn = replace(style, opacity=1.0) if selected else style
        yield Stroke(spec.id, drawn, outlines, selected)


def _extents(
    atlas: GeoPackage, spec: LayerSpec, features: FeatureSet, view: Viewport, theme: Theme
) -> Iterator[Stroke]:
    owners = {row["id"]: row for _, _, row in features.rows()}
    areas = atlas.read("extent", extent=view.extent, columns=("entity_id", "kind"))
    for _, area, row in areas.rows():
        owner = owners.get(row["entity_id"])
        if owner is not None:
            style = resolve_extent(spec, owner, row["kind"], theme)
            yield Stroke(spec.id, style, visible_outlines(np.array([area]), view))


def _marks(
    features: FeatureSet, spec: LayerSpec, view: Viewport, theme: Theme, chosen: Collection[str]
) -> Iterator[tuple[Mark, Named]]:
    rows = [row for _, _, row in features.rows()]
    coords = shapely.get_coordinates(features.geometries)
    for i, x, y in view.points(coords[:, 0], coords[:, 1]):
        row = rows[i]
        symbol = resolve_symbol(spec, row, theme)
        name = Text(row["name_en"] or "", row["name_zh"] or "")
        key = f"{spec.id}:{row['id']}:{view.copy_at(x)}"
        yield (
            Mark(spec.id, row["id"], symbol, x, y, row["id"] in chosen),
            Named(key, spec, name, x, y, symbol_box_px(symbol) / 2, row["id"] in chosen),
        )


def _fanned(found: Sequence[tuple[Mark, Named]]) -> Iterator[tuple[Mark, Named]]:
    """Features at one and the same point, set around it as on the live map."""
    points = [(round(mark.x, 1), round(mark.y, 1)) for mark, _ in found]
    offsets = fan_out(points, [2 * named.half_px for _, named in found])
    for (mark, named), (dx, dy) in zip(found, offsets, strict=True):
        x, y = mark.x + dx, mark.y + dy
        yield replace(mark, x=x, y=y), replace(named, x=x, y=y)
