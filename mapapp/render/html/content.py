"""What a standalone map knows: layers, cards, names and search keys, ready to be written as JSON.

Everything is resolved here, in one language and for each theme; ``resources/html`` only shows
it. Coordinates are EPSG:4326 degrees, lon before lat; sizes and offsets are CSS pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, get_args

from mapapp.core.fact.figures import Relation, Source
from mapapp.core.folding import search_key, simplified
from mapapp.core.layer.feature import Feature
from mapapp.core.layer.moved_symbol import MovedSymbol
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.framing import zoom_for
from mapapp.core.record import record
from mapapp.core.search import SearchEntry, search_keys
from mapapp.core.style.ground import GROUND_STYLE
from mapapp.core.style.symbology import SymbolClass, Theme
from mapapp.core.style.theme import ground
from mapapp.core.text import Language, Text
from mapapp.render.card.card import Card, make_card
from mapapp.render.card.entries import CardEntry, CardFigure
from mapapp.render.html.ground import ground_shapes
from mapapp.render.labels import words
from mapapp.render.labels.label import Candidate
from mapapp.render.labels.names import DOTTED_KINDS, Named, feature_candidates, place_spans
from mapapp.render.labels.text import measurer
from mapapp.render.page.layers import describe_geometry, describe_symbology
from mapapp.render.scene.fanout import levels
from mapapp.render.scene.layer import SceneLayer, moved_symbols, set_apart
from mapapp.render.scene.marks import SceneMark, fid_array
from mapapp.render.scene.scene import EVERYTHING, Choice, read_layers
from mapapp.render.sheet.keys import certainty_entries
from mapapp.render.sheet.legend import (
    Looks,
    class_entries,
    layer_entry,
    layer_title,
    shown_classes,
    surest,
)
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.gazetteer import place_entry

_THEMES: tuple[Theme, ...] = get_args(Theme)
_DECIMALS = 6
_WORLD_DECIMALS = 9
_OTHER_PLACE_ZOOM = 10.0
_ZOOMS_WITH_NAME = 3.0
_UNDATED = Text("Undated", "日期不详")
_WORDS = {
    "search": Text("Search: name, pinyin, initials", "搜索：名称、拼音、首字母"),
    "nothing": Text("Nothing found", "未找到"),
    "legend": words.LEGEND,
    "certainty": words.CERTAINTY,
    "sources": words.SOURCES,
    "fold": Text("Hide or show the panel", "收起或展开面板"),
    "zoom_in": Text("Zoom in", "放大"),
    "zoom_out": Text("Zoom out", "缩小"),
    "close": Text("Close", "关闭"),
    "previous": Text("Previous", "上一个"),
    "next": Text("Next", "下一个"),
    "map": Text("Map", "地图"),
    "place": Text("Place", "地点"),
}


@record
class MapContent:
    """What is to be told: some layers (in drawing order) of a catalogue, on a basemap.

    ``choice`` says which of a layer's features are shown and how, and at the end of which year
    their cards look. Where it is ``bilingual``, names on the map are in both languages.
    """

    catalogue: LayerCatalogue
    basemap: Basemap
    specs: Sequence[LayerSpec]
    language: Language
    choice: Choice = EVERYTHING
    bilingual: bool = False

    def as_json(self) -> dict[str, Any]:
        """All of it, but for what stands around the map."""
        scene = read_layers(self.catalogue, self.specs, self.choice)
        layers = [_Layer(self, layer) for layer in scene]
        features = [feature for layer in layers for feature in layer.features]
        known = self.catalogue.atlas.search_entries()
        entries = {(entry.layer, entry.id): entry for entry in known}
        sources = _SourceList()
        places = list(_places(self.basemap, self.language, features, entries.values()))
        told = [layer.as_json(entries, sources) for layer in layers]
        return {
            "language": self.language,
            "words": {name: text.get(self.language) for name, text in _WORDS.items()},
            "attribution": words.attribution(self.language, self.basemap.ground_file),
            "colours": {theme: asdict(ground(theme)) for theme in _THEMES},
            "style": asdict(GROUND_STYLE),
            "ground": {
                "world": ground_shapes(self.basemap, "world"),
                "region": ground_shapes(self.basemap, "region"),
            },
            "layers": told,
            "levels": list(_levels(scene)),
            "certainty": {theme: _certainty(layers, self.language, theme) for theme in _THEMES},
            "places": places,
            "simplified": _simplified(
                [*places, *(each for one in told for each in one["features"])]
            ),
            "sources": sources.as_json(self.language),
        }


class _SourceList:
    """Sources numbered as they are first cited, for all cards together."""

    def __init__(self) -> None:
        self._sources: dict[str, Source] = {}

    def index(self, source: Source) -> int:
        """The number of a source, from 0."""
        self._sources.setdefault(source.id, source)
        return list(self._sources).index(source.id)

    def as_json(self, language: Language) -> list[dict[str, str]]:
        """Citations with addresses; one that may not be followed is left out."""
        return [
            {"text": each.citation(language), "url": each.link} for each in self._sources.values()
        ]


class _Layer:
    """One layer as it is drawn, with the features of it that pass."""

    def __init__(self, content: MapContent, drawn: SceneLayer) -> None:
        self.content = content
        self.drawn = drawn
        self.spec = drawn.spec
        visible = content.choice.visible_fids(self.spec.id)
        kept = None if visible is None else frozenset(fid_array(visible).tolist())
        self.features = [
            feature
            for feature in content.catalogue.features(self.spec, content.choice.year)
            if kept is None or feature.fid in kept
        ]
        self._fields = content.catalogue.open(self.spec.source).schema.fields
        self._marks: dict[int, list[SceneMark]] = {}
        for mark in (*drawn.marks, *drawn.names):
            self._marks.setdefault(mark.fid, []).append(mark)

    def as_json(
        self, entries: dict[tuple[str, str], SearchEntry], sources: _SourceList
    ) -> dict[str, Any]:
        """The layer as the page shows it."""
        label = None if self.spec.is_binned else self.spec.label
        return {
            **self._heading(),
            **describe_geometry(self.drawn),
            "bins": self._bins(),
            "symbology": {theme: describe_symbology(self.drawn, theme) for theme in _THEMES},
            "opacity": self.drawn.opacity,
            "selected": sorted(self._selected()),
            "named_zooms": [label.min_zoom, label.max_zoom] if label else None,
            "features": [
                self._feature(feature, entries.get((self.spec.id, feature.id)), sources)
                for feature in self.features
            ],
        }

    def _bins(self) -> dict[str, Any] | None:
        """How the points of a density are counted."""
        classes = self.spec.classes
        if classes is None or classes.bins is None:
            return None
        from mapapp.render.scene.bins import GAP_PX

        breaks = [step.low for step in classes.steps[1:]]
        return {"side_px": classes.bins.side_px, "gap_px": GAP_PX, "breaks": breaks}

    def _heading(self) -> dict[str, Any]:
        """What the panel says of the layer."""
        spec, language, classes = self.spec, self.content.language, self._classes()
        return {
            "id": spec.id,
            "title": spec.title.get(language),
            "heading": layer_title(spec, language),
            "note": spec.note.get(language) if spec.note else "",
            "swatch": {
                theme: asdict(layer_entry(spec, classes, language, theme, self._looks(theme)))
                for theme in _THEMES
            },
            "classes": {
                theme: [
                    asdict(entry)
                    for entry in class_entries(spec, classes, language, theme, self._looks(theme))
                ]
                for theme in _THEMES
            },
        }

    def _feature(
        self, feature: Feature, entry: SearchEntry | None, sources: _SourceList
    ) -> dict[str, Any]:
        """A feature; ``anchors`` are longitude and latitude of all that bears its name."""
        marks = self._marks.get(feature.fid, [])
        return {
            "fid": feature.fid,
            "id": feature.id,
            "name": feature.title(self.content.language),
            "names": [feature.name.en, feature.name.zh],
            "zoom": zoom_for(feature.precision),
            "anchors": [[round(mark.lon, _DECIMALS), round(mark.lat, _DECIMALS)] for mark in marks],
            "label": self._label(marks[0]) if marks and not self.spec.is_binned else None,
            "keys": _keys(entry),
            "card": self._card(feature, sources),
        }

    def _looks(self, theme: Theme) -> Looks:
        """How the symbols of the layer look that are in the file."""
        used = {mark.style for mark in self.drawn.marks}
        return surest([style.get(theme) for style in used if style is not None])

    def _selected(self) -> set[int]:
        groups = (group.fids.tolist() for group in self.drawn.shapes if group.selected)
        marks = {mark.fid for mark in self.drawn.marks if mark.selected}
        return marks.union(*groups)

    def _classes(self) -> list[SymbolClass]:
        """The classes of which there are features."""
        classes = self.spec.classes
        if classes is None:
            return []
        if classes.bins is not None:
            return list(classes.steps)
        used = {classes.of(feature.value(classes.field)) for feature in self.features}
        return shown_classes(classes, lambda each: each in used)

    def _label(self, mark: SceneMark) -> dict[str, Any] | None:
        """The name of a feature on the map, broken into lines."""
        named = Named(
            "", self.spec, mark.name, 0.0, 0.0, mark.half_px, mark.selected, short=mark.short
        )
        language, bilingual = self.content.language, self.content.bilingual
        found = feature_candidates([named], None, language, measurer(), bilingual=bilingual)
        return next(map(_written, found), None)

    def _card(self, feature: Feature, sources: _SourceList) -> dict[str, Any]:
        language = self.content.language
        year = self.content.choice.year
        atlas, fields = self.content.catalogue.atlas, self._fields
        card = make_card(atlas, self.spec, feature, language, year, fields)
        return {
            "called": card.title,
            "also_called": card.other_title,
            "facets": list(card.facets),
            "note": card.note,
            "fields": [asdict(field) for field in card.fields],
            "key": [_entry(entry) for entry in card.key],
            "groups": [
                {"title": title, "entries": [_entry(entry) for entry in entries]}
                for title, entries in self._groups(card)
            ],
            "ties": _ties(card, language),
            "sources": [sources.index(source) for source in card.sources],
        }

    def _groups(self, card: Card) -> Iterator[tuple[str, Sequence[CardEntry]]]:
        """Entries under their headings; the only ones of a card need none."""
        is_alone = not card.key and len(card.groups) == 1
        for group in card.groups:
            yield "" if is_alone else group.title, group.entries
        if card.undated:
            yield _UNDATED.get(self.content.language), card.undated


def _levels(layers: Sequence[SceneLayer]) -> Iterator[dict[str, Any]]:
    """Where symbols stand as the zoom grows, each time that it changes."""
    before: list[list[Any]] = []
    for zoom in levels(GROUND_STYLE.min_zoom, GROUND_STYLE.max_zoom):
        moved = [
            _moved(number, symbol)
            for number, layer in enumerate(set_apart(layers, zoom))
            for symbol in moved_symbols(layer)
        ]
        if moved != before:
            yield {"from_zoom": zoom, "moved": moved}
        before = moved


def _moved(layer: int, symbol: MovedSymbol) -> list[Any]:
    pixels = round(symbol.right_px, 1), round(symbol.down_px, 1)
    place = round(symbol.x, _WORLD_DECIMALS), round(symbol.y, _WORLD_DECIMALS)
    return [layer, symbol.fid, *pixels, symbol.count, *place]


def _position(feature: Feature) -> tuple[float, float] | None:
    if feature.geometry is None or feature.geometry.is_empty:
        return None
    return (round(feature.geometry.x, _DECIMALS), round(feature.geometry.y, _DECIMALS))


def _written(candidate: Candidate) -> dict[str, Any]:
    return {
        "lines": [asdict(line) for line in (*candidate.lines, *candidate.extra)],
        "priority": candidate.priority,
        "half_px": candidate.half_px,
        "far_px": candidate.far_px,
    }


def _keys(entry: SearchEntry | None) -> list[list[Any]]:
    return [] if entry is None else [[text, points] for text, points in search_keys(entry).items()]


def _entry(entry: CardEntry) -> dict[str, Any]:
    dispute = entry.dispute
    return {
        "label": entry.label,
        "figures": [_figure(figure) for figure in entry.figures],
        "chart": asdict(entry.chart) if entry.chart else None,
        "dispute": dispute
        and {
            "title": dispute.title,
            "verdict": dispute.verdict,
            "figures": [_figure(figure) for figure in dispute.figures],
            "settled": dispute.is_settled,
        },
    }


def _figure(figure: CardFigure) -> dict[str, Any]:
    """A value; what is old depends on the day of reading and is not said."""
    return {
        "value": figure.value,
        "period": figure.period,
        "sources": [figure.source, *figure.also],
        "mark": figure.mark,
        "remark": figure.remark,
        "doubtful": figure.doubtful,
    }


def _ties(card: Card, language: Language) -> list[dict[str, Any]]:
    """The relations with the same label together."""
    ties: dict[str, list[dict[str, str]]] = {}
    for tie in card.relations:
        ties.setdefault(tie.label.get(language), []).append(_other(tie, language))
    return [{"label": label, "others": others} for label, others in ties.items()]


def _other(tie: Relation, language: Language) -> dict[str, str]:
    return {"id": tie.other, "name": tie.name.get(language) or tie.name.en or tie.name.zh}


def _certainty(layers: Sequence[_Layer], language: Language, theme: Theme) -> list[dict[str, Any]]:
    marks = (mark for layer in layers for mark in layer.drawn.marks)
    symbols = {mark.style.get(theme) for mark in marks if mark.style is not None}
    kinds = {group.style.kind for layer in layers for group in layer.drawn.shapes}
    return [asdict(entry) for entry in certainty_entries(symbols, kinds, language, theme)]


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
        yield {
            "name": place.title(language),
            "names": [place.name.en, place.name.zh],
            "point": _position(place),
            "keys": [] if told in shown else _keys(known.get(told, place_entry(place))),
            "dotted": kind in DOTTED_KINDS,
            "zoom": spans[-1].to_zoom - _ZOOMS_WITH_NAME if spans else _OTHER_PLACE_ZOOM,
            "spans": [asdict(span) for span in spans],
        }


def _simplified(found: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The traditional forms of the characters that are in keys, each with the simplified one."""
    used = {ord(sign) for each in found for key, _ in each["keys"] for sign in key}
    return {chr(old): new for old, new in simplified().items() if ord(new) in used}


def _told(name: Text) -> str:
    """What makes two names those of one place: 沈阳 is 沈阳市."""
    return name.zh.rstrip("市省") or search_key(name.en)
