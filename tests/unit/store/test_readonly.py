"""SQLite files that try to hold mapapp up, and what is told of them."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from mapapp.core.disk.files import ask_ordinary
from mapapp.core.errors import DataError, MapappError
from mapapp.store import readonly
from mapapp.store.geopackage import GeoPackage
from mapapp.store.readonly import open_unchanged
from mapapp.store.sources.geopackage import GeoPackageSource
from tests.robustness.hostile_atlases import ATLASES
from tests.timing import expect_within
from tests.unit.store.test_geopackage import PORT, write

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "some.gpkg", {"port": [PORT]})


def change(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement)
    return path


@pytest.mark.timed
def test_a_query_that_never_ends_is_ended(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readonly, "QUERY_S", 0.2)
    start = time.monotonic()
    with open_unchanged(file) as db:
        with pytest.raises(DataError, match=r"takes longer than 0\.2 s to read"):
            db.rows(ENDLESS)
        assert db.rows("SELECT 1") == [(1,)]
    expect_within(time.monotonic() - start, 5, "a query, in s,")


def test_more_rows_than_fit_are_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readonly, "MOST_ROWS", 2)
    with open_unchanged(file) as db, pytest.raises(DataError, match="more than 2 rows"):
        db.rows("SELECT 1 UNION SELECT 2 UNION SELECT 3")


def test_sqlite_trusts_nothing_and_writes_nothing(file: Path) -> None:
    with open_unchanged(file) as db:
        settings = ("trusted_schema", "cell_size_check", "query_only", "mmap_size")
        assert [db.rows(f"PRAGMA {name}")[0][0] for name in settings] == [0, 1, 1, 0]
        with pytest.raises(DataError, match="too many attached"):
            db.rows("ATTACH ':memory:' AS more")
        with pytest.raises(DataError, match=r"not authorized|no such function"):
            db.rows("SELECT load_extension('x')")


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (["ALTER TABLE port RENAME TO p", "CREATE VIEW port AS SELECT * FROM p"],
         "'port' is no ordinary table"),
        (["DROP TABLE port", "CREATE VIRTUAL TABLE port USING fts4(fid, geom)"],
         "'port' is no ordinary table"),
        (["ALTER TABLE gpkg_contents RENAME TO c",
          "CREATE VIEW gpkg_contents AS SELECT * FROM c"], "'gpkg_contents' is no ordinary table"),
        (["DROP TABLE rtree_port_geom",
          "CREATE VIEW rtree_port_geom AS SELECT 1 id, 0 minx, 0 maxx, 0 miny, 0 maxy"],
         "is no spatial index"),
        (["ALTER TABLE port ADD COLUMN more TEXT AS (hex(note))"], "column 'more' is computed"),
    ],
)  # fmt: skip
def test_only_ordinary_tables_are_read(file: Path, statements: list[str], said: str) -> None:
    change(file, *statements)
    with pytest.raises(DataError, match=said):
        GeoPackage(file)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "UPDATE port SET name_zh = CAST(x'ff41' AS TEXT)",
            "column name_zh: its text is not UTF-8",
        ),
        ("UPDATE port SET note = x'00'", "column note: 1 bytes stands where a text belongs"),
        ("UPDATE port SET geom = 'POINT (1 2)'", "column geom: it is no geometry"),
        ("UPDATE port SET fid = 9007199254740993", "column fid: .* too large a number"),
    ],
)
def test_a_wrong_cell_is_told_with_table_row_and_column(
    file: Path, statement: str, said: str
) -> None:
    change(file, statement)
    with GeoPackage(file) as package, pytest.raises(DataError) as caught:
        package.features("port")
    message = str(caught.value)
    assert message.startswith(f"{file}, table port, row ")
    assert re.search(said, message)
    assert message.endswith("; correct it, or ask for the file again.")


def test_bounds_that_cannot_be_are_measured(file: Path) -> None:
    change(file, "UPDATE gpkg_contents SET min_x = 'west', max_x = 9e999, min_y = 5, max_y = -5")
    with GeoPackage(file) as package:
        extent = GeoPackageSource(package, "port").extent
    assert extent is not None
    assert extent.west < PORT.x < extent.east


def test_a_journal_that_is_a_fifo_is_not_opened(file: Path) -> None:
    os.mkfifo(file.with_name(f"{file.name}-journal"))
    with pytest.raises(DataError, match="no ordinary file"):
        GeoPackage(file)


def test_nor_where_the_file_is_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-4096])
    os.mkfifo(file.with_name(f"{file.name}-journal"))
    with pytest.raises(DataError, match="no ordinary file"):
        GeoPackage(file)


@pytest.fixture
def logged(file: Path) -> Iterator[Path]:
    """A file that another program has open, with a change in its log."""
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("UPDATE port SET name_en = 'logged'")
        yield file


def test_a_change_in_the_log_is_read_through_a_link_too(logged: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.gpkg"
    link.symlink_to(logged)
    for path in (logged, link):
        with GeoPackage(path) as found:
            assert found.rows("port", ["name_en"]) == [(1, "logged")]


def test_a_file_in_wal_mode_that_is_cut_short_gets_nothing_beside_it(file: Path) -> None:
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA journal_mode = WAL")
    file.write_bytes(file.read_bytes()[:-4096])
    before = sorted(file.parent.iterdir())
    with pytest.raises(DataError, match="is cut short"):
        GeoPackage(file)
    assert sorted(file.parent.iterdir()) == before


def test_a_tree_of_pages_without_an_end_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readonly, "MOST_ROWS", 100_000)
    path = ATLASES["endless-tree"](tmp_path)
    with GeoPackage(path) as package, pytest.raises(DataError, match=r"cannot be read|more than"):
        package.rows("fact", ("note",))


def test_a_file_that_is_short_only_while_it_is_written_is_read(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite writes the page with the length before those that make it so long."""

    def short(path: Path, fail: type[MapappError]) -> os.stat_result:
        known = [*ask_ordinary(path, fail)]
        known[stat.ST_SIZE] -= 4096
        return os.stat_result(known)

    monkeypatch.setattr(readonly, "ask_ordinary", short)
    with GeoPackage(file) as found:
        assert found.count("port") == 1
    os.truncate(file, file.stat().st_size - 4096)
    with pytest.raises(DataError, match="is cut short"):
        GeoPackage(file)


def test_half_a_change_of_a_program_that_died_is_not_read(file: Path) -> None:
    """The journal that it left is taken back in a copy: neither of the two is touched."""
    dead = file.parent / "dead"
    dead.mkdir()
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.execute("CREATE TABLE more (id INTEGER PRIMARY KEY, value)")
        db.execute("PRAGMA cache_size = 2")
        db.execute("BEGIN")
        db.execute("UPDATE port SET name_en = 'half'")
        db.executemany("INSERT INTO more (value) VALUES (zeroblob(?))", [(5000,)] * 20)
        names = [file.name, f"{file.name}-journal"]
        for name in names:
            (dead / name).write_bytes((file.parent / name).read_bytes())
    before = [(dead / name).read_bytes() for name in names]
    with GeoPackage(dead / file.name) as found:
        assert found.rows("port", ["name_en"]) == [(1, "port 1")]
        assert found.rows("more", []) == []
    assert [(dead / name).read_bytes() for name in names] == before
    assert sorted(each.name for each in dead.iterdir()) == names
