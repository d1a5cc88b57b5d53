"""Where a text breaks into lines: at spaces and between hanzi, but rather not within words.

Hanzi have no spaces between words. A line ends after a mark or a space if there is one close
enough, so that a text in two languages breaks between them, and a number stays with its sign.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mapapp.core.record import record

_NO_START = "，。、；：！？）》」』】％,.;:!?)]}%·"
_OPENING = "（《「『【(["
_GOOD_END = " ，。、；：！？）》」』】"
_SIGNS = "<>≤≥±≈~"
_QUARTERS = ("° N", "° S", "° E", "° W")
_FARTHEST_BACK = 4
"""So many hanzi a line may be short for the sake of a word."""

_STEPS = 6


@record
class Stretch:
    """A stretch of text that is not broken, with and without the space at its end."""

    text: str
    width: float
    bare_width: float


def pieces_of(text: str) -> Iterator[str]:
    """Stretches of text between which a line may break, spaces at their ends."""
    start = 0
    for i in range(1, len(text)):
        before, char = text[i - 1], text[i]
        hanzi = is_wide(before) or is_wide(char)
        opens = before in _OPENING or _is_kept(text, i)
        if (before == " " or hanzi) and char not in _NO_START and char != " " and not opens:
            yield text[start:i]
            start = i
    if text:
        yield text[start:]


def _is_kept(text: str, at: int) -> bool:
    """Whether a space before a character is within a figure: “> 20”, “38.9° N”."""
    first = max(at - 2, 0)
    return text[at - 1] == " " and (text[first] in _SIGNS or text[first : at + 1] in _QUARTERS)


def is_wide(char: str) -> bool:
    """Whether a character is one of those between which a line breaks without a space."""
    return "\u2e80" <= char <= "\ufaff" or "\uff00" <= char <= "\uffef"


def broken(pieces: Sequence[Stretch], width: float) -> list[str]:
    """The fewest lines within a width, as even as they can be."""
    starts = _starts(pieces, width)
    if len(starts) > 1:
        back = _FARTHEST_BACK if len(_starts(pieces, width, _FARTHEST_BACK)) == len(starts) else 0
        starts = _starts(pieces, _even_width(pieces, width, len(starts), back), back)
    ends = [*starts[1:], len(pieces)]
    lines = [
        "".join(piece.text for piece in pieces[i:j]) for i, j in zip(starts, ends, strict=True)
    ]
    return [line.rstrip() for line in lines if line.strip()]


def _even_width(pieces: Sequence[Stretch], width: float, count: int, back: int) -> float:
    """The least width that is found to hold pieces in so many lines."""
    narrow, wide = sum(piece.width for piece in pieces) / count, width
    for _ in range(_STEPS):
        middle = (narrow + wide) / 2
        if len(_starts(pieces, middle, back)) > count:
            narrow = middle
        else:
            wide = middle
    return wide


def _starts(pieces: Sequence[Stretch], width: float, back: int = 0) -> list[int]:
    """The first piece of each line where as many as fit are put on it, or a few less."""
    starts, used, at = [0], 0.0, 0
    while at < len(pieces):
        if at > starts[-1] and used + pieces[at].bare_width > width:
            at = _between_words(pieces, max(at - back, starts[-1] + 1), at)
            starts.append(at)
            used = 0.0
        used += pieces[at].width
        at += 1
    return starts


def _between_words(pieces: Sequence[Stretch], first: int, last: int) -> int:
    """The last piece from one to another before which no word is broken, or the last of all."""
    good = (i for i in range(last, first - 1, -1) if not _breaks_word(pieces, i))
    return next(good, last)


def _breaks_word(pieces: Sequence[Stretch], at: int) -> bool:
    """Whether a break before a piece may lie within a word: between hanzi without a mark."""
    return pieces[at - 1].text[-1] not in _GOOD_END and pieces[at].text[0] not in _OPENING
