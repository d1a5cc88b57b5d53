"""Features of a file into another file: some of its layers and rows, as they are there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray

from mapapp.core.errors import DataError
from mapapp.core.expression.parser import parse
from mapapp.core.layer.source_ref import file_ref
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.source.query import Query
from mapapp.store.files.placing import LocatedLayer, placed
from mapapp.store.files.raw import ReadOptions
from mapapp.store.files.reading import raw_layers
from mapapp.store.files.targets import Target
from mapapp.store.files.writing import WrittenLayer, write_layers
from mapapp.store.sources.files import source_of

if TYPE_CHECKING:
    from mapapp.core.source.cancel import Cancel


@record
class Selection:
    """What of a file is wanted.

    Attributes:
        layer: the name of one layer; empty for all.
        where: a filter expression; empty for all rows.
    """

    layer: str = ""
    where: str = ""


def convert(
    path: Path,
    options: ReadOptions,
    wanted: Selection,
    target: Target,
    cancel: Cancel | None = None,
) -> tuple[Message, ...]:
    """Write layers of a file to another one; dates and columns stay what they are.

    Returns:
        What is odd about the file or could not be kept, a sentence each.

    Raises:
        UsageError: if the target cannot be, or cannot hold what is wanted.
        ExpressionError: if the condition is none, or asks what a layer has not.
        DataError: if the file cannot be read, or has no places.
        ExportError: if the target cannot be written.
    """
    _ = target.format  # which refuses early what cannot be
    layers = [placed(raw, options) for raw in raw_layers(path, options, wanted.layer, cancel)]
    found = [each for each in layers if each.has_places] or layers
    left_out = [each.raw.name for each in layers if each not in found]
    written = [selected(each, path, wanted.where) for each in found]
    told = [problem for each in found for problem in each.problems]
    if left_out:
        told.append(
            Message("Layers left out because they have no places: {names}.", names=left_out)
        )
    return (*told, *write_layers(written, target))


def selected(layer: LocatedLayer, path: Path, where: str) -> WrittenLayer:
    """The rows of a layer for which a condition holds, all if it is empty.

    Raises:
        ExpressionError: if it is none, or asks what the layer has not.
        DataError: if there are no such rows.
    """
    source = source_of(layer, file_ref(str(path), layer.raw.name))
    rows = np.arange(source.count())
    if where:
        rows = source.keys(Query(where=parse(where, source.schema.fields))) - 1
    if where and not len(rows):
        raise DataError("{name} has no such rows; change the condition.", name=layer.raw.name)
    table = layer.raw.table.drop_columns(
        [c for c in layer.columns if c in layer.raw.table.column_names]
    )
    shapes = _shapes(layer, rows)
    return WrittenLayer(layer.raw.name, table.take(rows), shapes, numbers=rows + 1)


def _shapes(layer: LocatedLayer, rows: NDArray[np.int64]) -> NDArray[np.object_]:
    if layer.xy is None:
        assert layer.shapes is not None  # noqa: S101 - one of both is there
        return layer.shapes[rows]
    xy = layer.xy[rows]
    points = np.asarray(shapely.points(xy), dtype=np.object_)
    points[np.isnan(xy[:, 0])] = None
    return points
