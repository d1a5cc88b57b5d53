"""What places are called: those of the atlas, and the gazetteer that is cut from GeoNames at build.

The gazetteer stays on the disk; only the names that may be misspelt are read whole, once.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Self

from mapapp.core.record import record
from mapapp.core.search import SearchEntry, search_keys
from mapapp.core.text import NO_TEXT, Text
from mapapp.store.atlas import Atlas
from mapapp.store.gazetteer import merged
from mapapp.store.geocoding.written import HAN, WrittenName, written_name
from mapapp.store.geopackage import GeoPackage
from mapapp.store.readonly import Rows, open_unchanged

_AREAS = ("province", "country")
_WORDS = {"city": "city", "province": "province"}
"""What the basemap says of the kind of a place; its towns are of several."""

_NEAR_DEG = 1.5
_KEYS_AT_ONCE = 5_000
_INITIALS = 3.0
"""Points from which :func:`search_keys` takes letters for syllables: too short to be a name."""

_LEAST_SIMILARITY = 0.75
_LEAST_LETTERS, _LEAST_CHARACTERS = 5, 4
_COMPARED_AT_ONCE = 64
_MOST_SIMILAR = 8


@record
class NamedPlace:
    """A place that can be found by its name.

    Attributes:
        name: in both languages; one may be empty.
        kind: ``place``, ``province`` or ``country``, or what the basemap calls it.
        lon, lat: where it is, in degrees of WGS84.
        people: who live there, as far as GeoNames knows; 0 where it does not.
        area: the code of its province or country, such as ``CN.19``; empty at sea.
        words: the kinds that its names say, such as ``city``, separated by spaces.
        is_ours: whether it is of the atlas or the basemap.
    """

    name: Text
    kind: str
    lon: float
    lat: float
    people: int
    area: str
    words: str
    is_ours: bool = False

    @property
    def is_area(self) -> bool:
        """Whether it is a province or a country, which lies somewhere in the middle of itself."""
        return self.kind in _AREAS


@record
class Called:
    """That a place is called so: without the word for its kind, or by a name that is not its main.

    ``is_bare`` and ``is_alias`` are as the gazetteer has them.
    """

    place: NamedPlace
    is_bare: bool
    is_alias: bool


class PlaceNames:
    """All names of places. Belongs to one thread."""

    def __init__(self, path: Path, atlas: Atlas, basemap: GeoPackage) -> None:
        self._closing = ExitStack()
        self._file = self._closing.enter_context(open_unchanged(path))
        self._ours: dict[str, list[tuple[_OwnEntry, bool]]] = defaultdict(list)
        for entry in _entries(atlas, basemap):
            for key, is_bare in entry.found_by():
                self._ours[key].append((entry, is_bare))
        self._own_places: dict[_OwnEntry, NamedPlace] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._closing.close()

    @cached_property
    def areas(self) -> Mapping[str, Text]:
        """The names of provinces and countries, by their codes."""
        return {code: Text(en, zh) for code, en, zh in self._file.rows("SELECT * FROM area")}

    @cached_property
    def _codes(self) -> Mapping[str, str]:
        """The codes of provinces and countries, by their English names."""
        return {written_name(name.en).bare_key: code for code, name in self.areas.items()}

    @cached_property
    def readings(self) -> Mapping[str, str]:
        """How characters are read in names of places."""
        return dict(self._file.rows("SELECT character, pinyin FROM reading"))

    def called(self, keys: Iterable[str]) -> Mapping[str, Sequence[Called]]:
        """The places that are called so, by key; those of the atlas first."""
        wanted = list(dict.fromkeys(keys))
        found = {
            key: [Called(self._own_place(entry), is_bare, is_alias=False)
                  for entry, is_bare in self._ours[key]]
            for key in wanted if key in self._ours
        }  # fmt: skip
        for start in range(0, len(wanted), _KEYS_AT_ONCE):
            for key, called in self._read(wanted[start : start + _KEYS_AT_ONCE]):
                found.setdefault(key, []).append(called)
        return found

    def similar(self, keys: Iterable[str]) -> Mapping[str, Sequence[tuple[str, float]]]:
        """Keys like those given, with a likeness from 0 to 1: what may have been meant.

        A typing fault is taken to leave the first or the last letter as it is.
        """
        asked = [key for key in dict.fromkeys(keys) if _is_long_enough(key)]
        found: dict[str, dict[str, float]] = defaultdict(dict)
        for end in (0, -1):
            by_letter = defaultdict(list)
            for key in asked:
                by_letter[key[end]].append(key)
            for letter, some in by_letter.items():
                for key, other, likeness in _alike(some, self._by_end[end].get(letter, ())):
                    found[key][other] = likeness
        return {key: sorted(others.items(), key=lambda each: (-each[1], each[0]))[:_MOST_SIMILAR]
                for key, others in found.items()}  # fmt: skip

    @cached_property
    def _by_end(self) -> Mapping[int, Mapping[str, Sequence[str]]]:
        """The keys of main names by their first letter (0), and by their last (-1)."""
        stored = self._file.rows("SELECT DISTINCT key FROM name WHERE NOT is_alias")
        keys = sorted({key for (key,) in stored} | set(self._ours))
        ends: dict[int, dict[str, list[str]]] = {0: defaultdict(list), -1: defaultdict(list)}
        for key in filter(_is_long_enough, keys):
            for end, by_letter in ends.items():
                by_letter[key[end]].append(key)
        return ends

    def _own_place(self, entry: _OwnEntry) -> NamedPlace:
        if entry not in self._own_places:
            self._own_places[entry] = entry.place(self._own_area(entry))
        return self._own_places[entry]

    def _own_area(self, entry: _OwnEntry) -> str:
        area = self._codes.get(entry.names[0].bare_key) if entry.kind in _AREAS else None
        return area or self._area_at(entry.lon, entry.lat)

    def _area_at(self, lon: float, lat: float) -> str:
        """The area of the nearest place of the gazetteer; empty where none is near."""
        rows = self._file.rows(
            "SELECT area FROM place WHERE lat BETWEEN ?2 - ?3 AND ?2 + ?3 "
            "AND lon BETWEEN ?1 - ?3 AND ?1 + ?3 "
            "ORDER BY (lon - ?1) * (lon - ?1) + (lat - ?2) * (lat - ?2) LIMIT 1",
            (lon, lat, _NEAR_DEG),
        )
        return rows[0][0] if rows else ""

    def _read(self, keys: Sequence[str]) -> Iterator[tuple[str, Called]]:
        rows: Rows = self._file.rows(
            "SELECT name.key, is_bare, is_alias, name_en, name_zh, kind, lon, lat, people, area, "
            "words "
            "FROM json_each(?) JOIN name ON name.key = json_each.value "
            "JOIN place ON place.id = name.place",
            (json.dumps(keys, ensure_ascii=False),),
        )
        for key, is_bare, is_alias, en, zh, *others in rows:
            yield key, Called(NamedPlace(Text(en, zh), *others), bool(is_bare), bool(is_alias))


@record(eq=False)
class _OwnEntry:
    """Something of the atlas or the basemap that is at a point, with its names, the main first."""

    entry: SearchEntry
    kind: str
    lon: float
    lat: float
    names: tuple[WrittenName, ...]

    def place(self, area: str) -> NamedPlace:
        """It as a place of an area."""
        words = " ".join(sorted({name.kind for name in self.names} - {""}))
        words = words or _WORDS.get(self.kind, "")
        name = self.entry.name
        return NamedPlace(name, self.kind, self.lon, self.lat, 0, area, words, is_ours=True)

    def found_by(self) -> Iterator[tuple[str, bool]]:
        """What finds it, each with whether the word for its kind is missing."""
        behind = self.entry.behind
        keys = {key for key, points in search_keys(self.entry).items()
                if points - behind < _INITIALS} | {name.key for name in self.names}  # fmt: skip
        bare = {name.bare_key for name in self.names} - keys
        yield from ((key, key in bare) for key in keys | bare if len(key) > 1)


def _entries(atlas: Atlas, basemap: GeoPackage) -> Iterator[_OwnEntry]:
    """The features and places that are at a point."""
    features, places = merged(basemap, atlas.search_entries())
    for entry, kind in (
        *((entry, "place") for entry in features),
        *((place.entry, place.kind) for place in places),
    ):
        if entry.lon is None or entry.lat is None or entry.name == NO_TEXT:
            continue
        texts = entry.name.en.partition(",")[0], entry.name.zh, *entry.aliases.split(";")
        names = tuple(map(written_name, texts))
        yield _OwnEntry(entry, kind, entry.lon, entry.lat, names)


def _is_long_enough(key: str) -> bool:
    """Whether a fault in a name leaves enough of it to be told from others."""
    return len(key) >= (_LEAST_CHARACTERS if HAN.search(key) else _LEAST_LETTERS)


def _alike(keys: Sequence[str], others: Sequence[str]) -> Iterator[tuple[str, str, float]]:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    for start in range(0, len(keys) if others else 0, _COMPARED_AT_ONCE):
        some = keys[start : start + _COMPARED_AT_ONCE]
        likeness = process.cdist(
            some, others, scorer=OSA.normalized_similarity, score_cutoff=_LEAST_SIMILARITY
        )
        for row, column in zip(*likeness.nonzero(), strict=True):
            yield some[row], others[column], float(likeness[row, column])
