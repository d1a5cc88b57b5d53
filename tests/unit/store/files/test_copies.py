"""Copies of layers, which belong to a workspace."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mapapp.core.layer.source_ref import file_ref
from mapapp.store.files.copies import is_copy, mark_as_copy


@pytest.fixture
def geopackage(tmp_path: Path) -> Path:
    """A GeoPackage of somebody's own, as far as that matters here."""
    path = tmp_path / "wells.gpkg"
    with closing(sqlite3.connect(path)) as db:
        db.execute(
            "CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, "
            "extension_name TEXT, definition TEXT, scope TEXT)"
        )
    return path


def test_a_file_is_a_copy_only_if_mapapp_says_so_in_it(geopackage: Path) -> None:
    before = geopackage.read_bytes()
    assert not is_copy(geopackage)
    assert geopackage.read_bytes() == before
    mark_as_copy(geopackage, file_ref("/data/wells.csv", options={"datum": "gcj02"}))
    assert is_copy(geopackage)
    assert is_copy(geopackage.rename(geopackage.with_name("moved.gpkg")))


def test_what_is_gone_or_no_database_is_no_copy(tmp_path: Path) -> None:
    text = tmp_path / "wells.csv"
    text.write_text("lon,lat\n123,41\n")
    assert not is_copy(text)
    assert not is_copy(tmp_path / "gone.gpkg")
    assert not is_copy(tmp_path)
