"""Names on paper, which go by the room there is: paper cannot be looked at from closer.

In this order find room: what the picture is about, the atlas's own city, large countries on the
world, capitals and cities, features by the priority of their layers, what else is on the ground. A
name without room close to its symbol stands farther off, with a leader; if that has no room either,
or if symbols were gathered into one, a number stands for it, and the key tells it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from mapapp.core.layer.feature import FeatureSet
from mapapp.core.record import record
from mapapp.core.text import Language, Text
from mapapp.render.labels.label import Candidate, Label, Line
from mapapp.render.labels.names import (
    SELECTED_FIRST,
    Named,
    feature_candidates,
    place_candidates,
    place_spans,
)
from mapapp.render.labels.room import BoxGrid, BoxPx, MarkerGrid
from mapapp.render.labels.text import TextMeasurer
from mapapp.render.view.view import AnyView

HOME = "Shenyang"
"""The city the atlas is about: on paper it is named at every scale."""

MOST_NUMBERS = 50
"""So many circled numbers Unicode has, and so many a reader may be asked to look up."""

_FARTHER_PX = (18.0, 36.0, 56.0)
_FARTHEST_PX = (*_FARTHER_PX, 80.0)
_MOST_FAR = 400
_NUMBER_PX = 12.5
_STACKS_FIRST = 1200.0
_CITIES_FIRST = 1500.0
_LARGE_CITIES = place_spans("city", 2)[0].style.priority
_SAME_PLACE_PX = 40.0
_BODY = 0.6
_BAND_PX = 60.0
_CIRCLED = ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1))
_NUMBER = Line(chr(0x32BF), _NUMBER_PX, "feature")  # all are of one width


@record
class KeyEntry:
    """What a number on the map stands for: one name, or those of gathered symbols."""

    number: int
    names: tuple[Text, ...]


def circled(number: int) -> str:
    """A number from 1 to 50 in a circle."""
    for first, last, code in _CIRCLED:
        if first <= number <= last:
            return chr(code + number - first)
    raise ValueError(number)


def in_the_open(named: Sequence[Named], cards: Iterable[BoxPx]) -> list[Named]:
    """Those of some symbols and areas (in drawing order) that nothing hides.

    A symbol is hidden if its middle lies below a card or below the body of a later symbol.
    """
    hiding, above, seen = BoxGrid(cards), MarkerGrid(), list[Named]()
    for each in reversed(named):
        spot = (each.x, each.y, each.x, each.y)
        if hiding.is_free(spot) and not above.has_near(spot):
            seen.append(each)
        above.add((each.x, each.y, _BODY * (each.half_px or 0.0)))
    return seen[::-1]


def paper_candidates(
    named: Sequence[Named],
    places: FeatureSet,
    view: AnyView,
    language: Language,
    measurer: TextMeasurer,
    *,
    bilingual: bool = False,
    cards: Iterable[BoxPx] = (),
) -> list[Candidate]:
    """All names that want a place on paper, of features and of the gazetteer's places.

    A place below one of some ``cards`` has none; see :func:`in_the_open` for features.
    """
    features = feature_candidates(named, None, language, measurer, bilingual=bilingual)
    own = [*map(_with_ways_out, features), *map(_stack, _stacks(named))]
    if len(own) > _MOST_FAR:
        own = [replace(each, farther_px=()) for each in own]
    of_ground = place_candidates(places, view, language, bilingual=bilingual, home=HOME)
    hiding = BoxGrid(cards)
    seen = [each for each in of_ground if hiding.is_free((each.x, each.y, each.x, each.y))]
    return _named_once(own, list(map(_city_first, seen)))


def _with_ways_out(feature: Candidate) -> Candidate:
    """A feature with a symbol, which may be named from afar or by a number."""
    if feature.half_px is None:
        return feature
    is_required = feature.priority >= SELECTED_FIRST
    return replace(
        feature, far_px=0.0, farther_px=_FARTHER_PX, number=(_NUMBER,), is_required=is_required
    )


def _stacks(named: Iterable[Named]) -> Iterator[Named]:
    return (each for each in named if each.count > 1 and each.members and each.spec.label)


def _stack(each: Named) -> Candidate:
    """Gathered symbols: only a number can tell their names, and a short key goes before a long."""
    priority = _STACKS_FIRST - each.count
    return Candidate(
        each.key, each.x, each.y, (), priority, each.reach_px,
        farther_px=_FARTHEST_PX, number=(_NUMBER,),
    )  # fmt: skip


def _city_first(place: Candidate) -> Candidate:
    """A place; large cities come before features, and may be named from afar in a crowd."""
    if place.half_px is None or place.priority < _LARGE_CITIES:
        return place
    priority = max(place.priority, _CITIES_FIRST + place.priority)
    return replace(
        place,
        priority=priority,
        far_px=0.0,
        farther_px=_FARTHEST_PX,
        is_required=place.lines[0].style == "capital",
    )


def _named_once(features: Sequence[Candidate], places: Sequence[Candidate]) -> list[Candidate]:
    """All of them, but for places whose symbol is a feature of the same name.

    That feature is then as important as the place and written like it.
    """
    known: dict[str, Candidate] = {}
    for each in features:
        known.setdefault(_called(each), each)
    taken = {place.key: known[_called(place)] for place in places if _is_same(place, known)}
    carried = {feature.key: place for place in places if (feature := taken.get(place.key))}
    return [
        *(_as_important(each, carried.get(each.key)) for each in features),
        *(place for place in places if place.key not in taken),
    ]


def _is_same(place: Candidate, features: dict[str, Candidate]) -> bool:
    feature = features.get(_called(place))
    if feature is None or not _called(place):
        return False
    away = math.hypot(feature.x - place.x, feature.y - place.y)
    return feature.half_px is None or place.half_px is None or away <= _SAME_PLACE_PX


def _as_important(feature: Candidate, place: Candidate | None) -> Candidate:
    if place is None or place.priority < feature.priority:
        return feature
    style = place.lines[0].style
    lines, short = (
        tuple(replace(line, style=style) for line in each)
        for each in (feature.lines, feature.short)
    )
    return replace(feature, priority=place.priority, lines=lines, short=short)


def _called(candidate: Candidate) -> str:
    """What a name is the same by: 沈阳市 is 沈阳, and Turin, Italy is Turin."""
    name, _, _ = " ".join(line.text for line in candidate.lines).partition(", ")
    return name.rstrip("市省")


def numbered(
    labels: Sequence[Label], named: Iterable[Named], layers: Sequence[str], after: int = 0
) -> tuple[tuple[Label, ...], tuple[KeyEntry, ...]]:
    """The labels with their numbers, and the key to these.

    Numbers go layer by layer, the first of ``layers`` first, and in each as one reads: in bands
    from the top, from left to right. They go on ``after`` those of another map.
    """
    by_key = {each.key: each for each in named}
    rank = {layer: i for i, layer in enumerate(layers)}
    found = [(by_key[label.key], label) for label in labels if label.is_number]
    found.sort(key=lambda each: (rank[each[0].spec.id], each[0].y // _BAND_PX, each[0].x))
    numbers = {label.key: i for i, (_, label) in enumerate(found, after + 1)}
    key = tuple(KeyEntry(numbers[label.key], each.members or (each.name,)) for each, label in found)
    return tuple(_with_number(label, numbers.get(label.key)) for label in labels), key


def _with_number(label: Label, number: int | None) -> Label:
    if number is None:
        return label
    (line,) = label.lines
    return replace(label, lines=(replace(line, text=circled(number)),))
