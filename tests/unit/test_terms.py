"""The words of both languages: one for each thing, as ``docs/terms.csv`` says."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest

from mapapp.core.layer.spec import load_layer_specs
from mapapp.core.text import is_chinese

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "data" / "sources").glob("*.csv"))
_ZH = "_zh"


@dataclass(frozen=True, slots=True)
class Term:
    """What a thing is called; the first of several words is the usual one."""

    en: str
    zh: tuple[str, ...]
    not_en: tuple[str, ...]
    not_zh: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A text in both languages, and where it stands; one of them may be empty."""

    where: str
    en: str
    zh: str


def terms() -> list[Term]:
    with (ROOT / "docs" / "terms.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [Term(row["en"], *(_words(row[name]) for name in ("zh", "not_en", "not_zh")))
            for row in rows]  # fmt: skip


def _words(cell: str) -> tuple[str, ...]:
    return tuple(word for word in cell.split(";") if word)


def pairs_of_the_data() -> Iterator[Pair]:
    for path in SOURCES:
        with path.open(encoding="utf-8", newline="") as file:
            for line, row in enumerate(csv.DictReader(file), 2):
                for name in row:
                    en = "label_en" if name == "label_zh" else name.removesuffix(_ZH)
                    if name.endswith(_ZH) and en in row:
                        yield Pair(f"{path.name}:{line} {name}", row[en], row[name])


def pairs_of_layers() -> Iterator[Pair]:
    for spec in load_layer_specs(ROOT / "layers"):
        steps = () if spec.classes is None else spec.classes.steps
        for text in (spec.title, spec.note, *(step.title for step in steps)):
            if text is not None:
                yield Pair(f"layers/{spec.id}.toml", text.en, text.zh)


def pairs_of_the_window() -> Iterator[Pair]:
    file = ROOT / "resources" / "i18n" / "mapapp_zh_CN.ts"
    for context in ElementTree.parse(file).getroot().iter("context"):  # noqa: S314 - our own
        for message in context.iter("message"):
            source, told = message.findtext("source", ""), message.findtext("translation", "")
            en, zh = (re.sub(r"\(&\w\)|&", "", text) for text in (source, told))
            yield Pair(f"{file.name} {context.findtext('name')}", en, zh)


def pairs_of_the_code() -> Iterator[Pair]:
    for path in sorted((ROOT / "mapapp").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Text", "_prose"):
                texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant)][-2:]
                if len(texts) == 2 and all(isinstance(text, str) for text in texts):
                    yield Pair(f"{path.name}:{node.lineno}", str(texts[0]), str(texts[1]))


def texts_of_the_help() -> Iterator[Pair]:
    for path in sorted((ROOT / "docs" / "help").rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        is_zh = path.parent.name == "zh"
        yield Pair(f"{path.parent.name}/{path.name}", "" if is_zh else text, text if is_zh else "")


def all_pairs() -> list[Pair]:
    return [
        *pairs_of_the_data(), *pairs_of_layers(), *pairs_of_the_window(), *pairs_of_the_code(),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    found = all_pairs()
    assert len(found) > 1000
    return found


def says(text: str, word: str) -> bool:
    """Whether an English text has a word, in one or in several."""
    return re.search(rf"\b{re.escape(word)}(?:s|es)?\b", text, re.IGNORECASE) is not None


def test_a_thing_has_one_name_in_english(pairs: list[Pair]) -> None:
    found = [
        f"{pair.where}: {word!r} for {term.en!r}"
        for pair in (*pairs, *texts_of_the_help())
        for term in terms()
        for word in term.not_en
        if says(pair.en, word)
    ]
    assert found == []


def test_a_thing_has_one_name_in_chinese(pairs: list[Pair]) -> None:
    found = [
        f"{pair.where}: {word!r} for {term.zh[0]!r}"
        for pair in (*pairs, *texts_of_the_help())
        for term in terms()
        for word in term.not_zh
        if word in pair.zh
    ]
    assert found == []


def test_a_term_is_translated_by_its_own(pairs: list[Pair]) -> None:
    found = [
        f"{pair.where}: {pair.en!r} has {term.en!r}, {pair.zh!r} none of {'、'.join(term.zh)}"
        for pair in pairs
        for term in terms()
        if pair.zh and says(pair.en, term.en) and not any(word in pair.zh for word in term.zh)
    ]
    assert found == []


def test_chinese_sentences_have_chinese_punctuation(pairs: list[Pair]) -> None:
    latin = re.compile(r"[一-鿿][,;:!?](?!\d)|[一-鿿]\.(?:\s|$)|[一-鿿] ?\((?![*{ ])")
    found = [pair.zh for pair in pairs if latin.search(pair.zh)]
    assert found == []


def test_every_term_is_in_both_languages_and_once() -> None:
    known = terms()
    assert all(is_chinese("".join(term.zh)) for term in known)
    assert len({term.en.casefold() for term in known}) == len(known)
