"""What is known of one feature, in reading order: the model of the details panel.

Free of Qt, so that the panel, the clipboard and a test read the same card.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from mapapp.core.expression.tree import Field
from mapapp.core.fact.figures import (
    FACT_STATUSES,
    Attribute,
    Fact,
    Relation,
    Source,
    format_value,
    period_text,
)
from mapapp.core.fact.series import yearly_series
from mapapp.core.fact.timeline import is_known, is_old, is_undated
from mapapp.core.layer.feature import Feature
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.text import NO_TEXT, Language, Text
from mapapp.core.texts.links import safe_link
from mapapp.render.card.table_cells import value_text
from mapapp.store.atlas import Atlas

_PRECISIONS = {
    "exact": Text("exact position", "位置精确"),
    "campus": Text("position within the site", "位置精确到场址"),
    "district": Text("position known to the district", "位置精确到区县"),
    "city": Text("position known to the city", "位置精确到城市"),
    "": Text("no place of its own", "无具体位置"),
}
_STATUSES = {
    "planned": Text("planned", "规划中"),
    "under_construction": Text("under construction", "在建"),
    "closed": Text("closed", "已关闭"),
    "candidate": Text("candidate, not confirmed", "候选，未确认"),
}


@dataclass(frozen=True, slots=True)
class CardFigure:
    """One value: as it is read, when it held, who says so, and what to make of it.

    Attributes:
        value: with qualifier and unit.
        period: when it held, or empty.
        source: number of its source on the card, from 1.
        mark: a word of caution (disputed, undated …), or empty.
        remark: our verdict or note, or empty.
        doubtful: whether it should not be used without reading the remark.
        is_old: whether it is older than five years, seen from the year looked at.
    """

    value: str
    period: str
    source: int
    mark: str
    remark: str
    doubtful: bool
    is_old: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """Values over the years, ascending; ``labels`` say them as the figures do, with the unit."""

    years: tuple[int, ...]
    values: tuple[float, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CardEntry:
    """An attribute with its values side by side, rivals included.

    ``chart`` has those that may stand on a time axis, or is None.
    """

    label: str
    figures: tuple[CardFigure, ...]
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class CardField:
    """A value of the feature's own row; ``link`` is where it leads, or empty."""

    label: str
    value: str
    link: str


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that is known of one feature, in one language, now or at a year's end.

    ``fields`` has what stands in the feature's own row: its measures, and all of it where no
    facts are told. ``undated`` holds what has
    no date although it should, where a year is looked at.
    """

    feature: Feature
    title: str
    other_title: str
    facets: tuple[str, ...]
    note: str
    fields: tuple[CardField, ...]
    entries: tuple[CardEntry, ...]
    undated: tuple[CardEntry, ...]
    relations: tuple[Relation, ...]
    sources: tuple[Source, ...]


def make_card(
    atlas: Atlas,
    spec: LayerSpec,
    feature: Feature,
    language: Language,
    as_of_year: int | None = None,
    fields: Sequence[Field] = (),
) -> Card:
    """Collect what is known of a feature, now or at the end of a year.

    Of the figures those that are key figures of the layer come first. A feature of which no role
    says whose facts it has, has none: its card lists the values of ``fields``, those of its
    source; else only those of them that are measures. A link tells no more of its far end than
    the key figures of links: all others stand on the card of that end.
    """
    has_facts, is_link = feature.entity is not None, _is_link(spec)
    told = atlas.facts(feature.entity, spec.key_figures) if feature.entity else ()
    if is_link:
        told = tuple(fact for fact in told if fact.attribute in spec.key_figures)
    dated, undated = _split(atlas, told, as_of_year)
    facts = (*dated, *undated)
    sources = atlas.sources()
    numbers = {source: n for n, source in enumerate(dict.fromkeys(f.source for f in facts), 1)}
    title = feature.title(language)
    other = feature.name.zh if title != feature.name.zh else feature.name.en
    return Card(
        feature,
        title,
        other if other != title else "",
        _facets(spec, feature, language),
        _note(feature, language) if has_facts else "",
        tuple(_fields(feature, fields, language, only_measures=has_facts)),
        _entries(atlas, dated, numbers, language, as_of_year),
        _entries(atlas, undated, numbers, language, as_of_year),
        atlas.relations(feature.id if is_link else feature.entity) if feature.entity else (),
        tuple(sources[source] for source in numbers),
    )


def _is_link(spec: LayerSpec) -> bool:
    """Whether features are lines that say to whom they lead."""
    return spec.geometry == "line" and spec.roles.entity not in (None, spec.roles.id)


def _facets(spec: LayerSpec, feature: Feature, language: Language) -> tuple[str, ...]:
    texts = [spec.title]
    if feature.roles.precision in feature.properties:
        texts.append(_PRECISIONS.get(feature.precision or "", NO_TEXT))
    texts.append(_STATUSES.get(feature.status or "", NO_TEXT))
    return tuple(text.get(language) for text in texts if text.en)


def _note(feature: Feature, language: Language) -> str:
    told = Text(*(str(feature.properties.get(name) or "") for name in ("note", "note_zh")))
    return told.get(language) or told.en


def _fields(
    feature: Feature, fields: Sequence[Field], language: Language, *, only_measures: bool
) -> Iterator[CardField]:
    """What a feature has in its own fields, without those that say nothing."""
    for field in fields:
        value = feature.properties.get(field.id)
        if only_measures and not (field.unit.en and isinstance(value, int | float)):
            continue
        if value is not None and value != "":
            text = value_text(value)
            measured = f"{text}{_joint(field, language)}{field.unit.get(language)}"
            yield CardField(field.label.get(language), measured, safe_link(text))


def _joint(field: Field, language: Language) -> str:
    """What stands between a number and its unit: nothing in Chinese, nor before a per cent."""
    return "" if language == "zh" or field.unit.en in ("", "%") else " "


def _split(
    atlas: Atlas, facts: tuple[Fact, ...], year: int | None
) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    """The facts known at the end of a year, and apart from them those without a date."""
    if year is None:
        return facts, ()
    attributes = atlas.attributes()
    known = tuple(f for f in facts if is_known(f, attributes.get(f.attribute), year))
    return known, tuple(f for f in facts if is_undated(f, attributes.get(f.attribute)))


def _entries(
    atlas: Atlas,
    facts: tuple[Fact, ...],
    numbers: dict[str, int],
    language: Language,
    as_of_year: int | None,
) -> tuple[CardEntry, ...]:
    seen_from = as_of_year or datetime.now(tz=UTC).year
    attributes = atlas.attributes()
    entries = []
    for attribute_id, group in groupby(facts, key=lambda fact: fact.attribute):
        attribute = attributes.get(attribute_id)
        label = attribute.label.get(language) if attribute else attribute_id
        values = tuple(group)
        figures = tuple(
            _figure(atlas, fact, numbers[fact.source], language, seen_from) for fact in values
        )
        entries.append(CardEntry(label, figures, _chart(atlas, values, attribute, language)))
    return tuple(entries)


def _chart(
    atlas: Atlas, facts: Sequence[Fact], attribute: Attribute | None, language: Language
) -> Chart | None:
    series = yearly_series(facts, attribute)
    if series is None:
        return None
    units = atlas.units()
    labels = (format_value(f, attribute, units.get(f.unit), language) for f in series.facts)
    return Chart(series.years, series.values, tuple(labels))


def _figure(
    atlas: Atlas, fact: Fact, number: int, language: Language, seen_from: int
) -> CardFigure:
    value = format_value(
        fact, atlas.attributes().get(fact.attribute), atlas.units().get(fact.unit), language
    )
    return CardFigure(
        value=value,
        period=period_text(fact, language),
        source=number,
        mark=FACT_STATUSES.get(fact.status, NO_TEXT).get(language).capitalize(),
        remark=(fact.verdict if fact.verdict.en else fact.note).get(language),
        doubtful=fact.status in {"disputed", "misprint"},
        is_old=is_old(fact, seen_from),
    )
