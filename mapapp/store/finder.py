"""What the search box finds: features, places of the gazetteer, attributes and positions.

``area`` finds the attribute, and ``area:`` everything that has one, with its value;
``area: dalian`` of these what is called so. A text that reads as a position is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from mapapp.core.errors import UsageError
from mapapp.core.fact.figures import format_value
from mapapp.core.fact.knowledge import Knowledge
from mapapp.core.folding import search_key
from mapapp.core.geo.coordinates import lat_text, lon_text
from mapapp.core.geo.crs import System
from mapapp.core.record import record
from mapapp.core.search import MAX_QUERY, SearchEntry, SearchIndex, SearchResult
from mapapp.core.text import NO_TEXT, Language, Text
from mapapp.store.atlas import Atlas
from mapapp.store.gazetteer import PLACE, merged
from mapapp.store.geopackage import GeoPackage

FoundKind = Literal["feature", "place", "attribute", "position"]

_ATTRIBUTE = "@attribute"  # no layer can be called so
_OPENERS = (":", "：")
_ZOOMS = {"country": 4.0, "sea": 5.5, "province": 6.5, "city": 10.0, "town": 11.5}
_KINDS = {
    "country": Text("Country", "国家"),
    "sea": Text("Sea", "海域"),
    "province": Text("Province", "省份"),
    "city": Text("City", "城市"),
    "town": Text("Town", "城镇"),
}


@record
class Found:
    """Something to go to.

    Attributes:
        kind: what it is.
        id: of the feature or the attribute; a number for a place, the text for a position.
        layer: of the feature, else empty.
        name: its names; one of them may be empty.
        detail: what to say beside it: a kind of place, a value; may be empty.
        lon, lat: where it is in degrees, or None.
        zoom: how near to look at a place; None for all else.
        system: what a position was written in.
        place_kind: what a place is, in both languages.
    """

    kind: FoundKind
    id: str
    layer: str
    name: Text
    detail: str = ""
    lon: float | None = None
    lat: float | None = None
    zoom: float | None = None
    system: System = System.WGS84
    place_kind: Text = NO_TEXT


class Finder:
    """Searches an atlas and a gazetteer that stay open as long as it; of the same thread."""

    def __init__(self, atlas: Atlas, basemap: GeoPackage) -> None:
        self._atlas = atlas
        self._knowledge = Knowledge(atlas.all_facts(), atlas.attributes())
        features, places = merged(basemap, atlas.search_entries())
        self._features = {entry.id: entry for entry in features}
        self._places = {place.entry.id: place for place in places}
        attributes = (
            SearchEntry(each.id, _ATTRIBUTE, each.label, "", "", "", None, None)
            for each in atlas.attributes().values()
            if self._knowledge.entities_with(each.id)
        )
        self._index = SearchIndex((*features, *(place.entry for place in places), *attributes))
        self._index.search("warm up")  # loads what compares misspelt words

    def find(self, query: str, language: Language, limit: int = 12) -> list[Found]:
        """The best matches first; nothing for what is too long to be called so."""
        if positions := list(_positions(query)):
            return positions
        if len(query) > MAX_QUERY:
            return []
        attribute, rest = self._opened(query)
        if attribute:
            return self._having(attribute, rest, language)[:limit]
        return [self._found(result, language) for result in self._index.search(query, limit)]

    def _opened(self, query: str) -> tuple[str, str]:
        """The attribute a query opens, and what follows; empty where it opens none."""
        for opener in _OPENERS:
            label, mark, rest = query.partition(opener)
            wanted = search_key(label)
            for attribute in self._atlas.attributes().values() if mark and wanted else ():
                if wanted in (search_key(attribute.label.en), search_key(attribute.label.zh)):
                    return attribute.id, rest
        return "", ""

    def _having(self, attribute: str, rest: str, language: Language) -> list[Found]:
        """The features with an attribute, those with the greatest numbers first."""
        having = self._knowledge.entities_with(attribute)
        entries = [entry for id_, entry in self._features.items() if id_ in having]
        if rest.strip():
            wanted = {result.id for result in SearchIndex(entries).search(rest)}
            entries = [entry for entry in entries if entry.id in wanted]
        entries.sort(key=lambda entry: (-self._greatest(entry.id, attribute), entry.id))
        return [_feature(entry, self._value(entry.id, attribute, language)) for entry in entries]

    def _greatest(self, entity: str, attribute: str) -> float:
        values = self._knowledge.values(entity, attribute)
        return max((v for v in values if not isinstance(v, str)), default=float("-inf"))

    def _value(self, entity: str, attribute: str, language: Language) -> str:
        told = self._atlas.attributes()[attribute]
        units = self._atlas.units()
        facts = self._knowledge.facts(entity, attribute)
        return "; ".join(format_value(fact, told, units.get(fact.unit), language) for fact in facts)

    def _found(self, result: SearchResult, language: Language) -> Found:
        if result.layer == _ATTRIBUTE:
            return Found("attribute", result.id, "", result.name)
        if result.layer == PLACE:
            entry, kind = self._places[result.id].entry, self._places[result.id].kind
            return Found(
                "place", entry.id, "", entry.name, _KINDS[kind].get(language),
                entry.lon, entry.lat, _ZOOMS[kind], place_kind=_KINDS[kind],
            )  # fmt: skip
        return _feature(self._features[result.id])


def _feature(entry: SearchEntry, detail: str = "") -> Found:
    return Found("feature", entry.id, entry.layer, entry.name, detail, entry.lon, entry.lat)


def _positions(query: str) -> Iterator[Found]:
    if not any(character.isdigit() for character in query):
        return
    from mapapp.core.geo.positions.parser import parse_position

    try:
        candidates = parse_position(query)
    except UsageError:
        return
    for each in candidates:
        text = f"{lat_text(each.lat)}  {lon_text(each.lon)}"
        yield Found(
            "position", text, "", Text(text, text), each.system.label, each.lon, each.lat,
            system=each.system,
        )  # fmt: skip
