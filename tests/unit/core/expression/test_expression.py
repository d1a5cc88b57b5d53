from __future__ import annotations

import builtins
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.core.expression.completion import completions
from mapapp.core.expression.parser import parse
from mapapp.core.expression.rows import Row, predicate
from mapapp.core.expression.tokens import ExpressionError
from mapapp.core.expression.tree import And, Compare, Empty, Field, In, Node, Not, Or, to_text
from mapapp.core.text import Text

STATUS = Field("status", "text", Text("Status", "状态"), values=("operating", "closed"))
AREA = Field("area", "number", Text("Area", "面积"), Text("km²", "平方公里"), ("area_km2",))
CORE = Field("core", "number", Text("Core area", "核心区面积"), Text("km²", "平方公里"))
NAME = Field("name", "text", Text("Any name", "任一名称"))
SINCE = Field("approved", "date", Text("Approved", "获批时间"))
ODD = Field("in] [and", "text", Text("In", "内"))
FIELDS = (STATUS, AREA, CORE, NAME, SINCE, ODD)

ROW: Row = {
    "status": ["operating"],
    "area": [59.96],
    "core": [],
    "name": ["Port of Dalian", "大连港"],
    "approved": ["2017-03"],
    "in] [and": [],
}


def holds(text: str, **values: Any) -> bool:
    return predicate(parse(text, FIELDS))({**ROW, **values})


@pytest.mark.parametrize(
    "text",
    [
        'status = "operating" and area_km2 > 20',
        'name contains "港"',
        'NAME contains "port of"',
        'name starts with "PORT" and not name starts with "of"',
        'name 开头为 "大连"',
        'status in ("operating", "closed")',
        'not (status = "closed")',
        'status not in ("closed")',
        "core is empty and area is not empty",
        'status != "closed"',
        "core != 1",
        "area = 59.96 and area >= 59.96 and area <= 59.96 and area < 6e1",
        "approved = 2017 and approved >= 2017 and approved > 2016-12-31 and approved < '2017-04'",
        "面积 ＞ 20 且 状态 ＝ “operating”",
        "[Core area] 为空 或 面积 > 1000",
        "area > 1000 or area < 0 or status = 'OPERATING'",
    ],
)
def test_an_expression_that_holds(text: str) -> None:
    assert holds(text)


@pytest.mark.parametrize(
    "text",
    [
        "area > 60",
        "core < 1",
        'status = "operating" and area > 60',
        "approved > 2017",
        "approved < 2017",
        'name contains "sea"',
        "not (area > 1 or area < 0)",
    ],
)
def test_an_expression_that_does_not_hold(text: str) -> None:
    assert not holds(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "approved = 2015",
            ["2015", "2015-05", "2015-06", "2015-06-15", "2015-06-30", "2015-07-01"],
        ),
        ("approved < 2015-06", ["2014", "2015-05"]),
        ("approved <= 2015-06", ["2014", "2015-05", "2015-06", "2015-06-15", "2015-06-30"]),
        ("approved > 2015-06", ["2015-07-01", "2016"]),
        ("approved >= 2015-06", ["2015-06", "2015-06-15", "2015-06-30", "2015-07-01", "2016"]),
    ],
)
def test_a_date_passes_only_if_all_days_it_may_mean_do(text: str, wanted: list[str]) -> None:
    months_and_days = ["2015-05", "2015-06", "2015-06-15", "2015-06-30", "2015-07-01"]
    dates = ["2014", "2015", *months_and_days, "2016"]
    assert [date for date in dates if holds(text, approved=[date])] == wanted


def test_and_binds_before_or() -> None:
    assert holds('area > 1 or area > 1 and status = "closed"')


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        ("area > 20 and km3 > 5", "Near 'km3' at 15", "no such field; did you mean area_km2?"),
        ("area >", "At the end", "area is a number; compare it with one, such as 20."),
        ("area > 'x'", "Near \"'x'\" at 8", "area is a number; compare it with one, such as 20."),
        ("area > 20km2", "Near '20km2' at 8", "this is no number; write it alone"),
        ("status = idle", "Near 'idle' at 10", 'in quotation marks, such as "operating".'),
        (
            "status > 'a'",
            "Near '>' at 8",
            "write =, !=, contains, starts with, in (…) or is empty.",
        ),
        ("approved = 2017-13", "Near '2017-13' at 12", "write a year, a month or a day"),
        ("(area > 1", "At the end", "a ( is still open; close it with )."),
        ("area > 1 area", "Near 'area' at 10", "write and or or."),
        ("status = 'op", 'Near "\'op" at 10', "close it with a quotation mark."),
        ("area > 1e999", "Near '1e999' at 8", "too large; write a smaller one."),
        ("", "At the end", "a field is missing; write one, such as status."),
        ("area is 3", "Near '3' at 9", "is must be followed by empty or not empty."),
    ],
)
def test_a_mistake_is_told_with_its_place_and_the_remedy(
    text: str, place: str, problem: str
) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text, FIELDS)
    assert str(caught.value).startswith(f"{place}: ")
    assert problem in str(caught.value)


