"""Widths and line breaks of text without a font engine, from the advances of our own font.

Widths leave out kerning: they are at most some 2 % too wide and never too narrow, so what fits
here fits in Qt and in Chromium.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping
from dataclasses import field
from itertools import repeat

from mapapp.core.disk.assets import asset
from mapapp.core.record import record
from mapapp.core.text import is_chinese
from mapapp.render.labels.line_breaks import Stretch, broken, pieces_of

ASCENT_EM = 0.88
"""Height of a line above its baseline: what hanzi fill; a line of text is one em high."""

NARROW_MARKS = frozenset("‘’“”…·•")
"""Marks that are as wide as a hanzi in Chinese and narrow in other texts."""

DOTS = "..."
"""At the end of what is cut: the ellipsis of a Chinese font stands at half height."""

NO_BREAK = "\u00a0"
_BETWEEN = " ·"
"""What separates phrases, and is left out where a line ends between them."""

_PHRASE = re.compile(r"(?:[(（][^)）]*[)）]|[^ ])+ *(?:· +)?")


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

        Breaks are at spaces and between hanzi, see :mod:`mapapp.render.labels.line_breaks`; a word
        that is wider stands alone.
        """
        advances = self._advances(text, bold=bold)
        pieces = [
            Stretch(
                piece,
                size * self._sum(piece, advances),
                size * self._sum(piece.rstrip(), advances),
            )
            for piece in pieces_of(text)
        ]
        return broken(pieces, width)

    def fill(self, text: str, size: float, width: float) -> list[str]:
        """Put as much text on each line as fits, so that it takes the whole width.

        Breaks are at spaces outside brackets only, and not at no-break spaces: neither a licence
        nor a term of hanzi is broken. What is wider than a line is wrapped.
        """
        lines = [""]
        for phrase in (found.replace(NO_BREAK, " ") for found in _PHRASE.findall(text)):
            if self.width((lines[-1] + phrase).rstrip(_BETWEEN), size) <= width:
                lines[-1] += phrase
            elif self.width(phrase.rstrip(), size) <= width:
                lines.append(phrase)
            else:
                lines += [f"{part} " for part in self.wrap(phrase, size, width)]
        return [line.rstrip(_BETWEEN) for line in lines if line.strip()]

    def shorten(self, text: str, size: float, width: float, *, bold: bool = False) -> str:
        """The text, or as many words of it as fit, with dots where it is wider than ``width``."""
        if self.width(text, size, bold=bold) <= width:
            return text
        advances, kept = self._advances(text, bold=bold), ""
        for piece in pieces_of(text):
            if size * self._sum(kept + piece.rstrip() + DOTS, advances) > width:
                break
            kept += piece
        return kept.rstrip() + DOTS


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
