"""Whether a file is a sound atlas: its tables, what they refer to, and every cell of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from mapapp.core.errors import DataError
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.message import Message
from mapapp.store.atlas import Atlas
from mapapp.store.readonly import Database, open_unchanged
from mapapp.store.schema import (
    APPLICATION_ID,
    ATTRIBUTE_TABLES,
    EXTENT_TABLE,
    LINK_TABLE,
    Column,
    feature_columns,
    mapping_table,
)

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


def check_atlas(path: Path, specs: Sequence[LayerSpec] = ()) -> list[Message]:
    """Everything that is wrong with an atlas, one sentence each; empty if nothing is.

    What passes can be shown through the layers: this reads each row with the reader that does
    that. The file is opened read-only and nothing is left beside it.
    """
    try:
        with open_unchanged(path) as db:
            problems = _problems(db, path.name)
        return problems or list(_wrong_values(path, specs))
    except DataError as error:
        return [error.message]


def _wrong_values(path: Path, specs: Sequence[LayerSpec]) -> Iterator[Message]:
    """The first value of each table that is not as it should be."""
    with Atlas(path, specs) as atlas:
        file = atlas.file
        reads: list[Callable[[], object]] = [
            atlas.sources, atlas.attributes, atlas.units, atlas.all_facts, atlas.conflicts,
            lambda: file.rows("relation", _names(ATTRIBUTE_TABLES["relation"])),
        ]  # fmt: skip
        for table in file.tables():
            reads += [partial(file.features, table), partial(file.declared_extent, table)]
        for spec in specs:
            columns, where = (
                file.columns(spec.table),
                Message("{path}: the table {table!r}", path=path.name, table=spec.table),
            )
            reads += [partial(spec.roles.check, columns, where)]
            reads += [partial(atlas.descriptions, spec.id, "en")]
        for read in reads:
            try:
                read()
            except DataError as error:
                yield error.message


def _problems(db: Database, name: str) -> list[Message]:
    if db.rows("PRAGMA application_id") != [(APPLICATION_ID,)]:
        return [Message("{name} is SQLite but not a GeoPackage; choose another file.", name=name)]
    damage = [text for (text,) in db.rows("PRAGMA quick_check") if text != "ok"]
    if damage:
        return [
            Message(
                "{name} is damaged ({damage}); restore it or run mapapp build.",
                name=name,
                damage=damage[0],
            )
        ]
    if not _tables(db) & ATTRIBUTE_TABLES.keys():
        return [
            Message(
                "{name} is a GeoPackage but no atlas of mapapp; choose another file.", name=name
            )
        ]
    layers = _feature_tables(db)
    missing = [*_missing_tables(db, layers), *_missing_columns(db, layers)]
    if missing:
        return missing
    return [
        *_broken_references(db, layers),
        *_broken_links(db, layers),
        *_stale_indexes(db, layers),
    ]


def _tables(db: Database) -> set[str]:
    return {name for (name,) in db.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}


def _feature_tables(db: Database) -> list[str]:
    if not {"gpkg_contents", "gpkg_geometry_columns"} <= _tables(db):
        return []
    rows = db.rows("SELECT table_name FROM gpkg_geometry_columns ORDER BY table_name")
    return [name for (name,) in rows]


def _missing_tables(db: Database, layers: list[str]) -> list[Message]:
    mappings = [mapping_table(layer) for layer in _place_layers(layers)]
    indexes = [f"rtree_{layer}_geom" for layer in layers]
    wanted = ["gpkg_contents", "gpkg_geometry_columns", *ATTRIBUTE_TABLES, *mappings, *indexes]
    wanted += [EXTENT_TABLE, LINK_TABLE, *layers]
    found = _tables(db)
    return [
        Message(
            "The table {table} is missing; this is not an atlas of mapapp, or an older one: "
            "run mapapp build.",
            table=table,
        )
        for table in sorted(set(wanted))
        if table not in found
    ]


def _missing_columns(db: Database, layers: list[str]) -> list[Message]:
    wanted = {layer: ("geom", *_names(feature_columns(layer))) for layer in layers}
    wanted |= {table: tuple(_names(columns)) for table, columns in ATTRIBUTE_TABLES.items()}
    problems: list[Message] = []
    for table, columns in wanted.items():
        found = {name for _, name, *_ in db.rows(f'PRAGMA table_info("{table}")')}
        problems += [
            Message(
                "The table {table} has no column {column}; run mapapp build.",
                table=table,
                column=column,
            )
            for column in ("fid", *columns)
            if found and column not in found
        ]
    return problems


def _names(columns: tuple[Column, ...]) -> list[str]:
    return [column.name for column in columns]


def _place_layers(layers: list[str]) -> list[str]:
    return [layer for layer in layers if layer not in (EXTENT_TABLE, LINK_TABLE)]


def _broken_references(db: Database, layers: list[str]) -> list[Message]:
    entities = " UNION ALL ".join(f'SELECT id FROM "{layer}"' for layer in _place_layers(layers))
    entities = entities or "SELECT NULL WHERE 0"
    targets = [(t, c, f"SELECT id FROM {target}", target) for t, c, target in _REFERENCES]
    targets += [(table, column, entities, "feature") for table, column in _ENTITY_REFERENCES]
    problems: list[Message] = []
    for table, column, known, target in targets:
        rows = db.rows(
            f"SELECT id, {column} FROM {table} "
            f"WHERE {column} IS NOT NULL AND {column} NOT IN ({known}) ORDER BY id"
        )
        problems += [
            Message(
                "{table} {row_id}: {column} {value!r} is no known {target}; correct it.",
                table=table,
                row_id=row_id,
                column=column,
                value=value,
                target=target,
            )
            for row_id, value in rows
        ]
    return problems


def _broken_links(db: Database, layers: list[str]) -> list[Message]:
    problems: list[Message] = []
    for layer in _place_layers(layers):
        ((broken,),) = db.rows(
            f'SELECT count(*) FROM "{mapping_table(layer)}" AS m '
            f'LEFT JOIN "{layer}" AS f ON f.fid = m.base_id '
            "LEFT JOIN fact ON fact.fid = m.related_id "
            "WHERE fact.entity_id IS NULL OR f.id IS NOT fact.entity_id"
        )
        ((linked,),) = db.rows(f'SELECT count(*) FROM "{mapping_table(layer)}"')
        ((facts,),) = db.rows(
            f'SELECT count(*) FROM fact JOIN "{layer}" AS f ON f.id = fact.entity_id'
        )
        if broken or linked != facts:
            problems.append(
                Message(
                    "The table {table} does not tie each {layer} to its facts; run mapapp build.",
                    table=mapping_table(layer),
                    layer=layer,
                )
            )
    return problems


def _stale_indexes(db: Database, layers: list[str]) -> list[Message]:
    problems: list[Message] = []
    for layer in layers:
        ((features,),) = db.rows(f'SELECT count(*) FROM "{layer}" WHERE geom IS NOT NULL')
        ((entries, known),) = db.rows(
            f'SELECT count(*), count(f.fid) FROM "rtree_{layer}_geom" AS r '
            f'LEFT JOIN "{layer}" AS f ON f.fid = r.id AND f.geom IS NOT NULL'
        )
        if not features == entries == known:
            problems.append(
                Message("The spatial index of {layer} is stale; run mapapp build.", layer=layer)
            )
    return problems
