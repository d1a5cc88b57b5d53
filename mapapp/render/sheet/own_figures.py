"""The figures of a feature on its own sheet: all that is known of it, one value of each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from mapapp.core.fact.believing import Judged, judge
from mapapp.core.fact.figures import Attribute, Fact
from mapapp.core.fact.knowledge import LISTED_KINDS
from mapapp.core.fact.timeline import is_known
from mapapp.core.layer.feature import Feature
from mapapp.core.layer.spec import LayerSpec
from mapapp.render.labels.words import in_language, main_language
from mapapp.render.request.request import ExportRequest
from mapapp.render.sheet.figures import (
    KeyFigures,
    SheetFigure,
    chosen_facts,
    distinct_facts,
    fact_text,
)
from mapapp.store.atlas import Atlas

_KINDS = ("flow", "stock", "growth", "share", "date", "membership", "text", "rank")
_AMOUNTS = 4
"""So many of these kinds are amounts."""


def own_figures(
    atlas: Atlas, spec: LayerSpec, feature: Feature, request: ExportRequest
) -> KeyFigures:
    """Figures of a feature, amounts first, and of them those that its layer names.

    Of a link only those that its layer names: all others are of its far end.
    """
    told = [
        (attribute, judge(facts, attribute, atlas.sources(), request.as_of_year))
        for attribute, facts in _by_attribute(atlas, spec, feature, request.as_of_year)
    ]
    told.sort(key=lambda each: _weight(each[0], spec))
    chosen = [(attribute, _values(attribute, judged, request)) for attribute, judged in told]
    left_out = sum(
        len(distinct_facts([fact for fact in judged.disputed if fact not in values]))
        for (_, judged), (_, values) in zip(told, chosen, strict=True)
    )
    figures = (_figure(atlas, *each, request) for each in chosen if each[1])
    return KeyFigures(tuple(figures), left_out)


def _by_attribute(
    atlas: Atlas, spec: LayerSpec, feature: Feature, year: int | None
) -> Iterator[tuple[Attribute, tuple[Fact, ...]]]:
    if feature.entity is None:
        return
    attributes = atlas.attributes()
    told = atlas.facts(feature.entity, spec.key_figures)
    known = [fact for fact in told if is_known(fact, attributes.get(fact.attribute), year)]
    for id_, group in groupby(known, key=lambda fact: fact.attribute):
        if id_ in attributes and (id_ in spec.key_figures or not spec.is_link):
            yield attributes[id_], tuple(group)


def _weight(attribute: Attribute, spec: LayerSpec) -> tuple[bool, bool, int, int]:
    """Amounts first, of them those that the layer names; a place in an order after the rest."""
    kind = _KINDS.index(attribute.kind) if attribute.kind in _KINDS else len(_KINDS)
    named = spec.key_figures
    place = named.index(attribute.id) if attribute.id in named else len(named)
    return kind >= _AMOUNTS, attribute.kind == "rank", place, kind


def _values(attribute: Attribute, judged: Judged, request: ExportRequest) -> list[Fact]:
    """The value to believe, or of what lists things all that nothing speaks against."""
    if attribute.kind in LISTED_KINDS:
        return distinct_facts(judged.sound)
    return distinct_facts(chosen_facts(judged, believed_only=request.believed_only))


def _figure(
    atlas: Atlas, attribute: Attribute, facts: list[Fact], request: ExportRequest
) -> SheetFigure:
    language = main_language(request.language)
    return SheetFigure(
        "",
        in_language(attribute.label, request.language),
        tuple(fact_text(atlas, fact, language) for fact in facts),
        tuple(fact.source for fact in facts),
    )
