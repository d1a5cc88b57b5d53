"""What a request leaves to the layers: where its features lie, and which layers are usual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mapapp.core.errors import DataError, UsageError
from mapapp.core.geo.extent import DETAILED_GROUND, MAX_LAT_DEG, Extent
from mapapp.core.geo.mercator import CSS_PX_M, world_px
from mapapp.core.layer.definition import defined_layers
from mapapp.core.layer.feature import Feature
from mapapp.core.layer.lookup import pick_layers
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.message import Message
from mapapp.core.source.query import Query
from mapapp.core.texts.near_names import nearest_name
from mapapp.render.labels.words import in_language
from mapapp.render.request.area import Area, AroundFeatures, AroundLayer, AtScale, FeatureId
from mapapp.render.request.request import ExportRequest
from mapapp.render.view.viewport import Viewport
from mapapp.store.catalogue import LayerCatalogue

_MARGIN = 0.08
_WIDE_DEG = 60.0
_CLOSEST_ZOOM = 10.0
"""Nearer than this the ground has no more to tell."""

_CLOSEST_ZOOM_ABROAD = 5.1
"""The same of a place of which only the world's ground is known: its country around it."""

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
    chosen_specs(catalogue.specs, (*layers, *request.filters))
    for feature in request.selected:
        feature_of(catalogue, feature)
    title = request.title
    if request.book and not title:
        (spec,) = pick_layers(catalogue.specs, [request.book])
        title = in_language(spec.title, request.language)
    return replace(request, layers=layers, area=area, title=title)


def usual_layers(
    request: ExportRequest, area: Extent | AtScale, catalogue: LayerCatalogue
) -> list[LayerSpec]:
    """The layers of a picture for which none are named: those visible at first that tell there.

    Those of what is selected or filtered are among them.

    Lines that fade as one comes nearer, such as links round the world, need a map of much of it;
    other layers something of theirs in the picture. Where none has, all of them are answered.
    """
    extent = area if isinstance(area, Extent) else _extent_at(area, request)
    chosen = {*(feature.layer for feature in request.selected), *request.filters}
    visible = [spec for spec in catalogue.specs if spec.visible or spec.id in chosen]
    filtered = request.filters.keys()
    telling = [s for s in visible if s.id in filtered or _tells(s, extent, catalogue)]
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


def _resolved_area(area: Area, catalogue: LayerCatalogue) -> Extent | AtScale:
    match area:
        case Extent() | AtScale():
            return area
        case AroundLayer(layer):
            (spec,) = pick_layers(catalogue.specs, [layer])
            return _around(catalogue.features(spec), Message("the layer {layer!r}", layer=layer))
        case AroundFeatures(features):
            found = [feature_of(catalogue, feature) for feature in features]
            return _around(found, ", ".join(map(str, features)))


def feature_of(catalogue: LayerCatalogue, wanted: FeatureId) -> Feature:
    """The feature of an id.

    Raises:
        UsageError: if there is none; the message names the nearest.
    """
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


def is_placed(feature: Feature) -> bool:
    """Whether a feature has a place on the map."""
    return feature.geometry is not None and not feature.geometry.is_empty


def _around(features: Sequence[Feature], what: str) -> Extent:
    """The extent of features with a margin, no closer than place and ground are known."""
    from mapapp.core.map.framing import extent_of, zoom_for

    placed = [feature for feature in features if is_placed(feature)]
    if not placed:
        raise DataError("Nothing of {what} has a place on the map; give an extent.", what=what)
    extent = extent_of([feature.geometry for feature in placed])
    closest = max(zoom_for(feature.precision) for feature in placed)
    if _is_abroad(placed):
        closest = min(closest, _CLOSEST_ZOOM_ABROAD)
    return with_margin(extent, closest)


def _is_abroad(features: Sequence[Feature]) -> bool:
    """Whether there is nothing but one place where the ground is not told in detail."""
    point = features[0].geometry
    if len(features) > 1 or point.geom_type != "Point":
        return False
    return not DETAILED_GROUND.contains(point.x, point.y)


def with_margin(extent: Extent, closest_zoom: float = _CLOSEST_ZOOM) -> Extent:
    """An extent with room around it, no closer than a zoom and than the ground is known."""
    least = 360 * _FRAME_PX / world_px(min(closest_zoom, _CLOSEST_ZOOM))
    width = max((extent.east - extent.west) * (1 + 2 * _MARGIN), least)
    height = max((extent.north - extent.south) * (1 + 2 * _MARGIN), least / 2)
    around = Extent.around(*extent.center, width, height)
    south, north = max(around.south, -MAX_LAT_DEG), min(around.north, MAX_LAT_DEG)
    return replace(around, south=south, north=north)
