from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.render.labels.line_breaks import pieces_of
from mapapp.render.labels.text import measurer

LONG = "China-Germany (Shenyang) High-End Equipment Manufacturing Industrial Park"


def test_a_hanzi_is_one_em_wide() -> None:
    assert measurer().width("大连", 10) == 20


def test_bold_is_wider() -> None:
    assert measurer().width("Dalian", 10, bold=True) > measurer().width("Dalian", 10)


@given(st.text(st.sampled_from("Port of 大连港（，）- "), max_size=60), st.floats(30, 300))
def test_lines_keep_the_text_and_the_width(text: str, width: float) -> None:
    lines = measurer().wrap(text, 10, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert measurer().width(line, 10) <= width or len(list(pieces_of(line))) == 1


def test_lines_break_after_spaces_and_around_hanzi_but_not_inside_brackets() -> None:
    narrowest = measurer().wrap("大连 Port of 大连港（新）x", 10, 1)
    assert narrowest == ["大", "连", "Port", "of", "大", "连", "港", "（新）", "x"]


def test_lines_are_even() -> None:
    widths = [measurer().width(line, 10) for line in measurer().wrap(LONG, 10, 200)]
    assert len(widths) == 2
    assert min(widths) > 0.75 * max(widths)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("Figures and dates 结好日期: 2013", 120, ["Figures and dates", "结好日期: 2013"]),
        ("Patents 专利: > 1,300 (2023)", 60, ["Patents", "专利: > 1,300", "(2023)"]),
        ("from 121.6° E 38.9° N are", 58, ["from", "121.6° E", "38.9° N are"]),
        ("高新企业：78家企业（截至12月）", 110, ["高新企业：78家企业", "（截至12月）"]),
        ("大连港，大连湾。沈阳北站", 90, ["大连港，大连湾。", "沈阳北站"]),
    ],
)
def test_lines_break_between_words_where_they_can(
    text: str, width: float, lines: list[str]
) -> None:
    assert measurer().wrap(text, 10, width) == lines


@given(st.text(st.sampled_from("大连港，； "), max_size=60), st.sampled_from((45, 60, 75, 90)))
def test_whole_words_cost_no_further_line(text: str, width: float) -> None:
    lines, used = 1, 0.0
    for piece in pieces_of(text):
        if used and used + measurer().width(piece.rstrip(), 10) > width:
            lines, used = lines + 1, 0.0
        used += measurer().width(piece, 10)
    assert len(measurer().wrap(text, 10, width)) <= lines


def test_two_lines_share_their_words_evenly() -> None:
    assert measurer().wrap("aaaa bbbb cccc dddd", 10, 75) == ["aaaa bbbb", "cccc dddd"]


def test_what_fits_exactly_is_neither_broken_nor_shortened() -> None:
    assert measurer().wrap("大连大连", 10, 20) == ["大连", "大连"]
    dots = measurer().width("...", 10)
    assert measurer().shorten("大连港", 10, 20 + dots) == "大连..."
    assert measurer().shorten("大连港", 10, 30) == "大连港"


def test_no_line_begins_with_a_closing_mark() -> None:
    for width in range(40, 160, 10):
        lines = measurer().wrap("中德（沈阳）高端装备，制造产业园。", 10, width)
        assert not {line[0] for line in lines} & set("），。")


@pytest.mark.parametrize("width", [60, 120, 200])
def test_a_shortened_text_fits(width: float) -> None:
    short = measurer().shorten(LONG, 10, width)
    assert measurer().width(short, 10) <= width
    assert short.endswith("...")
