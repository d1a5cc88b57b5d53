"""Filters on a sheet are read by people who have never written one."""

from __future__ import annotations

import pytest

from mapapp.core.expression.parser import parse
from mapapp.core.expression.saying import in_words
from mapapp.core.expression.tree import Field, Word
from mapapp.core.text import Text

FIELDS = (
    Field("name", "text", Text("Name", "名称")),
    Field(
        "status",
        "text",
        Text("Status", "状态"),
        words=(
            Word("planned", Text("planned", "规划中")),
            Word("closed", Text("closed", "已关闭")),
        ),
    ),
    Field("area", "number", Text("Area", "面积"), unit=Text("km²", "平方公里")),
    Field("since", "date", Text("Established", "成立时间")),
)


@pytest.mark.parametrize(
    ("expression", "en", "zh"),
    [
        ("status = planned", "Status is planned", "状态是规划中"),
        (
            "status not in (planned, closed)",
            "Status is none of planned, closed",
            "状态不为规划中、已关闭",
        ),
        ("area > 1200", "Area is more than 1,200 km²", "面积大于1,200平方公里"),
        (
            "area >= 0.5 and area <= 20",
            "Area is between 0.5 and 20 km²",
            "面积介于0.5与20平方公里",
        ),
        ("area is empty", "Area is empty", "面积为空"),
        ('since >= "1990"', "Established is not before 1990", "成立时间不早于1990"),
        (
            'name contains "大连" or status = closed',
            "Name contains “大连” or Status is closed",
            "名称包含“大连”，或状态是已关闭",
        ),
    ],
)
def test_a_list_of_conditions_is_said_in_both_languages(expression: str, en: str, zh: str) -> None:
    assert in_words(parse(expression, FIELDS)) == Text(en, zh)


def test_what_is_no_list_is_not_said() -> None:
    nested = 'status = planned or (area > 1 and name = "x")'
    assert in_words(parse(nested, FIELDS)) is None
