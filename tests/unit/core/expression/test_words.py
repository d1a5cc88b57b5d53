"""Values as people say them, in both languages."""

from __future__ import annotations

import pytest

from mapapp.core.expression.completion import completions
from mapapp.core.expression.parser import parse
from mapapp.core.expression.rows import predicate
from mapapp.core.expression.tokens import ExpressionError
from mapapp.core.expression.tree import Field, Word, with_leaves
from mapapp.core.expression.words import in_all_words, value_of
from mapapp.core.text import Text

STATUS = Field(
    "status", "text", Text("Status", "状态"), values=("planned", "operating"),
    words=(
        Word("planned", Text("planned", "规划中"), ("规划",)),
        Word("operating", Text("operating", "运营中")),
    ),
)  # fmt: skip


def holds(expression: str, value: str) -> bool:
    asked = with_leaves(parse(expression, [STATUS]), in_all_words)
    return predicate(asked)({"status": (value,)})


@pytest.mark.parametrize(
    "expression",
    ['status = "规划"', 'status = "规划中"', "status = 规划", "status = planned", "状态 = 规划中",
     'status in ("规划")', 'status contains "规"', 'status starts with "plan"',
     'status starts with "规"', "status != 运营中", "not (status in (运营中))"],
)  # fmt: skip
def test_every_word_for_a_value_finds_it_and_no_other(expression: str) -> None:
    assert holds(expression, "planned")
    assert not holds(expression, "operating")


def test_a_file_that_says_it_in_chinese_is_found_by_the_english_word() -> None:
    assert holds("status = planned", "规划中")


def test_a_value_without_a_word_is_asked_for_as_it_stands() -> None:
    assert holds('status = "mothballed"', "Mothballed")
    assert not holds('status = "mothballed"', "planned")
    assert (value_of("规划", STATUS), value_of("mothballed", STATUS)) == ("planned", "mothballed")


def test_an_unknown_word_still_needs_quotation_marks() -> None:
    with pytest.raises(ExpressionError, match="quotation marks"):
        parse("status = mothballed", [STATUS])


def test_values_are_completed_from_either_language() -> None:
    [found] = completions('status = "规', 11, [STATUS])
    assert (found.text, found.hint) == ('"planned"', Text("", "规划中"))
