"""What is drawn of a layer, and in which order: stated here once, for every engine.

The painter turns it into pixels of a view (``render/scene/scene.py``), the page and the standalone
map are sent it as JSON (``render/page/layers.py``). Within a layer areas come first, lines over
them, symbols on top; of shapes and of symbols the selected ones come last. A layer never leaves
its place among the others for a selection. Positions are EPSG:4326 degrees.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from mapapp.core.geo.extent import Extent
from mapapp.core.geo.geometry_parts import Parts, SplitParts, split_parts
from mapapp.core.layer.feature import FeatureSet, GeometryArray
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.text import Text
from mapapp.render.scene.fanout import Offset, fan_out
from mapapp.render.scene.symbols import MarkLook, ShapeKind, ShapeLook, mark_look, symbol_box_px
from mapapp.store.geopackage import GeoPackage
from mapapp.store.styled import read_styled

_COLUMNS = ("id", "name_en", "name_zh")
_NO_OFFSET: Offset = (0.0, 0.0)
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Shapes:
    """Lines or areas that are drawn alike.

    ``geometries`` are single ones, of the features ``fids``.
    """

    look: ShapeLook
    fids: NDArray[np.int64]
    geometries: GeometryArray
    selected: bool = False

    def of(self, chosen: NDArray[np.bool_], *, selected: bool = False) -> Shapes:
        """Some of them."""
        return replace(
            self, fids=self.fids[chosen], geometries=self.geometries[chosen], selected=selected
        )


@dataclass(frozen=True, slots=True)
class SceneMark:
    """A symbol, or without ``look`` the place in an area where its name stands.

    Attributes:
        fid, id, name: of the feature.
        look: how it is marked.
        lon, lat: the point in degrees.
        part: number of the point within its feature, from 0.
        offset: how many pixels right and down of the point it is drawn.
        selected: whether it stands out.
        alone: whether it is the only point of its feature; only these are moved aside.
    """

    fid: int
    id: str
    name: Text
    look: MarkLook | None
    lon: float
    lat: float
    part: int = 0
    offset: Offset = _NO_OFFSET
    selected: bool = False
    alone: bool = True

    @property
    def half_px(self) -> float | None:
        """Half the side of the symbol's box, which is the same in all themes."""
        return None if self.look is None else symbol_box_px(self.look.get("light")) / 2


@dataclass(frozen=True, slots=True)
class SceneLayer:
    """A layer as it is drawn, each group and each mark over those before it.

    ``opacity`` is how much it covers, from 0 to 1. ``names`` are the places of the names of
    areas; symbols have their names beside them.
    """

    spec: LayerSpec
    shapes: tuple[Shapes, ...] = ()
    marks: tuple[SceneMark, ...] = ()
    names: tuple[SceneMark, ...] = ()
    opacity: float = 1.0

    def only(self, fids: Collection[int] | None) -> SceneLayer:
        """What is drawn of some features; of all of them for None."""
        if fids is None:
            return self
        kept = np.fromiter(fids, np.int64, len(fids))
        shapes = (group.of(np.isin(group.fids, kept)) for group in self.shapes)
        return replace(
            self,
            shapes=tuple(group for group in shapes if len(group.fids)),
            marks=tuple(mark for mark in self.marks if mark.fid in fids),
            names=tuple(mark for mark in self.names if mark.fid in fids),
        )

    def selecting(self, fids: Collection[int]) -> SceneLayer:
        """The layer with these features drawn last, to stand out."""
        if not fids:
            return self
        return replace(
            self,
            shapes=tuple(_chosen_last(self.shapes, fids)),
            marks=tuple(_marks_chosen_last(self.marks, fids)),
            names=tuple(_marks_chosen_last(self.names, fids)),
        )


def read_layer(
    file: GeoPackage, spec: LayerSpec, extent: Extent | None = None, year: int | None = None
) -> SceneLayer:
    """A layer with its stated areas, now or as known at the end of a year, nothing selected."""
    features = read_styled(file, spec, _COLUMNS, extent, year)
    parts = split_parts(features.geometries)
    rows = [row for _, _, row in features.rows()]
    return SceneLayer(
        spec,
        (
            *_stated_areas(file, spec, features, rows, extent, year),
            *_grouped(parts.areas, "area", spec, features.fids, rows),
            *_grouped(parts.lines, "line", spec, features.fids, rows),
        ),
        tuple(_marks(parts.points, spec, features.fids, rows)),
        tuple(_area_names(parts, spec, features, rows)),
    )


def set_apart(layers: Sequence[SceneLayer]) -> tuple[SceneLayer, ...]:
    """Layers whose symbols of one and the same point are drawn around it, in drawing order."""
    stacked = [mark for layer in layers for mark in layer.marks if mark.alone]
    places = [(round(mark.lon, _DECIMALS), round(mark.lat, _DECIMALS)) for mark in stacked]
    boxes = [2 * (mark.half_px or 0.0) for mark in stacked]
    offsets = iter(fan_out(places, boxes))
    return tuple(
        replace(
            layer,
            marks=tuple(
                replace(mark, offset=next(offsets)) if mark.alone else mark for mark in layer.marks
            ),
        )
        for layer in layers
    )


