"""Palettes: their classes are told apart by everybody, on light and on dark ground."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import numpy as np
import pytest

from mapapp.core.style.palettes import EDGE, PALETTES, Palette
from mapapp.core.style.symbology import Theme
from mapapp.core.style.theme import ground
from mapapp.core.styling.classing import palettes_for
from tests.unit.core.style.test_theme import QUIET, SIGHTS, contrast, luminance, seen

LEAST_UNLIKE = 4.5
"""Of seven classes at worst; 2.3 is what eyes just see (Mahy, Van Eycken, Oosterlinck, 1994)."""

RISING = [each for each in PALETTES.values() if each.kind == "sequential"]


def least_unlike(pairs: Iterable[tuple[str, str]]) -> float:
    return min(
        float(np.linalg.norm(seen(one, sight) - seen(other, sight)))
        for one, other in pairs
        for sight in SIGHTS
    )


@pytest.mark.parametrize("theme", QUIET)
@pytest.mark.parametrize("palette", PALETTES.values(), ids=list(PALETTES))
def test_classes_are_told_apart_by_all_eyes(palette: Palette, theme: Theme) -> None:
    colours = [tone.get(theme) for tone in palette.tones(palette.most or 7)]
    is_any = palette.kind == "qualitative"
    pairs = itertools.combinations(colours, 2) if is_any else itertools.pairwise(colours)
    assert least_unlike(pairs) >= LEAST_UNLIKE


@pytest.mark.parametrize("palette", RISING, ids=lambda each: each.name)
def test_rising_colours_grow_away_from_the_ground(palette: Palette) -> None:
    tones = palette.tones(5)
    light, dark = ([luminance(tone.get(theme)) for tone in tones] for theme in QUIET)
    assert light == sorted(light, reverse=True)
    assert dark == sorted(dark)
    assert palette.tones(5, is_reversed=True) == tones[::-1]


@pytest.mark.parametrize("theme", QUIET)
@pytest.mark.parametrize("palette", palettes_for("graduated", "line"), ids=lambda each: each.name)
def test_lines_stand_out_and_outlines_do_where_fills_need_not(
    palette: Palette, theme: Theme
) -> None:
    colours = [tone.get(theme) for tone in palette.tones(5, for_lines=True)]
    under = ground(theme)
    for colour in (*colours, EDGE.get(theme)):
        assert min(contrast(colour, under.land), contrast(colour, under.sea)) >= 3
    assert least_unlike(itertools.pairwise(colours)) >= LEAST_UNLIKE
