"""Texts in both languages of the interface."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from mapapp.core.message import Language, Message
from mapapp.core.texts.plain import plain_text
from mapapp.core.texts.strict import StrictTable

__all__ = ["MAX_TEXT", "NO_TEXT", "Language", "Text", "read_text"]

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
        raise reader.wrong(
            key, value, Message("shorten it to {max_text:,} characters", max_text=MAX_TEXT)
        )
    return plain_text(value)
