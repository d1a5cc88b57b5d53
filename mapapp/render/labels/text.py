"""Widths and line breaks of text without a font engine, from the advances of our own font.

Widths leave out kerning: they are at most some 2 % too wide and never too narrow, so what fits
here fits in Qt and in Chromium.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from itertools import repeat

from mapapp.core.disk.assets import asset
from mapapp.core.record import record
from mapapp.core.text import is_chinese

ASCENT_EM = 0.88
"""Height of a line above its baseline: what hanzi fill; a line of text is one em high."""

NARROW_MARKS = frozenset("‘’“”…·•")
"""Marks that are as wide as a hanzi in Chinese and narrow in other texts."""

_DOTS = "..."  # the ellipsis of a Chinese font stands at half height
NO_BREAK = "\u00a0"
_PHRASE = re.compile(r"(?:[(（][^)）]*[)）]|[^ ])+ *(?:· +)?")
_NO_START = "，。、；：！？）》」』】％,.;:!?)]}%·"


def has_narrow_marks(text: str) -> bool:
    """Whether a text has marks that are narrow in it: it is one without hanzi."""
    return not NARROW_MARKS.isdisjoint(text) and not is_chinese(text)


@record(eq=False)
class TextMeasurer:
    """Advance widths in em by code point, for the regular and the bold weight.

    ``narrow`` has those of texts without hanzi by whether they are bold; some marks differ.
    """

    regular: Mapping[int, float] = field(repr=False)
    bold: Mapping[int, float] = field(repr=False)
    narrow: Mapping[bool, Mapping[int, float]] = field(repr=False)
    default_em: float = 1.0

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Width of one line of text, in the unit of its size."""
        return size * self._sum(text, self._advances(text, bold=bold))

    def _advances(self, text: str, *, bold: bool) -> Mapping[int, float]:
        """The advances of a text, to be asked for its parts as well."""
        if has_narrow_marks(text):
            return self.narrow[bold]
        return self.bold if bold else self.regular

    def _sum(self, text: str, advances: Mapping[int, float]) -> float:
        return sum(map(advances.get, map(ord, text), repeat(self.default_em)))

    def wrap(self, text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
        """Break text into the fewest lines within a width, as even as they can be.

        Breaks are at spaces and between hanzi; a word that is wider stands alone.
        """
        advances = self._advances(text, bold=bold)
        pieces = [
            _Piece(
                piece,
                size * self._sum(piece, advances),
                size * self._sum(piece.rstrip(), advances),
            )
            for piece in _pieces(text)
        ]
        fewest = _fill(pieces, width)
        if len(fewest) < 2:
            return fewest
        narrow, wide = sum(piece.width for piece in pieces) / len(fewest), width
        for _ in range(6):
            middle = (narrow + wide) / 2
            if len(_fill(pieces, middle)) > len(fewest):
                narrow = middle
            else:
                wide = middle
        return _fill(pieces, wide)

    def fill(self, text: str, size: float, width: float) -> list[str]:
        """Put as much text on each line as fits, so that it takes the whole width.

        Breaks are at spaces outside brackets only, and not at no-break spaces: neither a licence
        nor a term of hanzi is broken. What is wider than a line is wrapped.
        """
        lines = [""]
        for phrase in (found.replace(NO_BREAK, " ") for found in _PHRASE.findall(text)):
            if self.width((lines[-1] + phrase).rstrip(), size) <= width:
                lines[-1] += phrase
            elif self.width(phrase.rstrip(), size) <= width:
                lines.append(phrase)
            else:
                lines += [f"{part} " for part in self.wrap(phrase, size, width)]
        return [line.rstrip() for line in lines if line.strip()]

    def shorten(self, text: str, size: float, width: float, *, bold: bool = False) -> str:
        """The text, or as many words of it as fit, with dots where it is wider than ``width``."""
        if self.width(text, size, bold=bold) <= width:
            return text
        advances, kept = self._advances(text, bold=bold), ""
        for piece in _pieces(text):
            if size * self._sum(kept + piece.rstrip() + _DOTS, advances) > width:
                break
            kept += piece
        return kept.rstrip() + _DOTS


@record
class _Piece:
    """A stretch of text that is not broken, with and without the space at its end."""

    text: str
    width: float
    bare_width: float


def _fill(pieces: list[_Piece], width: float) -> list[str]:
    """Put as many pieces as fit on each line."""
    lines: list[str] = []
    line, used = "", 0.0
    for piece in pieces:
        if line and used + piece.bare_width > width:
            lines.append(line.rstrip())
            line, used = "", 0.0
        line += piece.text
        used += piece.width
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> Iterator[str]:
    """Stretches of text between which a line may break, spaces at their ends."""
    start = 0
    for i in range(1, len(text)):
        before, char = text[i - 1], text[i]
        hanzi = is_wide(before) or is_wide(char)
        opens = before in "（《「『【(["
        if (before == " " or hanzi) and char not in _NO_START and char != " " and not opens:
            yield text[start:i]
            start = i
    if text:
        yield text[start:]


def is_wide(char: str) -> bool:
    """Whether a character is one of those between which a line breaks without a space."""
    return "\u2e80" <= char <= "\ufaff" or "\uff00" <= char <= "\uffef"


@functools.cache
def measurer() -> TextMeasurer:
    """The measurer of the font that mapapp ships.

    Raises:
        AssetError: if its advance table was not found.
    """
    tables = json.loads(asset("fonts", "advances.json").read_text(encoding="utf-8"))
    regular, bold = (_widths(tables[style]["advances"]) for style in ("Regular", "Bold"))
    narrow = {
        False: regular | _widths(tables["Regular"]["latin"]),
        True: bold | _widths(tables["Bold"]["latin"]),
    }
    return TextMeasurer(regular, bold, narrow, tables["Regular"]["default"])


def _widths(table: Mapping[str, float]) -> dict[int, float]:
    return {int(code): float(em) for code, em in table.items()}
