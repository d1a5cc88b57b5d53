"""What is drawn of a layer, and in which order: stated here once, for every engine.

The painter turns it into pixels of a view (``render/scene/scene.py``), the page is sent it as
columns and the standalone map as JSON (``render/page/layers.py``). Within a layer areas come first,
lines over them, symbols on top; of shapes and of symbols the selected ones come last. A layer never
leaves its place among the others for a selection. Positions are EPSG:4326 degrees.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import partial
from itertools import starmap
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from mapapp.core.expression.tree import Exactly, field_of_column
from mapapp.core.geo.arrays import FloatArray
from mapapp.core.geo.extent import Extent
from mapapp.core.geo.geometry_parts import Parts, SplitParts, split_parts
from mapapp.core.geo.mercator import world_px
from mapapp.core.layer.feature import FeatureSet, GeometryArray
from mapapp.core.layer.moved_symbol import MovedSymbol
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.record import record
from mapapp.core.source.answers import Keys
from mapapp.core.source.cancel import Cancel
from mapapp.core.source.protocol import FeatureSource
from mapapp.core.source.query import EVERYTHING, Query
from mapapp.render.scene.fanout import MOST_CROWDED, level_of, uncrowded
from mapapp.render.scene.marks import (
    Fids,
    Marks,
    by_classes,
    fid_array,
    name_places,
    no_marks,
    numbered,
    point_marks,
    single_marks,
)
from mapapp.render.scene.symbols import ShapeKind, ShapeStyle
from mapapp.store.catalogue import LayerCatalogue

_Columns = Mapping[str, Sequence[Any]]

DENSE = 5_000
"""A layer of so many features is drawn as a texture: its symbols are not set apart, and what is
under the cursor is found among them and not in its file."""


@record
class Shapes:
    """Lines or areas that are drawn alike.

    ``geometries`` are single ones, of the features ``fids``.
    """

    style: ShapeStyle
    fids: NDArray[np.int64]
    geometries: GeometryArray
    selected: bool = False

    def of(self, chosen: NDArray[np.bool_], *, selected: bool = False) -> Shapes:
        """Some of them."""
        return replace(
            self, fids=self.fids[chosen], geometries=self.geometries[chosen], selected=selected
        )


@record
class SceneLayer:
    """A layer as it is drawn, each group and each mark over those before it.

    ``opacity`` is how much it covers, from 0 to 1. ``names`` are the places of the names of
    areas; symbols have their names beside them. ``is_dense`` goes by all that the source has, so
    that a part of it, in a view or after a filter, is drawn as the whole is.
    """

    spec: LayerSpec
    shapes: tuple[Shapes, ...] = ()
    marks: Marks = field(default_factory=no_marks)
    names: Marks = field(default_factory=no_marks)
    opacity: float = 1.0
    is_dense: bool = False

    def only(self, fids: Fids | None) -> SceneLayer:
        """What is drawn of some features; of all of them for None."""
        return self if fids is None else self._some(fid_array(fids), are_kept=True)

    def without(self, fids: Fids) -> SceneLayer:
        """What is drawn of all other features."""
        return self._some(fid_array(fids), are_kept=False)

    def _some(self, fids: NDArray[np.int64], *, are_kept: bool) -> SceneLayer:
        def chosen(of: NDArray[np.int64]) -> NDArray[np.bool_]:
            return np.isin(of, fids, invert=not are_kept)

        shapes = (group.of(chosen(group.fids)) for group in self.shapes)
        return replace(
            self,
            shapes=tuple(group for group in shapes if len(group.fids)),
            marks=self.marks.of(chosen(self.marks.fids)),
            names=self.names.of(chosen(self.names.fids)),
        )

    def unmoved(self) -> SceneLayer:
        """The layer with all its symbols on their own points again."""
        return replace(self, marks=self.marks.unmoved())

    def selecting(self, fids: Fids) -> SceneLayer:
        """The layer with these features drawn last, to stand out."""
        if not len(fids):
            return self
        chosen = fid_array(fids)
        return replace(
            self,
            shapes=tuple(_chosen_last(self.shapes, chosen)),
            marks=self.marks.selecting(chosen),
            names=self.names.selecting(chosen),
        )


def read_layer(
    catalogue: LayerCatalogue,
    spec: LayerSpec,
    extent: Extent | None = None,
    year: int | None = None,
    cancel: Cancel | None = None,
) -> SceneLayer:
    """A layer with its stated areas, now or as known at the end of a year, nothing selected.

    The layer need not be one of the catalogue's. Single points are never an object each.

    Raises:
        DataError: if its source cannot be read.
        ReadCancelledError: if ``cancel`` was set before it was read.
    """
    source = catalogue.styled(spec, year)
    layer = _read(catalogue, spec, source, extent, year, cancel)
    return replace(layer, is_dense=source.count(EVERYTHING) >= DENSE)


def read_few(catalogue: LayerCatalogue, spec: LayerSpec, keys: Keys) -> SceneLayer:
    """Some features of a layer of very many, as :func:`read_layer` reads all."""
    query = Query(_columns(spec), keys=tuple(keys.tolist()), placed=True)
    features = catalogue.open(spec.source).read(query)
    return replace(make_layer(spec, features, ()), is_dense=True)


def _read(
    catalogue: LayerCatalogue,
    spec: LayerSpec,
    source: FeatureSource,
    extent: Extent | None,
    year: int | None,
    cancel: Cancel | None,
) -> SceneLayer:
    query = Query(_columns(spec), extent, placed=True)
    stated = partial(_stated_areas, catalogue, spec, source, extent)
    then = partial(_columns_then, catalogue, spec, year)
    points = source.read_points(query, cancel) if spec.geometry == "point" else None
    if points is not None:
        points = replace(points, columns=then(points.columns))
        areas = () if spec.is_binned else tuple(stated(points.keys, points.columns))
        return SceneLayer(spec, areas, single_marks(points, spec))
    features = source.read(query, cancel)
    features = replace(features, columns=then(features.columns))
    return make_layer(spec, features, tuple(stated(features.fids, features.columns)))


def _columns_then(
    catalogue: LayerCatalogue, spec: LayerSpec, year: int | None, columns: _Columns
) -> _Columns:
    """Columns as they were at the end of a year, or as they are now."""
    if year is None:
        return columns
    from mapapp.store.looking_back import columns_then

    return columns_then(catalogue, spec, columns, year)


def make_layer(spec: LayerSpec, features: FeatureSet, stated: tuple[Shapes, ...]) -> SceneLayer:
    """A layer of features that have been read, and of the areas that are stated of them."""
    parts = split_parts(features.geometries)
    return SceneLayer(
        spec,
        (
            *stated,
            *_grouped(parts.areas, "area", spec, features),
            *_grouped(parts.lines, "line", spec, features),
        ),
        point_marks(parts.points, spec, features),
        _area_names(parts, spec, features),
    )


def set_apart(layers: Sequence[SceneLayer], zoom: float) -> tuple[SceneLayer, ...]:
    """Layers (in drawing order) whose symbols each can be seen at a zoom; see ``fanout.py``.

    Those of dense layers stay where they are, and move no others; neither do those of layers that
    have too many together, the smallest layers first.
    """
    if not layers:
        return ()
    rows = _to_set_apart(layers)
    moving = [layer.marks.of(of_layer) for layer, of_layer in zip(layers, rows, strict=True)]
    size = world_px(level_of(zoom))
    points = np.concatenate([np.column_stack([m.world_xs, m.world_ys]) for m in moving])
    kinds = np.repeat(np.arange(len(layers)), [len(each) for each in rows])
    boxes_px = np.concatenate([m.boxes_px for m in moving])
    is_usual = np.concatenate([m.is_usual for m in moving])
    crowding = uncrowded(points * size, boxes_px, kinds, is_usual)
    ends = np.cumsum([len(each) for each in rows])[:-1]
    parts = zip(
        np.split(crowding.offsets, ends),
        np.split(crowding.counts, ends),
        np.split(points[crowding.stands], ends),
        strict=True,
    )
    return tuple(starmap(_moved, zip(layers, rows, parts, strict=True)))


def moved_symbols(layer: SceneLayer) -> Iterator[MovedSymbol]:
    """The symbols of a layer that do not simply stand on their point."""
    moved = layer.marks.of(layer.marks.is_moved)
    columns = (
        moved.fids, moved.offsets[:, 0], moved.offsets[:, 1], moved.counts, moved.world_xs,
        moved.world_ys,
    )  # fmt: skip
    for each in zip(*(column.tolist() for column in columns), strict=True):
        yield MovedSymbol(layer.spec.id, *each)


def _to_set_apart(layers: Sequence[SceneLayer]) -> list[NDArray[np.intp]]:
    """The indices of each layer's symbols that may be moved, whatever is selected in one order."""
    stays = [layer.is_dense or layer.spec.is_sized or layer.spec.is_binned for layer in layers]
    rows = [
        np.flatnonzero(layer.marks.alone & (not stay))
        for layer, stay in zip(layers, stays, strict=True)
    ]
    total = 0
    for i in sorted(range(len(layers)), key=lambda i: len(rows[i])):
        total += len(rows[i])
        kept = rows[i] if total <= MOST_CROWDED else rows[i][:0]
        rows[i] = kept[np.argsort(layers[i].marks.rows[kept], kind="stable")]
    return rows


