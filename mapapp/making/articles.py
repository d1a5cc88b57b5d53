"""Whether a figure stands in the paragraph that is cited for it.

Paragraphs are the non-empty lines of an article, counted from 1. Figures are read as people
write them: 1,300, 481.5, "two hundred", "a dozen", "1.4 trillion".
"""

from __future__ import annotations

import calendar
import math
import re
from pathlib import Path

from mapapp.core.dates import first_day

_SMALL = {
    word: number
    for number, words in enumerate(
        (
            "zero no", "one first once", "two second twice", "three third", "four fourth",
            "five fifth", "six sixth", "seven seventh", "eight eighth", "nine ninth",
            "ten tenth", "eleven eleventh", "twelve twelfth dozen", "thirteen", "fourteen",
            "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
        )
    )
    for word in words.split()
}  # fmt: skip
_TENS = {
    word: 10 * number
    for number, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
}
_MAGNITUDES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_WORD = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[a-z]+")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_SCALES = (1.0, 1e3, 1e6, 1e9)
"""A fact may be stored in thousands, millions or billions of what the article writes out."""


def read_paragraphs(article: Path) -> tuple[str, ...]:
    """The paragraphs of an article; the first is number 1."""
    lines = article.read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip())


def states(paragraph: str, value: float) -> bool:
    """Whether a paragraph holds a figure, in digits or in words; signs are in the words."""
    numbers = figures(paragraph)
    return any(
        math.isclose(number, abs(value) * scale, rel_tol=1e-9)
        for number in numbers
        for scale in _SCALES
    )


def states_text(paragraph: str, value: str) -> bool:
    """Whether a paragraph holds what a value in words says in figures, or its date.

    Of a date the month must be named, or for a year its number given: articles say "in July
    that year".
    """
    try:
        first_day(value)
    except ValueError:
        return all(states(paragraph, float(number)) for number in _DIGITS.findall(value))
    _, *month_and_day = value.split("-")
    if not month_and_day:
        return states(paragraph, float(value))
    month, *day = (int(part) for part in month_and_day)
    named = calendar.month_name[month] in paragraph
    return named and all(states(paragraph, number) for number in day)


def figures(text: str) -> set[float]:
    """Every figure of a text; "1.4 trillion" counts as 1.4 and as 1.4e12."""
    found: set[float | None] = set()
    running: float | None = None
    for word in _WORD.findall(text.lower()):
        running = _go_on(running, word)
        found |= {running, _plain(word)}
    return {number for number in found if number is not None}


def _plain(word: str) -> float | None:
    """What a word means alone, None where it is no number."""
    if word[0].isdigit():
        return float(word.replace(",", ""))
    return _SMALL.get(word, _TENS.get(word))


def _go_on(running: float | None, word: str) -> float | None:
    """What a run of number words means so far, None outside such a run."""
    if word in _MAGNITUDES:
        return (running or 1.0) * _MAGNITUDES[word]
    if word in _TENS:
        return _TENS[word] + (running if running and running % 100 == 0 else 0.0)
    if word in _SMALL:
        return _SMALL[word] + (running if running and running % 10 == 0 else 0.0)
    return running if word == "and" else _plain(word)
