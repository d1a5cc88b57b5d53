"""What is named on the map: features by their layers, places by their rank and the zoom."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from mapapp.core.layer.feature import FeatureSet
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.record import record
from mapapp.core.style.ground import (
    CAPITALS_FROM_ZOOM,
    COUNTRIES_TO_ZOOM,
    GROUND_STYLE,
    PLACE_ZOOMS,
    TextStyle,
)
from mapapp.core.text import NO_TEXT, Language, Text
from mapapp.core.texts.plain import shortened
from mapapp.render.labels.label import Candidate, Line
from mapapp.render.labels.room import BoxPx
from mapapp.render.labels.text import DOTS, TextMeasurer
from mapapp.render.view.view import AnyView

PLACE_COLUMNS = ("name_en", "name_zh", "kind", "rank")

FEATURE_PX = 11.0
_EXTRA_PX = 9.5
_SMALLER = 0.85
_WRAP_PX = 150.0
_MAX_LINES = 3
_DOT_PX = 2.5
_LEAST_PX = 9.5
_CAPITAL = 2000.0
_HOME_FIRST = 4000.0
_COUNTRIES_FIRST = 3000.0
_FAR_PX, _SELECTED_FAR_PX = 22.0, 40.0
_WITHIN_PX = (8.0,)
"""On the map of the world a large country reaches so far around its middle."""

_FEATURES_FIRST = 1000.0
SELECTED_FIRST = 5000.0
"""From this priority on a name is that of what is selected."""


DOTTED_KINDS = frozenset({"city", "town"})
"""Places with a dot beside their name; the names of others stand on their middle."""


FAR_STYLES_PX: Mapping[TextStyle, float] = {"capital": _FAR_PX, "country": 6.0}
"""How far off names of places may stand, by their class."""


@record
class NameStyle:
    """How places are written.

    Attributes:
        style, size_px: of the letters.
        priority: among all names, higher ones first.
        farther_px: how much farther beside its middle the name of a wide place may stand.
    """

    style: TextStyle
    size_px: float
    priority: float
    farther_px: tuple[float, ...] = ()


_STYLES: Mapping[str, NameStyle] = {
    "country": NameStyle("country", 13.0, 300),
    "sea": NameStyle("water", 12.0, 280),
    "province": NameStyle("province", 12.0, 200),
    "city": NameStyle("place", 12.0, 260),
    "town": NameStyle("place", 10.5, 150),
}


@record
class NameSpan:
    """From and to (but not at) which zoom a place is written in a style."""

    from_zoom: float
    to_zoom: float
    style: NameStyle


_AT_HOME = NameSpan(0.0, math.inf, NameStyle("capital", 12.0, _HOME_FIRST))


@record
class Named:
    """A symbol or an area on the map with the name of its feature, in pixels of the view.

    ``half_px`` is half the side of the symbol's box; without one the name stands on the point,
    which lies in an area. A ``selected`` one stands out, and one may stand for a ``count`` of them,
    whose names are ``members``. Where ``name`` has little room, ``short`` stands for it.
    """

    key: str
    spec: LayerSpec
    name: Text
    x: float
    y: float
    half_px: float | None
    selected: bool = False
    count: int = 1
    members: tuple[Text, ...] = ()
    short: Text = NO_TEXT

    @property
    def reach_px(self) -> float | None:
        """Half the side of all that is drawn around its middle: the symbol and the ring."""
        if self.half_px is None:
            return None
        glow = GROUND_STYLE.glow
        return self.half_px + ((glow.ring_px + glow.ring_halo_px) / 2 if self.selected else 0.0)

    def boxes(self) -> Iterator[BoxPx]:
        """What is drawn: the symbol with its ring, and the badge with its count."""
        half = self.reach_px
        if half is None or self.half_px is None:
            return
        yield self.x - half, self.y - half, self.x + half, self.y + half
        if self.count > 1:
            right, up, width, height = GROUND_STYLE.stack.badge(self.count, 2 * self.half_px)
            x, y = self.x + right, self.y - up
            yield x - width / 2, y - height / 2, x + width / 2, y + height / 2


def feature_candidates(
    named: Iterable[Named],
    zoom: float | None,
    language: Language,
    measurer: TextMeasurer,
    *,
    bilingual: bool = False,
) -> Iterator[Candidate]:
    """Names of features, of layers that are named at this zoom, or of all of them without one.

    A feature without a name has none. On a screen one comes closer to see more names; paper, and
    a file that decides by itself, have those of all layers.

    ``bilingual`` adds the name in the other language, smaller, where there is room.
    """
    for item in named:
        label = item.spec.label
        if label is None or (zoom is not None and not label.is_at(zoom)):
            continue
        other: Language = "zh" if language == "en" else "en"
        said = language if item.name.get(language) else other
        plain: TextStyle = "feature" if label.halo else "bare"
        style = "selected" if item.selected else plain
        lines, short = _set(item, said, FEATURE_PX, style, measurer)
        if not lines:
            continue
        is_two = bilingual and said != other and item.name.en != item.name.zh
        yield Candidate(
            item.key,
            item.x,
            item.y,
            lines,
            (SELECTED_FIRST if item.selected else _FEATURES_FIRST) + label.priority,
            item.reach_px,
            far_px=_SELECTED_FAR_PX if item.selected else _FAR_PX,
            extra=_set(item, other, _EXTRA_PX, "place", measurer)[0] if is_two else (),
            short=short,
        )


def _set(
    item: Named, language: Language, size: float, style: TextStyle, measurer: TextMeasurer
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The lines of a name, and those of its short one where that is another.

    A name that takes too many lines is the short one at once; only without one it ends in dots.
    """
    text, short = (shortened(each.get(language)) for each in (item.name, item.short))
    if not text:
        return (), ()
    full, brief = (_wrapped(each, size, style, measurer) for each in (text, short))
    is_cut = brief and full[-1].text.endswith(DOTS)
    return (brief, ()) if is_cut else (full, brief)


