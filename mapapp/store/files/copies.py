"""Copies of layers that belong to a workspace: GeoPackages of mapapp's own, one for each layer.

A copy says so itself, in the metadata that GeoPackage has for such things
(https://www.geopackage.org/spec130/#extension_metadata): it may be moved with its workspace, and
still is one. The files that people bring are none, and never written.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from mapapp.core.errors import DataError
from mapapp.core.layer.source_ref import SourceRef
from mapapp.store.metadata_tables import METADATA_TABLES
from mapapp.store.readonly import open_unchanged

_MARK = "urn:mapapp:copy"
"""The standard that the metadata of a copy follow: ours, see ``_metadata``."""

_EXTENSION = "http://www.geopackage.org/spec130/#extension_metadata"


def is_copy(path: Path) -> bool:
    """Whether a file is a copy that mapapp made for a workspace, so that mapapp may write to it.

    Every other file is somebody's own. One that cannot be read is none.
    """
    try:
        with open_unchanged(path) as db:
            return bool(db.rows("SELECT 1 FROM gpkg_metadata WHERE md_standard_uri = ?", [_MARK]))
    except DataError:
        return False


def is_marked(db: sqlite3.Connection) -> bool:
    """Whether a GeoPackage that is open to be written says that it is a copy.

    Raises:
        sqlite3.Error: if it cannot be read.
    """
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'gpkg_metadata'").fetchone():
        return False
    found = db.execute("SELECT 1 FROM gpkg_metadata WHERE md_standard_uri = ?", [_MARK])
    return found.fetchone() is not None


def mark_as_copy(path: Path, origin: SourceRef) -> None:
    """Write into a new GeoPackage that it is a copy, of what, and since when.

    Raises:
        sqlite3.Error: if it cannot be written.
    """
    told = {"source": origin.mapping(), "time": datetime.now(UTC).isoformat(timespec="seconds")}
    with closing(sqlite3.connect(path)) as db, db:
        db.executescript(METADATA_TABLES)
        db.execute(
            "INSERT INTO gpkg_metadata VALUES (1, 'dataset', ?, 'application/json', ?)",
            (_MARK, json.dumps(told, ensure_ascii=False)),
        )
        db.execute(
            "INSERT INTO gpkg_metadata_reference (reference_scope, md_file_id) "
            "VALUES ('geopackage', 1)"
        )
        db.executemany(
            "INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_metadata', ?, 'read-write')",
            [(table, _EXTENSION) for table in ("gpkg_metadata", "gpkg_metadata_reference")],
        )
