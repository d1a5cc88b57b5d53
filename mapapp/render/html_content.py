"""What a standalone map knows: layers, cards, names and search keys, ready to be written as JSON.

Everything is resolved here, in one language and for each theme; ``resources/html`` only shows
it. Coordinates are EPSG:4326 degrees, lon before lat; sizes and offsets are CSS pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, get_args

from mapapp.core.facts import Relation, Source
from mapapp.core.feature import Feature
from mapapp.core.filters import Passing, everything
from mapapp.core.framing import zoom_for
from mapapp.core.layerspec import Language, LayerSpec, Text, Theme
from mapapp.core.search import SearchEntry, normalize, search_keys
from mapapp.core.symbology import SymbolClass
from mapapp.core.theme import ground
from mapapp.render import words
from mapapp.render.card import Card, Entry, make_card
from mapapp.render.fanout import fan_out
from mapapp.render.html_ground import ground_shapes
from mapapp.render.labels import Candidate
from mapapp.render.legend import (
    certainty_entries,
    class_entries,
    layer_entry,
    layer_title,
    shown_classes,
)
from mapapp.render.names import DOTTED_KINDS, Named, feature_candidates, place_spans
from mapapp.render.page_layers import describe_layer
from mapapp.render.symbols import (
    LineStyle,
    Symbol,
    resolve_extent,
    resolve_line,
    resolve_symbol,
    symbol_box_px,
)
from mapapp.render.text import measurer
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.styled import fact_values

_THEMES: tuple[Theme, ...] = get_args(Theme)
_DECIMALS = 6
_ALL_NAMES_ZOOM = 99.0
_OTHER_PLACE_ZOOM = 10.0
_ZOOMS_WITH_NAME = 3.0
_ATTRIBUTION = (words.ATTRIBUTION, words.PROGRAM, words.NO_LEGAL_CLAIM)
_WORDS = {
    "search": Text("Search: name, pinyin, initials", "搜索：名称、拼音、首字母"),
    "nothing": Text("Nothing found", "未找到"),
    "legend": words.LEGEND,
    "certainty": words.CERTAINTY,
    "sources": words.SOURCES,
    "undated": Text("Undated", "日期不详"),
    "fold": Text("Hide or show the panel", "收起或展开面板"),
    "zoom_in": Text("Zoom in", "放大"),
    "zoom_out": Text("Zoom out", "缩小"),
    "close": Text("Close", "关闭"),
    "map": Text("Map", "地图"),
    "place": Text("Place", "地点"),
}


@dataclass(frozen=True, slots=True)
class MapContent:
    """What is to be told: some layers (in drawing order) of an atlas, on a basemap.

    ``passing`` says which of a layer's features are shown, ``as_of_year`` at the end of which
    year their cards look.
    """

    atlas: Atlas
    basemap: Basemap
    specs: Sequence[LayerSpec]
    language: Language
    passing: Passing = everything
    as_of_year: int | None = None

    def as_json(self) -> dict[str, Any]:
        """All of it, but for what stands around the map."""
        layers = [_Layer(self, spec) for spec in self.specs]
        features = [feature for layer in layers for feature in layer.features]
        entries = {(entry.layer, entry.id): entry for entry in self.atlas.search_entries()}
        sources = _SourceList()
        offsets = _offsets(layers)
        return {
            "language": self.language,
            "words": {name: text.get(self.language) for name, text in _WORDS.items()},
            "attribution": [text.get(self.language) for text in _ATTRIBUTION],
            "colours": {theme: asdict(ground(theme)) for theme in _THEMES},
            "ground": {
                "world": ground_shapes(self.basemap, "world"),
                "region": ground_shapes(self.basemap, "region"),
            },
            "layers": [layer.as_json(entries, sources, offsets) for layer in layers],
            "certainty": {theme: _certainty(layers, self.language, theme) for theme in _THEMES},
            "places": list(_places(self.basemap, self.language, features, entries.values())),
            "sources": sources.as_json(),
        }


class _SourceList:
    """Sources numbered as they are first cited, for all cards together."""

    def __init__(self) -> None:
        self._sources: dict[str, Source] = {}

    def index(self, source: Source) -> int:
        """The number of a source, from 0."""
        self._sources.setdefault(source.id, source)
        return list(self._sources).index(source.id)

    def as_json(self) -> list[dict[str, str]]:
        """Citations with addresses; one that may not be followed is left out."""
        return [{"text": each.citation, "url": each.link} for each in self._sources.values()]


class _Layer:
    """One layer and the features of it that pass."""

    def __init__(self, content: MapContent, spec: LayerSpec) -> None:
        passing = content.passing(spec.id)
        self.content = content
        self.spec = spec
        self.features = [
            feature
            for feature in content.atlas.features(spec.id)
            if passing is None or feature.fid in passing
        ]
        self._values = fact_values(content.atlas.file, spec, content.as_of_year)

    def symbol(self, feature: Feature, theme: Theme) -> Symbol:
        """How a feature is marked."""
        return resolve_symbol(self.spec, self._properties(feature), theme)

    def line_styles(self, theme: Theme) -> set[LineStyle]:
        """The styles that the outlines of this layer may have."""
        known = {feature.id: self._properties(feature) for feature in self.features}
        if self.spec.geometry == "line":
            return {resolve_line(self.spec, properties, theme) for properties in known.values()}
        areas = self.content.atlas.file.read("extent", columns=("entity_id", "kind")).rows()
        return {
            resolve_extent(self.spec, known[row["entity_id"]], row["kind"], theme)
            for _, _, row in areas
            if row["entity_id"] in known
        }

    def as_json(
        self,
        entries: dict[tuple[str, str], SearchEntry],
        sources: _SourceList,
        offsets: dict[tuple[str, int], tuple[float, float]],
    ) -> dict[str, Any]:
        """The layer as the page shows it."""
        spec, language = self.spec, self.content.language
        classes = self._classes()
        file, year = self.content.atlas.file, self.content.as_of_year
        drawn = {theme: describe_layer(file, spec, theme, year) for theme in _THEMES}
        points = {fid: (symbol, lon, lat) for fid, symbol, lon, lat in drawn["light"]["points"]}
        shown = {feature.fid for feature in self.features}
        return {
            "id": spec.id,
            "title": spec.title.get(language),
            "heading": layer_title(spec, language),
            "note": spec.note.get(language) if spec.note else "",
            "swatch": {
                theme: asdict(layer_entry(spec, classes, language, theme)) for theme in _THEMES
            },
            "classes": {
                theme: [asdict(entry) for entry in class_entries(spec, classes, language, theme)]
                for theme in _THEMES
            },
            "symbols": {theme: drawn[theme]["symbols"] for theme in _THEMES},
            "lines": [line for line in _coloured(drawn) if line["fid"] in shown],
            "min_zoom": spec.label.min_zoom if spec.label else None,
            "features": [
                {
                    "fid": feature.fid,
                    "id": feature.id,
                    "name": feature.title(language),
                    "names": [feature.name.en, feature.name.zh],
                    "zoom": zoom_for(feature.properties.get("precision")),
                    "point": points.get(feature.fid),
                    "offset": offsets.get((spec.id, feature.fid), (0, 0)),
                    "label": self._label(feature),
                    "keys": _keys(entries.get((spec.id, feature.id))),
                    "card": self._card(feature, sources),
                }
                for feature in self.features
            ],
        }

    def _properties(self, feature: Feature) -> Mapping[str, Any]:
        """What a feature's symbol goes by."""
        if self.spec.classes is None or feature.fid not in self._values:
            return feature.properties
        return {**feature.properties, self.spec.classes.field: self._values[feature.fid]}

    def _classes(self) -> list[SymbolClass]:
        """The classes of which there are features."""
        classes = self.spec.classes
        if classes is None:
            return []
        values = (self._properties(feature).get(classes.field) for feature in self.features)
        used = {classes.of(value) for value in values}
        return shown_classes(classes, lambda each: each in used)

    def _label(self, feature: Feature) -> dict[str, Any] | None:
        """The feature's name on the map, broken into lines."""
        half_px = symbol_box_px(self.symbol(feature, "light")) / 2
        named = Named("", self.spec, feature.name, 0.0, 0.0, half_px)
        found = feature_candidates([named], _ALL_NAMES_ZOOM, self.content.language, measurer())
        return next(map(_written, found), None)

    def _card(self, feature: Feature, sources: _SourceList) -> dict[str, Any]:
        language = self.content.language
        year = self.content.as_of_year
        card = make_card(self.content.atlas, self.spec, feature, language, year)
        length_km = feature.properties.get("length_km")
        return {
            "title": card.title,
            "other": card.other_title,
            "facets": [*card.facets, *([f"{length_km:,.0f} km"] if length_km else [])],
            "note": card.note,
            "entries": [_entry(entry) for entry in card.entries],
            "undated": [_entry(entry) for entry in card.undated],
            "ties": _ties(card, language),
            "sources": [sources.index(source) for source in card.sources],
        }


