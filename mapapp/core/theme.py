"""The quiet ground on which data stands: its colours in the light and the dark theme.

The ground never reaches more than 1.6:1 contrast within itself, so that data comes first;
layers keep at least 3:1 against land and sea (tests/unit/test_theme.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from mapapp.core.layerspec import Theme


@dataclass(frozen=True, slots=True)
class Ground:
    """Colours (``#rrggbb``) of all that is not a layer.

    ``halo`` lies under place names; ``symbol_halo`` surrounds markers and fills hollow ones;
    ``paper`` is a sheet, with ``label`` and ``label_secondary`` as its inks and ``hairline``
    for its thin rules; ``glow`` surrounds what is selected.
    """

    land: str
    sea: str
    coast: str
    province: str
    country: str
    river: str
    graticule: str
    label: str
    label_secondary: str
    label_water: str
    halo: str
    symbol_halo: str
    paper: str
    hairline: str
    glow: str


LIGHT = Ground(
    land="#F5F2EB",
    sea="#DCE8EE",
    coast="#B9C6CC",
    province="#D3CCBE",
    country="#A79F90",
    river="#C3D7E0",
    graticule="#E6E2D8",
    label="#2B2A27",
    label_secondary="#6E6A61",
    label_water="#5E8AA0",
    halo="#F5F2EB",
    symbol_halo="#FFFFFF",
    paper="#FFFFFF",
    hairline="#B8B2A6",
    glow="#17727F",
)
DARK = Ground(
    land="#262A30",
    sea="#1B2026",
    coast="#3A444D",
    province="#3A3F47",
    country="#565C66",
    river="#2C3A44",
    graticule="#30353C",
    label="#E8E6E1",
    label_secondary="#9A978F",
    label_water="#7FA7BA",
    halo="#262A30",
    symbol_halo="#14181C",
    paper="#1F2328",
    hairline="#565C66",
    glow="#5FD3DF",
)


def ground(theme: Theme) -> Ground:
    """The ground of a theme."""
    return LIGHT if theme == "light" else DARK
