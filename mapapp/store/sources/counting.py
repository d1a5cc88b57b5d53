"""Points of one file counted by the areas of another."""

from __future__ import annotations

from pathlib import Path

from mapapp.core.errors import DataError, UsageError
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.store.files.counting import CountedAreas, Figures, count_points
from mapapp.store.files.placing import placed
from mapapp.store.files.raw import ReadOptions
from mapapp.store.files.reading import raw_layers
from mapapp.store.files.writing import WrittenLayer
from mapapp.store.sources.converting import Selection, selected


@record
class FilePart:
    """The rows of a file that are meant, and how it is to be read."""

    path: Path
    wanted: Selection
    options: ReadOptions


def count_in_files(
    points: FilePart, areas: FilePart, figures: Figures
) -> tuple[CountedAreas, tuple[Message, ...]]:
    """Count the points of a file by the areas of a file, both in degrees of WGS84.

    Returns:
        The areas with their counts, and what is odd about the files, a sentence each.

    Raises:
        UsageError: if a file has several layers and none is named, or no such column.
        ExpressionError: if a condition is none, or asks what a layer has not.
        DataError: if a file cannot be read, or has not the points or areas.
    """
    counted, odd = _layer(points)
    by, odd_too = _layer(areas)
    return count_points(counted, by, figures), (*odd, *odd_too)


def _layer(part: FilePart) -> tuple[WrittenLayer, tuple[Message, ...]]:
    known = [
        placed(raw, part.options) for raw in raw_layers(part.path, part.options, part.wanted.layer)
    ]
    found = [each for each in known if each.has_places]
    if len(found) > 1:
        raise UsageError(
            "{path} has several layers; name one as FILE:LAYER: {names}.",
            path=part.path,
            names=[each.raw.name for each in found],
        )
    if not found:
        raise DataError(
            "{path}: {problem}",
            path=part.path,
            problem=known[0].problems[-1] if known else Message("It has no layers."),
        )
    return selected(found[0], part.path, part.wanted.where), found[0].problems
