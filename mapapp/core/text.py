"""Texts in both languages of the interface."""

from __future__ import annotations

from typing import get_args

from mapapp.core.message import Language, Message
from mapapp.core.record import record
from mapapp.core.texts.plain import plain_text
from mapapp.core.texts.strict import StrictTable

__all__ = ["MAX_TEXT", "NO_TEXT", "Language", "Text", "read_text"]

MAX_TEXT = 1_000
"""Characters of a title or a note."""

_FIVE_DIGITS = 10_000


@record
class Text:
    """A text in both languages of the interface."""

    en: str
    zh: str

    def __bool__(self) -> bool:
        """Whether it says anything."""
        return bool(self.en or self.zh)

    def get(self, language: Language) -> str:
        """The text in one language."""
        return self.en if language == "en" else self.zh


NO_TEXT = Text("", "")
COMMA, SEMICOLON, COLON = Text(", ", "，"), Text("; ", "；"), Text(": ", "：")


def is_chinese(text: str) -> bool:
    """Whether a text has Chinese characters; names in one are mostly in Latin letters."""
    return not text.isascii() and any("\u3400" <= each <= "\u9fff" for each in text)


def bracketed(text: str, language: Language) -> str:
    """A text in brackets to stand behind another; nothing for an empty one."""
    if not text:
        return ""
    return f" ({text})" if language == "en" else f"（{text}）"


def value_text(value: float | str | None, *, is_amount: bool = False) -> str:
    """A value as people read it.

    Of what is not known to be an amount, such as what has a unit, thousands stand apart from five
    digits on, as the SI brochure (5.4.4) and GB/T 15835-2011 allow: it may be a year.
    """
    if value is None or isinstance(value, str):
        return value or ""
    is_apart = is_amount or abs(value) >= _FIVE_DIGITS
    return f"{value:,.12g}" if is_apart else f"{value:.12g}"


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
