"""What is said of a layer of a file before anybody adds it to a map."""

from __future__ import annotations

from typing import Literal

from mapapp.core.layer.spec import Geometry
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.source.boxes import Bounds

SAMPLE_ROWS = 20
"""So many rows of a layer are shown before it is added."""

ColumnType = Literal[
    "integer", "real", "text", "date", "datetime", "time", "boolean", "binary", "other"
]
LayerGeometry = Literal["point", "line", "polygon", "mixed", "none"]


@record
class ColumnReport:
    """A column of a layer: its name and what its values are."""

    name: str
    type: ColumnType


@record(eq=False)
class LayerReport:
    """What is known of a layer of a file.

    Attributes:
        name: what the file calls it.
        geometry: the kind of its geometries; ``none`` also where their place is not known.
        kinds: all kinds that there are; each becomes a layer of the map.
        crs: the reference system of the file, or None where it is not known.
        crs_guess: what it may be where it is not known; else None.
        features: how many rows it has.
        extent: west, south, east, north in degrees of WGS84; None without places.
        fields: its columns in their order.
        encoding: how its texts are written.
        coordinate_columns: those that the places come from; empty where it has geometries.
        problems: what is odd about it, a sentence each.
        sample: the values of its first rows, as texts, None where there are none.
    """

    name: str
    geometry: LayerGeometry
    kinds: tuple[Geometry, ...]
    crs: str | None
    crs_guess: str | None
    features: int
    extent: Bounds | None
    fields: tuple[ColumnReport, ...]
    encoding: str
    coordinate_columns: tuple[str, ...]
    problems: tuple[Message, ...]
    sample: tuple[tuple[str | None, ...], ...]
