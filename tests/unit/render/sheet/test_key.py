"""The key to the numbers of a map."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapapp.core.text import Text
from mapapp.render.labels.paper import KeyEntry
from mapapp.render.labels.words import Wording
from mapapp.render.request.request import ExportRequest
from mapapp.render.sheet.blocks import Run
from mapapp.render.sheet.key import key_lines


def told(count: int, language: Wording = "en") -> str:
    entry = KeyEntry(1, tuple(Text(f"A{i}", f"甲{i}") for i in range(count)))
    request = ExportRequest(Path("key.png"), "png", size_px=(800, 600), language=language)
    (block,) = key_lines([entry], request, 4000.0)
    return " ".join(each.text for each in block.items if isinstance(each, Run))


@pytest.mark.parametrize(
    ("language", "end"),
    [("en", "A11; and 28 more"), ("zh", "甲11；另有28处"), ("both", "and 28 more 另有28处")],
)
def test_of_a_heap_of_many_some_names_are_told_and_the_others_counted(
    language: Wording, end: str
) -> None:
    assert told(40, language).endswith(end)
    assert "12" not in told(40, language)


def test_a_heap_of_some_is_told_whole() -> None:
    assert told(13).endswith("A11; A12")
    assert told(14).endswith("A11; and 2 more")
