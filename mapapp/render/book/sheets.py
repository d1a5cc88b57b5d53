"""The sheets of a book: which features, in which order, and what of the world each shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from mapapp.core.errors import DataError, UsageError
from mapapp.core.geo.extent import Extent
from mapapp.core.geo.projection_choice import ProjectionChoice
from mapapp.core.layer.feature import Feature
from mapapp.core.layer.lookup import pick_layers
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.text import Language
from mapapp.render.book.facts import FactFinder
from mapapp.render.labels import words
from mapapp.render.labels.words import Wording, in_language, main_language
from mapapp.render.request.area import AroundFeatures, FeatureId
from mapapp.render.request.request import ExportRequest
from mapapp.render.request.resolving import is_placed, resolved
from mapapp.render.sheet.book_page import BookPage, Contents, Folio
from mapapp.render.sheet.cautions import Caution, joined
from mapapp.store.catalogue import LayerCatalogue

MOST_WITHOUT_CONTENTS = 3
"""A book of more sheets has a list and a map of them at its beginning."""

_OF_THE_WORLD = ProjectionChoice("equal-earth")

PlannedSheet = tuple[ExportRequest, BookPage]
"""What a sheet shows, and what it says."""


def book_sheets(request: ExportRequest, catalogue: LayerCatalogue) -> Iterator[PlannedSheet]:
    """The sheets of a book in the order of its features' names.

    One that is asked for without layers has those of each sheet.

    Raises:
        DataError: if no feature of its layer has a place and passes its filter.
    """
    (spec,) = pick_layers(catalogue.specs, [request.book])
    features, unplaced = _features(request, spec, catalogue)
    folio = Folio(request.title, 0, len(features))
    if request.contents and request.page and len(features) > MOST_WITHOUT_CONTENTS:
        opening, page = _opening(request, spec, features, folio)
        page = _without(unplaced, page, request.language)
        yield _projected(resolved(opening, catalogue), page)
    numbers = {feature.id: number for number, feature in enumerate(features, 1)}
    finder = FactFinder(request, catalogue, numbers)
    for number, feature in enumerate(features, 1):
        facts = finder.sheet(spec, feature)
        about = finder.about(spec, feature)
        page = BookPage(replace(folio, number=number), facts)
        page = _without(unplaced, page, request.language) if number == 1 else page
        wanted = resolved(_request(request, spec, feature, page, about), catalogue)
        links = [link.layer for link in facts.links] if request.layers is None else []
        yield _projected(_with_layers(wanted, below=links, above=spec.id), page)


def _projected(request: ExportRequest, page: BookPage) -> PlannedSheet:
    """A sheet in the projection of its book, or in one of the world where that cannot show it."""
    if request.projection.is_mercator or not isinstance(request.area, Extent):
        return request, page
    from mapapp.core.geo.projecting import projection_for

    try:
        projection_for(request.projection, request.area)
    except UsageError:
        other = replace(request, projection=_OF_THE_WORLD)
        return other, page.with_caution(_other_projection(request, _OF_THE_WORLD))
    return request, page


def _other_projection(asked: ExportRequest, used: ProjectionChoice) -> Caution:
    from mapapp.render.labels.projection_words import PROJECTION_NAMES

    names = (PROJECTION_NAMES[each.name] for each in (used, asked.projection))
    return Caution.of(words.OTHER_PROJECTION, asked.title, *names)


def _without(unplaced: Sequence[Feature], page: BookPage, language: Wording) -> BookPage:
    """The first sheets of a book with which features it has no sheets for."""
    if not unplaced:
        return page
    caution = Caution.of(words.UNPLACED, joined([feature.name for feature in unplaced]))
    told = in_language(caution.text, language)
    contents = replace(page.contents, unplaced=told) if page.contents else None
    return replace(page.with_caution(caution), contents=contents)


def _features(
    request: ExportRequest, spec: LayerSpec, catalogue: LayerCatalogue
) -> tuple[list[Feature], list[Feature]]:
    """Those that are shown, in the order of their sheets, and those without a place."""
    visible = catalogue.visible_fids(spec.id, request.criteria(spec.id))
    kept = None if visible is None else frozenset(map(int, visible))
    language = main_language(request.language)
    wanted = sorted(
        (f for f in catalogue.features(spec, request.as_of_year) if kept is None or f.fid in kept),
        key=lambda feature: _place_in_order(feature, language),
    )
    features = [feature for feature in wanted if is_placed(feature)]
    if not features:
        raise DataError(
            "No feature of the layer {layer!r} has a place and passes the filter; choose another "
            "layer or filter.",
            layer=spec.id,
        )
    return features, [feature for feature in wanted if not is_placed(feature)]


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
        filters={id_: wanted for id_, wanted in request.filters.items() if id_ == spec.id},
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
