"""Texts in both languages of the interface."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mapapp.core.texts.strict import StrictTable

Language = Literal["en", "zh"]


@dataclass(frozen=True, slots=True)
class Text:
    """A text in both languages of the interface."""

    en: str
    zh: str

    def get(self, language: Language) -> str:
        """The text in one language."""
        return self.en if language == "en" else self.zh


EMPTY_TEXT = Text("", "")


def read_text(reader: StrictTable) -> Text:
    """The text of a table with the keys ``en`` and ``zh``."""
    text = Text(reader.take("en", str), reader.take("zh", str))
    reader.finish()
    return text
