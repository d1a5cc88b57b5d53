"""What is read aloud of a sheet, and in which order."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapapp.core.style.theme import LIGHT
from mapapp.core.text import Text
from mapapp.render.labels.paper import KeyEntry
from mapapp.render.request.paper import PageSize
from mapapp.render.request.request import ExportRequest
from mapapp.render.sheet import furniture as make
from mapapp.render.sheet.blocks import Block, stacked
from mapapp.render.sheet.key import key_lines
from mapapp.render.sheet.reading import passages, rank


def section(name: str, *parts: Block) -> Block:
    return stacked(name, [make.heading("Head", 150.0, LIGHT), *parts], 4.0)


def text(words: str, *, bold: bool = False) -> Block:
    return make.paragraph(words, make.BODY, 150.0, LIGHT.label, bold=bold)


def test_lines_of_a_paragraph_are_one_passage_and_paragraphs_are_not() -> None:
    long, short = "This is a sentence that needs more than one line of its column", "Short"
    read = list(passages(section("notes", text(long), text(short))))
    assert [(each.role, each.text) for each in read] == [
        ("heading", "Head"), ("paragraph", long), ("paragraph", short),
    ]  # fmt: skip
    assert len(read[1].lines) > 1


@pytest.mark.parametrize(
    "words",
    [
        "中国（辽宁）自由贸易试验区大连片区在这里，名字很长很长",
        "China 中国辽宁自由贸易试验区 Dalian 大连片区",
    ],
)
def test_hanzi_are_joined_without_spaces_that_were_not_there(words: str) -> None:
    (read,) = passages(text(words))
    assert len(read.lines) > 1
    assert read.text.replace(" ", "") == words.replace(" ", "")
    assert not any(f"{a} {b}" in read.text for a in "区国" for b in "大在辽")


def test_bold_lines_below_a_heading_are_headings_below_it() -> None:
    read = passages(section("figures", text("Port of Dalian", bold=True), text("Area: 1 km²")))
    assert [each.role for each in read] == ["heading", "subheading", "paragraph"]


def test_a_number_and_what_it_stands_for_are_one_passage() -> None:
    entries = [KeyEntry(n, (Text(name, name),)) for n, name in ((1, "Port of Dalian"), (2, "B"))]
    request = ExportRequest(Path("x.pdf"), "pdf", page=PageSize.named("A4"))
    read = passages(section("key", *key_lines(entries, request, 150.0)))
    assert [each.text for each in read] == ["Head", "① Port of Dalian", "② B"]


def test_every_section_with_a_head_begins_with_a_heading() -> None:
    for name in ("legend", "certainty", "key", "ground", "figures", "sources", "notes"):
        assert next(passages(section(name, text("one")))).role == "heading"


def test_a_running_title_is_a_title_and_is_read_first() -> None:
    read = list(passages(Block("running_title", 9, 9, make.title("A", "2", 300.0, LIGHT).items)))
    assert [each.role for each in read] == ["title", "paragraph"]
    assert rank("running_title") == rank("title")


def test_title_and_subtitle_are_told_apart() -> None:
    read = list(passages(make.title("Ports", "of Liaoning", 300.0, LIGHT)))
    assert [each.role for each in read] == ["title", "paragraph"]


def test_the_credits_are_read_last() -> None:
    blocks = ["attribution", "legend", "scale_bar", "title", "notes"]
    assert sorted(blocks, key=rank) == ["title", "legend", "notes", "scale_bar", "attribution"]
