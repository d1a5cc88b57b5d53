"""Colours for layers: unlike all that are on the map already, and one theme's out of another's."""

from __future__ import annotations

import colorsys
from collections.abc import Iterable, Iterator

from mapapp.core.style.symbology import Theme, Tone
from mapapp.core.style.theme import ground

_HUES = 24
_LIGHTNESS = (0.30, 0.42)
_LIGHTER_FOR_DARK = 0.28
_SATURATION = 0.75
_LEAST_CONTRAST, _STEP = 3.0, 0.02
_OFFERED, _GREY = 11, "#555555"


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


def offered_tones() -> tuple[Tone, ...]:
    """A few tones to choose from, around the circle of colours, and a grey."""
    hues = [_colour(step / _OFFERED, _LIGHTNESS[0]) for step in range(_OFFERED)]
    return tuple(tone_like(colour, "light") for colour in (*hues, _GREY))


def tone_like(colour: str, theme: Theme) -> Tone:
    """A colour in one theme, and for the other ground the same one, as much lighter or darker."""
    if theme == "dark":
        return Tone(_readable(colour, "light", -_STEP), colour)
    return Tone(colour, _readable(colour, "dark", _STEP))


def contrast(one: str, other: str) -> float:
    """How well two colours are told apart: WCAG 2.2, contrast ratio, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def stands_out(colour: str, theme: Theme) -> bool:
    """Whether a colour is well told from land and sea of a theme (WCAG 2.2, 1.4.11)."""
    under = ground(theme)
    return min(contrast(colour, under.land), contrast(colour, under.sea)) >= _LEAST_CONTRAST


def _readable(colour: str, theme: Theme, step: float) -> str:
    """The colour, made lighter or darker until it stands out against land and sea."""
    red, green, blue = (channel / 255 for channel in bytes.fromhex(colour[1:]))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    for _ in range(round(1 / _STEP)):
        if stands_out(colour, theme):
            break
        lightness = min(max(lightness + step, 0.0), 1.0)
        colour = _of_hls(hue, lightness, saturation)
    return colour


def _luminance(colour: str) -> float:
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (channel / 255 for channel in bytes.fromhex(colour[1:]))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _candidates() -> Iterator[Tone]:
    for lightness in _LIGHTNESS:
        for step in range(_HUES):
            hue = step / _HUES
            yield Tone(_colour(hue, lightness), _colour(hue, lightness + _LIGHTER_FOR_DARK))


def _colour(hue: float, lightness: float) -> str:
    return _of_hls(hue, lightness, _SATURATION)


def _of_hls(hue: float, lightness: float, saturation: float) -> str:
    channels = colorsys.hls_to_rgb(hue, lightness, saturation)
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
