"""Texts in the columns of a terminal, where a Chinese character takes two."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from unicodedata import east_asian_width

_WIDE = ("W", "F")


def width(text: str) -> int:
    """The columns that a text takes (Unicode UAX #11)."""
    return sum(2 if east_asian_width(each) in _WIDE else 1 for each in text)


def padded(text: str, columns: int) -> str:
    """A text with spaces behind it, up to some columns."""
    return text + " " * (columns - width(text))


def wrapped(text: str, columns: int) -> list[str]:
    """The lines of a text; between Chinese characters a line may end anywhere."""
    lines = [""]
    for piece in _pieces(" ".join(text.split())):
        if width(lines[-1] + piece.rstrip()) > columns and lines[-1]:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece
    return lines


class WideHelp(argparse.HelpFormatter):
    """Help whose lines fit the terminal in Chinese, too."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrapped(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in wrapped(text, width - len(indent)))


def _pieces(text: str) -> Iterator[str]:
    """What a line cannot be broken in: words with the space behind them, and wide characters.

    What closes or goes on never begins a line.
    """
    piece = ""
    for before, each in zip(f" {text}", text, strict=False):
        starts = before == " " or east_asian_width(each) == "W" or east_asian_width(before) in _WIDE
        if piece and starts and each not in "，。；：、）”》！？ ":
            yield piece
            piece = ""
        piece += each
    yield piece
