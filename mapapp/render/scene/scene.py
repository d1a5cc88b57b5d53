"""Everything a map shows, read from the layers and the basemap, as pixels of a view."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from mapapp.core.expression.filters import VisibleFids, everything
from mapapp.core.geo.extent import Extent
from mapapp.core.layer.feature import GeometryArray
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.record import record
from mapapp.core.style.ground import GROUND_STYLE, GroundKind
from mapapp.core.style.symbology import Theme
from mapapp.core.text import NO_TEXT, Text
from mapapp.render.labels.label import Label
from mapapp.render.labels.names import Named
from mapapp.render.labels.paper import KeyEntry
from mapapp.render.request.area import FeatureId
from mapapp.render.scene.layer import SceneLayer, read_layer, set_apart
from mapapp.render.scene.marks import Marks, SceneMark
from mapapp.render.scene.symbols import LineStyle, ShapeKind, Symbol
from mapapp.render.view.outlines import Outlines
from mapapp.render.view.view import AnyView
from mapapp.render.view.visible import visible_outlines
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue

if TYPE_CHECKING:
    from mapapp.render.scene.crowd import Crowd

MOST_NAMED = 5000
"""So many symbols of a layer in a picture have names; see :func:`names_in`."""

MOST_SYMBOLS = 50_000
"""More symbols of a layer in a picture than this are dots: they would hide one another."""

_MOST_STYLES = 255
"""So many kinds of symbols can be told apart in a crowd."""

Spot = tuple[float, float, float, float]
"""Where a symbol is drawn at the zooms of a level: a point of the world, pixels right and down."""

NO_MEMBERS: Mapping[Spot, Sequence[Text]] = {}

_WORLD_KINDS: tuple[GroundKind, ...] = ("land", "province", "border", "demarcation", "coast")
_REGION_KINDS: tuple[GroundKind, ...] = (
    "land", "lake", "river", "province", "border", "demarcation", "coast",
)  # fmt: skip


@record
class GroundPart:
    """One kind of line or area of the ground."""

    kind: GroundKind
    outlines: Outlines


@record
class Stroke:
    """Lines or areas of a layer that are drawn alike."""

    kind: ShapeKind
    style: LineStyle
    outlines: Outlines
    selected: bool = False


@record
class Mark:
    """A feature's symbol, centred at a point in pixels; ``entity`` says whose facts it has.

    ``count`` is how many symbols it stands for; with 0 another stands for it, in the same place,
    and it is drawn only where it is selected. One that was moved from its ``place``, in pixels, has
    a line to there.
    """

    layer: str
    id: str
    symbol: Symbol
    x: float
    y: float
    selected: bool = False
    entity: str = ""
    count: int = 1
    place: tuple[float, float] | None = None


@record
class PlacedLayer:
    """What a view shows of a layer, each stroke and then each mark over those before it.

    Symbols that are too many to be drawn each are a ``crowd`` below the marks.
    """

    layer: SceneLayer
    strokes: tuple[Stroke, ...] = ()
    marks: tuple[Mark, ...] = ()
    crowd: Crowd | None = None

    @property
    def id(self) -> str:
        """The layer's id."""
        return self.layer.spec.id


@record
class Scene:
    """A map: the ground, its layers in drawing order, then labels; ``dots`` mark named places.

    ``named`` has the name of each mark, and of each area that is named; ``key`` tells the numbers
    among the labels.
    """

    view: AnyView
    ground: tuple[GroundPart, ...]
    layers: tuple[PlacedLayer, ...] = ()
    named: tuple[Named, ...] = ()
    labels: tuple[Label, ...] = ()
    dots: tuple[tuple[float, float], ...] = ()
    key: tuple[KeyEntry, ...] = ()

    @property
    def marks(self) -> list[Mark]:
        """The symbols of all layers in drawing order."""
        return [mark for layer in self.layers for mark in layer.marks]

    @property
    def strokes(self) -> list[Stroke]:
        """The lines and areas of all layers in drawing order."""
        return [stroke for layer in self.layers for stroke in layer.strokes]


@record
class Choice:
    """What of layers is shown, and how: what passes, what is selected, the classes of a year.

    Without a year features are of the classes that they are of now. ``opacities`` says how much
    some layers cover, from 0 to 1.
    """

    visible_fids: VisibleFids = everything
    selected: Collection[FeatureId] = ()
    year: int | None = None
    opacities: Mapping[str, float] = field(default_factory=dict)


EVERYTHING = Choice()


