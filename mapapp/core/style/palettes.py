"""Palettes for classes, all told apart by people who see few colours.

Those of two or more hues are from C. Brewer and M. Harrower, ColorBrewer 2.0 (Apache License 2.0);
``viridis`` is by S. van der Walt and N. Smith (CC0), ``cividis`` by J. Nuñez, C. Anderton and
R. Renslow, PLoS ONE 13(7), 2018 (CC0); ``okabe_ito`` is of M. Okabe and K. Ito, Color Universal
Design (2008), ``tol_bright`` and ``tol_muted`` are of P. Tol, Colour Schemes (2021, BSD 3-clause).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal

from mapapp.core.record import record
from mapapp.core.style.symbology import Theme, Tone
from mapapp.core.style.tones import stands_out, tone_like
from mapapp.core.text import Text

PaletteKind = Literal["sequential", "diverging", "qualitative"]

EDGE = Tone("#4A4F57", "#C4C9D1")
"""The outline of what is filled from a palette: it stands out where the colour does not."""

GREY = Tone("#8A8F96", "#7D838C")
"""What has no value, or one that is in no class."""

_FROM_PAPER = 0.12
"""Where a ramp begins: its lightest colours are those of paper."""

_LOOKS = 50

_DARK_MIDDLE = "3A3F47"


@record
class Palette:
    """Colours for classes.

    Attributes:
        name: in files and messages.
        title: for people.
        kind: rising, parting in the middle, or merely different.
        anchors: the colours (``rrggbb``); of rising ones the lightest first.
    """

    name: str
    title: Text
    kind: PaletteKind
    anchors: tuple[str, ...]

    @property
    def most(self) -> int | None:
        """How many classes it has colours for; None for any number."""
        return len(self.anchors) if self.kind == "qualitative" else None

    def tones(
        self, count: int, *, for_lines: bool = False, is_reversed: bool = False
    ) -> tuple[Tone, ...]:
        """The colours of some classes, the least first, on light and on dark ground.

        Rising ones grow away from the ground: darker on light, lighter on dark ground. Those
        ``for_lines``, which have no outline, begin where they stand out against land and sea.
        """
        tones = self._tones(count, for_lines)
        return tuple(reversed(tones) if is_reversed else tones)

    def _tones(self, count: int, for_lines: bool) -> list[Tone]:
        if self.kind == "qualitative":
            return [tone_like(f"#{colour}", "light") for colour in self.anchors[:count]]
        if self.kind == "diverging":
            shares = [_share(i, count) for i in range(count)]
            dark = _inside_out(self.anchors)
            return [Tone(_at(self.anchors, each), _at(dark, each)) for each in shares]
        begins = [_FROM_PAPER] * 2
        if for_lines:
            begins = [
                _visible_from(self.anchors, "light"),
                _visible_from(self.anchors[::-1], "dark"),
            ]
        light = _rising(self.anchors, count, begins[0])
        return [*map(Tone, light, _rising(self.anchors[::-1], count, begins[1]))]


def _share(number: int, count: int) -> float:
    return number / (count - 1) if count > 1 else 1.0


def _rising(anchors: Sequence[str], count: int, begin: float) -> list[str]:
    return [_at(anchors, begin + (1 - begin) * _share(i, count)) for i in range(count)]


def _visible_from(anchors: Sequence[str], theme: Theme) -> float:
    """The share of the way along a ramp from which its colours stand out."""
    shares = (look / _LOOKS for look in range(_LOOKS + 1))
    return next((each for each in shares if stands_out(_at(anchors, each), theme)), 1.0)


def _inside_out(anchors: Sequence[str]) -> tuple[str, ...]:
    """A diverging ramp for dark ground: its ends are light, and its middle is dark."""
    half = len(anchors) // 2
    return (*anchors[half - 1 :: -1], _DARK_MIDDLE, *anchors[: -half - 1 : -1])


def _at(anchors: Sequence[str], share: float) -> str:
    """The colour at a share of the way along a ramp."""
    steps = list(pairwise(anchors))
    step = min(int(share * len(steps)), len(steps) - 1)
    part = share * len(steps) - step
    pair = zip(*(bytes.fromhex(colour) for colour in steps[step]), strict=True)
    return "#" + "".join(f"{round(one + (other - one) * part):02X}" for one, other in pair)


def _palette(name: str, title: Text, kind: PaletteKind, colours: str) -> Palette:
    return Palette(name, title, kind, tuple(colours.split()))


PALETTES: Mapping[str, Palette] = {
    each.name: each
    for each in (
        _palette(
            "viridis", Text("Viridis", "翠绿渐变"), "sequential",
            "FDE725 B5DE2B 6ECE58 35B779 1F9E89 26828E 31688E 3E4989 482878 440154",
        ),
        _palette(
            "cividis", Text("Cividis", "蓝黄渐变"), "sequential",
            "FEE838 E1CC55 C3B369 A59C74 8A8678 707173 575D6D 3B496C 123570 00224E",
        ),
        _palette(
            "blues", Text("Blues", "蓝"), "sequential",
            "F7FBFF DEEBF7 C6DBEF 9ECAE1 6BAED6 4292C6 2171B5 08519C 08306B",
        ),
        _palette(
            "purples", Text("Purples", "紫"), "sequential",
            "FCFBFD EFEDF5 DADAEB BCBDDC 9E9AC8 807DBA 6A51A3 54278F 3F007D",
        ),
        _palette(
            "yellow_green_blue", Text("Yellow to blue", "黄绿蓝"), "sequential",
            "FFFFD9 EDF8B1 C7E9B4 7FCDBB 41B6C4 1D91C0 225EA8 253494 081D58",
        ),
        _palette(
            "yellow_brown", Text("Yellow to brown", "黄褐"), "sequential",
            "FFFFE5 FFF7BC FEE391 FEC44F FE9929 EC7014 CC4C02 993404 662506",
        ),
        _palette(
            "red_blue", Text("Red and blue", "红蓝两端"), "diverging",
            "67001F B2182B D6604D F4A582 FDDBC7 F7F7F7 D1E5F0 92C5DE 4393C3 2166AC 053061",
        ),
        _palette(
            "orange_purple", Text("Orange and purple", "橙紫两端"), "diverging",
            "7F3B08 B35806 E08214 FDB863 FEE0B6 F7F7F7 D8DAEB B2ABD2 8073AC 542788 2D004B",
        ),
        _palette(
            "brown_green", Text("Brown and green", "褐绿两端"), "diverging",
            "543005 8C510A BF812D DFC27D F6E8C3 F5F5F5 C7EAE5 80CDC1 35978F 01665E 003C30",
        ),
        _palette(
            "okabe_ito", Text("Okabe–Ito", "冈部–伊藤"), "qualitative",
            "0072B2 E69F00 009E73 CC79A7 56B4E9 D55E00 F0E442",
        ),
        _palette(
            "tol_bright", Text("Bright", "明亮"), "qualitative",
            "4477AA EE6677 228833 CCBB44 66CCEE AA3377",
        ),
        _palette(
            "tol_muted", Text("Muted", "柔和"), "qualitative",
            "332288 DDCC77 117733 CC6677 88CCEE AA4499 999933 882255 44AA99",
        ),
    )
}  # fmt: skip
"""By name, in the order in which they are offered."""
