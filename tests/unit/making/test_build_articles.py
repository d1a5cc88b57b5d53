"""Figures as people write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapapp.making.articles import read_paragraphs, states, states_text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("some 1,300 firms", 1300),
        ("worth 481.5 billion yuan", 481.5),
        ("worth 1.4 trillion yuan", 1400),
        ("worth 1.4 trillion yuan", 1.4),
        ("92,000 square meters", 92),
        ("in 23rd place", 23),
        ("twenty-three of them", 23),
        ("two hundred and five trains", 205),
        ("a dozen plants", 12),
        ("in 2020 three came", 3),
        ("fell by 3.2 percent", -3.2),
        ("the sixth port", 6),
    ],
)
def test_figure_is_found(text: str, value: float) -> None:
    assert states(text, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [("some 1,300 firms", 300), ("worth 481.5 billion", 48.15), ("no figure at all", 5)],
)
def test_other_figure_is_not(text: str, value: float) -> None:
    assert not states(text, value)


def test_paragraphs_are_the_lines_that_hold_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one\n\n  \n two \n", encoding="utf-8")
    assert read_paragraphs(tmp_path / "a.txt") == ("one", "two")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("founded in July that year", "2015-07"),
        ("opened on March 4", "2023-03-04"),
        ("in 1988", "1988"),
        ("20 of its 31 lines", "20 of 31"),
        ("it makes machines", "machines"),
    ],
)
def test_value_in_words_is_found(text: str, value: str) -> None:
    assert states_text(text, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [("in July", "2015-08"), ("on March 5", "2023-03-04"), ("in 1988", "1989"), ("20", "21 of 20")],
)
def test_other_value_in_words_is_not(text: str, value: str) -> None:
    assert not states_text(text, value)
