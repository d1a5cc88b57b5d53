"""GeoPackages that somebody might send to bring mapapp down.

Each maker writes one into a folder and answers its path. All are made from the atlas that mapapp
ships, so that nothing but the one thing is wrong with them.
"""

from __future__ import annotations

import os
import sqlite3
import struct
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from tests.robustness import odd_files
from tests.robustness.odd_files import Maker, copied

_HEADER = b"GP\0\1" + struct.pack("<i", 4326)
_ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT"


def _without_triggers(db: sqlite3.Connection) -> None:
    """Drop the triggers of the spatial indexes, which want functions that SQLite has not."""
    names = db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in names:
        db.execute(f'DROP TRIGGER "{name}"')


def _sql(*statements: str) -> Maker:
    """An atlas after some statements."""

    def make(folder: Path) -> Path:
        path = copied(folder)
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            _without_triggers(db)
            for statement in statements:
                db.execute(statement)
        return path

    return make


def _geometry(blob: bytes | str | float, table: str = "port", where: str = "fid = 1") -> Maker:
    """An atlas in which one feature has another geometry."""

    def make(folder: Path) -> Path:
        path = copied(folder)
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            _without_triggers(db)
            db.execute(f'UPDATE "{table}" SET geom = ? WHERE {where}', (blob,))
        return path

    return make


def _all_geometries(blob: bytes) -> Maker:
    return _geometry(blob, where="1")


def _schema(table: str, sql: str, *before: str) -> Maker:
    """An atlas in which something else stands under the name of a table."""

    def make(folder: Path) -> Path:
        path = copied(folder)
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            _without_triggers(db)
            for statement in (*before, f'ALTER TABLE "{table}" RENAME TO "old_{table}"', sql):
                db.execute(statement)
        return path

    return make


def point(lon: float, lat: float) -> bytes:
    """The blob of a point."""
    return _HEADER + struct.pack("<BIdd", 1, 1, lon, lat)


def nested(depth: int) -> bytes:
    """The blob of a point within that many collections."""
    return _HEADER + struct.pack("<BII", 1, 7, 1) * depth + struct.pack("<BIdd", 1, 1, 123, 41)


def _line(count: int, *coordinates: float, kind: int = 2) -> bytes:
    return (
        _HEADER
        + struct.pack("<BII", 1, kind, count)
        + struct.pack(f"<{len(coordinates)}d", *coordinates)
    )


def _polygon() -> bytes:
    ring = (121.0, 38.0, 122.0, 38.0, 122.0, 39.0, 121.0, 38.0)
    return _HEADER + struct.pack("<BIII8d", 1, 3, 1, 4, *ring)


