"""What tables the atlas has, and whether a file keeps to it.

The same columns are what ``mapapp build`` writes and what :func:`check_atlas` expects.
Every table has a ``fid`` as primary key, as GeoPackage wants. Absent values are NULL.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from mapapp.core.errors import DataError
from mapapp.store.readonly import open_unchanged

APPLICATION_ID = 0x47504B47
"""``GPKG``, in the header of every GeoPackage since 1.2."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: SQL type, and the title people read in QGIS and elsewhere."""

    name: str
    type: str
    title: str
    required: bool = False
    unique: bool = False


def _text(name: str, title: str) -> Column:
    return Column(name, "TEXT", title)


def _key(title: str) -> Column:
    return Column("id", "TEXT", title, required=True, unique=True)


def _reference(name: str, title: str) -> Column:
    return Column(name, "TEXT", title, required=True)


PLACE_COLUMNS = (
    _key("Identifier"),
    Column("name_en", "TEXT", "Name (English)", required=True),
    _text("name_zh", "Name (Chinese) 名称"),
    _text("aliases", "Other names, separated by ;"),
    _text("pinyin", "Pinyin of the Chinese names, separated by ;"),
    _text("initials", "Initials of the pinyin, separated by ;"),
    _text("status", "Status"),
    _text("status_as_of", "Status as of"),
    _text("precision", "How well the place is known"),
    _text("coord_source", "Source of the coordinate"),
    _text("coord_datum", "Datum of that source"),
    _text("district", "District"),
    _text("note", "Note"),
)

EXTENT_COLUMNS = (
    _key("Identifier"),
    _reference("entity_id", "Feature it belongs to"),
    _reference("kind", "Surveyed or schematic"),
    Column("area_km2", "REAL", "Stated area (km²)", required=True),
    _reference("source_id", "Source of the area"),
    _text("note", "Note"),
)

LINK_COLUMNS = (
    _key("Identifier"),
    Column("name_en", "TEXT", "Name (English)", required=True),
    _text("name_zh", "Name (Chinese) 名称"),
    _reference("from_id", "From"),
    _reference("to_id", "To"),
    Column("length_km", "REAL", "Length of the geodesic (km)", required=True),
)

FACT_COLUMNS = (
    _key("Identifier"),
    _reference("entity_id", "Feature"),
    _reference("attribute_id", "Attribute"),
    Column("value_num", "REAL", "Value"),
    _text("value_text", "Value in words"),
    _text("qualifier", "Qualifier"),
    _text("unit", "Unit"),
    _text("period_start", "Period from"),
    _text("period_end", "Period to"),
    _text("as_of", "As of"),
    _reference("source_id", "Source"),
    Column("paragraph", "INTEGER", "Paragraph of the source"),
    _reference("status", "Status"),
    _text("verdict", "Verdict where sources disagree"),
    _text("note", "Note"),
)

SOURCE_COLUMNS = (
    _key("Identifier"),
    _text("publisher", "Publisher"),
    Column("title", "TEXT", "Title", required=True),
    _text("published", "Published"),
    _reference("kind", "Kind"),
    _text("reliability", "Reliability"),
    _text("url", "Address"),
    _text("note", "Note"),
)

ATTRIBUTE_COLUMNS = (
    _key("Identifier"),
    Column("label_en", "TEXT", "Label (English)", required=True),
    Column("label_zh", "TEXT", "Label (Chinese) 名称", required=True),
    _text("unit", "Unit"),
    _text("format", "Format"),
    _text("temporal", "What its time means"),
    _text("kind", "Kind of value"),
)

UNIT_COLUMNS = (
    _key("Identifier"),
    Column("label_en", "TEXT", "Label (English)", required=True),
    Column("label_zh", "TEXT", "Label (Chinese) 名称", required=True),
    _text("symbol", "Symbol"),
)

RELATION_COLUMNS = (
    _key("Identifier"),
    _reference("subject_id", "Subject"),
    _reference("predicate", "Predicate"),
    _reference("object_id", "Object"),
    _reference("source_id", "Source"),
    Column("paragraph", "INTEGER", "Paragraph of the source"),
)

EXTENT_TABLE = "extent"
LINK_TABLE = "friendship_link"

ATTRIBUTE_TABLES = {
    "attribute": ATTRIBUTE_COLUMNS,
    "fact": FACT_COLUMNS,
    "relation": RELATION_COLUMNS,
    "source": SOURCE_COLUMNS,
    "unit": UNIT_COLUMNS,
}
"""Tables without geometry, by name."""

_REFERENCES = (
    ("fact", "attribute_id", "attribute"),
    ("fact", "source_id", "source"),
    ("fact", "unit", "unit"),
    ("attribute", "unit", "unit"),
    ("relation", "source_id", "source"),
    (EXTENT_TABLE, "source_id", "source"),
)
_ENTITY_REFERENCES = (
    ("fact", "entity_id"),
    ("relation", "subject_id"),
    ("relation", "object_id"),
    (EXTENT_TABLE, "entity_id"),
    (LINK_TABLE, "from_id"),
    (LINK_TABLE, "to_id"),
)


def feature_columns(table: str) -> tuple[Column, ...]:
    """The columns of a feature table beside ``fid`` and ``geom``."""
    generated = {EXTENT_TABLE: EXTENT_COLUMNS, LINK_TABLE: LINK_COLUMNS}
    return generated.get(table, PLACE_COLUMNS)


def mapping_table(table: str) -> str:
    """The Related Tables table that ties a layer's features to their facts."""
    return f"{table}_fact"


