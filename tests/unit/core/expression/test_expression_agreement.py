"""Conditions of SQL and masks of columns mean what an expression says of a row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapapp.core.expression.parser import parse
from mapapp.core.expression.rows import predicate
from mapapp.core.expression.sql import SqlCompiler
from mapapp.core.expression.tree import (
    And,
    Compare,
    Empty,
    Exactly,
    Field,
    In,
    Node,
    Not,
    Operator,
    Or,
    field_of_column,
)
from mapapp.core.text import Text
from mapapp.store.geopackage import quoted
from mapapp.store.sources.arrow_columns import plain_table
from mapapp.store.sources.masks import MaskCompiler
from mapapp.store.sqlite_dialect import SQLITE, add_functions

TEXT = Field("status", "text", Text("", ""))
NUMBER = Field("area", "number", Text("", ""))
DATE = Field("since", "date", Text("", ""))
NAME = Field("name", "text", Text("", ""))
ALIASES = Field("aliases", "text", Text("", ""), separator=";")
FIELDS = (TEXT, NUMBER, DATE, NAME, ALIASES)

WORDS = [
    "", "a", "A", "Ａ", "ab", "straße", "STRASSE", "K", "\u212a", "港", "50%", "a;b", "a；b",
    "Düsseldorf", "DUSSELDORF", "Уфа", "уфа", "%", "_", "\\", "a_b", "A\\B", "a\\_b", "a%b", "港_",
]  # fmt: skip
DAYS = [
    "2015", "2015-12", "2015-02", "2015-02-27", "2015-02-28", "2016-02-29", "2015-12-31",
    "2016-01-01", "0001", "9999-12", "9999-12-31",
]  # fmt: skip
NO_DAYS = ["", "soon", "2015-13", "2015-02-30", "201", "2015-", "0000", "２０１５", "now"]

words = st.sampled_from(WORDS)
days = st.sampled_from(DAYS)
numbers = st.sampled_from([-1.0, 0.0, 0.5, 1.0, 2.0**53, 1e300])
rows = st.tuples(
    st.none() | words,
    st.none() | numbers | st.sampled_from([0, 1, 2**53 + 1, ""]),
    st.none() | days | st.sampled_from(NO_DAYS),
    st.none() | words,
    st.none() | st.lists(words.filter(lambda word: ";" not in word)).map(";".join),
)
signs: st.SearchStrategy[Operator] = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
text_signs: st.SearchStrategy[Operator] = st.sampled_from(["=", "!=", "contains", "starts with"])
texts = st.sampled_from([TEXT, NAME, ALIASES])
leaves = st.one_of(
    st.builds(Compare, texts, text_signs, words),
    st.builds(Compare, st.just(NUMBER), signs, numbers),
    st.builds(Compare, st.just(DATE), signs, days),
    st.builds(In, texts, st.lists(words, min_size=1).map(tuple)),
    st.builds(In, st.just(DATE), st.lists(days, min_size=1).map(tuple)),
    st.builds(In, st.just(NUMBER), st.lists(numbers, min_size=1).map(tuple)),
    st.builds(Exactly, st.sampled_from([TEXT, NAME]), st.lists(words).map(tuple)),
    st.builds(Empty, st.sampled_from(FIELDS)),
)


def _branches(terms: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(terms, min_size=2, max_size=4).map(tuple)
    return st.one_of(st.builds(Not, terms), st.builds(And, several), st.builds(Or, several))


trees: st.SearchStrategy[Node] = st.recursive(leaves, _branches, max_leaves=8)


COMPILER = SqlCompiler(SQLITE, lambda field: quoted(field.id))


@pytest.fixture(scope="module")
def db() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        add_functions(connection)
        connection.setlimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 200)  # as store/readonly.py does
        connection.execute("CREATE TABLE t (status TEXT, area, since TEXT, name TEXT, aliases)")
        yield connection


def _found(db: sqlite3.Connection, node: Node) -> list[int]:
    condition = COMPILER.condition(node)
    query = f"SELECT rowid FROM t WHERE {condition.text} ORDER BY rowid"
    return [rowid for (rowid,) in db.execute(query, condition.parameters)]


def _masked(values: list[tuple[Any, ...]], node: Node) -> list[int]:
    """The numbers of the rows whose mask is true; an area that is no number has no column."""
    status, area, since, name, aliases = zip(*values, strict=True)
    numbers = pa.array([None if value == "" else value for value in area], _number_type(area))
    columns = {"status": status, "since": since, "name": name, "aliases": aliases}
    texts = {key: pa.array(column, pa.string()) for key, column in columns.items()}
    table = plain_table(pa.table({**texts, "area": numbers}), "rows")
    return (np.flatnonzero(MaskCompiler(table).mask(node)) + 1).tolist()


def _number_type(area: tuple[Any, ...]) -> pa.DataType:
    whole = all(isinstance(value, int) for value in area if value not in (None, ""))
    return pa.int64() if whole else pa.float64()


def _row(status: Any, area: Any, since: Any, name: Any, aliases: Any) -> dict[str, list[Any]]:
    columns = {"status": status, "area": area, "since": since, "name": name}
    row = {field: [] if value in (None, "") else [value] for field, value in columns.items()}
    return {**row, "aliases": [part for part in (aliases or "").split(";") if part]}


@given(trees, st.lists(rows, min_size=1, max_size=5))
@settings(max_examples=3 * settings.default.max_examples)  # most of what can differ is rare
def test_the_same_rows_meet_the_condition(
    db: sqlite3.Connection, node: Node, values: list[tuple[Any, ...]]
) -> None:
    db.execute("DELETE FROM t")
    db.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?)", values)
    holds = predicate(node)
    wanted = [number for number, row in enumerate(values, 1) if holds(_row(*row))]
    assert _found(db, node) == wanted
    if not _mixes_types(values):
        assert _masked(values, node) == wanted


def _mixes_types(values: list[tuple[Any, ...]]) -> bool:
    """Whether a column of floats would have to hold a whole number that no float is."""
    areas = [row[1] for row in values]
    return 2**53 + 1 in areas and any(isinstance(area, float) for area in areas)


@given(trees, st.lists(rows, min_size=30, max_size=60))
def test_masks_agree_on_many_rows(node: Node, values: list[tuple[Any, ...]]) -> None:
    values = [row if row[1] != 2**53 + 1 else (row[0], 1, *row[2:]) for row in values]
    holds = predicate(node)
    wanted = [number for number, row in enumerate(values, 1) if holds(_row(*row))]
    assert _masked(values, node) == wanted


@pytest.mark.parametrize("sign", ["=", "!=", "contains", "starts with"])
@pytest.mark.parametrize("wanted", WORDS)
def test_every_word_is_compared_with_every_other(
    db: sqlite3.Connection, sign: Operator, wanted: str
) -> None:
    values = [(word, None, None, None, None) for word in WORDS]
    db.execute("DELETE FROM t")
    db.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?)", values)
    node = Compare(TEXT, sign, wanted)
    holds = predicate(node)
    found = [number for number, row in enumerate(values, 1) if holds(_row(*row))]
    assert _found(db, node) == _masked(values, node) == found


@pytest.mark.parametrize("wanted", [*WORDS, "12", "012", "12.0", "-0.5", "1" * 400])
def test_a_word_is_exactly_itself(db: sqlite3.Connection, wanted: str) -> None:
    numbers = [12, -0.5, "12", "012", 0, None]
    values = [*((word, None) for word in WORDS), *(("x", number) for number in numbers)]
    db.execute("DELETE FROM t")
    db.executemany("INSERT INTO t (status, area) VALUES (?, ?)", values)
    for field in (TEXT, field_of_column("area")):
        found = [
            at
            for at, row in enumerate(values, 1)
            if wanted and str(row[field is not TEXT]) == wanted
        ]
        assert _found(db, Exactly(field, (wanted,))) == found
        assert _found(db, Not(Exactly(field, (wanted, "")))) == [
            at for at in range(1, len(values) + 1) if at not in found
        ]


@pytest.mark.parametrize("declared", ["TEXT", "TEXT COLLATE NOCASE", "INTEGER", ""])
def test_what_is_found_exactly_is_found_by_the_index(db: sqlite3.Connection, declared: str) -> None:
    db.executescript(
        f"DROP TABLE IF EXISTS ids; CREATE TABLE ids (id {declared}, n);"
        "CREATE INDEX by_id ON ids (id COLLATE BINARY); INSERT INTO ids (id) VALUES ('7'), ('a');"
    )
    condition = COMPILER.condition(Exactly(field_of_column("id"), ("7", "A")))
    query = f"SELECT id, n FROM ids WHERE {condition.text}"
    assert [str(id_) for id_, _ in db.execute(query, condition.parameters)] == ["7"]
    plan = db.execute(f"EXPLAIN QUERY PLAN {query}", condition.parameters).fetchall()
    assert "SEARCH ids USING INDEX by_id" in plan[0][3]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("since <= 2015-02-28", True),
        ("since <= 2015-02-27", False),
        ("since = 2015", True),
        ("since < 2015-03", True),
        ("since > 2015-01", True),
        ("since >= 2015-02-02", False),
    ],
)
def test_a_month_is_compared_by_its_true_last_day(
    db: sqlite3.Connection, text: str, found: bool
) -> None:
    db.execute("DELETE FROM t")
    db.execute("INSERT INTO t (since) VALUES ('2015-02')")
    assert bool(_found(db, parse(text, FIELDS))) is found


def test_a_missing_value_fails_a_test_and_passes_its_opposite(db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM t")
    db.execute("INSERT INTO t DEFAULT VALUES")
    assert _found(db, parse('area > 1 or status = "a" or since = 2015', FIELDS)) == []
    assert _found(db, parse('not (area > 1 or status contains "a")', FIELDS)) == [1]


def test_a_long_row_of_terms_is_not_too_deep_for_sqlite(db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM t")
    db.execute("INSERT INTO t (area) VALUES (2999)")
    terms = tuple(Compare(NUMBER, "=", float(number)) for number in range(3000))
    assert _found(db, Or(terms)) == [1]
    assert _found(db, In(NUMBER, tuple(map(float, range(3000))))) == [1]


@pytest.mark.parametrize("sign", ["contains", "starts with"])
def test_a_part_may_be_longer_than_a_pattern_of_sqlite(
    db: sqlite3.Connection, sign: Operator
) -> None:
    part = "%a" * 30_000
    db.execute("DELETE FROM t")
    db.executemany("INSERT INTO t (status) VALUES (?)", [(f"{part.upper()}x",), (part[1:],)])
    assert _found(db, Compare(TEXT, sign, part)) == [1]


def test_a_part_is_sought_without_a_copy_of_each_text() -> None:
    assert "lower" not in SQLITE.contains("name", "nt").text
    assert "lower" not in SQLITE.begins("name", "nt").text


def test_a_value_never_becomes_sql(db: sqlite3.Connection) -> None:
    condition = COMPILER.condition(Compare(TEXT, "=", "x' OR '1'='1"))
    assert "1'='1" not in condition.text
    assert set(condition.parameters) == {"x' or '1'='1"}
