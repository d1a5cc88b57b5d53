"""What PostgreSQL would be asked; there is no server to ask in the tests."""

from __future__ import annotations

import pytest

from mapapp.core.expression.parser import parse
from mapapp.core.expression.sql import Sql, SqlCompiler
from mapapp.core.expression.tree import Exactly, Field
from mapapp.core.text import Text
from mapapp.store.postgresql_dialect import POSTGRESQL
from mapapp.store.tables import quoted

FIELDS = (
    Field("status", "text", Text("", "")),
    Field("area", "number", Text("", "")),
    Field("since", "date", Text("", "")),
    Field("aliases", "text", Text("", ""), separator=";"),
)
STATUS = '"status" IS NOT NULL AND "status" <> \'\''
BARE = r"""regexp_replace(normalize("status"::text, NFKD), '[\u0300-\u036f]', '', 'g')"""
FOLDED = f"lower(normalize({BARE}, NFKC))"


def compiled(text: str) -> Sql:
    compiler = SqlCompiler(POSTGRESQL, lambda field: quoted(field.id))
    return compiler.condition(parse(text, FIELDS))


@pytest.mark.parametrize(
    ("text", "sql", "parameters"),
    [
        ("area > 20", '("area" > ? AND "area" IS NOT NULL)', (20.0,)),
        ('status = "Open"', f'("status" IS NOT NULL AND {FOLDED} = ?)', ("open",)),
        ('status contains "P"', f'("status" IS NOT NULL AND strpos({FOLDED}, ?) > 0)', ("p",)),
        ('status contains ""', f"(({STATUS}) AND strpos({FOLDED}, ?) > 0)", ("",)),
        (
            'status in ("A", "b")',
            f"(({STATUS}) AND {FOLDED} IN (SELECT jsonb_array_elements_text(?::jsonb)))",
            ('["a", "b"]',),
        ),
        ("status is empty", f"NOT ({STATUS})", ()),
    ],
)
def test_a_condition_in_words_of_postgresql(
    text: str, sql: str, parameters: tuple[object, ...]
) -> None:
    assert compiled(text) == Sql(sql, parameters)  # type: ignore[arg-type]


def test_exactly_goes_by_the_column_as_it_is() -> None:
    condition = SqlCompiler(POSTGRESQL, lambda field: quoted(field.id)).condition(
        Exactly(FIELDS[0], ("A", "b"))
    )
    among = '"status"::text IN (SELECT jsonb_array_elements_text(?::jsonb))'
    assert condition == Sql(f'("status" IS NOT NULL AND {among})', ('["A", "b"]',))


def test_parameters_are_counted_for_lists_and_dates() -> None:
    for text in ('aliases = "a"', 'aliases contains "a"', "since = 2015", "since < 2015-05"):
        condition = compiled(text)
        assert condition.text.count("?") == len(condition.parameters)
    assert 'string_to_array("aliases", ?)' in compiled('aliases = "a"').text
    assert "pg_input_is_valid" in compiled("since > 2015").text
