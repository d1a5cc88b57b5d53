"""Changes of rows of a copy: checked, whole or not at all, and undone."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from mapapp.core.disk.kinds import kind_of
from mapapp.core.errors import DataBusyError, DataError
from mapapp.store.blob import GeometryRule
from mapapp.store.editing import writing
from mapapp.store.editing.changing import RowChangedError, write_change
from mapapp.store.editing.row_change import RowChange
from mapapp.store.files.copies import is_copy
from mapapp.store.files.formats import format_of
from tests.unit.store.editing.copies import TABLE, asked, made_copy

ALL = f"SELECT * FROM {TABLE} ORDER BY fid"
EXTENT = "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents"
RTREE = f"SELECT * FROM rtree_{TABLE}_geom ORDER BY id"
COUNT = "SELECT feature_count FROM gpkg_ogr_contents"
CHANGED = "SELECT last_change FROM gpkg_contents"
ODD = 'a "b" [c]; --'


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return made_copy(tmp_path / "wells.gpkg")


def cell(before: object, after: object, column: str = "name", key: int = 1) -> RowChange:
    return RowChange({column: before}, {column: after}, key)


def test_a_cell_is_changed_and_taken_back(copy: Path) -> None:
    asked(copy, "UPDATE gpkg_contents SET last_change = '2000-01-01T00:00:00.000Z'")
    before = asked(copy, ALL)
    done = write_change(copy, TABLE, cell("Old well", "New'; DROP TABLE wells; --"))
    assert asked(copy, "SELECT name FROM wells WHERE fid = 1") == [("New'; DROP TABLE wells; --",)]
    assert asked(copy, ALL)[1:] == before[1:]
    assert asked(copy, CHANGED)[0][0] > "2026"
    write_change(copy, TABLE, done.turned())
    assert asked(copy, ALL) == before


def test_a_column_may_be_called_anything(copy: Path) -> None:
    write_change(copy, TABLE, cell("x", None, ODD))
    assert asked(copy, ALL)[0][5] is None


@pytest.mark.parametrize("key", [1, 99])
def test_a_row_that_is_not_as_it_was_read_stays(copy: Path, key: int) -> None:
    asked(copy, "UPDATE wells SET name = 'By another program'")
    before = asked(copy, ALL)
    with pytest.raises(RowChangedError):
        write_change(copy, TABLE, cell("Old well", "Mine", key=key))
    with pytest.raises(RowChangedError):
        write_change(copy, TABLE, RowChange({"name": "Old well"}, None, key))
    assert asked(copy, ALL) == before


def test_a_number_and_its_text_are_two_values(copy: Path) -> None:
    asked(copy, "UPDATE wells SET name = '12' WHERE fid = 1")
    with pytest.raises(RowChangedError):
        write_change(copy, TABLE, cell(12, "13"))


def test_a_text_was_seen_without_its_controls(copy: Path) -> None:
    asked(copy, "UPDATE wells SET name = ? WHERE fid = 1", "Old\x07 well")
    done = write_change(copy, TABLE, cell("Old well", "New"))
    write_change(copy, TABLE, done.turned())
    assert asked(copy, ALL)[0][2] == "Old\x07 well"


def test_a_column_that_went_is_told(copy: Path) -> None:
    asked(copy, "ALTER TABLE wells DROP COLUMN name")
    with pytest.raises(RowChangedError, match="has no column name any more"):
        write_change(copy, TABLE, cell("name", "New"))


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32651"])
def test_a_row_goes_and_comes_back_with_its_box_and_the_extent(tmp_path: Path, crs: str) -> None:
    copy = made_copy(tmp_path / "wells.gpkg", crs=crs)
    questions = (ALL, EXTENT, RTREE, COUNT)
    before = [asked(copy, question) for question in questions]
    done = write_change(copy, TABLE, RowChange({"name": "Old well"}, None, 1))
    rows, extent, boxes, count = (asked(copy, question) for question in questions)
    assert (rows, boxes, count) == (before[0][1:], before[2][1:], [(2,)])
    assert extent != before[1]
    assert extent[0] == pytest.approx(asked(copy, f"{RTREE} LIMIT 1")[0][1:4:2] + extent[0][2:])
    write_change(copy, TABLE, done.turned())
    assert [asked(copy, question) for question in questions] == before


def test_without_features_there_is_no_extent(copy: Path) -> None:
    for key, name in ((1, "Old well"), (2, "新井"), (3, None)):
        write_change(copy, TABLE, RowChange({"name": name}, None, key))
    assert asked(copy, EXTENT) == [(None,) * 4]
    assert not asked(copy, RTREE)


def test_the_number_of_a_row_is_not_given_twice(copy: Path) -> None:
    done = write_change(copy, TABLE, RowChange({}, None, 3))
    asked(copy, "INSERT INTO wells (fid, name) SELECT 3, 'Another' WHERE 1 ")
    with pytest.raises(RowChangedError, match="another row 3 now"):
        write_change(copy, TABLE, done.turned())
    assert asked(copy, ALL)[2][2] == "Another"


def test_a_file_of_somebodys_own_is_never_changed(tmp_path: Path) -> None:
    path = made_copy(tmp_path / "own.gpkg", marked=False)
    before = path.read_bytes()
    with pytest.raises(DataError, match="file of your own"):
        write_change(path, TABLE, cell("Old well", "New"))
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["own.gpkg"]


def test_a_file_that_is_held_is_told_and_left(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_BUSY_TIMEOUT_S", 0.05)
    with closing(sqlite3.connect(copy, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DataBusyError, match="is being written by another program"):
            write_change(copy, TABLE, cell("Old well", "New"))
        other.execute("ROLLBACK")
    with closing(sqlite3.connect(copy)) as reader:
        rows = reader.execute("SELECT * FROM wells, wells AS again")
        rows.fetchone()  # it is not at its end, so that nobody may write
        with pytest.raises(DataBusyError):
            write_change(copy, TABLE, cell("Old well", "New"))
        rows.close()
    assert asked(copy, ALL)[0][2] == "Old well"
    write_change(copy, TABLE, cell("Old well", "New"))


def test_a_file_that_is_gone_is_told(copy: Path) -> None:
    copy.unlink()
    with pytest.raises(DataError, match="does not exist"):
        write_change(copy, TABLE, cell("Old well", "New"))
    assert not copy.exists()


def test_a_rule_of_the_table_is_told(copy: Path) -> None:
    asked(copy, "CREATE UNIQUE INDEX one ON wells (number)")
    with pytest.raises(DataError, match="a rule of the table forbids it"):
        write_change(copy, TABLE, cell(1, 2, "number"))
    assert asked(copy, ALL)[0][4] == 1


def test_a_file_that_may_only_be_read_is_told(copy: Path) -> None:
    with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro", uri=True)) as db:
        writing.add_functions(db, GeometryRule())
        with pytest.raises(sqlite3.OperationalError) as fault:
            db.execute("UPDATE wells SET name = 'New'")
    error = writing.explained(fault.value, copy)
    assert "cannot be written (the file or its folder may only be read)" in str(error)


def test_a_trigger_that_does_not_end_changes_nothing(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "QUERY_S", 0.05)
    asked(
        copy,
        "CREATE TRIGGER endless AFTER UPDATE ON wells BEGIN SELECT (WITH RECURSIVE n(i) AS "
        "(SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n); END",
    )
    with pytest.raises(DataError, match="triggers take too long"):
        write_change(copy, TABLE, cell("Old well", "New"))
    assert asked(copy, ALL)[0][2] == "Old well"


_OTHER = """
import sys
from pathlib import Path
from mapapp.store.editing.changing import RowChangedError, write_change
from mapapp.store.editing.row_change import RowChange
from mapapp.store.geopackage import GeoPackage
path, who = Path(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
done = 0
while done < 150:
    with GeoPackage(path) as file:
        ((_, number),) = file.rows("wells", ["number"], "WHERE fid = 1")
    try:
        write_change(path, "wells", RowChange({"number": number}, {"number": number + 1}, 1))
    except RowChangedError:
        continue
    done += 1
    if done % 3 == 0:
        write_change(path, "wells", RowChange(None, {"name": f"{who} {done}"}))
"""


def test_two_programs_lose_no_change_of_each_other(copy: Path) -> None:
    """Both count up one cell, and write rows of their own: 200 changes each."""
    start = [sys.executable, "-c", _OTHER, str(copy)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    others = [subprocess.Popen([*start, who], **pipes) for who in ("a", "b")]
    for other in others:
        assert other.stdout.readline() == "ready\n"
    for other in others:
        other.stdin.write("go\n")
        other.stdin.flush()
    for other in others:
        other.communicate(timeout=60)
    assert [other.returncode for other in others] == [0, 0]
    assert asked(copy, "SELECT number FROM wells WHERE fid = 1") == [(301,)]
    written = {name for (name,) in asked(copy, "SELECT name FROM wells WHERE fid > 3")}
    assert written == {f"{who} {done}" for who in "ab" for done in range(3, 151, 3)}
    assert asked(copy, COUNT) == [(103,)]
    assert asked(copy, "PRAGMA integrity_check") == [("ok",)]


def test_what_is_read_beside_a_change_does_not_let_go_of_the_file(copy: Path) -> None:
    """Who closes a file takes all locks away that the process has on it."""
    ask = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')"
    readers = [
        threading.Thread(target=read, args=(copy,)) for read in (format_of, kind_of, is_copy)
    ]
    with writing.transaction(copy, GeometryRule()) as db:
        db.execute("UPDATE gpkg_contents SET description = 'half'")
        for reader in readers:
            reader.start()
            reader.join(0.05)
        other = subprocess.run(
            [sys.executable, "-c", ask, copy], capture_output=True, text=True, check=False
        )
    assert "database is locked" in other.stderr
    for reader in readers:
        reader.join()
