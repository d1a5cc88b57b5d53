"""The symbols of a layer as columns: one entry a point, however many there are.

Nothing here is a Python object of its own for each point, so that a million of them can be read,
filtered and sent to the page in less than a second.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.geo.geometry_parts import Parts
from mapapp.core.geo.mercator import world_x, world_y
from mapapp.core.layer.feature import FeatureSet
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.record import record
from mapapp.core.source.answers import PointSet
from mapapp.core.text import Language, Text, value_text
from mapapp.render.scene.fanout import Offset
from mapapp.render.scene.symbols import MarkStyle, mark_style, symbol_box_px

Fids = Collection[int] | NDArray[np.int64]
"""Keys of features: a set, or an array, which is quicker for many."""

_T = TypeVar("_T")
_NO_STYLE = -1
_SEEN_PX = 1.0


def fid_array(fids: Fids) -> NDArray[np.int64]:
    """Keys of features as an int64 array (n,)."""
    return fids if isinstance(fids, np.ndarray) else np.fromiter(fids, np.int64, len(fids))


@record(eq=False)
class Texts:
    """Ids, entities and names of features, by row; a name is made only where it is asked for.

    A column may be absent, that is, empty.
    """

    ids: Sequence[Any] = ()
    entities: Sequence[Any] = ()
    names_en: Sequence[Any] = ()
    names_zh: Sequence[Any] = ()
    shorts_en: Sequence[Any] = ()
    shorts_zh: Sequence[Any] = ()

    def id(self, row: int) -> str:
        """The id of a row, or an empty text."""
        return _cell(self.ids, row)

    def entity(self, row: int) -> str:
        """Whose facts the feature of a row has, or an empty text."""
        return _cell(self.entities, row)

    def name(self, row: int) -> Text:
        """The name of a row in both languages; either may be empty."""
        return Text(_cell(self.names_en, row), _cell(self.names_zh, row))

    def short(self, row: int) -> Text:
        """The short name of a row in both languages; either is mostly empty."""
        return Text(_cell(self.shorts_en, row), _cell(self.shorts_zh, row))


@record
class SceneMark:
    """One symbol, or without ``style`` the place in an area where its name stands.

    Attributes:
        fid, id, name: of the feature.
        short: a shorter name; mostly empty.
        entity: whose facts the feature has, or an empty text.
        style: how it is marked.
        lon, lat: the point in degrees (EPSG:4326).
        part: number of the point within its feature, from 0.
        offset: how many pixels right and down of the point it is drawn.
        selected: whether it stands out.
        count: how many symbols it stands for; 0 if another stands for it.
        half_px: half the side of the symbol's box, which is the same in all themes.
    """

    fid: int
    id: str
    entity: str
    name: Text
    short: Text
    style: MarkStyle | None
    lon: float
    lat: float
    part: int
    offset: Offset
    selected: bool
    count: int
    half_px: float | None

    @property
    def is_moved(self) -> bool:
        """Whether an eye sees that it does not stand on its point."""
        return self.count > 0 and math.hypot(*self.offset) > _SEEN_PX

    def title(self, language: Language) -> str:
        """The name in one language, or the other where that is missing."""
        return self.name.get(language) or self.name.en or self.name.zh or self.id


@record(eq=False)
class Marks:
    """Symbols as columns of one length n, in drawing order.

    Iterating gives each as a :class:`SceneMark`: for a few, such as those of a view.

    Attributes:
        fids: int64 (n,), keys of their features.
        lons, lats: float64 (n,), degrees (EPSG:4326).
        world_xs, world_ys: float64 (n,), where each stands but for its offset, in world coordinates
            (``core/geo/mercator.py``): its point, or that of the one that stands for it.
        styles: int32 (n,), which of ``symbology`` each has; -1 for the mere place of a name.
        parts: int32 (n,), number of the point within its feature, from 0.
        alone: bool (n,), whether it is the only point of its feature; only these are moved aside.
        selected: bool (n,), whether it stands out.
        offsets: float64 (n, 2), CSS pixels right and down of there at which it is drawn.
        counts: int32 (n,), how many symbols it stands for; 0 if another stands for it.
        rows: int64 (n,), row of its feature in ``texts``.
        symbology: how they are marked, whatever the theme.
        texts: ids, entities and names of the features.
    """

    fids: NDArray[np.int64]
    lons: FloatArray
    lats: FloatArray
    world_xs: FloatArray
    world_ys: FloatArray
    styles: NDArray[np.int32]
    parts: NDArray[np.int32]
    alone: NDArray[np.bool_]
    selected: NDArray[np.bool_]
    offsets: FloatArray
    counts: NDArray[np.int32]
    rows: NDArray[np.int64]
    symbology: tuple[MarkStyle, ...]
    texts: Texts

    def __len__(self) -> int:
        return len(self.fids)

    def __iter__(self) -> Iterator[SceneMark]:
        return self.each(range(len(self)))

    def each(self, indices: Iterable[int]) -> Iterator[SceneMark]:
        """Some of them one by one, by their indices."""
        half_px = functools.cache(lambda number: _box_px(self.symbology[number]) / 2)
        return (self._mark(i, half_px) for i in indices)

    def mark(self, i: int) -> SceneMark:
        """One of them."""
        return next(self.each([i]))

    def _mark(self, i: int, half_px: Callable[[int], float]) -> SceneMark:
        number, row = int(self.styles[i]), int(self.rows[i])
        style = None if number == _NO_STYLE else self.symbology[number]
        return SceneMark(
            fid=int(self.fids[i]),
            id=self.texts.id(row),
            entity=self.texts.entity(row),
            name=self.texts.name(row),
            short=self.texts.short(row),
            style=style,
            lon=float(self.lons[i]),
            lat=float(self.lats[i]),
            part=int(self.parts[i]),
            offset=(float(self.offsets[i, 0]), float(self.offsets[i, 1])),
            selected=bool(self.selected[i]),
            count=int(self.counts[i]),
            half_px=None if style is None else half_px(number),
        )

    @property
    def is_moved(self) -> NDArray[np.bool_]:
        """Bool (n,), which do not simply stand on their point."""
        return np.asarray((self.offsets != 0).any(axis=1) | (self.counts != 1))

    @property
    def boxes_px(self) -> FloatArray:
        """float64 (n,), side of each symbol's box in CSS pixels; NaN without a symbol."""
        return np.array([*map(_box_px, self.symbology), np.nan])[self.styles]

    @property
    def is_usual(self) -> NDArray[np.bool_]:
        """Which symbols are of what is there, neither planned nor closed: bool (n,)."""
        return np.array([*map(_is_usual, self.symbology), False])[self.styles]

    def of(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> Marks:
        """Some of them, by a mask or by their indices."""
        return Marks(
            self.fids[chosen], self.lons[chosen], self.lats[chosen], self.world_xs[chosen],
            self.world_ys[chosen], self.styles[chosen], self.parts[chosen], self.alone[chosen],
            self.selected[chosen], self.offsets[chosen], self.counts[chosen],
            self.rows[chosen], self.symbology, self.texts,
        )  # fmt: skip

    def only(self, fids: Fids) -> Marks:
        """Those of some features."""
        return self.of(np.isin(self.fids, fid_array(fids)))

    def unmoved(self) -> Marks:
        """All of them on their own points, each for itself."""
        return replace(
            self,
            world_xs=world_x(self.lons),
            world_ys=world_y(self.lats),
            offsets=np.zeros_like(self.offsets),
            counts=np.ones_like(self.counts),
        )

    def selecting(self, fids: Fids) -> Marks:
        """The same, those of some features last and selected."""
        chosen = np.isin(self.fids, fid_array(fids))
        if not chosen.any():
            return self
        order = np.argsort(chosen, kind="stable")
        return replace(self.of(order), selected=chosen[order])


def single_marks(points: PointSet, spec: LayerSpec) -> Marks:
    """A symbol for each of some features that are single points."""
    rows = np.arange(len(points.keys))
    symbology, styles = numbered_symbology(spec, points.columns, rows)
    marks = _marks(
        points.xy, points.keys, rows, _texts(spec, points.columns),
        styles=styles, symbology=symbology, parts=np.zeros(len(rows), np.int32),
        alone=np.ones(len(rows), np.bool_),
    )  # fmt: skip
    return _large_first(marks) if spec.is_sized else marks


def point_marks(points: Parts, spec: LayerSpec, features: FeatureSet) -> Marks:
    """A symbol for each point of some features."""
    owners = points.owners
    counts = np.bincount(owners, minlength=len(features))
    index = np.arange(len(owners))
    begins = np.diff(owners, prepend=-1) != 0
    number = index - np.maximum.accumulate(np.where(begins, index, 0))
    symbology, styles = numbered_symbology(spec, features.columns, owners)
    marks = _marks(
        shapely.get_coordinates(points.geometries), features.fids, owners,
        _texts(spec, features.columns),
        styles=styles, symbology=symbology, parts=number.astype(np.int32),
        alone=counts[owners] == 1,
    )  # fmt: skip
    return _large_first(marks) if spec.is_sized else marks


def _large_first(marks: Marks) -> Marks:
    """The same, small symbols over large ones, which would hide them."""
    return marks.of(np.argsort(-marks.boxes_px, kind="stable"))


def name_places(
    places: FloatArray, spec: LayerSpec, features: FeatureSet, owners: NDArray[np.intp]
) -> Marks:
    """Where names stand without a symbol: positions (n, 2) in degrees, of features by row."""
    return _name_places(places, features.fids, owners, _texts(spec, features.columns))


def _name_places(
    places: FloatArray, fids: NDArray[np.int64], owners: NDArray[np.intp], texts: Texts
) -> Marks:
    count = len(owners)
    return _marks(
        places, fids, owners, texts,
        styles=np.full(count, _NO_STYLE, np.int32), symbology=(), parts=np.zeros(count, np.int32),
        alone=np.ones(count, np.bool_),
    )  # fmt: skip


def no_marks() -> Marks:
    """None at all."""
    return _name_places(np.empty((0, 2)), np.empty(0, np.int64), np.empty(0, np.intp), Texts())


def numbered(
    columns: Mapping[str, Sequence[Any]],
    fields: Sequence[str],
    make: Callable[[Mapping[str, Any]], _T],
    rows: NDArray[np.intp],
) -> tuple[list[_T], NDArray[np.int32]]:
    """What is made of some fields, each once, and which of it belongs to each of some rows.

    ``make`` is called once for each combination of values. What is equal has one number, from
    0, in the order in which it comes up.
    """
    there = [name for name in dict.fromkeys(fields) if name in columns]
    if not there:
        return ([make({})] if len(rows) else []), np.zeros(len(rows), np.int32)
    values = list(zip(*(_taken(columns[name], rows) for name in there), strict=True))
    known: dict[_T, int] = {}
    numbers = {
        each: known.setdefault(make(dict(zip(there, each, strict=True))), len(known))
        for each in dict.fromkeys(values)
    }
    return list(known), np.fromiter(map(numbers.__getitem__, values), np.int32, len(values))


def by_classes(columns: Mapping[str, Sequence[Any]], spec: LayerSpec) -> Mapping[str, Any]:
    """Columns in which, where symbols go by numbers, few stand for all of them."""
    classes = spec.classes
    if classes is None or classes.kind in ("categorised", "density"):
        return columns
    if classes.field in spec.roles.drawn_by:
        return columns
    from mapapp.render.scene.steps import with_steps

    return with_steps(columns, classes)


def _box_px(style: MarkStyle) -> float:
    """The side of a symbol's box, which is the same in all themes."""
    return symbol_box_px(style.get("light"))


def _is_usual(style: MarkStyle) -> bool:
    return style.get("light").fill != "outline"


def _cell(column: Sequence[Any], row: int) -> str:
    value = column[row] if len(column) else None
    return "" if value is None else str(value)


def _texts(spec: LayerSpec, columns: Mapping[str, Sequence[Any]]) -> Texts:
    roles = spec.roles
    wanted = (
        roles.id, roles.entity, roles.name_en, roles.name_zh, roles.short_en, roles.short_zh,
    )  # fmt: skip
    texts = Texts(*(columns.get(name or "", ()) for name in wanted))
    if spec.label is None or not spec.label.field:
        return texts
    written = [value_text(value) for value in columns.get(spec.label.field, ())]
    return replace(texts, names_en=written, names_zh=written, shorts_en=(), shorts_zh=())


def numbered_symbology(
    spec: LayerSpec, columns: Mapping[str, Sequence[Any]], rows: NDArray[np.intp]
) -> tuple[tuple[MarkStyle, ...], NDArray[np.int32]]:
    """How features are marked, each style once, and which each row has."""
    fields = (*spec.roles.drawn_by, *spec.classed_by)
    columns = by_classes(columns, spec)
    symbology, styles = numbered(columns, fields, lambda row: mark_style(spec, row), rows)
    return tuple(symbology), styles


def _taken(column: Sequence[Any], rows: NDArray[np.intp]) -> Sequence[Any]:
    """The values of some rows, in their order."""
    is_whole = len(rows) == len(column) and bool((np.diff(rows, prepend=-1) == 1).all())
    return column if is_whole else [column[i] for i in rows.tolist()]


def _marks(
    positions: FloatArray,
    fids: NDArray[np.int64],
    owners: NDArray[np.intp],
    texts: Texts,
    **told: Any,  # noqa: ANN401 - fields of Marks
) -> Marks:
    lons, lats = positions[:, 0], positions[:, 1]
    return Marks(
        fids=fids[owners],
        lons=lons,
        lats=lats,
        world_xs=world_x(lons),
        world_ys=world_y(lats),
        selected=np.zeros(len(owners), np.bool_),
        offsets=np.zeros((len(owners), 2)),
        counts=np.ones(len(owners), np.int32),
        rows=owners.astype(np.int64),
        texts=texts,
        **told,
    )
