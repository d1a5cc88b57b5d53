"""Values as people read them."""

from __future__ import annotations

import pytest

from mapapp.core.text import value_text


@pytest.mark.parametrize(
    ("value", "text"),
    [(2014.0, "2014"), (-9999.5, "-9999.5"), (10000.0, "10,000"), (-73605.25, "-73,605.25"),
     ("2,014", "2,014"), (None, "")],
)  # fmt: skip
def test_thousands_stand_apart_from_five_digits_on(value: float | str | None, text: str) -> None:
    assert value_text(value) == text


def test_thousands_of_an_amount_always_stand_apart() -> None:
    assert value_text(2014.0, is_amount=True) == "2,014"