def _moved(
    layer: SceneLayer,
    rows: NDArray[np.intp],
    where: tuple[FloatArray, NDArray[np.int32], FloatArray],
) -> SceneLayer:
    """A layer with some of its symbols standing elsewhere."""
    moved_px, stand_for, points = where
    if not moved_px.any() and (stand_for == 1).all():
        return layer
    marks = layer.marks
    offsets, counts = marks.offsets.copy(), marks.counts.copy()
    places = np.column_stack([marks.world_xs, marks.world_ys])
    offsets[rows], counts[rows], places[rows] = moved_px, stand_for, points
    xs, ys = places.T
    return replace(
        layer, marks=replace(marks, offsets=offsets, counts=counts, world_xs=xs, world_ys=ys)
    )


def _grouped(
    parts: Parts, kind: ShapeKind, spec: LayerSpec, features: FeatureSet
) -> Iterator[Shapes]:
    """Shapes by their style, in the order in which styles come up."""
    symbology, numbers = numbered(
        by_classes(features.columns, spec),
        spec.classed_by,
        lambda row: ShapeStyle(spec.style(row), kind),
        parts.owners,
    )
    for number, style in enumerate(symbology):
        of_style = parts.of(numbers == number)
        yield Shapes(style, features.fids[of_style.owners], of_style.geometries)