def read_ground(basemap: Basemap, view: AnyView) -> tuple[GroundPart, ...]:
    """The ground of a view: the world's, and over it the region's where that is in sight."""
    region_box = basemap.shapes("region")
    region = _bounds(region_box)
    parts: list[GroundPart] = []
    detailed = view.zoom >= GROUND_STYLE.region_from_zoom
    if not (detailed and region.covers(view.extent)):
        parts += _parts(basemap, view, "world", _drawn_kinds(_WORLD_KINDS, view.zoom))
    if detailed and _meets(region, view.extent):
        parts += [
            GroundPart("box", visible_outlines(region_box, view)),
            *_parts(basemap, view, "region", _drawn_kinds(_REGION_KINDS, view.zoom)),
        ]
    return tuple(parts)


def shows_region(basemap: Basemap, view: AnyView) -> bool:
    """Whether :func:`read_ground` has the region's ground in it."""
    detailed = view.zoom >= GROUND_STYLE.region_from_zoom
    return detailed and _meets(_bounds(basemap.shapes("region")), view.extent)


def _bounds(geometries: GeometryArray) -> Extent:
    west, south, east, north = shapely.total_bounds(geometries)
    return Extent(west, south, east, north)


def _drawn_kinds(kinds: Iterable[GroundKind], zoom: float) -> Iterator[GroundKind]:
    for kind in kinds:
        line = GROUND_STYLE.parts[kind].line
        if line is None or zoom >= line.from_zoom:
            yield kind


def _parts(
    basemap: Basemap, view: AnyView, prefix: str, kinds: Iterable[GroundKind]
) -> Iterator[GroundPart]:
    for kind in kinds:
        table = "river" if kind == "river" else f"{prefix}_{kind}"
        geometries = basemap.shapes(table, view.extent)
        yield GroundPart(kind, visible_outlines(geometries, view))


def _meets(one: Extent, other: Extent) -> bool:
    return any(
        part.west < one.east
        and part.east > one.west
        and part.south < one.north
        and part.north > one.south
        for part in other.split()
    )


def read_layers(
    catalogue: LayerCatalogue,
    specs: Sequence[LayerSpec],
    choice: Choice = EVERYTHING,
    extent: Extent | None = None,
) -> tuple[SceneLayer, ...]:
    """Layers (in drawing order) as chosen, or what of them may reach into an extent."""
    return tuple(_chosen(catalogue, spec, choice, extent) for spec in specs)


def _chosen(
    catalogue: LayerCatalogue, spec: LayerSpec, choice: Choice, extent: Extent | None
) -> SceneLayer:
    extent = None if spec.is_binned else extent  # squares at the edge count what is beyond it
    layer = read_layer(catalogue, spec, extent, choice.year).only(choice.visible_fids(spec.id))
    ids = [feature.id for feature in choice.selected if feature.layer == spec.id]
    found = (catalogue.find(spec, id_) for id_ in ids)
    selected = {feature.fid for feature in found if feature}
    return replace(layer.selecting(selected), opacity=choice.opacities.get(spec.id, 1.0))


def read_scene(
    catalogue: LayerCatalogue,
    basemap: Basemap,
    view: AnyView,
    specs: Sequence[LayerSpec],
    theme: Theme,
    choice: Choice = EVERYTHING,
) -> Scene:
    """Read what a view shows of some layers (in drawing order), but for its labels."""
    layers = read_layers(catalogue, specs, choice, view.extent)
    return make_scene(layers, read_ground(basemap, view), view, theme)


def make_scene(
    layers: Sequence[SceneLayer], ground_parts: tuple[GroundPart, ...], view: AnyView, theme: Theme
) -> Scene:
    """What a view shows of layers (in drawing order) that have been read, but for its labels."""
    apart = set_apart(layers, view.zoom)
    placed = tuple(_placed_layer(layer, view, theme) for layer in apart)
    members = gathered(layer for layer in apart if not layer.spec.is_binned)
    named = tuple(name for layer in apart for name in names_in(layer, view, members=members))
    return Scene(view, ground_parts, placed, named)


def _placed_layer(layer: SceneLayer, view: AnyView, theme: Theme) -> PlacedLayer:
    if layer.spec.is_binned:
        return _binned_layer(layer, view, theme)
    strokes = tuple(_strokes(layer, view, theme))
    crowd = _crowd(layer.marks, view, theme)
    if crowd is None:
        return PlacedLayer(layer, strokes, tuple(_marks(layer, view, theme)))
    chosen = replace(layer, marks=layer.marks.of(layer.marks.selected))
    return PlacedLayer(layer, strokes, tuple(_marks(chosen, view, theme)), crowd)