def _truncated(folder: Path) -> Path:
    path = copied(folder)
    os.truncate(path, path.stat().st_size // 2)
    return path


def _damaged(folder: Path) -> Path:
    """Pages of an atlas overwritten with a pattern, its header spared."""
    path = copied(folder)
    content = bytearray(path.read_bytes())
    for at in range(3 * 4096, len(content), 11 * 4096):
        content[at : at + 600] = bytes(range(200)) * 3
    path.write_bytes(content)
    return path


def _shared_pages(folder: Path) -> Path:
    """A table whose tree of pages comes together again and again: some 126 ** 5 rows.

    Each interior page names the one page below it over and over.
    """
    path = folder / "atlas.gpkg"
    make = _sql("CREATE TABLE filler (a)", "INSERT INTO filler VALUES (zeroblob(40000))")
    make(folder)
    with closing(sqlite3.connect(path)) as db:
        (root,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'fact'").fetchone()
        (size,) = db.execute("PRAGMA page_size").fetchone()
        (pages,) = db.execute("PRAGMA page_count").fetchone()
    content = bytearray(path.read_bytes())
    leaf = content[(root - 1) * size : root * size]
    below = pages + 1
    content += leaf
    for level in range(5):
        content_of = _interior(size, below)
        if level == 4:
            content[(root - 1) * size : root * size] = content_of
        else:
            content += content_of
            below = len(content) // size
    struct.pack_into(">I", content, 28, len(content) // size)
    path.write_bytes(content)
    return path


def _interior(size: int, below: int) -> bytes:
    """A page of a tree whose every child is the same page."""
    count = (size - 12) // 8
    page = bytearray(size)
    cells = [size - 5 * (i + 1) for i in range(count)]
    struct.pack_into(">BHHHBI", page, 0, 5, 0, count, cells[-1], 0, below)
    for i, at in enumerate(cells):
        struct.pack_into(">H", page, 12 + 2 * i, at)
        struct.pack_into(">I", page, at, below)
        page[at + 4] = min(i, 127)
    return bytes(page)


ATLASES: Mapping[str, Maker] = {
    "nested-1000000": _geometry(nested(1_000_000)),
    "nested-10000": _geometry(nested(10_000)),
    "nested-200-everywhere": _all_geometries(nested(200)),
    "nan": _geometry(point(float("nan"), 41)),
    "empty-point": _geometry(point(float("nan"), float("nan"))),
    "nan-everywhere": _all_geometries(point(121, float("nan"))),
    "infinite": _geometry(point(float("inf"), 41)),
    "out-of-range": _geometry(point(1e9, 41)),
    "beyond-the-pole": _geometry(point(121, 91)),
    "huge-number": _geometry(point(1e308, -1e308)),
    "polygon-as-port": _geometry(_polygon()),
    "line-as-port": _geometry(_line(2, 121, 38, 122, 39)),
    "collection-as-port": _geometry(nested(1)),
    "point-as-link": _geometry(point(121, 38), "friendship_link"),
    "huge-count": _geometry(_line(0xFFFFFFFF, 121, 38), "friendship_link"),
    "huge-count-of-parts": _geometry(_HEADER + struct.pack("<BII", 1, 5, 0xFFFFFFF0), "extent"),
    "line-of-one-point": _geometry(
        _HEADER + struct.pack("<BIIBIIdd", 1, 5, 1, 1, 2, 1, 121, 38), "friendship_link"
    ),
    "open-ring": _geometry(
        _HEADER + struct.pack("<BIII8d", 1, 3, 1, 4, 121, 38, 122, 38, 122, 39, 120, 30), "extent"
    ),
    "cut-geometry": _geometry(point(121, 38)[:-5]),
    "geometry-of-text": _geometry("POINT (121 38)"),
    "geometry-of-number": _geometry(3.5),
    "geometry-empty-blob": _geometry(b""),
    "geometry-unknown-kind": _geometry(_HEADER + struct.pack("<BI", 1, 4242)),
    "geometry-odd-header": _geometry(b"GP\0\xff" + point(121, 38)[4:]),
    "geometry-ewkb": _geometry(_HEADER + struct.pack("<BIIdd", 1, 0x20000001, 3857, 121, 38)),
    "wrong-types": _sql(
        "UPDATE fact SET value_num = 'many' WHERE fid = 1",
        "UPDATE fact SET paragraph = x'00' WHERE fid = 2",
        "UPDATE source SET title = x'41' WHERE fid = 1",
    ),
    "blob-as-name": _sql("UPDATE port SET name_en = x'ff00' WHERE fid = 1"),
    "blob-as-note": _sql("UPDATE fact SET note = x'ff00'"),
    "blob-as-id": _sql("UPDATE fact SET id = x'61' WHERE fid = 3"),
    "infinite-value": _sql("UPDATE fact SET value_num = 9e999 WHERE value_num IS NOT NULL"),
    "huge-value": _sql("UPDATE fact SET value_num = 1e308 WHERE value_num IS NOT NULL"),
    "text-as-length": _sql("UPDATE friendship_link SET length_km = 'far'"),
    "dates": _sql("UPDATE fact SET period_end = '-5' WHERE period_end IS NOT NULL"),
    "date-zero": _sql("UPDATE fact SET as_of = '0000-00-00' WHERE as_of IS NOT NULL"),
    "date-first-year": _sql("UPDATE fact SET as_of = '0001' WHERE as_of IS NOT NULL"),
    "date-of-status": _sql("UPDATE port SET status_as_of = 'soon' WHERE fid = 1"),
    "date-as-text-value": _sql(
        "UPDATE fact SET value_num = NULL, value_text = 'never' WHERE attribute_id IN "
        "(SELECT id FROM attribute WHERE kind = 'date')"
    ),
    "bad-utf8": _sql("UPDATE port SET name_zh = CAST(x'c328f0' AS TEXT) WHERE fid = 2"),
    "bad-utf8-fact": _sql("UPDATE fact SET value_text = CAST(x'ff' AS TEXT)"),
    "unknown-source": _sql("UPDATE fact SET source_id = 'nobody'"),
    "unknown-attribute": _sql("UPDATE fact SET attribute_id = 'nothing'"),
    "bounds-of-text": _sql("UPDATE gpkg_contents SET min_x = 'west', max_y = x'00'"),
    "bounds-infinite": _sql("UPDATE gpkg_contents SET min_x = -9e999, max_x = 9e999"),
    "bounds-inverted": _sql("UPDATE gpkg_contents SET min_x = 50, max_x = -50"),
    "truncated": _truncated,
    "damaged-pages": _damaged,
    "endless-tree": _shared_pages,
    "view": _schema("fact", 'CREATE VIEW fact AS SELECT * FROM "old_fact"'),
    "endless-view": _schema(
        "fact",
        f"CREATE VIEW fact AS SELECT f.* FROM old_fact AS f, ({_ENDLESS} i FROM n) WHERE i < 0",
    ),
    "endless-contents": _schema(
        "gpkg_contents",
        "CREATE VIEW gpkg_contents AS SELECT c.* FROM old_gpkg_contents AS c, "
        f"({_ENDLESS} i FROM n)",
    ),
    "endless-port": _schema(
        "port", f"CREATE VIEW port AS SELECT p.* FROM old_port AS p, ({_ENDLESS} i FROM n)"
    ),
    "virtual-table": _schema(
        "source",
        "CREATE VIRTUAL TABLE source USING fts4(fid, id, publisher, title, published, kind, "
        "reliability, url, note)",
    ),
    "index-of-another-kind": _sql(
        "DROP TABLE rtree_port_geom",
        "CREATE VIEW rtree_port_geom AS SELECT fid AS id, 0 AS minx, 1 AS maxx, 2 AS miny, "
        f"3 AS maxy FROM port, ({_ENDLESS} i FROM n)",
    ),
    "generated-column": _sql(
        "ALTER TABLE port ADD COLUMN more TEXT AS "
        "(replace(hex(zeroblob(30000)), '0', hex(zeroblob(4000))))"
    ),
    "trigger": _sql(
        "CREATE TRIGGER evil AFTER INSERT ON fact BEGIN DELETE FROM source; END",
    ),
    "key-of-text": _sql(
        "ALTER TABLE venue RENAME TO old",
        "CREATE TABLE venue AS SELECT * FROM old",
        "ALTER TABLE venue DROP COLUMN fid",
        "CREATE TABLE venue2 (fid TEXT PRIMARY KEY, geom BLOB, id TEXT, name_en TEXT, "
        "name_zh TEXT, aliases TEXT, pinyin TEXT, initials TEXT, status TEXT, status_as_of TEXT, "
        "precision TEXT, coord_source TEXT, coord_datum TEXT, district TEXT, note TEXT)",
        "INSERT INTO venue2 SELECT 'k' || rowid, * FROM venue",
        "DROP TABLE venue",
        "ALTER TABLE venue2 RENAME TO venue",
    ),
    "control-characters": _sql("UPDATE port SET name_en = char(27) || '[31m' || char(0) || 'x'"),
    "large-note": _sql("UPDATE fact SET note = hex(zeroblob(500000)) WHERE fid = 1"),
    "huge-key": _sql("UPDATE port SET fid = 9223372036854775807 WHERE fid = 1"),
    "fifo": odd_files.fifo,
    "device": odd_files.device,
    "socket": odd_files.local_socket,
    "folder": odd_files.subfolder,
    "symlink-loop": odd_files.loop,
    "not-sqlite": odd_files.text_file,
    "journal-is-a-fifo": odd_files.journal_fifo,
    "log-is-a-fifo": odd_files.wal_fifo,
}
"""GeoPackages that stand in the place of an atlas, by name."""
