"""Whether every text of the sources that people read stands there in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

from mapapp.core.message import Message
from mapapp.core.text import is_chinese
from mapapp.making.problems import Origin, ProblemList
from mapapp.making.sources import Sources

_ZH = "_zh"
_LETTERS = re.compile(r"[A-Za-z]")
_ENGLISH_SENTENCE = re.compile(r"\b[a-z]+ [a-z]+\b")
"""Two words in small letters: names and units beside Chinese have none such."""


class _Record(Protocol):
    @property
    def origin(self) -> Origin: ...


def check_languages(sources: Sources, problems: ProblemList) -> None:
    """Add each text that one language lacks, or that is not in its language.

    Which texts there are, the columns say: one called ``note_zh`` has the Chinese of ``note``.
    """
    for record in _told(sources):
        for name in _paired(record):
            _check(
                record.origin, name, getattr(record, name), getattr(record, name + _ZH), problems
            )


def _told(sources: Sources) -> Iterator[_Record]:
    yield from sources.all_places()
    yield from sources.units
    yield from sources.sources
    yield from sources.facts
    yield from sources.outlines


def _paired(record: _Record) -> Iterator[str]:
    names = type(record).__dataclass_fields__  # type: ignore[attr-defined]
    return (name for name in names if name + _ZH in names)


def _check(
    origin: Origin, name: str, en: str | None, zh: str | None, problems: ProblemList
) -> None:
    if not zh:
        if en and not _is_code(en):
            problems.add(
                origin,
                Message("{name} has no Chinese", name=name),
                Message("fill in {name}", name=f"{name}{_ZH}"),
            )
    elif not en:
        problems.add(
            origin,
            Message("{name} has no English", name=f"{name}{_ZH}"),
            Message("fill in {name}", name=name),
        )
    elif not is_chinese(zh) and not (zh == en and _is_name(en)):
        problems.add(
            origin,
            Message("{name} is not in Chinese", name=f"{name}{_ZH}"),
            Message("translate it"),
        )
    elif _ENGLISH_SENTENCE.search(zh):
        problems.add(
            origin,
            Message("{name} has English in it", name=f"{name}{_ZH}"),
            Message("translate it"),
        )
    elif not _LETTERS.search(en) and not _is_code(en):
        problems.add(
            origin, Message("{name} is not in English", name=name), Message("translate it")
        )


def _is_code(text: str) -> bool:
    """A date, a number, ``AOG``, or the ``yes`` that is written in the reader's language."""
    return text == "yes" or (text.upper() == text and not is_chinese(text))


def _is_name(text: str) -> bool:
    """A name that is the same in both languages: one word, or none of them in small letters."""
    return " " not in text or not any(word[0].islower() for word in text.split())
