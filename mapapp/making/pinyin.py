"""Pinyin of Chinese names, for search; made at build because the dictionary is heavy."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable

_SYLLABLE = re.compile(r"[A-Za-z0-9]+")
_HANZI = re.compile("[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
"""All blocks of Han characters: names of villages and people have rare ones."""
_READINGS = {
    "朝阳": [["chao"], ["yang"]],
    "都灵": [["du"], ["ling"]],
    "都靈": [["du"], ["ling"]],
    "长海": [["chang"], ["hai"]],
    "大长山": [["da"], ["chang"], ["shan"]],
}
"""Places whose characters have two readings, of which the dictionary takes the wrong one."""


@functools.cache
def _reader() -> Callable[[str], list[str]]:
    from pypinyin import lazy_pinyin, load_phrases_dict

    load_phrases_dict(_READINGS)
    return lazy_pinyin


def readings(names: Iterable[str]) -> tuple[str, ...]:
    """The pinyin of each name that holds Chinese characters, each once.

    Syllables stand without tones, separated by spaces: 沈阳 and 瀋陽 → ``shen yang``.
    """
    return tuple(dict.fromkeys(_reading(name) for name in names if _HANZI.search(name)))


def _reading(name: str) -> str:
    return " ".join(_SYLLABLE.findall(" ".join(_reader()(name)).lower()))


def initials(readings: Iterable[str]) -> tuple[str, ...]:
    """First letters of the syllables, each once: ``shen yang`` → ``sy``."""
    letters = ("".join(syllable[0] for syllable in reading.split()) for reading in readings)
    return tuple(dict.fromkeys(letters))
