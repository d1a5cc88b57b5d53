"""Symbols whose area goes by a number: the law, and the few of them that a legend tells."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import replace

from mapapp.core.style.symbology import SMALLEST_PX, SizeRule, SymbolClass, SymbolSpec
from mapapp.core.text import Text

_STEP_PX = 0.5
"""Finer steps no eye sees, and with these there are no more than a hundred symbols."""

_TOLD = (1, 4, 16)
"""A legend tells a symbol of about the greatest number, one half as wide and one a quarter."""


def size_px(rule: SizeRule, value: float) -> float:
    """How wide the symbol of a number above 0 is: areas are as the numbers.

    J. Bertin, Semiology of Graphics (1967); that eyes see less (J. J. Flannery, 1971) is left to
    the legend.
    """
    return min(max(rule.most_px * math.sqrt(value / rule.most), SMALLEST_PX), rule.most_px)


def sized_steps(rule: SizeRule, symbol: SymbolSpec) -> Iterator[SymbolClass]:
    """A class for each half pixel of width, for numbers above 0."""
    count = round((rule.most_px - SMALLEST_PX) / _STEP_PX)
    sizes = [rule.most_px - _STEP_PX * i for i in range(count, -1, -1)]
    breaks = [_value(rule, size - _STEP_PX / 2) for size in sizes[1:]]
    least = math.nextafter(0.0, 1.0)
    for size, (low, high) in zip(
        sizes, itertools.pairwise([least, *breaks, math.inf]), strict=True
    ):
        yield SymbolClass(_told(_value(rule, size)), replace(symbol, size_px=size), None, low, high)


def legend_sizes(rule: SizeRule, symbol: SymbolSpec) -> list[SymbolClass]:
    """A few round numbers with symbols of their exact sizes, the largest first."""
    values = dict.fromkeys(_round_below(rule.most / part) for part in _TOLD)
    sizes = {value: size_px(rule, value) for value in values}
    return [
        SymbolClass(_told(value), replace(symbol, size_px=size), None, value, value)
        for value, size in sizes.items()
        if size > SMALLEST_PX or size == rule.most_px
    ]


def _value(rule: SizeRule, px: float) -> float:
    return float(rule.most * (px / rule.most_px) ** 2)


def _told(value: float) -> Text:
    text = f"{value:,.6g}"
    return Text(text, text)


def _round_below(value: float) -> float:
    """The greatest number of one digit, 1, 2 or 5, that is not above another one."""
    unit = 10.0 ** math.floor(math.log10(value))
    return max(digit * unit for digit in (0.5, 1, 2, 5) if digit * unit <= value)