def _binned_layer(layer: SceneLayer, view: AnyView, theme: Theme) -> PlacedLayer:
    """A layer whose squares stand for its symbols, of which only those selected are drawn."""
    from mapapp.render.scene.bins import drawn_squares

    found = drawn_squares(layer.spec, layer.marks, view, theme)
    strokes = tuple(Stroke("square", style, outlines) for style, outlines in found)
    marks = layer.marks.of(layer.marks.selected) if len(layer.marks) > MOST_SYMBOLS else layer.marks
    unseen = replace(layer, marks=replace(marks, counts=np.zeros_like(marks.counts)))
    return PlacedLayer(layer, strokes, tuple(_marks(unseen, view, theme)))


def _crowd(marks: Marks, view: AnyView, theme: Theme) -> Crowd | None:
    """The symbols of a view as dots, where they are too many to be drawn each."""
    if len(marks) <= MOST_SYMBOLS or not 0 < len(marks.symbology) <= _MOST_STYLES:
        return None
    rows, xs, ys = view.in_sight(marks.world_xs, marks.world_ys)
    if len(rows) <= MOST_SYMBOLS:
        return None
    from mapapp.render.scene.crowd import Crowd

    symbols = tuple(style.get(theme) for style in marks.symbology)
    return Crowd(xs, ys, marks.styles[rows], symbols)


def gathered(layers: Iterable[SceneLayer]) -> Mapping[Spot, list[Text]]:
    """The names of the symbols for which others stand, by where those are drawn."""
    found: dict[Spot, list[Text]] = {}
    for layer in layers:
        for i in np.flatnonzero(layer.marks.counts == 0).tolist():
            found.setdefault(_spot(layer.marks, i), []).append(layer.marks.mark(i).name)
    return found


def _spot(marks: Marks, i: int) -> Spot:
    right, down = marks.offsets[i].tolist()
    return float(marks.world_xs[i]), float(marks.world_ys[i]), right, down


def names_in(
    layer: SceneLayer,
    view: AnyView,
    most: int = MOST_NAMED,
    selected: Collection[int] = (),
    members: Mapping[Spot, Sequence[Text]] = NO_MEMBERS,
) -> Iterator[Named]:
    """The names of a layer's symbols and areas that a view shows, in each copy of the world.

    Those of ``selected`` features stand out, as those that are selected in the layer do.
    ``members`` are what :func:`gathered` gives.

    More than ``most`` symbols are a texture: no name could be seen to belong to one of them, and
    they keep no other name away. What another symbol stands for is named only if it is selected.
    """
    if layer.spec.is_binned:
        return
    for marks in (layer.marks, layer.names):
        for i, mark, x, y in _placed(marks, view, most):
            chosen = mark.selected or mark.fid in selected
            if not (mark.count or chosen):
                continue
            key = f"{layer.spec.id}:{mark.fid}.{mark.part}:{view.copy_at(x)}"
            name = mark.name if mark.count < 2 or chosen else NO_TEXT
            heap = (mark.name, *members.get(_spot(marks, i), ())) if mark.count > 1 else ()
            yield Named(
                key, layer.spec, name, x, y, mark.half_px, chosen, mark.count, heap, mark.short
            )


def _strokes(layer: SceneLayer, view: AnyView, theme: Theme) -> Iterator[Stroke]:
    """Lines and areas; a line that is selected covers what it crosses."""
    for group in layer.shapes:
        style = group.style.get(theme)
        drawn = replace(style, opacity=1.0) if group.selected else style.at(view.zoom)
        if not drawn.opacity:
            continue
        outlines = visible_outlines(group.geometries, view)
        yield Stroke(group.style.kind, drawn, outlines, group.selected)


def _marks(layer: SceneLayer, view: AnyView, theme: Theme) -> Iterator[Mark]:
    for _, mark, x, y in _placed(layer.marks, view):
        if mark.style is not None:
            symbol = mark.style.get(theme)
            right, down = mark.offset
            place = (x - right, y - down) if mark.is_moved else None
            yield Mark(
                layer.spec.id, mark.id, symbol, x, y, mark.selected, mark.entity, mark.count, place
            )


def _placed(
    marks: Marks, view: AnyView, most: float = math.inf
) -> Iterator[tuple[int, SceneMark, float, float]]:
    """Marks by their index and where they are drawn, in each copy of the world in sight.

    There are none if they are more than ``most``.
    """
    rows, xs, ys = view.in_sight(marks.world_xs, marks.world_ys, most)
    places = np.column_stack([xs, ys]) + marks.offsets[rows]
    found = zip(rows.tolist(), marks.each(rows.tolist()), places.tolist(), strict=True)
    for i, mark, (x, y) in found:
        yield i, mark, x, y
