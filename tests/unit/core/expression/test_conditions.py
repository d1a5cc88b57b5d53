"""What is picked becomes an expression, and such an expression what was picked."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.core.expression.conditions import (
    RELATIONS,
    Asked,
    Condition,
    ConditionList,
    condition_list,
)
from mapapp.core.expression.parser import parse
from mapapp.core.expression.tree import Compare, Field, to_text
from mapapp.core.text import Text

TEXT = Field("odd ] name", "text", Text("", ""))
NUMBER = Field("area", "number", Text("Area", "面积"))
DATE = Field("since", "date", Text("Since", "自"))
FIELDS = (TEXT, NUMBER, DATE)

VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": st.text(max_size=6),
    "number": st.floats(allow_nan=False, allow_infinity=False),
    "date": st.sampled_from(["2015", "2015-12", "2015-12-31"]),
}
COUNTS: dict[str, tuple[int, int]] = {
    "empty": (0, 0), "known": (0, 0), "between": (2, 2), "one_of": (1, 4), "none_of": (1, 4),
}  # fmt: skip


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    field = draw(st.sampled_from(FIELDS))
    relation: Asked = draw(st.sampled_from(sorted(RELATIONS[field.kind])))
    least, most = COUNTS.get(relation, (1, 1))
    values = draw(st.lists(VALUES[field.kind], min_size=least, max_size=most))
    return Condition(field, relation, tuple(values))


def says_between(picked: ConditionList) -> bool:
    """Whether two conditions on one field are what people would pick as one."""
    relations = [condition.relation for condition in picked.conditions]
    fields = {condition.field for condition in picked.conditions}
    return picked.joint == "all" and relations == ["at_least", "at_most"] and len(fields) == 1


@given(st.sampled_from(["all", "any"]), st.lists(conditions(), min_size=1, max_size=5))
def test_what_is_picked_is_read_from_the_expression_again(joint: Any, picked: Any) -> None:
    wanted = ConditionList(joint if len(picked) > 1 else "all", tuple(picked))
    node = wanted.node()
    assert node is not None
    found = condition_list(parse(to_text(node), FIELDS))
    assert found is not None
    assert found.node() == node
    assert found == wanted or says_between(wanted)


@pytest.mark.parametrize(
    "text",
    [
        "area > 1 and (area < 9 or since = 2015)",
        "not (area > 1 and since = 2015)",
        "not area > 1",
        "area > 1 or since = 2015 and area < 9",
    ],
)
def test_what_cannot_be_picked_is_only_written(text: str) -> None:
    assert condition_list(parse(text, FIELDS)) is None


def test_nothing_picked_shows_everything() -> None:
    assert ConditionList().node() is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("area > ２０", 20.0),
        ("area > －１．５", -1.5),
        ("area > １ｅ３", 1000.0),
        ("since = ２０１５", "2015"),
        ("since = ２０１５－０３", "2015-03"),
        ('[odd ]] name] = "２０"', "２０"),
    ],
)
def test_full_width_digits_are_read_outside_quotation_marks(text: str, value: object) -> None:
    node = parse(text, FIELDS)
    assert isinstance(node, Compare)
    assert node.value == value


def test_a_column_may_be_called_as_the_words_of_a_relation() -> None:
    starts, with_ = (Field(name, "text", Text("", "")) for name in ("starts", "with"))
    text = 'starts starts with "a" and with = "b"'
    assert to_text(parse(text, (starts, with_))) == text
