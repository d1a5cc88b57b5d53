"""Requests as JSON: what ``mapapp snapshot --request`` reads, and what a picture carries.

``docs/pictures.md`` describes the form. Reading is strict: a key that is not known, or a value
that cannot be, is an error that names it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, cast, get_args

from mapapp.core.disk.kinds import named_path
from mapapp.core.errors import UsageError
from mapapp.core.expression.filters import NO_FILTER, LayerFilter
from mapapp.core.geo.extent import LIAONING, Extent
from mapapp.core.geo.projection_choice import ProjectionChoice
from mapapp.core.layer.definition import KEYS
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.style.symbology import Theme
from mapapp.core.texts.parsing import ParseError, json_table, shown
from mapapp.core.texts.strict import StrictTable
from mapapp.render.labels.words import Wording
from mapapp.render.request.area import Area, AroundFeatures, AroundLayer, AtScale, FeatureId
from mapapp.render.request.inset_choice import AUTO, InsetChoice
from mapapp.render.request.paper import PageSize
from mapapp.render.request.prepress import prepress_from, prepress_table
from mapapp.render.request.request import (
    LANGUAGES,
    PARTS,
    PARTS_OF_PAGES,
    QUALITY,
    STDOUT,
    SVG_TEXTS,
    ExportRequest,
    Format,
    Part,
    SvgText,
    check_name,
    format_of,
    usual_shape,
)

VERSION = 1
PROGRESS = "progress "
"""Begins the lines in which ``mapapp snapshot --progress`` tells how much is painted."""

_KEY = "mapapp_picture"
_SHAPES = ("page", "size_px")
_ANY = 1e9


def request_to_json(request: ExportRequest) -> str:
    """A request as one line of JSON, from which :func:`request_from_json` makes it again."""
    return json.dumps(request_to_table(request), ensure_ascii=False, allow_nan=False)


def request_to_table(request: ExportRequest) -> dict[str, Any]:
    """A request as a table of JSON values; what is as usual is left out."""
    table: dict[str, Any] = {
        _KEY: VERSION,
        "file": str(request.path),
        "format": request.format,
        "area": _area_table(request.area),
        "layers": None if request.layers is None else _layer_tables(request),
        "filters": None if request.layers is not None else _filter_tables(request),
        "page": request.page.name if request.page else None,
        "size_px": list(request.size_px) if request.size_px else None,
        "dpi": request.dpi,
        "title": request.title,
        "subtitle": request.subtitle,
        "language": request.language,
        "theme": request.theme,
        "parts": sorted(request.parts),
        "as_of_year": request.as_of_year,
        "selected": [str(feature) for feature in request.selected],
        "plain_selection": request.plain_selection,
        "notes": request.notes,
        "review_number": request.review_number,
        "ground": str(request.ground) if request.ground else None,
        "world_file": request.world_file,
        "quality": request.quality if request.quality != QUALITY else None,
        "book": request.book,
        "contents": None if request.contents else False,
        "believed_only": None if request.believed_only else False,
        "projection": None if request.projection.is_mercator else str(request.projection),
        "graticule_labels": request.graticule_labels,
        "inset": None if request.inset.is_auto else str(request.inset),
        "prepress": prepress_table(request.prepress),
        "svg_text": request.svg_text if request.svg_text != SVG_TEXTS[0] else None,
    }
    kept = ("layers", "parts", "believed_only", "contents")
    return {key: v for key, v in table.items() if v or (key in kept and v is not None)}


def request_from_json(text: str, where: str) -> ExportRequest:
    """The request that a JSON text holds; ``where`` names it in messages.

    Raises:
        UsageError: if it is none, or any key is wrong or unknown.
    """
    try:
        document = json_table(text)
    except ParseError as error:
        raise UsageError(
            "{where} is no request for a picture ({reason}); correct it.", where=where, reason=error
        ) from error
    return request_from_table(document, where)


def request_from_table(document: Mapping[str, object], where: str) -> ExportRequest:
    """The request that a table of JSON values holds, over those of its preset.

    Raises:
        UsageError: if any key is wrong or unknown.
    """
    table = _opened(document, where)
    request = _request(table)
    table.finish()
    return request


def _request(table: StrictTable) -> ExportRequest:
    path, format_ = _file(table)
    page, size_px = _shape(table, format_)
    layers, said = _layers(table)
    return ExportRequest(
        path=path,
        format=format_,
        area=_area(table.sub("area")),
        layers=layers,
        page=page,
        size_px=size_px,
        dpi=table.take("dpi", int) if table.has("dpi") else None,
        title=table.take("title", str, ""),
        subtitle=table.take("subtitle", str, ""),
        language=cast(Wording, _named(table, "language", LANGUAGES)),
        theme=cast(Theme, _named(table, "theme", get_args(Theme))),
        parts=_parts(table, size_px),
        definitions=said.definitions,
        filters=said.filters,
        opacities=said.opacities,
        as_of_year=table.whole("as_of_year", 1, 9999) if table.has("as_of_year") else None,
        selected=tuple(map(FeatureId.parse, table.strings("selected"))),
        plain_selection=table.take("plain_selection", bool, default=False),
        notes=table.take("notes", str, ""),
        review_number=table.take("review_number", str, ""),
        ground=named_path(table.path("ground")) if table.has("ground") else None,
        world_file=table.take("world_file", bool, default=False),
        quality=table.take("quality", int, QUALITY),
        book=table.take("book", str, ""),
        contents=table.take("contents", bool, default=True),
        believed_only=table.take("believed_only", bool, default=True),
        projection=ProjectionChoice.parse(table.take("projection", str, "mercator")),
        graticule_labels=table.take("graticule_labels", bool, default=False),
        inset=InsetChoice.parse(table.take("inset", str, AUTO)),
        prepress=prepress_from(table.sub("prepress")),
        svg_text=cast(SvgText, _named(table, "svg_text", SVG_TEXTS)),
    )


def _opened(document: Mapping[str, object], where: str) -> StrictTable:
    """The table over that of its preset, if its version is one that can be read."""
    table = StrictTable(_named_layers(with_preset(document)), where, UsageError)
    version = table.whole(_KEY, 1, 2**31, VERSION)
    if version > VERSION:
        raise UsageError(
            "{where} was made by a newer mapapp (version {version} of requests, this one "
            "reads {newest}); bring mapapp up to date.",
            where=where,
            version=version,
            newest=VERSION,
        )
    return table


def with_preset(document: Mapping[str, object]) -> dict[str, object]:
    """A table without its preset, and with what that says where the table says nothing.

    The ending of the file's name decides the format before the preset does.
    """
    said = dict(document)
    name = said.pop("preset", None)
    if name is None:
        return said
    settled = {"format"} if said.get("file", "-") != "-" else set()
    if any(shape in said for shape in _SHAPES):
        settled |= set(_SHAPES)
    if not isinstance(name, str):
        raise UsageError(
            'The preset {name} is no name; write one such as "report".', name=shown(name)
        )
    from mapapp.render.request.presets import read_preset

    usual = read_preset(name).values
    return {key: value for key, value in usual.items() if key not in settled} | said


def _named_layers(document: dict[str, object]) -> dict[str, object]:
    """The table with a table for each layer, of which the id alone may stand there."""
    layers = document.get("layers")
    if isinstance(layers, list):
        named = [{"id": layer} if isinstance(layer, str) else layer for layer in layers]
        return document | {"layers": named}
    return document


def _file(table: StrictTable) -> tuple[Path, Format]:
    path = named_path(table.path("file"))
    return path, _format(table, path)


def _format(table: StrictTable, path: Path) -> Format:
    if not table.has("format"):
        if path == STDOUT:
            raise UsageError("The standard output has no name; say which format, such as pdf.")
        return format_of(path)
    name = table.take("format", str)
    check_name(Message("format"), name, get_args(Format))
    return cast(Format, name)


def _shape(table: StrictTable, format_: Format) -> tuple[PageSize | None, tuple[int, int] | None]:
    page = PageSize.named(table.take("page", str)) if table.has("page") else None
    size = table.take("size_px", list) if table.has("size_px") else None
    if page is None and size is None:
        return usual_shape(format_)
    if size is None:
        return page, None
    if len(size) != 2 or not all(type(side) is int for side in size):
        raise table.wrong("size_px", size, Message("write two whole numbers such as [1280, 800]"))
    return page, (size[0], size[1])


_NAMED = {
    "language": Message("language"),
    "theme": Message("theme"),
    "svg_text": Message("SVG text"),
}


def _named(table: StrictTable, key: str, known: tuple[str, ...]) -> str:
    name = table.take(key, str, known[0])
    check_name(_NAMED[key], name, known)
    return name


def _parts(table: StrictTable, size_px: tuple[int, int] | None) -> frozenset[Part]:
    """Those that are wanted; if nothing is said, all that such a picture has a place for."""
    if not table.has("parts"):
        return PARTS if size_px is None else PARTS - PARTS_OF_PAGES
    names = table.strings("parts")
    for name in names:
        check_name(Message("part"), name, sorted(PARTS))
    return frozenset(cast(tuple[Part, ...], names))


def _area(table: StrictTable | None) -> Area:
    if table is None:
        return LIAONING
    kinds = [kind for kind in _AREAS if table.has(kind)]
    if len(kinds) != 1:
        raise UsageError("An area is told by one of {names}; give one.", names=list(_AREAS))
    area = _AREAS[kinds[0]](table)
    table.finish()
    return area


def _extent(table: StrictTable) -> Extent:
    bounds = table.take("extent", list)
    if len(bounds) != 4 or not all(type(b) in (int, float) for b in bounds):
        raise table.wrong("extent", bounds, Message("write [west, south, east, north] in degrees"))
    west, south, east, north = map(float, bounds)
    return Extent(west, south, east, north)


def _at_scale(table: StrictTable) -> AtScale:
    return AtScale(*(table.number(key, -_ANY, _ANY) for key in ("lon", "lat", "scale")))


_AREAS: Mapping[str, Callable[[StrictTable], Area]] = {
    "extent": _extent,
    "scale": _at_scale,
    "layer": lambda table: AroundLayer(table.take("layer", str)),
    "features": lambda table: AroundFeatures(
        tuple(map(FeatureId.parse, table.strings("features")))
    ),
}


def _area_table(area: Area) -> dict[str, Any]:
    match area:
        case Extent():
            return {"extent": list(area.bounds)}
        case AtScale(lon, lat, denominator):
            return {"lon": lon, "lat": lat, "scale": denominator}
        case AroundLayer(layer):
            return {"layer": layer}
        case AroundFeatures(features):
            return {"features": [str(feature) for feature in features]}


@record
class _Said:
    """What is said of layers beside their order, by their ids."""

    definitions: dict[str, Mapping[str, object]] = field(default_factory=dict)
    filters: dict[str, LayerFilter] = field(default_factory=dict)
    opacities: dict[str, float] = field(default_factory=dict)


def _layers(table: StrictTable) -> tuple[tuple[str, ...] | None, _Said]:
    """Ids in drawing order, and what is said of them; the list has the layer on top first.

    Filters may stand apart, for those who name no layers.
    """
    said = _Said()
    ids = [_layer(each, said) for each in table.each("layers")] if table.has("layers") else None
    for each in table.each("filters"):
        said.filters[each.take("id", str)] = _filter(each)
        each.finish()
    return None if ids is None else tuple(reversed(ids)), said


def _layer(table: StrictTable, said: _Said) -> str:
    id_ = table.take("id", str)
    if table.has("opacity"):
        said.opacities[id_] = table.number("opacity", 0, 1)
    if wanted := _filter(table):
        said.filters[id_] = wanted
    if definition := table.some(KEYS):
        said.definitions[id_] = definition
    table.finish()
    return id_


def _filter(table: StrictTable) -> LayerFilter:
    return LayerFilter(table.take("filter", str, ""), table.take("find", str, ""))


def _layer_tables(request: ExportRequest) -> list[dict[str, Any]]:
    return [_layer_table(request, id_) for id_ in reversed(request.layers or ())]


def _layer_table(request: ExportRequest, id_: str) -> dict[str, Any]:
    table: dict[str, Any] = {"id": id_}
    if id_ in request.opacities:
        table["opacity"] = request.opacities[id_]
    wanted = request.filters.get(id_, NO_FILTER)
    return table | _filter_table(wanted) | dict(request.definitions.get(id_, {}))


def _filter_tables(request: ExportRequest) -> list[dict[str, str]]:
    return [{"id": id_} | _filter_table(wanted) for id_, wanted in request.filters.items()]


def _filter_table(wanted: LayerFilter) -> dict[str, str]:
    said = {"filter": wanted.expression, "find": wanted.text}
    return {key: text for key, text in said.items() if text}
