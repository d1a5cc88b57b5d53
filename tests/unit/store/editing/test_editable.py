"""Which layers can be edited."""

from __future__ import annotations

from pathlib import Path

from mapapp.core.layer.source_ref import SourceRef, file_ref
from mapapp.store.editing.changing import write_change
from mapapp.store.editing.editable import editable_layer
from mapapp.store.editing.points import move_point
from mapapp.store.editing.row_change import RowChange
from mapapp.store.editing.typed import typed
from mapapp.store.sources.copying import keep_copy
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


def test_what_is_kept_in_a_workspace_is_edited_and_still_in_its_index(tmp_path: Path) -> None:
    table = tmp_path / "wells.csv"
    table.write_text("name,depth,dug,lon,lat\nOld well,12.5,2023-05-19,122,40\nNew,3,,123,41\n")
    kept = keep_copy(file_ref(str(table)), tmp_path / "w.data", "wells")
    source = open_source(kept.ref)
    edited = editable_layer(source)
    assert edited is not None
    assert (edited.types["depth"], edited.types["dug"], edited.has_points) == ("REAL", "DATE", True)
    key = next(k for k in source.keys().tolist() if source.feature(k).values["depth"] == 12.5)
    change = RowChange({"dug": "2023-05-19"}, {"dug": typed("2024/1/2", "DATE", "dug")}, key)
    write_change(edited.path, edited.table, change)
    assert source.feature(key).values["dug"] == "2024-01-02"
    move_point(edited.path, edited.table, key, (122.0, 40.0), 120.5, 39.5)
    assert [near.record.key for near in source.nearest(120.5, 39.5, 10.0)] == [key]
    assert not source.nearest(122.0, 40.0, 10.0)
    source.close()
