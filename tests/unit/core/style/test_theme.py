from __future__ import annotations

import itertools
from typing import get_args

import numpy as np
import pytest
from colorspacious import cspace_convert

from mapapp.core.layer.spec import LayerSpec
from mapapp.core.style.symbology import Theme
from mapapp.core.style.theme import ground

THEMES: tuple[Theme, ...] = get_args(Theme)
QUIET: tuple[Theme, ...] = ("light", "dark")
DISTANCES: dict[Theme, float] = {"light": 11.0, "dark": 14.0, "contrast": 11.0}
SIGHTS = (None, "deuteranomaly", "protanomaly", "tritanomaly")
EXEMPT = {"context", "friendship_link"}  # a grey, and the colour of the cities it joins


def rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = rgb(colour)
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def seen(colour: str, sight: str | None) -> np.ndarray:
    channels = rgb(colour)
    if sight:
        space = {"name": "sRGB1+CVD", "cvd_type": sight, "severity": 100}
        channels = np.clip(cspace_convert(channels, space, "sRGB1"), 0, 1)
    return np.asarray(cspace_convert(channels, "sRGB1", "CAM02-UCS"))


@pytest.mark.parametrize("theme", THEMES)
def test_symbols_stand_out_from_land_and_sea(specs: tuple[LayerSpec, ...], theme: Theme) -> None:
    colours = ground(theme)
    for spec in specs:
        for style in (spec.symbol, *(told.symbol for told in spec.classes or ())):
            tone = style.colour.get(theme)
            weakest = min(contrast(tone, colours.land), contrast(tone, colours.sea))
            assert weakest >= 3, f"{spec.id}: {weakest:.2f}"


@pytest.mark.parametrize("theme", QUIET)
def test_the_ground_stays_quiet(theme: Theme) -> None:
    colours = ground(theme)
    for line in (colours.coast, colours.province, colours.river, colours.graticule):
        assert contrast(line, colours.land) <= 1.7


def test_coasts_and_borders_are_seen_in_high_contrast() -> None:
    colours = ground("contrast")
    for line in (colours.coast, colours.province, colours.country, colours.river):
        assert contrast(line, colours.land) >= 4.5
        assert contrast(line, colours.sea) >= 4.5
    for name in (colours.label, colours.label_secondary, colours.label_water):
        assert contrast(name, colours.land) >= 7
        assert contrast(name, colours.sea) >= 7


@pytest.mark.parametrize("theme", THEMES)
def test_names_can_be_read_on_land(theme: Theme) -> None:
    colours = ground(theme)
    assert contrast(colours.label, colours.land) >= 7
    assert contrast(colours.label_secondary, colours.land) >= 4.5


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("theme", THEMES)
def test_layers_are_told_apart_by_every_eye(
    specs: tuple[LayerSpec, ...], theme: Theme, sight: str | None
) -> None:
    tones = {s.id: s.symbol.colour.get(theme) for s in specs if s.id not in EXEMPT}
    views = {layer: seen(tone, sight) for layer, tone in tones.items()}
    for one, other in itertools.combinations(views, 2):
        distance = float(np.linalg.norm(views[one] - views[other]))
        assert distance >= DISTANCES[theme] - 0.5, f"{one} and {other}: {distance:.1f}"