def _columns(spec: LayerSpec) -> tuple[str, ...]:
    """All that names and symbols of a layer go by."""
    drawn_by = spec.roles.drawn_by if spec.geometry == "point" else ()
    entity = (spec.roles.entity,) if spec.roles.entity else ()
    written = (spec.label.field,) if spec.label and spec.label.field else ()
    return tuple(
        dict.fromkeys(
            (*spec.roles.titles, *spec.roles.shorts, *entity, *drawn_by, *spec.classed_by, *written)
        )
    )


def _stated_areas(
    catalogue: LayerCatalogue,
    spec: LayerSpec,
    source: FeatureSource,
    extent: Extent | None,
    fids: NDArray[np.int64],
    columns: Mapping[str, Sequence[Any]],
) -> Iterator[Shapes]:
    """The areas that are stated of points; one reaches into a view whose point lies outside."""
    areas = catalogue.stated_areas(spec, extent)
    entity = spec.roles.entity
    if areas is None or entity is None:
        return
    wanted = sorted(set(areas.columns["entity_id"]))
    owners = _rows_by_entity(columns[entity], wanted)
    if extent is not None and len(owners) < len(wanted):
        among = Exactly(field_of_column(entity), tuple(wanted))
        features = source.read(Query(_columns(spec), where=among, placed=True))
        fids, columns = features.fids, features.columns
        owners = _rows_by_entity(columns[entity], wanted)
    groups: dict[ShapeStyle, list[tuple[int, Any]]] = {}
    for _, geometry, row in areas.rows():
        for at in owners.get(row["entity_id"], ()):
            kind: ShapeKind = "schematic" if row["kind"] == "schematic" else "stated"
            owner = {name: column[at] for name, column in columns.items()}
            group = groups.setdefault(ShapeStyle(spec.style(owner), kind), [])
            group.append((int(fids[at]), geometry))
    for style, found in groups.items():
        parts = split_parts(np.array([geometry for _, geometry in found]))
        owned = np.array([fid for fid, _ in found], dtype=np.int64)
        yield Shapes(style, owned[parts.areas.owners], parts.areas.geometries)


def _rows_by_entity(entities: Sequence[Any], wanted: Collection[str]) -> dict[str, list[int]]:
    """At which rows the features of some entities stand, of those that are there."""
    rows: dict[str, list[int]] = {}
    if known := frozenset(wanted):
        for row, entity in enumerate(entities):
            if entity in known:
                rows.setdefault(entity, []).append(row)
    return rows


def _area_names(parts: SplitParts, spec: LayerSpec, features: FeatureSet) -> Marks:
    """Where the name of a feature without a symbol stands: in its largest area."""
    if spec.label is None:
        return no_marks()
    is_unnamed = np.zeros(len(features.geometries), dtype=np.bool_)
    is_unnamed[parts.areas.owners] = True
    is_unnamed[parts.points.owners] = False
    owners = np.flatnonzero(is_unnamed)
    places = shapely.get_coordinates(shapely.point_on_surface(features.geometries[owners]))
    return name_places(places, spec, features, owners)


def _chosen_last(groups: Iterable[Shapes], chosen: NDArray[np.int64]) -> Iterator[Shapes]:
    masks = [(group, np.isin(group.fids, chosen)) for group in groups]
    yield from (group.of(~mask) for group, mask in masks if not mask.all())
    yield from (group.of(mask, selected=True) for group, mask in masks if mask.any())