def _coloured(drawn: Mapping[Theme, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The lines of a layer, which differ in colour only from theme to theme."""
    for alike in zip(*(drawn[theme]["lines"] for theme in _THEMES), strict=True):
        colours = [line["style"]["colour"] for line in alike]
        yield {**alike[0], "colours": dict(zip(_THEMES, colours, strict=True))}


def _offsets(layers: Sequence[_Layer]) -> dict[tuple[str, int], tuple[float, float]]:
    """How far the symbols that share a point are moved apart."""
    stacked = [
        (layer, feature)
        for layer in layers
        for feature in layer.features
        if layer.spec.geometry == "point" and _position(feature)
    ]
    offsets = fan_out(
        [_position(feature) for _, feature in stacked],
        [symbol_box_px(layer.symbol(feature, "light")) for layer, feature in stacked],
    )
    return {
        (layer.spec.id, feature.fid): (round(dx, 1), round(dy, 1))
        for (layer, feature), (dx, dy) in zip(stacked, offsets, strict=True)
    }


def _position(feature: Feature) -> tuple[float, float] | None:
    if feature.geometry is None or feature.geometry.is_empty:
        return None
    return (round(feature.geometry.x, _DECIMALS), round(feature.geometry.y, _DECIMALS))


def _written(candidate: Candidate) -> dict[str, Any]:
    return {
        "lines": [asdict(line) for line in candidate.lines],
        "priority": candidate.priority,
        "half_px": candidate.half_px,
    }


def _keys(entry: SearchEntry | None) -> list[list[Any]]:
    return [] if entry is None else [[text, points] for text, points in search_keys(entry).items()]


def _entry(entry: Entry) -> dict[str, Any]:
    """An attribute; what is old depends on the day of reading and is not said."""
    figures = [
        {
            "value": figure.value,
            "period": figure.period,
            "source": figure.source,
            "mark": figure.mark,
            "remark": figure.remark,
            "doubtful": figure.doubtful,
        }
        for figure in entry.figures
    ]
    return {"label": entry.label, "figures": figures}


def _ties(card: Card, language: Language) -> list[dict[str, Any]]:
    """The relations with the same label together."""
    ties: dict[str, list[dict[str, str]]] = {}
    for tie in card.relations:
        ties.setdefault(tie.label.get(language), []).append(_other(tie, language))
    return [{"label": label, "others": others} for label, others in ties.items()]


def _other(tie: Relation, language: Language) -> dict[str, str]:
    return {"id": tie.other, "name": tie.name.get(language) or tie.name.en or tie.name.zh}


def _certainty(layers: Sequence[_Layer], language: Language, theme: Theme) -> list[dict[str, Any]]:
    points = [layer for layer in layers if layer.spec.geometry == "point"]
    symbols = {layer.symbol(feature, theme) for layer in points for feature in layer.features}
    styles = {style for layer in points for style in layer.line_styles(theme)}
    return [asdict(entry) for entry in certainty_entries(symbols, styles, language, theme)]


def _places(
    basemap: Basemap,
    language: Language,
    features: Sequence[Feature],
    entries: Iterable[SearchEntry],
) -> Iterator[dict[str, Any]]:
    """The gazetteer; a place that the atlas knows is found by all that it knows it by."""
    known = {_told(entry.name): entry for entry in entries}
    shown = {_told(feature.name) for feature in features}
    for place in basemap.features("place"):
        kind, rank = place.properties["kind"], int(place.properties["rank"])
        spans = place_spans(kind, rank)
        told = _told(place.name)
        bare = SearchEntry(place.id, "", place.name, "", "", "", None, None)
        yield {
            "name": place.title(language),
            "names": [place.name.en, place.name.zh],
            "point": _position(place),
            "keys": [] if told in shown else _keys(known.get(told, bare)),
            "dotted": kind in DOTTED_KINDS,
            "zoom": spans[-1].to_zoom - _ZOOMS_WITH_NAME if spans else _OTHER_PLACE_ZOOM,
            "spans": [asdict(span) for span in spans],
        }


def _told(name: Text) -> str:
    """What makes two names those of one place: 沈阳 is 沈阳市."""
    return name.zh.rstrip("市省") or normalize(name.en)