def check_atlas(path: Path) -> list[str]:
    """Everything that is wrong with an atlas, one sentence each; empty if nothing is.

    The file is opened read-only and nothing is left beside it.
    """
    try:
        with open_unchanged(path) as db:
            return _problems(db, path.name)
    except DataError as error:
        return [str(error)]
    except sqlite3.DatabaseError as error:
        return [f"{path.name} is damaged ({error}); restore it or run mapapp build."]


def _problems(db: sqlite3.Connection, name: str) -> list[str]:
    if db.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
        return [f"{name} is SQLite but not a GeoPackage; choose another file."]
    damage = [text for (text,) in db.execute("PRAGMA quick_check") if text != "ok"]
    if damage:
        return [f"{name} is damaged ({damage[0]}); restore it or run mapapp build."]
    if not _tables(db) & ATTRIBUTE_TABLES.keys():
        return [f"{name} is a GeoPackage but no atlas of mapapp; choose another file."]
    layers = _feature_tables(db)
    missing = [*_missing_tables(db, layers), *_missing_columns(db, layers)]
    if missing:
        return missing
    return [
        *_broken_references(db, layers),
        *_broken_links(db, layers),
        *_stale_indexes(db, layers),
    ]


def _tables(db: sqlite3.Connection) -> set[str]:
    return {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def _feature_tables(db: sqlite3.Connection) -> list[str]:
    if not {"gpkg_contents", "gpkg_geometry_columns"} <= _tables(db):
        return []
    rows = db.execute("SELECT table_name FROM gpkg_geometry_columns ORDER BY table_name")
    return [name for (name,) in rows]


def _missing_tables(db: sqlite3.Connection, layers: list[str]) -> list[str]:
    mappings = [mapping_table(layer) for layer in _place_layers(layers)]
    indexes = [f"rtree_{layer}_geom" for layer in layers]
    wanted = ["gpkg_contents", "gpkg_geometry_columns", *ATTRIBUTE_TABLES, *mappings, *indexes]
    wanted += [EXTENT_TABLE, LINK_TABLE, *layers]
    found = _tables(db)
    return [
        f"The table {table} is missing; this is not an atlas of mapapp, or an older one: "
        "run mapapp build."
        for table in sorted(set(wanted))
        if table not in found
    ]


def _missing_columns(db: sqlite3.Connection, layers: list[str]) -> list[str]:
    wanted = {layer: ("geom", *_names(feature_columns(layer))) for layer in layers}
    wanted |= {table: tuple(_names(columns)) for table, columns in ATTRIBUTE_TABLES.items()}
    problems = []
    for table, columns in wanted.items():
        found = {name for _, name, *_ in db.execute(f'PRAGMA table_info("{table}")')}
        problems += [
            f"The table {table} has no column {column}; run mapapp build."
            for column in ("fid", *columns)
            if found and column not in found
        ]
    return problems


def _names(columns: tuple[Column, ...]) -> list[str]:
    return [column.name for column in columns]


def _place_layers(layers: list[str]) -> list[str]:
    return [layer for layer in layers if layer not in (EXTENT_TABLE, LINK_TABLE)]


def _broken_references(db: sqlite3.Connection, layers: list[str]) -> list[str]:
    entities = " UNION ALL ".join(f'SELECT id FROM "{layer}"' for layer in _place_layers(layers))
    entities = entities or "SELECT NULL WHERE 0"
    targets = [(t, c, f"SELECT id FROM {target}", target) for t, c, target in _REFERENCES]
    targets += [(table, column, entities, "feature") for table, column in _ENTITY_REFERENCES]
    problems = []
    for table, column, known, target in targets:
        rows = db.execute(
            f"SELECT id, {column} FROM {table} "
            f"WHERE {column} IS NOT NULL AND {column} NOT IN ({known}) ORDER BY id"
        )
        problems += [
            f"{table} {row_id}: {column} {value!r} is no known {target}; correct it."
            for row_id, value in rows
        ]
    return problems


def _broken_links(db: sqlite3.Connection, layers: list[str]) -> list[str]:
    problems = []
    for layer in _place_layers(layers):
        (broken,) = db.execute(
            f'SELECT count(*) FROM "{mapping_table(layer)}" AS m '
            f'LEFT JOIN "{layer}" AS f ON f.fid = m.base_id '
            "LEFT JOIN fact ON fact.fid = m.related_id "
            "WHERE fact.entity_id IS NULL OR f.id IS NOT fact.entity_id"
        ).fetchone()
        (linked,) = db.execute(f'SELECT count(*) FROM "{mapping_table(layer)}"').fetchone()
        (facts,) = db.execute(
            f'SELECT count(*) FROM fact JOIN "{layer}" AS f ON f.id = fact.entity_id'
        ).fetchone()
        if broken or linked != facts:
            problems.append(
                f"The table {mapping_table(layer)} does not tie each {layer} to its facts; "
                "run mapapp build."
            )
    return problems


def _stale_indexes(db: sqlite3.Connection, layers: list[str]) -> list[str]:
    problems = []
    for layer in layers:
        (features,) = db.execute(
            f'SELECT count(*) FROM "{layer}" WHERE geom IS NOT NULL'
        ).fetchone()
        (entries, known) = db.execute(
            f'SELECT count(*), count(f.fid) FROM "rtree_{layer}_geom" AS r '
            f'LEFT JOIN "{layer}" AS f ON f.fid = r.id AND f.geom IS NOT NULL'
        ).fetchone()
        if not features == entries == known:
            problems.append(f"The spatial index of {layer} is stale; run mapapp build.")
    return problems
