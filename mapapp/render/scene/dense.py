"""A layer of very many features: columns of numbers, of which each view gets what it can show.

It is never a geometry object for each feature, and no name of a feature is kept: what is asked of
one is read from its source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mapapp.core.geo.arrays import distinct
from mapapp.core.geo.geometry_parts import Parts, split_parts
from mapapp.core.geo.mercator import world_x, world_y
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.record import record
from mapapp.core.source.answers import Keys, PointSet
from mapapp.core.source.cancel import Cancel
from mapapp.core.source.protocol import FeatureSource, PointsInPieces
from mapapp.core.source.query import EVERYTHING, Query
from mapapp.render.scene.dense_file import KEPT, KeptPoints, fingerprint, keep, kept_points
from mapapp.render.scene.dense_near import nearest_shape
from mapapp.render.scene.dense_points import DensePoints, Shown, dense_points, fixed
from mapapp.render.scene.dense_shapes import DenseShapes, StyledParts, dense_shapes
from mapapp.render.scene.marks import Fids, fid_array, numbered, numbered_symbology
from mapapp.render.scene.symbols import MarkStyle, ShapeKind, ShapeStyle, bin_styles
from mapapp.render.view.viewport import Viewport
from mapapp.store.catalogue import LayerCatalogue

VIEWED = 20_000
"""A layer of so many features goes to the page view by view, and not as a whole."""

_READ_AT_ONCE = 5_000
"""So many geometries become objects at once: meanwhile no other thread runs."""


@record(eq=False)
class DenseLayer:
    """A layer of very many features as it is drawn: areas and lines, points over them.

    Attributes:
        spec: what it is.
        keys: int64 (n,), of its features, rising; ``rows`` of points and shapes count these.
        points, shapes: where they are, and how each is drawn.
        symbology: how points are marked, by number.
        styles: how lines and areas are drawn, by number.
        shown: bool (n,), which features are shown; None for all.
        selected: bool (n,), which stand out; None for none.
    """

    spec: LayerSpec
    keys: Keys
    points: DensePoints
    shapes: DenseShapes
    symbology: tuple[MarkStyle, ...]
    styles: tuple[ShapeStyle, ...]
    shown: Shown | None = None
    selected: Shown | None = None
    _seen: list[DensePoints] = field(default_factory=list)

    def only(self, fids: Fids | None) -> DenseLayer:
        """What is drawn of some features; of all of them for None."""
        return replace(self, shown=None if fids is None else self._mask(fids), _seen=[])

    def selecting(self, fids: Fids) -> DenseLayer:
        """The layer with these features standing out."""
        return replace(self, selected=self._mask(fids) if len(fids) else None)

    @property
    def seen(self) -> DensePoints:
        """The points of the features that are shown, put apart when they are first asked for."""
        if self.shown is None:
            return self.points
        if not self._seen:
            self._seen.append(self.points.of(self.shown))
        return self._seen[0]

    @property
    def apart(self) -> Shown | None:
        """Which of the features that are shown do not stand out; None for all of them."""
        return None if self.selected is None else ~self.selected

    @property
    def plain(self) -> Shown | None:
        """Which features are drawn as all are."""
        if self.selected is None:
            return self.shown
        return ~self.selected if self.shown is None else self.shown & ~self.selected

    @property
    def chosen(self) -> Shown | None:
        """Which features are drawn so as to stand out; None for none."""
        if self.selected is None or self.shown is None:
            return self.selected
        return self.selected & self.shown

    def few_in(self, view: Viewport, most: int) -> Keys | None:
        """The features that a view shows, rising, or None if there are more than so many."""
        points = self.points.few_rows(view, self.shown, most)
        shapes = None if points is None else self.shapes.few_rows(view, self.shown, most)
        if points is None or shapes is None:
            return None
        keys = distinct(self.keys[np.concatenate([points, shapes])])
        return keys if len(keys) <= most else None

    def nearest(self, x: float, y: float, within: float) -> tuple[int, MarkStyle, float] | None:
        """The feature whose symbol stands nearest to a position, that, and how far off it is.

        In world coordinates; None where there is none ``within`` reach.
        """
        found = self.points.nearest(x, y, within, self.shown)
        if found is None:
            return None
        at, away = found
        style = self.symbology[self.points.styles[at]]
        return int(self.keys[self.points.rows[at]]), style, away

    def shape_near(self, x: float, y: float, within: float) -> tuple[int, float] | None:
        """The feature whose line or area is nearest to a position, and how far off that is.

        In world coordinates; None where there is none ``within`` reach.
        """
        is_area = np.array([style.kind != "line" for style in self.styles], np.bool_)
        found = nearest_shape(self.shapes, is_area, x, y, within, self.shown)
        return (int(self.keys[found[0]]), found[1]) if found else None

    def _mask(self, fids: Fids) -> Shown:
        wanted = fid_array(fids)
        at = np.searchsorted(self.keys, wanted)
        there = at < len(self.keys)
        there[there] = self.keys[at[there]] == wanted[there]
        mask = np.zeros(len(self.keys), np.bool_)
        mask[at[there]] = True
        return mask


def is_viewed(catalogue: LayerCatalogue, spec: LayerSpec) -> bool:
    """Whether a layer goes to the page view by view.

    What the atlas knows more of than its table has (areas, years) is drawn as a whole. Of a density
    each view is counted.
    """
    if spec.is_binned:
        return True
    if spec.roles.entity is not None:
        return False
    return catalogue.open(spec.source).count(EVERYTHING) >= VIEWED


def read_dense(
    catalogue: LayerCatalogue, spec: LayerSpec, cancel: Cancel | None = None
) -> DenseLayer:
    """A layer with all its features, nothing selected; it need not be one of the catalogue's.

    Raises:
        DataError: if its source cannot be read.
        ReadCancelledError: if ``cancel`` was set before it was read.
    """
    layer = _read(catalogue.open(spec.source), spec, cancel)
    if not spec.is_binned:
        return layer
    return replace(layer, shapes=dense_shapes(()), styles=bin_styles(spec))


def _read(source: FeatureSource, spec: LayerSpec, cancel: Cancel | None) -> DenseLayer:
    query = Query(_columns(spec), placed=True)
    is_kept = spec.geometry == "point" and not query.columns and source.count() >= KEPT
    if is_kept and (found := kept_points(spec.source)):
        return _alike(spec, found)
    made_of = fingerprint(spec.source) if is_kept else None
    read = _read_points(spec, source, query, cancel) if spec.geometry == "point" else None
    if read is None:
        return _Reading(spec).of(source, query, cancel)
    if made_of is None or read.points.has_styles:
        return read
    return _alike(spec, keep(spec.source, made_of, KeptPoints(read.keys, read.points)))


def _alike(spec: LayerSpec, found: KeptPoints) -> DenseLayer:
    """A layer of points that are all drawn alike."""
    symbology, _ = numbered_symbology(spec, {}, np.zeros(1, np.intp))
    return DenseLayer(spec, found.keys, found.points, dense_shapes(()), symbology, ())


def _read_points(
    spec: LayerSpec, source: FeatureSource, query: Query, cancel: Cancel | None
) -> DenseLayer | None:
    """A layer of which each feature is a single point; None unless that is so."""
    symbology: dict[MarkStyle, int] = {}
    pieces: list[tuple[NDArray[Any], ...]] = []
    for piece in _pieces(source, query, cancel):
        if piece is None:
            return None
        rows = np.arange(len(piece.keys))
        found, numbers = numbered_symbology(spec, piece.columns, rows)
        styles = _renumbered(found, numbers, symbology)
        xs, ys = fixed(world_x(piece.xy[:, 0])), fixed(world_y(piece.xy[:, 1]))
        pieces.append((piece.keys, xs, ys, styles))
    keys, xs, ys, styles = map(np.concatenate, zip(*pieces, strict=True))
    points = dense_points(xs, ys, np.arange(len(keys), dtype=np.uint32), styles)
    return DenseLayer(spec, keys, points, dense_shapes(()), tuple(symbology), ())


def _pieces(
    source: FeatureSource, query: Query, cancel: Cancel | None
) -> Iterator[PointSet | None]:
    if isinstance(source, PointsInPieces):
        return source.point_pieces(query, cancel)
    return iter([source.read_points(query, cancel)])


class _Reading:
    """Reads a layer of any geometries, some features at once."""

    def __init__(self, spec: LayerSpec) -> None:
        self._spec = spec
        self._symbology: dict[MarkStyle, int] = {}
        self._styles: dict[ShapeStyle, int] = {}
        self._points: list[tuple[NDArray[Any], ...]] = []

    def of(self, source: FeatureSource, query: Query, cancel: Cancel | None) -> DenseLayer:
        keys = np.sort(source.keys(EVERYTHING, cancel))
        shapes = dense_shapes(self._pieces(source, query, keys, cancel))
        return DenseLayer(
            self._spec,
            keys,
            self._all_points(),
            shapes,
            tuple(self._symbology),
            tuple(self._styles),
        )

    def _pieces(
        self, source: FeatureSource, query: Query, keys: Keys, cancel: Cancel | None
    ) -> Iterator[StyledParts]:
        """The lines and areas; points are put aside."""
        for begin in range(0, len(keys), _READ_AT_ONCE):
            some = tuple(keys[begin : begin + _READ_AT_ONCE].tolist())
            features = source.read(replace(query, keys=some), cancel)
            rows = np.searchsorted(keys, features.fids).astype(np.uint32)
            parts = split_parts(features.geometries)
            self._put_aside(parts.points, rows, features.columns)
            yield self._styled(parts.areas, "area", rows, features.columns)
            yield self._styled(parts.lines, "line", rows, features.columns)

    def _styled(
        self,
        parts: Parts,
        kind: ShapeKind,
        rows: NDArray[np.uint32],
        columns: Mapping[str, Sequence[Any]],
    ) -> StyledParts:
        spec = self._spec
        found, numbers = numbered(
            columns, spec.classed_by, lambda row: ShapeStyle(spec.style(row), kind), parts.owners
        )
        return parts, rows[parts.owners], _renumbered(found, numbers, self._styles)

    def _put_aside(
        self, parts: Parts, rows: NDArray[np.uint32], columns: Mapping[str, Sequence[Any]]
    ) -> None:
        import shapely

        if not len(parts.owners):
            return
        found, numbers = numbered_symbology(self._spec, columns, parts.owners)
        xy = shapely.get_coordinates(parts.geometries)
        styles = _renumbered(found, numbers, self._symbology)
        xs, ys = fixed(world_x(xy[:, 0])), fixed(world_y(xy[:, 1]))
        self._points.append((xs, ys, rows[parts.owners], styles))

    def _all_points(self) -> DensePoints:
        none = (*(np.empty(0, np.uint32) for _ in range(3)), np.empty(0, np.uint16))
        xs, ys, rows, styles = map(np.concatenate, zip(none, *self._points, strict=True))
        return dense_points(xs, ys, rows, styles)


def _renumbered(
    found: Sequence[Any], numbers: NDArray[np.int32], known: dict[Any, int]
) -> NDArray[np.uint16]:
    """Numbers of some styles as those of all that are known, which the new ones join."""
    number_of = [known.setdefault(each, len(known)) for each in found]
    return np.array(number_of, np.uint16)[numbers] if number_of else numbers.astype(np.uint16)


def _columns(spec: LayerSpec) -> tuple[str, ...]:
    """All that symbols of a layer go by."""
    drawn_by = spec.roles.drawn_by if spec.geometry == "point" else ()
    return tuple(dict.fromkeys((*drawn_by, *spec.classed_by)))
