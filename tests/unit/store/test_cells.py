"""What a column may hold, and what is told of a cell that holds something else."""

from __future__ import annotations

from typing import Any

import pytest

from mapapp.store.cells import MOST_WHOLE, CellKind, Rule, first_wrong, rule_of


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("text", ["a", "", None]),
        ("date", ["2023", "2023-05", "2023-05-19", "", None]),
        ("real", [1.5, -2.0, None]),
        ("whole", [1, -5, MOST_WHOLE, None]),
        ("number", [1, 2.5, None]),
        ("any", ["a", 1, 2.5, None]),
        ("text", []),
    ],
)
def test_right_values_pass(kind: CellKind, values: list[Any]) -> None:
    assert first_wrong(values, Rule(kind)) is None


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("text", 5, "5 stands where a text belongs"),
        ("text", b"ab", "2 bytes stands where a text belongs"),
        ("date", "-5", "'-5' stands where a date such as"),
        ("date", "0000-00-00", "stands where a date"),
        ("date", "2023-02-30", "stands where a date"),
        ("date", "0001", "stands where a date"),
        ("date", "9999", "stands where a date"),
        ("real", 5, "5 stands where a number belongs"),
        ("real", "many", "'many' stands where a number belongs"),
        ("real", float("inf"), "inf is too large a number"),
        ("number", 1e300, "too large a number"),
        ("whole", MOST_WHOLE + 1, "too large a number"),
        ("whole", 1.5, "1.5 stands where a whole number belongs"),
        ("any", b"", "0 bytes stands where a text or a number belongs"),
        ("text", "x" * 3, None),
    ],
)
def test_the_first_wrong_value_is_told(kind: CellKind, value: object, said: str | None) -> None:
    found = first_wrong([None, value, value], Rule(kind))
    if said is None:
        assert found is None
    else:
        assert found is not None
        assert found[0] == 1
        assert said in found[1]


def test_what_is_required_must_be_there() -> None:
    assert first_wrong(["a", None], Rule("text", required=True)) == (
        1, "it is empty where a text belongs"
    )  # fmt: skip


def test_a_long_text_is_told_in_short() -> None:
    found = first_wrong(["x" * 1000], Rule("real"))
    assert found is not None
    assert len(found[1]) < 100


@pytest.mark.parametrize(
    ("declared", "kind"),
    [
        ("INTEGER", "whole"), ("MEDIUMINT", "whole"), ("BOOLEAN", "whole"), ("TEXT", "text"),
        ("VARCHAR(20)", "text"), ("DATE", "date"), ("DATETIME", "text"), ("DOUBLE", "number"),
        ("REAL", "number"), ("NUMERIC(5)", "number"), ("", "any"), ("BLOB", "any"),
    ],
)  # fmt: skip
def test_the_declared_type_says_what_a_column_holds(declared: str, kind: CellKind) -> None:
    assert rule_of(declared) == Rule(kind)
