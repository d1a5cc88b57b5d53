"""Which layers can be edited: those that are copies of mapapp's own, read where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mapapp.core.layer.source_ref import FILE, SourceRef
from mapapp.core.record import record
from mapapp.core.source.protocol import FeatureSource
from mapapp.store.files.copies import is_copy
from mapapp.store.sources.geopackage import GeoPackageSource


@record
class EditableLayer:
    """A table that may be changed.

    Attributes:
        path: its file.
        table: its name there.
        types: the declared type of each column that can be shown.
        has_points: whether its features are points, so that they can be moved and new ones added.
    """

    path: Path
    table: str
    types: Mapping[str, str]
    has_points: bool


def may_be_edited(ref: SourceRef) -> bool:
    """Whether a reference is to a copy of mapapp's own."""
    return ref.kind == FILE and is_copy(Path(ref.uri))


def editable_layer(source: FeatureSource) -> EditableLayer | None:
    """What of a source can be changed; None for somebody's own file, or none that stays in place.

    What was read into memory cannot be: its keys are not those of the file.
    """
    if not isinstance(source, GeoPackageSource) or not may_be_edited(source.ref):
        return None
    parts = source.parts
    types = {name: parts.types[name] for name in parts.columns}
    is_points = source.schema.geometry == "point"
    return EditableLayer(Path(source.ref.uri), parts.name, types, is_points)
