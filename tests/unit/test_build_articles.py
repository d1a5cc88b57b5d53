"""Figures as people write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapapp.build.articles import read_paragraphs, states


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
