"""What people may type into a cell."""

from __future__ import annotations

import pytest

from mapapp.core.errors import DataError
from mapapp.store.editing.typed import typed


@pytest.mark.parametrize(
    ("text", "declared", "value"),
    [
        (" 12 ", "INTEGER", 12),
        ("-3", "MEDIUMINT", -3),
        ("32767", "SMALLINT", 32767),
        ("1e3", "REAL", 1000.0),
        ("１２.５", "DOUBLE", 12.5),
        ("yes", "BOOLEAN", 1),
        ("否", "BOOLEAN", 0),
        ("2023-05-19", "DATE", "2023-05-19"),
        ("2023/5/9", "DATE", "2023-05-09"),
        ("2023年5月9日", "DATE", "2023-05-09"),
        ("2023-05-19 14:30", "DATETIME", "2023-05-19T14:30:00.000Z"),
        ("2023-05-19T14:30:00+08:00", "DATETIME", "2023-05-19T06:30:00.000Z"),
        ("2023.5.19", "DATETIME", "2023-05-19T00:00:00.000Z"),
        (" 旧井 ", "TEXT", " 旧井 "),
        ("01", "TEXT(2)", "01"),
        ("12", "", "12"),
        ("", "INTEGER", None),
        ("  ", "TEXT", None),
    ],
)
def test_a_text_becomes_what_its_column_holds(text: str, declared: str, value: object) -> None:
    made = typed(text, declared, "depth")
    assert (made, type(made)) == (value, type(value))


@pytest.mark.parametrize(
    ("text", "declared", "holds"),
    [
        ("deep", "REAL", "a number such as 12.5"),
        ("1,234", "REAL", "a number such as 12.5"),
        ("1_000", "REAL", "a number such as 12.5"),
        ("nan", "DOUBLE", "a number such as 12.5"),
        ("1e300", "DOUBLE", "a number such as 12.5"),
        ("12.5", "INTEGER", "a whole number such as 12"),
        ("128", "TINYINT", "a whole number such as 12"),
        ("9007199254740993", "INTEGER", "a whole number such as 12"),
        ("maybe", "BOOLEAN", "yes or no"),
        ("2023-02-30", "DATE", "a day such as 2023-05-19"),
        ("2023", "DATE", "a day such as 2023-05-19"),
        ("0001-01-01", "DATE", "a day such as 2023-05-19"),
        ("soon", "DATETIME", "a day and a time such as 2023-05-19 14:30"),
        ("2023-05-19 25:00", "DATETIME", "a day and a time such as 2023-05-19 14:30"),
    ],
)
def test_another_text_is_refused_in_a_sentence(text: str, declared: str, holds: str) -> None:
    with pytest.raises(DataError) as told:
        typed(text, declared, "depth")
    assert str(told.value) == (
        f"{text!r} cannot stand in the column depth, which holds {holds}; correct it, or leave it "
        "empty."
    )


def test_a_text_has_the_length_that_its_column_allows() -> None:
    with pytest.raises(DataError, match=r"name holds texts of at most 2 characters.* has 3;"):
        typed("abc", "TEXT(2)", "name")
