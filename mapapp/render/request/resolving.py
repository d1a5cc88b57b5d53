"""What a request leaves to the layers: where its features lie, and which layers are usual."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from mapapp.core.errors import DataError, UsageError
from mapapp.core.geo.extent import MAX_LAT_DEG, Extent
from mapapp.core.geo.mercator import CSS_PX_M, world_px
from mapapp.core.layer.definition import defined_layers
from mapapp.core.layer.feature import Feature
from mapapp.core.layer.lookup import pick_layers
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.message import Message
from mapapp.core.source.query import Query
from mapapp.core.texts.near_names import nearest_name
from mapapp.render.labels.words import in_language, main_language
from mapapp.render.request.area import Area, AroundFeatures, AroundLayer, AtScale, FeatureId
from mapapp.render.request.request import ExportRequest
from mapapp.render.view.viewport import Viewport
from mapapp.store.catalogue import LayerCatalogue

_MARGIN = 0.08
_WIDE_DEG = 60.0
_CLOSEST_ZOOM = 10.0
"""Nearer than this the ground has no more to tell."""

_FRAME_PX = 900.0
"""A usual side of a map's frame, from which the extent around a single point follows."""


def resolved(request: ExportRequest, catalogue: LayerCatalogue) -> ExportRequest:
    """The request with an extent (or a scale) for its area, its layers named, a book titled.

    The catalogue has the layers of the request from then on.

    Raises:
        UsageError: if a layer or a feature is not known, or a layer cannot be as it is defined.
        DataError: if nothing of what is to be shown has a place, or the atlas lacks a table.
    """
    _show_layers(request, catalogue)
    layers = request.layers
    area = _resolved_area(request.area, catalogue)
    if layers is None:
        layers = tuple(spec.id for spec in usual_layers(request, area, catalogue))
    chosen_specs(catalogue.specs, layers)
    for feature in request.selected:
        _feature(catalogue, feature)
    title = request.title
    if request.book and not title:
        (spec,) = pick_layers(catalogue.specs, [request.book])
        title = in_language(spec.title, request.language)
    return replace(request, layers=layers, area=area, title=title)


def usual_layers(
    request: ExportRequest, area: Extent | AtScale, catalogue: LayerCatalogue
) -> list[LayerSpec]:
    """The layers of a picture for which none are named: those visible at first that tell there.

    Those of what is selected are among them.

    Lines that fade as one comes nearer, such as links round the world, need a map of much of it;
    other layers something of theirs in the picture. Where none has, all of them are answered.
    """
    extent = area if isinstance(area, Extent) else _extent_at(area, request)
    chosen = {feature.layer for feature in request.selected}
    visible = [spec for spec in catalogue.specs if spec.visible or spec.id in chosen]
    telling = [spec for spec in visible if _tells(spec, extent, catalogue)]
    return telling or visible


def _tells(spec: LayerSpec, extent: Extent, catalogue: LayerCatalogue) -> bool:
    if spec.symbol.fade_zooms:
        return extent.east - extent.west >= _WIDE_DEG
    return catalogue.open(spec.source).count(Query(extent=extent)) > 0


def _extent_at(area: AtScale, request: ExportRequest) -> Extent:
    """What a picture without anything around its map would show at a scale."""
    m_per_px = area.denominator * CSS_PX_M
    return Viewport.at_scale(area.lon, area.lat, m_per_px, *request.css_size).extent


def _show_layers(request: ExportRequest, catalogue: LayerCatalogue) -> None:
    specs = defined_layers(catalogue.atlas.declared, request.definitions, "the layers", UsageError)
    if specs != catalogue.specs:
        for spec in specs:
            catalogue.check(spec)
        catalogue.show(specs)


def chosen_specs(specs: Sequence[LayerSpec], layers: Sequence[str]) -> tuple[LayerSpec, ...]:
    """The specs of layers, in the order of their ids.

    Raises:
        UsageError: if one is not known.
    """
    by_id = {spec.id: spec for spec in pick_layers(tuple(specs), list(layers))}
    return tuple(by_id[layer] for layer in dict.fromkeys(layers))