def test_a_mistake_is_told_in_chinese() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse("area >", FIELDS)
    assert caught.value.text("zh") == "在末尾：area 是数值；请与数值比较，例如 20。"


@pytest.mark.parametrize("text", ["(" * 5000, "not " * 2000 + "area > 1"])
def test_deep_nesting_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError, match="nested too deeply"):
        parse(text, FIELDS)


numbers = st.floats(allow_nan=False, allow_infinity=False)
texts = st.text(max_size=8)
dates = st.dates().map(lambda day: day.isoformat()[: 4 + 3 * (day.day % 3)])


def comparisons(field: Field) -> st.SearchStrategy[Node]:
    values = {"number": numbers, "text": texts, "date": dates}[field.kind]
    signs = (
        ["=", "!=", "contains", "starts with"]
        if field.kind == "text"
        else ["=", "!=", "<", "<=", ">", ">="]
    )
    compared: st.SearchStrategy[Node] = st.builds(
        Compare, st.just(field), st.sampled_from(signs), values
    )
    listed = st.builds(In, st.just(field), st.lists(values, min_size=1, max_size=3).map(tuple))
    return compared | listed | st.builds(Empty, st.just(field))


def joined(terms: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(terms, min_size=2, max_size=3).map(tuple)
    return st.builds(Not, terms) | st.builds(And, several) | st.builds(Or, several)


trees = st.recursive(st.sampled_from(FIELDS).flatmap(comparisons), joined, max_leaves=8)


@given(trees)
def test_what_is_written_out_is_read_as_the_same_tree(node: Node) -> None:
    assert parse(to_text(node), FIELDS) == node


WORDS = [
    *("area", "status", "approved", "and", "or", "not", "(", ")", "=", ">", "in", "is", "empty"),
    *("contains", "20", '"x"', ",", "2017-03", "__import__('os')", "name.x", "[", "“"),
]


@given(st.lists(st.sampled_from(WORDS)).map(" ".join) | st.text())
def test_any_text_is_an_expression_or_a_mistake_with_a_place(text: str) -> None:
    try:
        node = parse(text, FIELDS)
    except ExpressionError as error:
        told = error
    else:
        assert predicate(node)(ROW) in (True, False)
        return
    assert 0 <= told.at <= len(text)
    assert told.text("en")
    assert told.text("zh")


def test_nothing_is_run_as_python(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("an expression was run")

    nodes = []
    with monkeypatch.context() as patch:
        for name in ("eval", "exec", "compile", "__import__"):
            patch.setattr(builtins, name, refuse)
        nodes.append(parse("name contains \"__import__('os').system('true')\"", FIELDS))
        with pytest.raises(ExpressionError):
            parse("__import__('os').system('true')", FIELDS)
        assert predicate(nodes[0])(ROW) is False


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("st", ["status"]),
        ("面", ["area"]),
        ("核心", ["core"]),
        ("status ", ["=", "!=", "contains", "starts with", "in (", "is empty", "is not empty"]),
        ("status = ", ['"operating"', '"closed"']),
        ('status = "op', ['"operating"']),
        ("area > 20 ", ["and", "or"]),
        ("area > 20 an", ["and"]),
        ("area > ", []),
        ("nothing = 1 and ", []),
        ('status = "operating"', ["and", "or"]),
        ('status = "operating" and ar', ["area"]),
    ],
)
def test_completion_offers_what_may_follow(text: str, words: list[str]) -> None:
    found = completions(text, len(text), FIELDS)
    assert [completion.text for completion in found] == words


def test_completion_replaces_the_word_that_was_begun() -> None:
    (found,) = completions("area > 1 and st and", 15, FIELDS)
    assert (found.text, found.start) == ("status", 13)
