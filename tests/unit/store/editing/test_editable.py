"""Which layers can be edited."""

from __future__ import annotations

from pathlib import Path

from mapapp.core.layer.source_ref import SourceRef, file_ref
from mapapp.store.editing.editable import editable_layer
from mapapp.store.sources.opening import open_source
from tests.unit.store.editing.copies import TABLE, made_copy


def test_a_copy_can_be_edited_and_nothing_else(tmp_path: Path) -> None:
    copy, own = made_copy(tmp_path / "a.gpkg"), made_copy(tmp_path / "b.gpkg", marked=False)
    table = tmp_path / "wells.csv"
    table.write_text("name,lon,lat\nOld well,122,40\n")
    shifted = file_ref(str(copy), TABLE, {"datum": "gcj02"})
    refs = [file_ref(str(copy)), file_ref(str(own)), file_ref(str(table)), shifted]
    refs.append(SourceRef("geopackage", str(copy), TABLE))
    sources = [open_source(ref) for ref in refs]
    layers = [editable_layer(source) for source in sources]
    for source in sources:
        source.close()
    assert layers[0] is not None
    assert layers[1:] == [None] * 4
    assert (layers[0].path, layers[0].table, layers[0].has_points) == (copy, TABLE, True)
    assert dict(layers[0].types) == {
        "name": "TEXT", "depth": "REAL", "number": "INTEGER", 'a "b" [c]; --': "TEXT",
        "dug": "TEXT",
    }  # fmt: skip
