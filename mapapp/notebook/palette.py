"""Colours for layers that nobody gave one: unlike all that are on the map already."""

from __future__ import annotations

import colorsys
from collections.abc import Iterable, Iterator

from mapapp.core.style.symbology import Tone
from mapapp.core.style.theme import ground

_HUES = 24
_LIGHTNESS = (0.30, 0.42)
_LIGHTER_FOR_DARK = 0.28
_SATURATION = 0.75


def distinct_tones(used: Iterable[str]) -> Iterator[Tone]:
    """Tones without end, each as unlike as can be to the ``used`` colours and those before it.

    Args:
        used: colours on light ground as ``#rrggbb``; those of land and sea are kept away from
            as well.
    """
    light = ground("light")
    taken = [*used, light.land, light.sea]
    candidates = list(_candidates())
    while True:
        tone = max(candidates, key=lambda each: min(_unlikeness(each.light, t) for t in taken))
        taken.append(tone.light)
        yield tone


def _candidates() -> Iterator[Tone]:
    for lightness in _LIGHTNESS:
        for step in range(_HUES):
            hue = step / _HUES
            yield Tone(_colour(hue, lightness), _colour(hue, lightness + _LIGHTER_FOR_DARK))


def _colour(hue: float, lightness: float) -> str:
    channels = colorsys.hls_to_rgb(hue, lightness, _SATURATION)
    return "#" + "".join(f"{round(255 * channel):02X}" for channel in channels)


def _unlikeness(one: str, other: str) -> float:
    """How unlike two colours look: T. Riemersma's "redmean" distance (compuphase.com, 2019)."""
    (r1, g1, b1), (r2, g2, b2) = (bytes.fromhex(colour[1:]) for colour in (one, other))
    red = (r1 + r2) / 2
    return float(
        (2 + red / 256) * (r1 - r2) ** 2
        + 4 * (g1 - g2) ** 2
        + (2 + (255 - red) / 256) * (b1 - b2) ** 2
    )
