"""The styles that QGIS keeps in a GeoPackage beside the layers: the table ``layer_styles``."""

from __future__ import annotations

from pathlib import Path

from mapapp.core.errors import StyleError
from mapapp.core.layer.source_ref import FILE, GEOPACKAGE
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.styling.qml_reading import FoundStyle, read_qml
from mapapp.store.readonly import open_unchanged

_QML = (
    "SELECT styleQML FROM layer_styles WHERE f_table_name = ? AND styleQML IS NOT NULL "
    "ORDER BY useAsDefault DESC, id LIMIT 1"
)
_HAS_TABLE = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'layer_styles'"
_ONLY_TABLE = "SELECT min(table_name) FROM gpkg_contents WHERE data_type = 'features'"
"""For a source that names none, as its file has no other."""


def can_have_style(spec: LayerSpec) -> bool:
    """Whether the file of a layer is of a kind that keeps styles."""
    source = spec.source
    is_geopackage = source.uri.lower().endswith(".gpkg")
    return source.kind == GEOPACKAGE or (source.kind == FILE and is_geopackage)


def read_layer_style(spec: LayerSpec) -> FoundStyle:
    """The style that QGIS would draw a layer of a GeoPackage with.

    Raises:
        StyleError: if the file has none, or none that can be drawn.
        DataError: if the file cannot be read.
    """
    path = Path(spec.source.uri)
    with open_unchanged(path) as db:
        table = spec.source.table or str(db.rows(_ONLY_TABLE)[0][0])
        has_table = db.rows(_HAS_TABLE)[0][0]
        found = db.rows(_QML, [table]) if has_table else []
    if not found or not isinstance(found[0][0], str):
        raise StyleError(
            "{path} keeps no style for {layer!r}; save one in QGIS, or load a file.",
            path=path.name,
            layer=table,
        )
    return read_qml(found[0][0].encode(), path.name, spec.geometry)
