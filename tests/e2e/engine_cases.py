"""What is drawn of the layers of ``tests/drawn_atlas.py``, by whichever engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mapapp.core.style.theme import LIGHT
from tests.drawn_atlas import BLUE, EDGE, GLOW, GREEN, HALO, ORANGE, RED, SEA, VEIL
from tests.e2e.pixels import mixed

CLEAR, EVEN = 40, 6
"""How far a colour may be off: at an edge or in a ring, and in the middle of something."""

Probe = tuple[float, float, str, int]
"""Pixels right and down of the middle, the colour that must be there, and the tolerance."""


@dataclass(frozen=True)
class Case:
    """Layers in drawing order and how they are shown, with what must be seen."""

    layers: tuple[str, ...]
    probes: tuple[Probe, ...]
    opacities: Mapping[str, float] = field(default_factory=dict)
    selected: tuple[tuple[str, str], ...] = ()

    @property
    def map(self) -> str:
        """What is shown; several cases may look at one map."""
        return repr((self.layers, sorted(self.opacities.items()), self.selected))


THROUGH = mixed(GREEN, SEA, 0.6)
CASES = {
    "the last layer is on top": Case(
        ("field", "stop"), ((-210, -65, BLUE, EVEN), (-245, -100, RED, EVEN))
    ),
    "a layer may be put below one of another kind": Case(
        ("stop", "field"), ((-210, -65, RED, EVEN),)
    ),
    "a layer shines through": Case(
        ("field", "stop"),
        ((-245, -100, mixed(RED, SEA, 0.5), EVEN), (-60, 60, mixed(BLUE, SEA, 0.3), EVEN)),
        {"field": 0.5, "stop": 0.3},
    ),
    "lines shine through": Case(("road",), ((-254, 0, THROUGH, EVEN),)),
    "a selected symbol comes last in its layer, with a ring": Case(
        ("stop",), ((103, 60, BLUE, EVEN), (100, 60 - 17.5, GLOW, CLEAR)),
        selected=(("stop", "below"),),
    ),
    "of symbols the later row is on top": Case(("stop",), ((103, 60, ORANGE, EVEN),)),
    "a selected symbol stays below the layers above": Case(
        ("stop", "field"), ((-210, -65, RED, EVEN),), selected=(("stop", "inside"),)
    ),
    "a line fades as the map comes closer, unless it is selected": Case(
        ("trail", "gone"),
        (
            (-200, 30, mixed(GREEN, SEA, 0.3), EVEN), (-200, 50, SEA, EVEN),
            (-200, 70, GREEN, EVEN),
        ),
        selected=(("gone", "chosen"),),
    ),
    "a selected line covers wholly and glows": Case(
        ("road",), ((-254, 0, GREEN, EVEN), (-244, 0, GLOW, CLEAR), (-254, 3.6, GLOW, 70)),
        selected=(("road", "ways"),),
    ),
    "a selected line comes last in its layer": Case(
        ("path",), ((-20, -26.5, GLOW, CLEAR), (-20, -30, GREEN, EVEN)),
        selected=(("path", "along"),),
    ),
    "a selected area comes last in its layer": Case(
        ("veil",),
        ((45, -115, mixed(VEIL, mixed(VEIL, SEA, 0.5), 0.5), EVEN), (60, -115, VEIL, CLEAR)),
        selected=(("veil", "one"),),
    ),
    "a selected area glows": Case(
        ("field",),
        ((-263, -100, GLOW, CLEAR), (-245, -100, RED, EVEN), (-125, -135, RED, EVEN)),
        selected=(("field", "holed"),),
    ),
    "a symbol has a halo": Case(("field", "stop"), ((-210 - 10.5, -65, HALO, CLEAR),)),
    "a hole is open and both its edges are drawn": Case(
        ("field",),
        (
            (-210, -100, SEA, EVEN), (-245, -100, RED, EVEN),
            (-260, -100, EDGE, EVEN), (-230, -100, EDGE, EVEN),
        ),
    ),
    "areas that overlap are filled as one": Case(
        ("veil",),
        ((15, -115, mixed(VEIL, SEA, 0.5), EVEN), (45, -115, mixed(VEIL, SEA, 0.5), EVEN)),
    ),
    "an area may be without a fill": Case(
        ("frame",), ((140, -130, SEA, EVEN), (120, -130, VEIL, EVEN))
    ),
    "every part of a multi-polygon is drawn": Case(
        ("field",), ((-125, -135, RED, EVEN), (-125, -85, RED, EVEN), (-125, -110, SEA, EVEN))
    ),
    "every part of a collection is drawn by its kind": Case(
        ("field",),
        (
            (-75, -135, RED, EVEN), (-75, -100, mixed(EDGE, SEA, 0.6), EVEN),
            (-75, -75, EDGE, EVEN),
        ),
    ),
    "every point of a multi-point is marked": Case(
        ("stop",), ((-60, 60, BLUE, EVEN), (-10, 60, BLUE, EVEN))
    ),
    "both lines of a multi-line are dashed, with blunt ends": Case(
        ("road",),
        (
            (-254, 0, THROUGH, EVEN), (-244, 0, SEA, EVEN), (-234, 0, THROUGH, EVEN),
            (-254, -20, THROUGH, EVEN), (-246.5, -20, SEA, EVEN), (-241.5, -20, SEA, EVEN),
        ),
    ),
    "of very many symbols the later row is on top": Case(("crowd",), ((-95, -50, BLUE, EVEN),)),
    "very many symbols shine through as often as there are": Case(
        ("crowd",),
        (
            (-20, 50, mixed(BLUE, mixed(BLUE, SEA, 0.4), 0.4), EVEN),
            (-106, -50, mixed(BLUE, mixed(BLUE, SEA, 0.4), 0.4), EVEN),
        ),
        {"crowd": 0.4},
    ),
    "symbols that would meet are pushed apart": Case(
        ("heap",), ((-224, 120, BLUE, EVEN), (-196, 120, BLUE, EVEN), (-210, 120, SEA, EVEN))
    ),
    "symbols around their place are tied to it": Case(
        ("heap",),
        ((0, 134, BLUE, EVEN), (14, 158, BLUE, EVEN), (0, 150, LIGHT.label_secondary, CLEAR)),
    ),
    "one symbol with a count stands for many": Case(
        ("heap",), ((230, 100, BLUE, EVEN), (238, 87, LIGHT.label, CLEAR), (230, 130, SEA, EVEN))
    ),
    "a count is over the layers above its symbol": Case(
        ("heap", "lid"),
        ((230, 105, BLUE, EVEN), (255, 87, RED, EVEN), (238, 87, LIGHT.label, CLEAR)),
    ),
    "what another symbol stands for is ringed there": Case(
        ("heap",),
        ((230, 100, BLUE, EVEN), (230, 100 + 17.5, GLOW, CLEAR), (238, 87, LIGHT.label, CLEAR)),
        selected=(("heap", "gathered 2"),),
    ),
    "a place known to the city only is hollow": Case(
        ("stop",), ((200, 60, HALO, EVEN), (200 - 9, 60, BLUE, CLEAR), (160, 60, BLUE, EVEN))
    ),
    "a stated area is filled faintly": Case(
        ("stop",), ((220, -120, mixed(BLUE, SEA, 0.05), 3), (190, -120, SEA, 3))
    ),
}  # fmt: skip
