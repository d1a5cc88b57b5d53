"""The quiet ground on which data stands: its colours in each theme.

The ground never reaches more than 1.6:1 contrast within itself, so that data comes first;
layers keep at least 3:1 against land and sea (tests/unit/core/style). In high contrast there is
nothing quiet: coasts and borders are black, and so are the edges of symbols.
"""

from __future__ import annotations

from mapapp.core.record import record
from mapapp.core.style.symbology import Theme


@record
class Ground:
    """Colours (``#rrggbb``) of all that is not a layer.

    ``halo`` lies under place names; ``symbol_halo`` surrounds markers and fills hollow ones;
    ``paper`` is a sheet, with ``label`` and ``label_secondary`` as its inks and ``hairline``
    for its thin rules; ``glow`` surrounds what is selected. ``symbol_edge`` is the outline of
    markers; empty for their own colour.
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
    symbol_edge: str = ""


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
CONTRAST = Ground(
    land="#FFFFFF",
    sea="#DCE8EE",
    coast="#000000",
    province="#4A4A4A",
    country="#000000",
    river="#2A6A9E",
    graticule="#9A9A9A",
    label="#000000",
    label_secondary="#262626",
    label_water="#0A3F63",
    halo="#FFFFFF",
    symbol_halo="#FFFFFF",
    paper="#FFFFFF",
    hairline="#000000",
    glow="#003F6B",
    symbol_edge="#000000",
)
_GROUNDS: dict[Theme, Ground] = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}


def ground(theme: Theme) -> Ground:
    """The ground of a theme."""
    return _GROUNDS[theme]
