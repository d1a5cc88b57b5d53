"""Finds where places are by what somebody wrote of them, many at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from mapapp.core.errors import UsageError
from mapapp.core.record import record
from mapapp.core.text import NO_TEXT, Text, is_chinese
from mapapp.core.texts.parsing import shown
from mapapp.store.geocoding.place_names import Called, NamedPlace, PlaceNames
from mapapp.store.geocoding.scoring import (
    LARGER,
    OTHER_KIND,
    RUN_TOGETHER,
    SOUNDS_ALIKE,
    PlaceCandidate,
    Region,
    agreement,
    likeness,
    misspelt,
    ranked,
    weight,
)
from mapapp.store.geocoding.written import (
    WrittenName,
    WrittenPlace,
    readings_of,
    run_together,
    written_name,
)

MOST_CHARACTERS = 200
"""No cell that is longer is the name of a place."""

_NEXT = 0.9
"""How much less each larger place is than the one before."""

_ByKey = Mapping[str, Sequence[Called]]
_Matches = Iterator[tuple[NamedPlace, float]]


@record
class PlaceQuery:
    """A place to find.

    Attributes:
        text: what a cell says.
        within: what else the row says of where it lies, the nearest first: city, province.
        is_area: whether the column is one of provinces or countries, so that 吉林 is no city.
    """

    text: str
    within: tuple[str, ...] = ()
    is_area: bool = False


@record
class PlaceMatch:
    """A place that may be meant, with what it is called in the language of who wrote of it."""

    candidate: PlaceCandidate
    label: str

    @property
    def lon(self) -> float:
        """Its longitude, in degrees of WGS84."""
        return self.candidate.place.lon

    @property
    def lat(self) -> float:
        """Its latitude, likewise."""
        return self.candidate.place.lat

    @property
    def score(self) -> float:
        """How sure it is, from 0 to 1."""
        return self.candidate.score


class Geocoder:
    """Finds places by their names; of the same thread as the names."""

    def __init__(self, names: PlaceNames, within: str = "") -> None:
        """Find places anywhere, or only in a province, a country or around a city.

        Raises:
            UsageError: if nothing is called like ``within``.
        """
        self._names = names
        self._only: Region | None = None
        if within:
            self._only = self._asked_region(written_name(within))

    def find(self, queries: Sequence[PlaceQuery]) -> list[tuple[PlaceCandidate, ...]]:
        """The candidates of each query, the best first; none where nothing is called alike."""
        found = self._all_found(list(dict.fromkeys(queries)))
        return [found[query] for query in queries]

    def matches(self, queries: Sequence[PlaceQuery]) -> list[tuple[PlaceMatch, ...]]:
        """The same, each with its label."""
        return [
            tuple(PlaceMatch(each, self.label(each.place, query.text)) for each in candidates)
            for query, candidates in zip(queries, self.find(queries), strict=True)
        ]

    def label(self, place: NamedPlace, text: str) -> str:
        """A place with the area in which it lies, in the language of a text that names it.

        ``Xinmin, Liaoning`` or ``辽宁省新民``.
        """
        area = self._names.areas.get(place.area, NO_TEXT)
        if place.is_area or _is_city_state(place, area):
            area = NO_TEXT
        if is_chinese(text) and place.name.zh:
            return area.zh + place.name.zh
        return ", ".join(filter(None, (place.name.en or place.name.zh, area.en)))

    def _asked_region(self, named: WrittenName) -> Region:
        region = _region(named, self._names.called((named.key, named.bare_key)))
        if region is None:
            raise UsageError(
                "No province, country or city is called {name}; write such as Liaoning, 辽宁 or "
                "Japan.",
                name=shown(named.text),
            )
        return region

    def _all_found(
        self, queries: Sequence[PlaceQuery]
    ) -> Mapping[PlaceQuery, tuple[PlaceCandidate, ...]]:
        """Each query with its candidates, those of inexact names only where there are no others."""
        reader = _Reader(self._names, queries)
        found = {query: self._ranked(reader.exact(query)) for query in queries}
        rest = [query for query in queries if not found[query]]
        reader.learn(rest)
        return found | {query: self._ranked(reader.inexact(query)) for query in rest}

    def _ranked(self, found: _Matches) -> tuple[PlaceCandidate, ...]:
        only = self._only
        return ranked(each for each in found if only is None or only.has(each[0]))


class _Reader:
    """Reads queries together, so that each name is looked up in the file once."""

    def __init__(self, names: PlaceNames, queries: Iterable[PlaceQuery]) -> None:
        self._names = names
        self._readings = {
            query: readings_of(query.text) if len(query.text) <= MOST_CHARACTERS else ()
            for query in queries
        }
        self._columns = {text: written_name(text) for query in queries for text in query.within}
        said = {name for readings in self._readings.values() for reading in readings
                for name in (reading.name, *reading.within)}  # fmt: skip
        self._called = dict(names.called(_keys(said | set(self._columns.values()))))
        self._regions: dict[WrittenName, Region | None] = {}
        self._similar: Mapping[str, Sequence[tuple[str, float]]] = {}

    def learn(self, queries: Iterable[PlaceQuery]) -> None:
        """Look up what inexact names may be."""
        names = {reading.name for query in queries for reading in self._readings[query][:2]}
        self._similar = self._names.similar(_keys(names))
        pairs = {part for name in names for pair in run_together(name) for part in pair}
        keys = [*_keys(pairs), *map(self._spoken, names)]
        keys += [key for others in self._similar.values() for key, _ in others]
        self._called |= self._names.called(keys)

    def exact(self, query: PlaceQuery) -> _Matches:
        """Places that are called as the query says, or as the first part of it does."""
        for reading in self._readings[query][:2]:
            yield from self._agreeing(self._named(reading.name), query, reading)

    def inexact(self, query: PlaceQuery) -> _Matches:
        """Places that are called alike, and what larger ones the query names."""
        readings = self._readings[query]
        for reading in readings[:2]:
            yield from self._agreeing(self._alike(reading.name), query, reading)
            for name, area in run_together(reading.name):
                yield from self._inside(name, area, query)
        larger = [*readings[2:], *(WrittenPlace(self._columns[text]) for text in query.within)]
        for n, reading in enumerate(larger):
            found = self._agreeing(self._named(reading.name), query, reading)
            yield from _scaled(found, LARGER * _NEXT**n)

    def _agreeing(self, found: _Matches, query: PlaceQuery, reading: WrittenPlace) -> _Matches:
        names = (*reading.within, *(self._columns[text] for text in query.within))
        regions = [region for name in names if (region := self._region(name)) is not None]
        for place, likeness_ in found:
            fit = likeness_ * agreement(place, regions)
            yield place, fit * (OTHER_KIND if query.is_area and not place.is_area else 1.0)

    def _inside(self, name: WrittenName, area: WrittenName, query: PlaceQuery) -> _Matches:
        """Places of a name that lie in an area which stands beside it, with nothing between."""
        region = self._region(area)
        inside = (each for each in self._named(name) if region is not None and region.has(each[0]))
        yield from _scaled(self._agreeing(inside, query, WrittenPlace(name)), RUN_TOGETHER)

    def _named(self, name: WrittenName) -> _Matches:
        for key in dict.fromkeys((name.key, name.bare_key)):
            for called in self._called.get(key, ()):
                yield called.place, likeness(name, called, by_bare_key=key != name.key)

    def _alike(self, name: WrittenName) -> _Matches:
        for called in self._called.get(self._spoken(name), ()):
            yield called.place, SOUNDS_ALIKE * likeness(name, called, by_bare_key=False)
        for key in (name.key, name.bare_key):
            for other, similarity in self._similar.get(key, ()):
                for called in self._called.get(other, ()):
                    yield called.place, misspelt(similarity)

    def _spoken(self, name: WrittenName) -> str:
        """How a Chinese name of some length is read; empty for another."""
        if len(name.bare_key) < 2 or not is_chinese(name.bare_key):
            return ""
        return "".join(self._names.readings.get(each, each) for each in name.bare_key)

    def _region(self, name: WrittenName) -> Region | None:
        if name not in self._regions:
            self._regions[name] = _region(name, self._called)
        return self._regions[name]


def _is_city_state(place: NamedPlace, area: Text) -> bool:
    """Whether a place is called like the area in which it lies, as Beijing and Singapore are."""
    is_larger = area.zh.endswith("省") or place.area.startswith("US.")  # Jilin, New York
    return area.en == place.name.en and not is_larger


def _keys(names: Iterable[WrittenName]) -> list[str]:
    return [key for name in names for key in (name.key, name.bare_key) if key]


def _scaled(found: _Matches, factor: float) -> _Matches:
    return ((place, likeness_ * factor) for place, likeness_ in found)


def _region(name: WrittenName, called: _ByKey) -> Region | None:
    """The areas that are called so, and the largest place that is; None where none is known."""
    places = [each.place for each in (*called.get(name.key, ()), *called.get(name.bare_key, ()))]
    areas = frozenset(place.area for place in places if place.is_area)
    cities = [place for place in places if not place.is_area]
    if not places:
        return None
    return Region(areas, (max(cities, key=weight),) if cities else ())
