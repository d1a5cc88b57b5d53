"""The sheets of a book: which features, in which order, and what of the world each shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from mapapp.core.errors import DataError
from mapapp.core.layer.feature import Feature
from mapapp.core.layer.lookup import pick_layers
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.text import Language
from mapapp.render.book.facts import FactFinder
from mapapp.render.labels import words
from mapapp.render.labels.words import in_language, main_language
from mapapp.render.request.area import AroundFeatures, FeatureId
from mapapp.render.request.request import ExportRequest
from mapapp.render.request.resolving import is_placed, resolved
from mapapp.render.sheet.book_page import BookPage, Contents, Folio
from mapapp.store.catalogue import LayerCatalogue

MOST_WITHOUT_CONTENTS = 3
"""A book of more sheets has a list and a map of them at its beginning."""

PlannedSheet = tuple[ExportRequest, BookPage]
"""What a sheet shows, and what it says."""


def book_sheets(request: ExportRequest, catalogue: LayerCatalogue) -> Iterator[PlannedSheet]:
    """The sheets of a book in the order of its features' names.

    One that is asked for without layers has those of each sheet.

    Raises:
        DataError: if no feature of its layer has a place and passes its filter.
    """
    (spec,) = pick_layers(catalogue.specs, [request.book])
    features = _features(request, spec, catalogue)
    folio = Folio(request.title, 0, len(features))
    if request.contents and request.page and len(features) > MOST_WITHOUT_CONTENTS:
        opening, page = _opening(request, spec, features, folio)
        yield resolved(opening, catalogue), page
    numbers = {feature.id: number for number, feature in enumerate(features, 1)}
    finder = FactFinder(request, catalogue, numbers)
    for number, feature in enumerate(features, 1):
        facts = finder.sheet(spec, feature)
        about = finder.about(spec, feature)
        page = BookPage(replace(folio, number=number), facts)
        wanted = resolved(_request(request, spec, feature, page, about), catalogue)
        links = [link.layer for link in facts.links] if request.layers is None else []
        yield _with_layers(wanted, below=links, above=spec.id), page


def _features(request: ExportRequest, spec: LayerSpec, catalogue: LayerCatalogue) -> list[Feature]:
    visible = catalogue.visible_fids(spec.id, request.criteria(spec.id))
    kept = None if visible is None else frozenset(map(int, visible))
    features = [
        feature
        for feature in catalogue.features(spec, request.as_of_year)
        if is_placed(feature) and (kept is None or feature.fid in kept)
    ]
    if not features:
        raise DataError(
            "No feature of the layer {layer!r} has a place and passes the filter; choose another "
            "layer or filter.",
            layer=spec.id,
        )
    language = main_language(request.language)
    return sorted(features, key=lambda feature: _place_in_order(feature, language))


def _place_in_order(feature: Feature, language: Language) -> tuple[str, str]:
    """By the letters of the name; Chinese names go by their pinyin, where the layer has it."""
    sound = feature.pinyin if language == "zh" else None
    return (sound or feature.title(language)).casefold(), feature.id


def _opening(
    request: ExportRequest, spec: LayerSpec, features: Sequence[Feature], folio: Folio
) -> PlannedSheet:
    """The sheet with the list and the map of all others."""
    ids = tuple(FeatureId(spec.id, feature.id) for feature in features)
    names = tuple(_name(feature, request) for feature in features)
    order = in_language(words.BY_NAME, request.language)
    opening = replace(
        request,
        path=_path(request, 0, folio.count, "contents"),
        book="",
        area=AroundFeatures(ids),
        layers=(spec.id,),
        parts=request.parts - {"figures"},
    )
    return opening, BookPage(folio, contents=Contents(ids, names, order))


def _request(
    request: ExportRequest, spec: LayerSpec, feature: Feature, page: BookPage, about: str
) -> ExportRequest:
    here = FeatureId(spec.id, feature.id)
    others = [_other_name(feature, request), about]
    if request.page is None:  # which has no margin for it
        book = "" if request.title in about else f"{request.title} "
        others.append(book + page.folio.text)
    return replace(
        request,
        path=_path(request, page.folio.number, page.folio.count, feature.id),
        book="",
        area=AroundFeatures((here,)),
        title=feature.title(main_language(request.language)),
        subtitle=" · ".join(other for other in others if other),
        selected=(*request.standing_out, here),
        plain_selection=False,
    )


def _with_layers(request: ExportRequest, below: Sequence[str], above: str) -> ExportRequest:
    """With the layers of the links of a feature and its own, where they are not there already."""
    layers = dict.fromkeys((*below, *(request.layers or ()), above))
    return replace(request, layers=tuple(layers))


def _name(feature: Feature, request: ExportRequest) -> str:
    title, other = feature.title(main_language(request.language)), _other_name(feature, request)
    return f"{title} {other}" if other else title


def _other_name(feature: Feature, request: ExportRequest) -> str:
    """The Chinese name, where both languages are wanted and it is another."""
    title = feature.title(main_language(request.language))
    wanted = request.language == "both" and feature.name.zh != title
    return feature.name.zh if wanted else ""


def _path(request: ExportRequest, number: int, count: int, id_: str) -> Path:
    """The file of a sheet: that of the book, or ``ports-03-port-dandong.png``."""
    if request.format == "pdf":
        return request.path
    digits = len(str(count))
    return request.path.with_stem(f"{request.path.stem}-{number:0{digits}d}-{id_}")
