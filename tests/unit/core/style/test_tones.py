"""Colours that people choose can be seen in all themes."""

from __future__ import annotations

import re

import pytest

from mapapp.core.style.symbology import Theme
from mapapp.core.style.theme import ground
from mapapp.core.style.tones import contrast, offered_tones, tone_like


def stands_out(colour: str, theme: Theme) -> float:
    under = ground(theme)
    return min(contrast(colour, under.land), contrast(colour, under.sea))


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colour", ["#000000", "#FFFFFF", "#FFFF00", "#00008B", "#808080"])
def test_the_other_theme_gets_a_tone_that_stands_out(colour: str) -> None:
    by_day, by_night = tone_like(colour, "light"), tone_like(colour, "dark")
    assert (by_day.light, by_night.dark) == (colour, colour)
    assert stands_out(by_day.dark, "dark") >= 3
    assert stands_out(by_night.light, "light") >= 3


def test_what_stands_out_already_stays() -> None:
    assert tone_like("#E05040", "light").dark == "#E05040"


def test_offered_tones_are_different_and_stand_out() -> None:
    tones = offered_tones()
    assert len({tone.light for tone in tones}) == len(tones)
    for tone in tones:
        assert re.fullmatch("#[0-9A-F]{6}", tone.light)
        assert stands_out(tone.dark, "dark") >= 3
        assert stands_out(tone.light, "light") >= 3
