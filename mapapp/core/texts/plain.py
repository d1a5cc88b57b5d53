"""Texts without what is no text: control characters, halves of characters, marks of direction.

Such characters come with the data and with names of files. A document may not hold most of
them (XML 1.0, 2.2), and a terminal obeys them.
"""

from __future__ import annotations

import re

MOST_SHOWN = 300
"""Characters of a text in a cell, a list or on the map; names and remarks have far fewer."""

_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_NO_CHARACTERS = "\ufdd0-\ufdef\ufffe\uffff"
_HALVES = "\ud800-\udfff"
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_LINE_ENDS = "\u2028\u2029"

NO_TEXT_PATTERN = f"[{_CONTROLS}{_NO_CHARACTERS}]"
"""A pattern of what is taken out of texts, for whole columns at once."""

_NO_TEXT = re.compile(NO_TEXT_PATTERN)
_HALF = re.compile(f"[{_HALVES}]")
_SENTENCE_END = re.compile(r"[.!?](?=\s)|[。！？]")
_OBEYED = re.compile(f"[\t\r\n{_CONTROLS}{_NO_CHARACTERS}{_HALVES}{_DIRECTIONS}{_LINE_ENDS}]")


def plain_text(text: str) -> str:
    """The text as any document can hold it; tabs and ends of lines stay.

    Control characters go; so do halves of characters (see :func:`_whole`), for a question mark.
    """
    if text.isprintable():  # quick, and so for nearly all
        return text
    return _NO_TEXT.sub("", _whole(text, "replace"))


def shortened(text: str, most: int = MOST_SHOWN) -> str:
    """The text, or its beginning with dots: to lay a longer one out would hold up the window."""
    return text if len(text) <= most else f"{text[:most]}…"


def first_sentence(text: str) -> str:
    """The text up to where its first sentence ends, in English or Chinese; all where none does."""
    end = _SENTENCE_END.search(text)
    return text[: end.end()] if end else text


def terminal_line(text: str) -> str:
    r"""The text as one line for a terminal, which must not obey it.

    What a terminal obeys, and marks that turn the direction of reading, are written out, such as
    ``\x1b``; ends of lines and tabs become spaces.
    """
    if text.isprintable():
        return text
    return _OBEYED.sub(_written_out, _whole(text, "backslashreplace"))


def terminal_json(text: str) -> str:
    """JSON of several lines that means the same and holds nothing a terminal obeys."""
    return "\n".join(_OBEYED.sub(_in_json, line) for line in text.split("\n"))


def _whole(text: str, errors: str) -> str:
    """The text with names of files as they were typed.

    Python has half a character for a byte that is none in the encoding of the locale (PEP 383):
    put together they may be UTF-8 all the same. ``errors`` says what becomes of the others.
    """
    if not _HALF.search(text):
        return text
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", errors)
    except UnicodeEncodeError:  # a half that is no byte: JSON can have such
        return text.encode("utf-8", errors).decode("utf-8")


def _written_out(found: re.Match[str]) -> str:
    character = found[0]
    if character in "\t\r\n":
        return " "
    return character.encode("unicode_escape").decode("ascii")


def _in_json(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
