"""Texts in both languages of the interface."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from mapapp.core.texts.plain import plain_text
from mapapp.core.texts.strict import StrictTable

Language = Literal["en", "zh"]
MAX_TEXT = 1_000
"""Characters of a title or a note."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text in both languages of the interface."""

    en: str
    zh: str

    def get(self, language: Language) -> str:
        """The text in one language."""
        return self.en if language == "en" else self.zh


NO_TEXT = Text("", "")


def read_text(reader: StrictTable) -> Text:
    """The text of a table with the keys ``en`` and ``zh``, without control characters."""
    text = Text(*(_line(reader, language) for language in get_args(Language)))
    reader.finish()
    return text


def _line(reader: StrictTable, key: str) -> str:
    value = reader.take(key, str)
    if len(value) > MAX_TEXT:
        raise reader.wrong(key, value, f"shorten it to {MAX_TEXT:,} characters")
    return plain_text(value)