def book_pages(request: ExportRequest, catalogue: LayerCatalogue) -> Iterator[ExportRequest]:
    """A request for each feature of a book's layer, with its name as the title.

    Raises:
        DataError: if the layer has no feature with a place.
    """
    (spec,) = pick_layers(catalogue.specs, [request.book])
    features = [each for each in catalogue.features(spec) if _is_placed(each)]
    if not features:
        raise DataError(
            "No feature of the layer {layer!r} has a place; choose another layer.", layer=spec.id
        )
    for number, feature in enumerate(features, 1):
        here = FeatureId(spec.id, feature.id)
        title, subtitle = _names(feature, request)
        yield replace(
            request,
            path=_page_path(request, number, len(features), feature.id),
            book="",
            area=AroundFeatures((here,)),
            title=title,
            subtitle=subtitle,
            selected=(*request.standing_out, here),
            plain_selection=False,
        )


def _page_path(request: ExportRequest, number: int, count: int, id_: str) -> Path:
    """The file of a page: that of the book, or ``ports-03-port-dandong.png``."""
    if request.format == "pdf":
        return request.path
    digits = len(str(count))
    return request.path.with_stem(f"{request.path.stem}-{number:0{digits}d}-{id_}")


def _names(feature: Feature, request: ExportRequest) -> tuple[str, str]:
    """Title and subtitle of a page of a book: the feature's names, then the book's title."""
    title = feature.title(main_language(request.language))
    other = feature.name.get("en" if main_language(request.language) == "zh" else "zh")
    others = [other] if other != title and request.language == "both" else []
    return title, " · ".join(part for part in (*others, request.title) if part)


def _resolved_area(area: Area, catalogue: LayerCatalogue) -> Extent | AtScale:
    match area:
        case Extent() | AtScale():
            return area
        case AroundLayer(layer):
            (spec,) = pick_layers(catalogue.specs, [layer])
            return _around(catalogue.features(spec), Message("the layer {layer!r}", layer=layer))
        case AroundFeatures(features):
            found = [_feature(catalogue, feature) for feature in features]
            return _around(found, ", ".join(map(str, features)))


def _feature(catalogue: LayerCatalogue, wanted: FeatureId) -> Feature:
    (spec,) = pick_layers(catalogue.specs, [wanted.layer])
    found = catalogue.find(spec, wanted.id)
    if found is None:
        known = [feature.id for feature in catalogue.features(spec)]
        near = nearest_name(wanted.id, known, 0.5)
        hint = (
            Message("did you mean {name!r}?", name=near)
            if near
            else Message("find its id with `mapapp search`.")
        )
        raise UsageError(
            "The layer {layer!r} has no feature {wanted!r}; {hint}",
            layer=spec.id,
            wanted=wanted.id,
            hint=hint,
        )
    return found


def _is_placed(feature: Feature) -> bool:
    return feature.geometry is not None and not feature.geometry.is_empty


def _around(features: Sequence[Feature], what: str) -> Extent:
    """The extent of features with a margin, no closer than place and ground are known."""
    from mapapp.core.map.framing import extent_of, zoom_for

    placed = [feature for feature in features if _is_placed(feature)]
    if not placed:
        raise DataError("Nothing of {what} has a place on the map; give an extent.", what=what)
    extent = extent_of([feature.geometry for feature in placed])
    return with_margin(extent, max(zoom_for(feature.precision) for feature in placed))


def with_margin(extent: Extent, closest_zoom: float = _CLOSEST_ZOOM) -> Extent:
    """An extent with room around it, no closer than a zoom and than the ground is known."""
    least = 360 * _FRAME_PX / world_px(min(closest_zoom, _CLOSEST_ZOOM))
    width = max((extent.east - extent.west) * (1 + 2 * _MARGIN), least)
    height = max((extent.north - extent.south) * (1 + 2 * _MARGIN), least / 2)
    around = Extent.around(*extent.center, width, height)
    south, north = max(around.south, -MAX_LAT_DEG), min(around.north, MAX_LAT_DEG)
    return replace(around, south=south, north=north)
