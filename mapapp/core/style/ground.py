"""How all that is not a layer is drawn: widths, dashes and zooms, for page, print and HTML alike.

Colours stand in :mod:`mapapp.core.style.theme`; here parts name them. The page is sent all of this
with its theme and keeps no such number of its own. Sizes are CSS pixels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from mapapp.core.record import record

GroundKind = Literal["box", "land", "lake", "river", "province", "border", "demarcation", "coast"]
"""What shapes of the ground are; ``box`` is the sea within which the region is drawn."""

TextStyle = Literal[
    "feature", "bare", "selected", "place", "capital", "water", "province", "country"
]
"""Classes of names on the map; ``bare`` ones are of features, without a halo."""

MIN_ZOOM = 1.0
"""Farther out the world would be smaller than the window."""

MAX_ZOOM = 17.0
"""The closest that the map goes: the vertices of the ground, 32-bit numbers, are exact to about a
tenth of a pixel up to here (``render/page/ground.py``)."""

MAX_STATED_ZOOM = 24.0
"""The highest zoom that a file or a command line may state, as other programs write them; the map
then goes as close as it can."""

CAPITALS_FROM_ZOOM = 5.5
"""From here on the names of capitals stand out."""

GROUND_TO_ZOOM = 12.5
"""From here on a view may hold nothing of the ground: it has no streets."""

COUNTRIES_TO_ZOOM = 4.0
"""Up to here the names of large countries come first."""

PLACE_ZOOMS: Mapping[tuple[str, int], tuple[float, float]] = {
    ("country", 1): (1.0, 6.0),
    ("country", 2): (3.2, 6.5),
    ("country", 3): (4.2, 7.0),
    ("sea", 1): (1.5, 9.0),
    ("sea", 2): (4.0, 10.0),
    ("sea", 3): (6.5, 11.0),
    ("province", 1): (5.0, 8.6),
    ("province", 2): (5.0, 7.5),
    ("city", 1): (3.2, 13.0),
    ("city", 2): (4.8, 13.0),
    ("city", 3): (6.4, 13.0),
    ("city", 4): (7.6, 14.0),
    ("town", 3): (7.4, 14.0),
    ("town", 4): (8.4, 14.0),
}
"""From and to which zoom places of a kind and rank (1 is the highest) are named."""


@record
class GroundLine:
    """A line of the ground: its colour by name, and its width near and far out.

    ``from_zoom`` is the zoom from which it is drawn at all.
    """

    colour: str
    width_px: float
    far_width_px: float
    dash_px: tuple[float, ...] = ()
    from_zoom: float = 0.0


@record
class GroundPartStyle:
    """A kind of shape of the ground: the colour of its inside by name, and its line."""

    fill: str = ""
    line: GroundLine | None = None


@record
class GraticuleStyle:
    """Meridians and parallels: the smallest of ``steps_deg`` that keeps them so far apart."""

    steps_deg: tuple[float, ...] = (
        0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0,
    )  # fmt: skip
    least_spacing_px: float = 120.0
    width_px: float = 0.5


@record
class GlowStyle:
    """What surrounds a selected feature.

    Attributes:
        ring_px: how far beyond its box the ring around a symbol stands out.
        ring_halo_px: width of the pale ring below it.
        ring_line_px: width of the ring.
        line_px: how much wider the glow of a line or an outline is than the line.
    """

    ring_px: float = 7.0
    ring_halo_px: float = 5.0
    ring_line_px: float = 2.5
    line_px: float = 3.0


@record
class StackStyle:
    """How symbols are drawn that were moved apart or gathered (``render/scene/fanout.py``).

    Attributes:
        leader_px: width of the line from a symbol to its place.
        dot_px: radius of the dot at the end of it.
        badge_px: height of the badge with the number of symbols that one stands for.
        digit_px: by how much a further digit widens it.
        text_px: size of the number.
        badge_at: how far right and up of the symbol's middle the badge is, in halves of its box;
            and so many ``badge_away_px`` farther.
    """

    leader_px: float = 0.75
    dot_px: float = 1.25
    badge_px: float = 12.0
    digit_px: float = 5.5
    text_px: float = 9.0
    badge_at: float = 0.55
    badge_away_px: float = 5.0

    @property
    def reach_px(self) -> float:
        """How far beyond the symbol's box the badge reaches, about."""
        return self.badge_px * 2 / 3

    def badge(self, count: int, box_px: float) -> tuple[float, float, float, float]:
        """How far right and up of the middle of a symbol's box the badge is, its width, height."""
        away = self.badge_at * box_px / 2 + self.badge_away_px
        width = self.badge_px + (len(str(count)) - 1) * self.digit_px
        return away, away, width, self.badge_px


@record
class Lettering:
    """How a class of names is written; the colour by name. Most stand on a halo."""

    colour: str = "label_secondary"
    bold: bool = False
    italic: bool = False
    halo: bool = True


@record
class GroundStyle:
    """All that the three engines draw alike beside the layers.

    Attributes:
        min_zoom, max_zoom: how far out and how close the map goes.
        region_from_zoom: from here the detailed region replaces the world within its box, and
            lines have their full width; the world is good enough farther out.
        parts: how shapes of the ground are drawn, by kind.
        graticule: the net of degrees.
        glow: what surrounds the selection.
        stack: how symbols are drawn that were moved apart or gathered.
        texts: how names are written, by class.
        text_halo_px: how far the halo of a name reaches around its letters.
        dot_px: radius of the dot of a named place.
        dot_halo_px: width of the line around it.
    """

    min_zoom: float = MIN_ZOOM
    max_zoom: float = MAX_ZOOM
    region_from_zoom: float = 4.5
    parts: Mapping[GroundKind, GroundPartStyle] = field(default_factory=lambda: dict(_PARTS))
    graticule: GraticuleStyle = GraticuleStyle()
    glow: GlowStyle = GlowStyle()
    stack: StackStyle = StackStyle()
    texts: Mapping[TextStyle, Lettering] = field(default_factory=lambda: dict(_TEXTS))
    text_halo_px: float = 1.6
    dot_px: float = 2.0
    dot_halo_px: float = 1.0


_PARTS: dict[GroundKind, GroundPartStyle] = {
    "box": GroundPartStyle("sea"),
    "land": GroundPartStyle("land"),
    "lake": GroundPartStyle("sea", GroundLine("coast", 0.5, 0.5)),
    "river": GroundPartStyle(line=GroundLine("river", 0.9, 0.9, from_zoom=5.5)),
    "province": GroundPartStyle(line=GroundLine("province", 0.8, 0.8, (4.0, 3.0), from_zoom=4.5)),
    "border": GroundPartStyle(line=GroundLine("country", 1.2, 0.7)),
    "demarcation": GroundPartStyle(line=GroundLine("country", 0.9, 0.6, (6.0, 2.5, 1.5, 2.5))),
    "coast": GroundPartStyle(line=GroundLine("coast", 0.8, 0.6)),
}
_TEXTS: dict[TextStyle, Lettering] = {
    "feature": Lettering("label"),
    "bare": Lettering("label", halo=False),
    "selected": Lettering("label", bold=True),
    "place": Lettering(),
    "capital": Lettering("label", bold=True),
    "water": Lettering("label_water", italic=True),
    "province": Lettering(),
    "country": Lettering(bold=True),
}

GROUND_STYLE = GroundStyle()
