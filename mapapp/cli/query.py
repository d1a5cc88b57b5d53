"""``mapapp identify`` and ``mapapp search``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mapapp.cli import arguments
from mapapp.cli.language import localized
from mapapp.cli.output import fact_line, fact_record, names, print_json, say
from mapapp.cli.own_data import add_reading, named_data, open_own, read_options
from mapapp.core.errors import UsageError
from mapapp.core.message import Language, Message

if TYPE_CHECKING:
    from mapapp.core.layer.feature import Hit
    from mapapp.core.search import SearchResult
    from mapapp.store.atlas import Atlas

_DEFAULT_ZOOM = "8"


def add_commands(commands: arguments.Commands) -> None:
    """Declare both commands."""
    identify = commands.add_parser("identify", help=localized("what is at a point"))
    identify.add_argument("lon", metavar="LON", help=localized("longitude in degrees"))
    identify.add_argument("lat", metavar="LAT", help=localized("latitude in degrees"))
    identify.add_argument(
        "--zoom",
        default=_DEFAULT_ZOOM,
        metavar="Z",
        help=localized("zoom of the click (default: 8)"),
    )
    arguments.add_layers(identify, Message("all"))
    identify.add_argument(
        "--data", action="append", default=[], metavar="FILE[:LAYER]",
        help=localized("look in a file of your own, not in the atlas (again for more)"),
    )  # fmt: skip
    add_reading(identify)
    arguments.add_language(identify)
    arguments.add_json(identify)
    identify.set_defaults(run=_identify)
    search = commands.add_parser("search", help=localized("find places by any of their names"))
    search.add_argument(
        "text", metavar="TEXT", nargs="+", help=localized("a name, pinyin or initials")
    )
    arguments.add_language(search)
    arguments.add_json(search)
    search.set_defaults(run=_search)


def _identify(chosen: argparse.Namespace) -> int:
    lon, lat = arguments.lon_lat(chosen.lon, chosen.lat)
    zoom = arguments.zoom(chosen.zoom)
    if chosen.data:
        return _identify_own(chosen, lon, lat, zoom)
    from mapapp.store.catalogue import LayerCatalogue

    layers = arguments.chosen_layers(chosen.layers, arguments.read_specs())
    with arguments.open_atlas() as atlas, LayerCatalogue(atlas) as catalogue:
        ids = None if layers is None else [spec.id for spec in layers]
        hits = catalogue.identify(lon, lat, zoom, ids)
        if chosen.json:
            print_json({"features": [_hit_record(hit, atlas) for hit in hits]})
        else:
            _print_hits(hits, atlas, chosen.lang)
    return 0


def _identify_own(chosen: argparse.Namespace, lon: float, lat: float, zoom: float) -> int:
    """What files have at a point; ``properties`` are all values of a row."""
    from contextlib import ExitStack

    from mapapp.store.catalogue import LayerCatalogue

    if chosen.layers is not None:
        raise UsageError("--layers is for the atlas; name a layer of a file as FILE:LAYER.")
    files = [named_data(text) for text in chosen.data]
    with ExitStack() as closing:
        own = open_own(files, read_options(chosen), (), closing)
        atlas = closing.enter_context(arguments.open_atlas())
        catalogue = closing.enter_context(LayerCatalogue(atlas))
        catalogue.show([spec for spec, _ in own])
        hits = catalogue.identify(lon, lat, zoom)
        titles = {spec.id: spec.title for spec, _ in own}
        if chosen.json:
            found = [_own_record(hit, titles[hit.feature.layer].en, atlas) for hit in hits]
            print_json({"features": found})
        else:
            _print_hits(hits, atlas, chosen.lang)
    return 0


def _own_record(hit: Hit, title: str, atlas: Atlas) -> dict[str, Any]:
    record = _hit_record(hit, atlas)
    record.update(layer=title, facts=[], properties=dict(hit.feature.properties))
    return record


def _hit_record(hit: Hit, atlas: Atlas) -> dict[str, Any]:
    return {
        "layer": hit.feature.layer,
        "id": hit.feature.id,
        "name_en": hit.feature.name.en,
        "name_zh": hit.feature.name.zh,
        "distance_m": round(hit.distance_m, 1),
        "facts": [fact_record(fact) for fact in atlas.facts(hit.feature.id)],
    }


def _print_hits(hits: Sequence[Hit], atlas: Atlas, language: Language) -> None:
    if not hits:
        say(Message("Nothing is here."))
    for hit in hits:
        feature = hit.feature
        say(f"{names(feature.name)}  ({feature.layer} {feature.id}, {hit.distance_m:,.0f} m)")
        for fact in atlas.facts(feature.id):
            label = atlas.attributes()[fact.attribute].label.get(language)
            line = fact_line(fact, atlas, language)
            say(Message("  {label}: {line}", label=label, line=line))


def _search(chosen: argparse.Namespace) -> int:
    from mapapp.core.search import MAX_QUERY, SearchIndex

    text = arguments.as_typed(" ".join(chosen.text))
    if len(text) > MAX_QUERY:
        raise UsageError(
            "A search has at most {max_query} characters; shorten the text.", max_query=MAX_QUERY
        )
    with arguments.open_atlas() as atlas:
        results = SearchIndex(atlas.search_entries()).search(text)
    if chosen.json:
        print_json({"results": [_result_record(result) for result in results]})
        return 0
    for result in results:
        say(f"{names(result.name)}  ({result.layer} {result.id})")
    if not results:
        say(Message("Nothing has such a name."))
    return 0


def _result_record(result: SearchResult) -> dict[str, Any]:
    return {
        "id": result.id,
        "layer": result.layer,
        "name_en": result.name.en,
        "name_zh": result.name.zh,
        "score": result.score,
        "lon": result.lon,
        "lat": result.lat,
    }
