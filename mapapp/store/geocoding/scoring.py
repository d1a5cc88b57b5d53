"""How sure it is that a place is the one that was meant: the score of a candidate.

A score is the product of three numbers, each from 0 to 1:

1. **How it is called.** 1 for one of its names as it is written; less where the word for its kind
   is missing or another (``抚顺县`` for 抚顺市), for a name that is not its main one, for a Chinese
   name that only sounds alike, for names run together (``大连庄河``), and for a typing fault, the
   more of it the less. Half for something larger that a cell or its row names as well: the city of
   an address.
2. **Where it is.** 1 where nothing is said of that, or it lies there; 0.4 where it lies elsewhere.
3. **Who else is called so.** Places weigh by their people, those of Liaoning ten times, those of
   the atlas like large cities; a country goes before a city, and a city before its province.
   The share of the weight of all who fit about as well, halved and added to a half: 1 for the
   only one, 0.5 for one of many villages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mapapp.core.record import record
from mapapp.store.gazetteer import about_km
from mapapp.store.geocoding.place_names import Called, NamedPlace
from mapapp.store.geocoding.written import WrittenName

MATCHED = 0.6
"""The least score of a match, where nobody says another."""

SURE = 0.8
"""A match below is doubtful: somebody should look at it."""

MOST_CANDIDATES = 5
OTHER_KIND, SOUNDS_ALIKE, RUN_TOGETHER, LARGER = 0.75, 0.85, 0.95, 0.5
_BARE, _UNKNOWN_KIND, _ALIAS, _MISSPELT, _ELSEWHERE = 0.95, 0.9, 0.95, 0.9, 0.4
_ABOUT = 0.04
_HOME, _HOME_WEIGHS = "CN.19", 10
_LEAST_PEOPLE, _OUR_PEOPLE = 1_000.0, 10_000_000.0
_PROVINCE_PEOPLE, _COUNTRY_PEOPLE = 300_000.0, 100_000_000.0
_SAME_KM, _NEAR_KM = 25.0, 150.0


@record
class PlaceCandidate:
    """A place that may be meant, and how sure that is, from 0 to 1."""

    place: NamedPlace
    score: float


@record
class Region:
    """Where places are to lie: codes of areas, and cities around which they may be."""

    areas: frozenset[str] = frozenset()
    cities: tuple[NamedPlace, ...] = ()

    def __bool__(self) -> bool:
        """Whether it says anything."""
        return bool(self.areas or self.cities)

    def has(self, place: NamedPlace) -> bool:
        """Whether a place lies there: in an area, or within 150 km of a city."""
        if any(_is_in(place.area, area) for area in self.areas):
            return True
        if place.is_area:
            return any(_is_in(city.area, place.area) for city in self.cities)
        return any(_distance_km(place, city) <= _NEAR_KM for city in self.cities)


def likeness(written: WrittenName, called: Called, *, by_bare_key: bool) -> float:
    """How well a name that was found by its key, or by its bare key, is that of a place."""
    words = called.place.words.split()
    found = 1.0
    if by_bare_key or called.is_bare:
        found = _BARE
        if written.kind and written.kind not in words:
            found = OTHER_KIND if words else _UNKNOWN_KIND
    return found * (_ALIAS if called.is_alias else 1.0)


def misspelt(similarity: float) -> float:
    """How well a name is called that is similar by letters."""
    return similarity * _MISSPELT


def weight(place: NamedPlace) -> float:
    """How likely a place is meant rather than another of its name."""
    if place.is_area:
        return _PROVINCE_PEOPLE if place.kind == "province" else _COUNTRY_PEOPLE
    if place.is_ours:
        return _OUR_PEOPLE
    at_home = _HOME_WEIGHS if place.area == _HOME else 1
    return max(place.people, _LEAST_PEOPLE) * at_home


def agreement(place: NamedPlace, regions: Iterable[Region]) -> float:
    """How well a place agrees with where it is said to lie."""
    return 1.0 if all(region.has(place) for region in regions) else _ELSEWHERE


def ranked(found: Iterable[tuple[NamedPlace, float]]) -> tuple[PlaceCandidate, ...]:
    """The best candidates, the best first, of places with the first two numbers of their score."""
    fits = _told_apart(found)
    scored = [PlaceCandidate(place, round(_scored(place, fit, fits), 3)) for place, fit in fits]
    scored.sort(key=lambda each: (-each.score, -weight(each.place), each.place.lon))
    return tuple(scored[:MOST_CANDIDATES])


def _scored(place: NamedPlace, fit: float, fits: Sequence[tuple[NamedPlace, float]]) -> float:
    rivals = sum(weight(other) for other, its_fit in fits if its_fit >= fit - _ABOUT)
    return fit * (0.5 + 0.5 * weight(place) / rivals)


def _told_apart(
    found: Iterable[tuple[NamedPlace, float]],
) -> list[tuple[NamedPlace, float]]:
    """The places that were found, each once, with the best that was found of it.

    The atlas and GeoNames have many in common; the place of the atlas stays.
    """
    kept: list[tuple[NamedPlace, float]] = []
    for place, likeness in sorted(found, key=lambda each: (not each[0].is_ours, -each[1])):
        for at, (other, best) in enumerate(kept):
            if _is_same(place, other):
                kept[at] = other, max(best, likeness)
                break
        else:
            kept.append((place, likeness))
    return kept


def _is_same(place: NamedPlace, other: NamedPlace) -> bool:
    if place.is_area and other.is_area:
        return place.kind == other.kind and _is_in(place.area, other.area)
    return _distance_km(place, other) <= _SAME_KM


def _is_in(area: str, larger: str) -> bool:
    return area == larger or area.startswith(f"{larger}.")


def _distance_km(place: NamedPlace, other: NamedPlace) -> float:
    return about_km(place.lon, place.lat, other.lon, other.lat)