def _grouped(
    parts: Parts,
    kind: ShapeKind,
    spec: LayerSpec,
    fids: NDArray[np.int64],
    rows: Sequence[Mapping[str, Any]],
) -> Iterator[Shapes]:
    """Shapes by their look, in the order in which looks come up."""
    if spec.classes is None:
        looks = [ShapeLook(spec.symbol, kind)] if len(parts.owners) else []
        numbers = np.zeros(len(parts.owners), dtype=np.intp)
    else:
        known: dict[ShapeLook, int] = {}
        told = [ShapeLook(spec.look(rows[i]), kind) for i in parts.owners]
        numbers = np.array([known.setdefault(look, len(known)) for look in told], dtype=np.intp)
        looks = list(known)
    for number, look in enumerate(looks):
        of_look = parts.of(numbers == number)
        yield Shapes(look, fids[of_look.owners], of_look.geometries)


def _stated_areas(
    file: GeoPackage,
    spec: LayerSpec,
    features: FeatureSet,
    rows: Sequence[Mapping[str, Any]],
    extent: Extent | None,
    year: int | None,
) -> Iterator[Shapes]:
    """The areas that are stated of points; one reaches into a view whose point lies outside."""
    if spec.geometry != "point":
        return
    areas = file.read("extent", extent=extent, columns=("entity_id", "kind"))
    stated = [row for _, _, row in areas.rows()]
    owners = {row["id"]: (fid, row) for fid, row in zip(features.fids.tolist(), rows, strict=True)}
    missing = {row["entity_id"] for row in stated} - owners.keys()
    if extent is not None and any(file.by_id(spec.table, id_) for id_ in missing):
        whole = read_styled(file, spec, _COLUMNS, year=year)
        owners = {row["id"]: (fid, row) for fid, _, row in whole.rows()}
    groups: dict[ShapeLook, list[tuple[int, Any]]] = {}
    for geometry, row in zip(areas.geometries, stated, strict=True):
        if row["entity_id"] in owners:
            fid, owner = owners[row["entity_id"]]
            kind: ShapeKind = "schematic" if row["kind"] == "schematic" else "stated"
            groups.setdefault(ShapeLook(spec.look(owner), kind), []).append((fid, geometry))
    for look, found in groups.items():
        parts = split_parts(np.array([geometry for _, geometry in found]))
        fids = np.array([fid for fid, _ in found], dtype=np.int64)
        yield Shapes(look, fids[parts.areas.owners], parts.areas.geometries)


def _marks(
    points: Parts,
    spec: LayerSpec,
    fids: NDArray[np.int64],
    rows: Sequence[Mapping[str, Any]],
) -> Iterator[SceneMark]:
    """A symbol for each point of a feature."""
    counts = np.bincount(points.owners, minlength=len(rows)).tolist()
    number, last = 0, -1
    positions = shapely.get_coordinates(points.geometries).tolist()
    for owner, (lon, lat) in zip(points.owners.tolist(), positions, strict=True):
        number = number + 1 if owner == last else 0
        last, row = owner, rows[owner]
        look, alone = mark_look(spec, row), counts[owner] == 1
        fid = int(fids[owner])
        yield SceneMark(fid, row["id"], _name(row), look, lon, lat, number, alone=alone)


def _area_names(
    parts: SplitParts, spec: LayerSpec, features: FeatureSet, rows: Sequence[Mapping[str, Any]]
) -> Iterator[SceneMark]:
    """Where the name of a feature without a symbol stands: in its largest area."""
    if spec.label is None:
        return
    owners = np.setdiff1d(parts.areas.owners, parts.points.owners)
    places = shapely.get_coordinates(shapely.point_on_surface(features.geometries[owners]))
    for owner, (lon, lat) in zip(owners.tolist(), places.tolist(), strict=True):
        row = rows[owner]
        yield SceneMark(int(features.fids[owner]), row["id"], _name(row), None, lon, lat)


def _name(row: Mapping[str, Any]) -> Text:
    return Text(row["name_en"] or "", row["name_zh"] or "")


def _chosen_last(groups: Iterable[Shapes], fids: Collection[int]) -> Iterator[Shapes]:
    chosen = np.fromiter(fids, np.int64, len(fids))
    masks = [(group, np.isin(group.fids, chosen)) for group in groups]
    yield from (group.of(~mask) for group, mask in masks if not mask.all())
    yield from (group.of(mask, selected=True) for group, mask in masks if mask.any())


def _marks_chosen_last(marks: Sequence[SceneMark], fids: Collection[int]) -> Iterator[SceneMark]:
    yield from (mark for mark in marks if mark.fid not in fids)
    yield from (replace(mark, selected=True) for mark in marks if mark.fid in fids)
