"""Points counted by the areas that they lie in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray

from mapapp.core.errors import DataError, UsageError
from mapapp.core.geo.containing import PointsInAreas, points_in_areas, row_around_the_earth
from mapapp.core.layer.feature import GeometryArray
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.texts.near_names import nearest_hint
from mapapp.store.files.column_names import told_apart
from mapapp.store.files.shapes import families_in
from mapapp.store.files.writing import WrittenLayer

if TYPE_CHECKING:
    import pyarrow as pa

COUNT = "count"


@record
class Figures:
    """What is told of the points in an area beside how many they are.

    Attributes:
        sum: a column of numbers that is added up; empty for none.
        mean: a column of numbers whose mean is taken; empty for none.
    """

    sum: str = ""
    mean: str = ""


@record(eq=False)
class CountedAreas:
    """Areas with how many points lie in each.

    Attributes:
        layer: the areas with the columns ``count`` and perhaps ``sum_…`` and ``mean_…``.
        points: how many points were asked about.
        inside: how many of them lie in an area, those in several once.
        unplaced: how many have no place.
    """

    layer: WrittenLayer
    points: int
    inside: int
    unplaced: int

    @property
    def outside(self) -> int:
        """How many points lie in no area."""
        return self.points - self.inside - self.unplaced

    @property
    def summary(self) -> Message:
        """What became of the points, one sentence."""
        return Message(
            "Points in an area: {inside:,} of {points:,}; outside of all areas: {outside:,}; "
            "without a place: {unplaced:,}.",
            inside=self.inside,
            points=self.points,
            outside=self.outside,
            unplaced=self.unplaced,
        )


def count_points(points: WrittenLayer, areas: WrittenLayer, figures: Figures) -> CountedAreas:
    """Count points by areas, which keep their rows, order and columns.

    :func:`points_in_areas` says which point counts where. Rows without a number count, but are
    left out of sum and mean; both are empty where no point in the area has a number.

    Raises:
        UsageError: if there is no such column, or it has no numbers.
        DataError: if the points are none, or the areas.
    """
    single = _single_points(points)
    _check_areas(areas)
    pairs = points_in_areas(single, areas.shapes)
    table = _with_figures(points.table, areas, pairs, figures)
    without = shapely.is_missing(single) | shapely.is_empty(single)
    layer = WrittenLayer(areas.name, table, areas.shapes)
    return CountedAreas(layer, len(single), len(np.unique(pairs.points)), int(without.sum()))


def _single_points(layer: WrittenLayer) -> GeometryArray:
    """The points of a layer; a multi-point of one point is that point."""
    shapes = layer.shapes
    is_fit = shapely.is_missing(shapes) | np.isin(shapely.get_type_id(shapes), (0, 4))
    is_fit &= shapely.get_num_geometries(shapes) <= 1
    if not is_fit.all():
        raise DataError(
            "Row {row} of {name} is no single point; choose a layer of points to count.",
            row=layer.number(int(np.flatnonzero(~is_fit)[0])),
            name=layer.name,
        )
    is_many = shapely.get_type_id(shapes) == 4
    return np.where(is_many, shapely.get_geometry(shapes, 0), shapes)


def _check_areas(layer: WrittenLayer) -> None:
    if not families_in(layer.shapes):
        raise DataError("{name} has no areas to count by; choose another layer.", name=layer.name)
    if set(families_in(layer.shapes)) != {"polygon"}:
        raise DataError(
            "{name} has other features than areas; choose a layer of areas to count by.",
            name=layer.name,
        )
    row = row_around_the_earth(layer.shapes)
    if row is not None:
        raise DataError(
            "Row {row} of {name} has an edge that runs more than half around the earth; cut the "
            "area at 180°.",
            row=layer.number(row),
            name=layer.name,
        )


def _with_figures(
    points: pa.Table, areas: WrittenLayer, pairs: PointsInAreas, figures: Figures
) -> pa.Table:
    import pyarrow as pa

    size = len(areas.shapes)
    added = {COUNT: pa.array(np.bincount(pairs.areas, minlength=size))}
    if figures.sum:
        name, values, is_whole = _numbers(points, figures.sum)
        sums, known = _sums(values, pairs, size)
        found = pa.array(np.where(known > 0, sums, np.nan), from_pandas=True)
        added[f"sum_{name}"] = found.cast(pa.int64()) if is_whole else found
    if figures.mean:
        name, values, _ = _numbers(points, figures.mean)
        sums, known = _sums(values, pairs, size)
        means = np.divide(sums, known, out=np.full(size, np.nan), where=known > 0)
        added[f"mean_{name}"] = pa.array(means, from_pandas=True)
    names, _ = told_apart([*areas.table.column_names, *added])
    return pa.table([*areas.table.columns, *added.values()], names=names)


def _numbers(table: pa.Table, column: str) -> tuple[str, NDArray[np.float64], bool]:
    """The name of a column, its numbers (NaN where it has none), and whether all are whole."""
    import pyarrow as pa

    name = next((each for each in table.column_names if each == column), None) or next(
        (each for each in table.column_names if each.casefold() == column.casefold()), None
    )
    if name is None:
        raise UsageError(
            "The points have no column {column!r}; {hint}",
            column=column,
            hint=nearest_hint(column, table.column_names),
        )
    kind = table.schema.field(name).type
    is_whole = pa.types.is_integer(kind)
    if not (is_whole or pa.types.is_floating(kind) or pa.types.is_decimal(kind)):
        raise UsageError("The column {column!r} has no numbers; choose one that has.", column=name)
    values = table.column(name).cast(pa.float64(), safe=False).to_numpy()
    return name, np.asarray(values, dtype=np.float64), is_whole


def _sums(
    values: NDArray[np.float64], pairs: PointsInAreas, size: int
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """By area: the sum of its points' numbers, and how many have one."""
    found = values[pairs.points]
    has_number = np.isfinite(found)
    of = pairs.areas[has_number]
    sums = np.bincount(of, weights=found[has_number], minlength=size).astype(np.float64)
    return sums, np.bincount(of, minlength=size)
