"""The help pages say what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mapapp.core.credits import DATA
from mapapp.core.disk.assets import asset
from mapapp.core.expression.parser import OPERATORS, parse
from mapapp.core.expression.tree import KEYWORDS
from mapapp.core.fact.figures import FACT_STATUSES
from mapapp.render.request.request import FORMATS
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("en", "zh")
in_both = pytest.mark.parametrize("language", LANGUAGES)


def page(language: str, name: str) -> str:
    return asset("help", language, f"{name}.md").read_text(encoding="utf-8")


def code(text: str) -> list[str]:
    """What stands in the type of code, in a line or on its own."""
    found = re.findall(r"```\n(.+)\n```|`([^`\n]+)`", text)
    return [block or inline for block, inline in found]


def test_both_languages_have_the_same_pages() -> None:
    english, chinese = (
        {path.name: path for path in asset("help", language).glob("*.md")} for language in LANGUAGES
    )
    assert english.keys() == chinese.keys()
    for name, path in english.items():
        text = path.read_text(encoding="utf-8")
        other = chinese[name].read_text(encoding="utf-8")
        for mark in ("\n## ", "\n| ", "\n- ", "`"):
            assert text.count(mark) == other.count(mark), (name, mark)


@in_both
def test_each_operator_and_keyword_is_explained(language: str) -> None:
    written = " ".join(code(page(language, "4-filters")))
    operators = {operator for kind in OPERATORS.values() for operator in kind}
    words = set(re.split(r"[\s()]+", written))
    assert not {word for each in operators | KEYWORDS for word in each.split()} - words


@in_both
def test_examples_of_filters_are_right(language: str, atlas: Atlas) -> None:
    fields = LayerCatalogue(atlas).table("industrial_park").fields
    written = code(page(language, "4-filters"))
    examples = [text for text in written if text.startswith(("status ", "状态"))]
    assert len(examples) == 4
    for example in examples:
        parse(example, fields)


@in_both
def test_each_format_is_named(language: str) -> None:
    text = page(language, "6-export").lower()
    assert not [name for name in FORMATS if name not in text]


@in_both
def test_each_mark_of_a_card_is_explained(language: str) -> None:
    text = page(language, "3-cards").lower()
    assert not [mark for mark in FACT_STATUSES.values() if mark.get(language) not in text]


def test_origins_and_licences_are_those_of_the_data() -> None:
    readme = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    for credit in DATA:
        for part in (credit.name, credit.licence):
            assert part.partition(" / ")[0] in readme, part
