"""The places of the basemap as they are searched for, beside the features of an atlas."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import replace

from mapapp.core.folding import search_key
from mapapp.core.layer.feature import Feature
from mapapp.core.record import record
from mapapp.core.search import SearchEntry
from mapapp.core.text import Text
from mapapp.store.geopackage import GeoPackage

PLACE = "@place"
"""The layer of a place; no layer can be called so."""

_BEHIND = 4.0
"""Points: a feature found by its pinyin or initials goes before a place found by its name."""

_KINDS = re.compile("(?:province|市|省)$")
_NEAR_KM = {"country": 1500.0, "sea": 1500.0, "province": 300.0}
_NEAR_CITY_KM = 60.0
"""How far apart two points of one place may be drawn."""

_KM_PER_DEG = 111.2


@record
class GazetteerPlace:
    """A place that no feature tells, with what kind it is."""

    entry: SearchEntry
    kind: str


def place_entry(place: Feature) -> SearchEntry:
    """How a place of the basemap is found: by names, pinyin and initials."""
    pinyin, initials = (place.properties.get(name) or "" for name in ("pinyin", "initials"))
    lon, lat = float(place.geometry.x), float(place.geometry.y)
    return SearchEntry(
        str(place.fid), PLACE, place.name, "", str(pinyin), str(initials), lon, lat, _BEHIND
    )


def merged(
    basemap: GeoPackage, features: Iterable[SearchEntry]
) -> tuple[tuple[SearchEntry, ...], tuple[GazetteerPlace, ...]]:
    """Features, and the places that are none of them.

    A place that is a feature of the same name and in the same area is no entry of its own; the
    feature is found by the place's names as well.
    """
    entries = {(entry.layer, entry.id): entry for entry in features}
    told = _Told(entries.values())
    places: list[GazetteerPlace] = []
    seen: set[Text] = set()
    for place in basemap.features("place"):
        entry, kind = place_entry(place), str(place.properties["kind"])
        if teller := told.feature_of(entry, kind):
            known = entries[teller.layer, teller.id]
            names = f"{known.aliases};{entry.name.en};{entry.name.zh}"
            entries[teller.layer, teller.id] = replace(known, aliases=names)
        elif entry.name not in seen:
            seen.add(entry.name)
            places.append(GazetteerPlace(entry, kind))
    return tuple(entries.values()), tuple(places)


class _Told:
    """Features by what they are called."""

    def __init__(self, entries: Iterable[SearchEntry]) -> None:
        self._by_name: dict[str, list[SearchEntry]] = {}
        for entry in entries:
            for name in _names(entry):
                self._by_name.setdefault(name, []).append(entry)

    def feature_of(self, place: SearchEntry, kind: str) -> SearchEntry | None:
        """The nearest feature that is a place, or None."""
        most_km = _NEAR_KM.get(kind, _NEAR_CITY_KM)
        named = [entry for name in _names(place) for entry in self._by_name.get(name, ())]
        near = [(distance, n) for n, entry in enumerate(named)
                if (distance := _distance_km(place, entry)) <= most_km]  # fmt: skip
        return named[min(near)[1]] if near else None


def _names(entry: SearchEntry) -> set[str]:
    """What an entry is called, without what tells its kind or its country."""
    named = (entry.name.en, entry.name.en.partition(",")[0], entry.name.zh)
    keys = map(search_key, (*named, *entry.aliases.split(";")))
    return {key.removesuffix("province").removesuffix("市").removesuffix("省") for key in keys} - {
        ""
    }


def _distance_km(one: SearchEntry, other: SearchEntry) -> float:
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return math.inf
    return about_km(one.lon, one.lat, other.lon, other.lat)


def about_km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """About how far apart two points are: near enough to tell one town from another."""
    east_deg = (lon - other_lon + 180.0) % 360.0 - 180.0
    east_deg *= math.cos(math.radians((lat + other_lat) / 2))
    return _KM_PER_DEG * math.hypot(east_deg, lat - other_lat)
