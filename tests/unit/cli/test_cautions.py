"""What ``mapapp snapshot`` says of a picture that it made all the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mapapp.cli import main

Capture = pytest.CaptureFixture[str]


def said(capsys: Capture, *typed: str) -> list[str]:
    """The lines on stderr of a command that did what it was asked to."""
    assert main(["snapshot", *typed]) == 0
    return capsys.readouterr().err.splitlines()


def test_each_kind_of_caution_is_one_line_and_the_page_says_it_too(
    capsys: Capture, tmp_path: Path
) -> None:
    page = tmp_path / "m.html"
    nothing = "Nothing of these layers is known to have been here by the end of 1950: Sea ports."
    assert said(capsys, "-o", str(page), "--layers", "port", "--year", "1950") == [
        f"mapapp: {nothing}"
    ]
    text = page.read_text(encoding="utf-8")
    assert nothing in text
    assert "As it was known at the end of 1950." in text
    assert "8 features are not shown: nothing dated says whether they were there." in text


def test_cautions_are_in_the_language_of_the_command_line(capsys: Capture, tmp_path: Path) -> None:
    typed = ("-o", str(tmp_path / "m.html"), "--layers", "port", "--lang", "zh")
    first, second = said(capsys, *typed, "--review-number", "12")
    assert first.startswith("mapapp: 审图号 12 不符合格式")
    assert "在中国大陆公开出版须使用标准地图" in second


def test_a_picture_of_all_that_it_names_is_made_in_silence(capsys: Capture, tmp_path: Path) -> None:
    assert said(capsys, "-o", str(tmp_path / "m.html"), "--layers", "port") == []


def test_a_line_of_a_batch_is_named_before_its_cautions(capsys: Capture, tmp_path: Path) -> None:
    lines = tmp_path / "lines.json"
    quiet = {"file": str(tmp_path / "a.html"), "layers": [{"id": "port"}]}
    empty = {"file": str(tmp_path / "b.html"), "layers": [{"id": "port"}], "as_of_year": 1950}
    lines.write_text(f"{json.dumps(quiet)}\n{json.dumps(empty)}\n", encoding="utf-8")
    (line,) = said(capsys, "--batch", str(lines))
    assert line.startswith(f"mapapp: {lines}:2: Nothing of these layers")
