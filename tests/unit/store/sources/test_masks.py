"""Single rules of masks; that they mean what rows mean is in ``test_expression_agreement.py``."""

from __future__ import annotations

import pyarrow as pa
import pytest

from mapapp.core.expression.parser import parse
from mapapp.core.expression.tree import And, Exactly, Field, Not, Or, field_of_column
from mapapp.core.text import Text
from mapapp.store.sources.arrow_columns import plain_table
from mapapp.store.sources.masks import MaskCompiler

TABLE = plain_table(
    pa.table(
        {
            "ascii": ["Port", "PARK", "port ", None],
            "wide": ["Ｐort", "straße", "港", ""],
            "whole": pa.array([2**53 + 1, 2**53, -5, None], pa.int64()),
            "real": [0.1, 1e300, -0.0, None],
            "listed": ["a;Ｂ", ";", "b", None],
        }
    ),
    "table",
)
FIELDS = (
    Field("ascii", "text", Text("", "")),
    Field("wide", "text", Text("", "")),
    Field("whole", "number", Text("", "")),
    Field("real", "number", Text("", "")),
    Field("listed", "text", Text("", ""), separator=";"),
)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('ascii = "PORT"', [0]),
        ('ascii contains "ort"', [0, 2]),
        ('ascii in ("park", "x", "Port")', [0, 1]),
        ('wide = "port"', [0]),
        ('wide in ("STRASSE", "港")', [1, 2]),
        ("wide is empty", [3]),
        ("not ascii is empty", [0, 1, 2]),
        (f"whole = {2**53}", [1]),
        (f"whole > {2**53}", [0]),
        (f"whole in ({2**53}, -5)", [1, 2]),
        ("whole != -5", [0, 1, 3]),
        ("real = 0", [2]),
        ("real < 1", [0, 2]),
        ("real is empty", [3]),
        ('listed = "b"', [0, 2]),
        ("listed is empty", [1, 3]),
        ('not (listed contains "a" or whole < 0)', [1, 3]),
    ],
)
def test_rows_of_a_mask(text: str, rows: list[int]) -> None:
    mask = MaskCompiler(TABLE).mask(parse(text, FIELDS))
    assert mask.nonzero()[0].tolist() == rows


def test_of_no_terms_all_hold_and_none_does() -> None:
    assert MaskCompiler(TABLE).mask(And(())).all()
    assert not MaskCompiler(TABLE).mask(Or(())).any()


@pytest.mark.parametrize(
    ("column", "wanted", "rows"),
    [
        ("ascii", ("Port", "park"), [0]),
        ("wide", ("Port", "港", ""), [2]),
        ("whole", (str(2**53 + 1), "-5.0"), [0]),
        ("real", ("0.1",), [0]),
        ("ascii", (), []),
    ],
)
def test_rows_that_are_exactly_something(
    column: str, wanted: tuple[str, ...], rows: list[int]
) -> None:
    test = Exactly(field_of_column(column), wanted)
    masks = MaskCompiler(TABLE)
    assert masks.mask(test).nonzero()[0].tolist() == rows
    others = [row for row in range(4) if row not in rows]
    assert masks.mask(Not(test)).nonzero()[0].tolist() == others
