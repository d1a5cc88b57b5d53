"""What ``mapapp check`` says about a file that is not the atlas it should be."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from mapapp.core.layer.spec import LayerSpec
from mapapp.store.checking import check_atlas

DATA = Path(__file__).resolve().parents[3] / "data"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copy(DATA / "atlas.gpkg", tmp_path / "atlas.gpkg"))


def change(path: Path, sql: str) -> None:
    """Change a copy as any program might, without the functions that the triggers need."""
    with closing(sqlite3.connect(path)) as db:
        triggers = db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            db.execute(f'DROP TRIGGER "{name}"')
        db.execute(sql)
        db.commit()


def test_missing_file_is_said(tmp_path: Path) -> None:
    (problem,) = check_atlas(tmp_path / "none.gpkg")
    assert "does not exist" in problem


def test_file_that_is_no_sqlite_is_said(tmp_path: Path) -> None:
    (tmp_path / "text.gpkg").write_text("not a database, though long enough to hold a header" * 4)
    (problem,) = check_atlas(tmp_path / "text.gpkg")
    assert "is not an SQLite file" in problem


def test_truncated_file_is_said(copy: Path) -> None:
    copy.write_bytes(copy.read_bytes()[:30_000])
    (problem,) = check_atlas(copy)
    assert "cut short" in problem


def test_damaged_pages_are_said(copy: Path) -> None:
    data = bytearray(copy.read_bytes())
    data[1024 * 20 : 1024 * 200] = b"\xff" * (1024 * 180)
    copy.write_bytes(data)
    (problem,) = check_atlas(copy)
    assert "is damaged" in problem


def test_sqlite_file_that_is_no_geopackage_is_said(tmp_path: Path) -> None:
    path = tmp_path / "plain.gpkg"
    change(path, "CREATE TABLE t (a)")
    (problem,) = check_atlas(path)
    assert "is SQLite but not a GeoPackage" in problem


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("ALTER TABLE fact DROP COLUMN verdict", "The table fact has no column verdict"),
        ("DROP TABLE port_fact", "The table port_fact is missing"),
        ("UPDATE fact SET source_id = 'x' WHERE fid = 1", "source_id 'x' is no known source"),
        ("UPDATE fact SET unit = 'x' WHERE fid = 1", "unit 'x' is no known unit"),
        ("UPDATE relation SET object_id = 'x' WHERE fid = 1", "object_id 'x' is no known feature"),
        ("UPDATE extent SET entity_id = 'x' WHERE fid = 1", "entity_id 'x' is no known feature"),
        ("UPDATE friendship_link SET to_id = 'x' WHERE fid = 1", "to_id 'x' is no known feature"),
        ("DELETE FROM venue_fact", "The table venue_fact does not tie each venue to its facts"),
        ("UPDATE venue_fact SET base_id = 999", "The table venue_fact does not tie"),
        ("DELETE FROM rtree_port_geom WHERE id = 1", "The spatial index of port is stale"),
        ("UPDATE port SET geom = NULL WHERE fid = 1", "The spatial index of port is stale"),
    ],
)
def test_broken_content_is_said(copy: Path, sql: str, expected: str) -> None:
    change(copy, sql)
    assert any(expected in problem for problem in check_atlas(copy))


def test_file_and_folder_stay_as_they_were(copy: Path) -> None:
    before = (copy.read_bytes(), copy.stat().st_mtime_ns)
    assert check_atlas(copy) == []
    assert (copy.read_bytes(), copy.stat().st_mtime_ns) == before
    assert [path.name for path in copy.parent.iterdir()] == ["atlas.gpkg"]


def test_file_in_wal_mode_stays_alone(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as db:
        db.execute("PRAGMA journal_mode = WAL")
    assert check_atlas(copy) == []
    assert [path.name for path in copy.parent.iterdir()] == ["atlas.gpkg"]


def test_a_geopackage_of_something_else_is_one_sentence() -> None:
    [problem] = check_atlas(DATA / "basemap.gpkg")
    assert "no atlas" in problem


def test_a_role_of_a_column_that_is_not_there_is_said(
    copy: Path, specs: tuple[LayerSpec, ...]
) -> None:
    (port,) = (spec for spec in specs if spec.id == "port")
    assert check_atlas(copy, [port]) == []
    roles = replace(port.roles, precision="precison")
    (problem,) = check_atlas(copy, [replace(port, roles=roles)])
    assert problem == (
        "atlas.gpkg: the table 'port' has no column 'precison' for precision; "
        "did you mean 'precision'?"
    )