def markers_of(named: Iterable[Named]) -> list[tuple[float, float, float]]:
    """x, y and radius of the symbols to which a name may seem to belong."""
    return [(each.x, each.y, each.half_px) for each in named if each.half_px is not None]


def symbol_boxes(named: Iterable[Named]) -> list[BoxPx]:
    """What symbols cover, with their rings and counts."""
    return [box for item in named for box in item.boxes()]


def place_candidates(
    places: FeatureSet,
    view: AnyView,
    language: Language,
    taken: Iterable[Named] = (),
    *,
    bilingual: bool = False,
    home: str = "",
) -> Iterator[Candidate]:
    """Names of the gazetteer's places; left out where a feature has the same name.

    ``bilingual`` adds the name in the other language, smaller, where there is room. The place whose
    English name is ``home`` is named at all zooms, first of all places.
    """
    features = {name for item in taken for name in (item.name.en, item.name.zh) if name}
    for i, x, y in view.points(*_lon_lat(places)):
        row = {name: values[i] for name, values in places.columns.items()}
        kind, rank = row["kind"], int(row["rank"])
        if features & {row["name_en"], row["name_zh"]}:
            continue
        name = Text(row["name_en"] or "", row["name_zh"] or "")
        text = name.get(language) or name.en
        other = name.get("zh" if language == "en" else "en") if bilingual else ""
        key = f"{kind}:{row['name_en']}:{view.copy_at(x)}"
        spans = (_AT_HOME,) if row["name_en"] == home else place_spans(kind, rank)
        for span in spans:
            if span.from_zoom <= view.zoom < span.to_zoom:
                place = _place(key, text, kind, span.style, x, y)
                yield replace(place, extra=_smaller(place.lines[0], other, text))


def place_spans(kind: str, rank: int) -> tuple[NameSpan, ...]:
    """How places of a kind and rank are named as the zoom grows.

    Large countries are named before all else on the map of the world, capitals stand out later.
    """
    if (kind, rank) not in PLACE_ZOOMS:
        return ()
    low, high = PLACE_ZOOMS[kind, rank]
    general = _STYLES[kind]
    size = max(general.size_px - 0.9 * (rank - 1), _LEAST_PX)
    plain = NameStyle(general.style, size, general.priority - 20 * rank)
    match kind, rank:
        case "country", 1:
            first = NameStyle(general.style, size, _COUNTRIES_FIRST, _WITHIN_PX)
            return _in_turn(low, first, COUNTRIES_TO_ZOOM, plain, high)
        case "city", 1:
            capital = NameStyle("capital", size, _CAPITAL)
            return _in_turn(low, plain, CAPITALS_FROM_ZOOM, capital, high)
    return (NameSpan(low, high, plain),)


def _in_turn(
    low: float, far: NameStyle, change: float, near: NameStyle, high: float
) -> tuple[NameSpan, NameSpan]:
    """One style up to a zoom, and another from there."""
    return NameSpan(low, change, far), NameSpan(change, high, near)


def _place(key: str, text: str, kind: str, written: NameStyle, x: float, y: float) -> Candidate:
    lines = (Line(text, written.size_px, written.style),)
    half_px = _DOT_PX if kind in DOTTED_KINDS else None
    far_px = FAR_STYLES_PX.get(written.style, 0.0)
    return Candidate(
        key, x, y, lines, written.priority, half_px, far_px=far_px,
        farther_px=written.farther_px, is_dotted=half_px is not None,
    )  # fmt: skip


def _smaller(line: Line, other: str, text: str) -> tuple[Line, ...]:
    return (Line(other, line.size_px * _SMALLER, line.style),) if other not in ("", text) else ()


def _lon_lat(features: FeatureSet) -> tuple[Any, Any]:
    import shapely

    coords = shapely.get_coordinates(features.geometries)
    return coords[:, 0], coords[:, 1]


@functools.lru_cache(maxsize=4_096)  # the next view has mostly the same names
def _wrapped(text: str, size: float, style: TextStyle, measurer: TextMeasurer) -> tuple[Line, ...]:
    lines = measurer.wrap(text, size, _WRAP_PX)
    if len(lines) > _MAX_LINES:
        rest = " ".join(lines[_MAX_LINES - 1 :])
        lines = [*lines[: _MAX_LINES - 1], measurer.shorten(rest, size, _WRAP_PX)]
    return tuple(Line(line, size, style) for line in lines)
