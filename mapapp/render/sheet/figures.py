"""Key figures of what is in sight, each with the numbers of its sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from mapapp.core.dates import is_date
from mapapp.core.fact.believing import Judged, judge
from mapapp.core.fact.conflicts import DOUBTED
from mapapp.core.fact.figures import FACT_STATUSES, Attribute, Fact, format_value, period_text
from mapapp.core.fact.timeline import is_known
from mapapp.core.layer.feature import Feature
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.record import record
from mapapp.core.text import COMMA, Language, bracketed
from mapapp.render.labels.words import Wording, in_language, main_language
from mapapp.store.atlas import Atlas

_FIGURES_EACH = 3
_FEWEST_TABLED = 4
_AMOUNTS = ("flow", "stock")
"""Kinds of attributes that tell by themselves: throughput before what there is. A place in an
order tells nothing on a map, and a date only where its layer names it."""


@record
class SheetFigure:
    """What is known of one attribute of a feature; of rivals, the value to believe first.

    ``entity`` is the heading that it stands under, ``texts`` are the values as people read them.
    """

    entity: str
    label: str
    texts: tuple[str, ...]
    sources: tuple[str, ...]


@record
class KeyFigures:
    """Figures, those that matter most first, and how many values of them are left out in doubt."""

    figures: tuple[SheetFigure, ...] = ()
    left_out: int = 0


@record
class Citation:
    """A source as it is cited, and where it leads, which may be nowhere."""

    text: str
    link: str = ""


@record
class _Told:
    """What is chosen of one attribute of a feature, out of how many values."""

    feature: Feature
    attribute: Attribute
    facts: tuple[Fact, ...]
    left_out: int


class FigureReader:
    """Reads key figures for a picture; an entity is looked up once, in however many views it is.

    With a year only what was known at its end counts. Unless ``believed_only``, the rivals of a
    value stand beside it; misprints never do.
    """

    def __init__(
        self,
        atlas: Atlas,
        language: Wording,
        year: int | None = None,
        *,
        believed_only: bool = True,
    ) -> None:
        self._atlas, self._language = atlas, language
        self._year, self._believed_only = year, believed_only
        self._known: dict[tuple[str, str], list[_Told]] = {}

    def figures(self, seen: Iterable[tuple[LayerSpec, str]]) -> KeyFigures:
        """Figures of entities (each with its layer), one of each first, then the next ones.

        Layers come in the order of ``seen``, their entities by name. Where all of a layer have one
        figure and it is the same, such as the year of an agreement, they become a table in its
        order.
        """
        found: list[list[SheetFigure]] = []
        left_out = 0
        for spec, entities in _by_layer(seen):
            told = [self._told(spec, entity) for entity in entities]
            left_out += sum(each.left_out for of_one in told for each in of_one)
            kept = [[each for each in of_one if each.facts] for of_one in told]
            found += _written(self._atlas, [of_one for of_one in kept if of_one], self._language)
        rounds = range(max(map(len, found), default=0))
        figures = tuple(of_one[i] for i in rounds for of_one in found if i < len(of_one))
        return KeyFigures(figures, left_out)

    def _told(self, spec: LayerSpec, entity: str) -> list[_Told]:
        key = spec.id, entity
        if key not in self._known:
            told = _told(self._atlas, spec, entity, self._year, self._believed_only)
            self._known[key] = list(told)
        return self._known[key]


def _by_layer(
    seen: Iterable[tuple[LayerSpec, str]],
) -> Iterator[tuple[LayerSpec, list[str]]]:
    layers: dict[str, tuple[LayerSpec, list[str]]] = {}
    for spec, entity in seen:
        layers.setdefault(spec.id, (spec, []))[1].append(entity)
    yield from layers.values()


def _told(
    atlas: Atlas, spec: LayerSpec, entity: str, year: int | None, believed_only: bool
) -> Iterator[_Told]:
    """What is worth telling of an entity, attribute by attribute, the best first."""
    feature = atlas.entity(entity, spec.table)
    if feature is None:
        return
    attributes, sources = atlas.attributes(), atlas.sources()
    known = [
        fact
        for fact in atlas.facts(entity, spec.key_figures)
        if _is_short(fact) and is_known(fact, attributes[fact.attribute], year)
    ]
    told = []
    for id_, group in groupby(known, key=lambda fact: fact.attribute):
        attribute = attributes[id_]
        if _is_worth(attribute, spec):
            facts = tuple(group)
            judged = judge(facts, attribute, sources, year)
            chosen = tuple(distinct_facts(chosen_facts(judged, believed_only=believed_only)))
            sound = [f for f in facts if f in judged.disputed or f.status in DOUBTED]
            left = distinct_facts([fact for fact in sound if fact not in chosen])
            told.append(_Told(feature, attribute, chosen, len(left)))
    yield from sorted(told, key=lambda each: _weight(each, spec))


def _is_short(fact: Fact) -> bool:
    """Whether a value is a number or a date, and no words."""
    return fact.number is not None or is_date(fact.text)


def _is_worth(attribute: Attribute, spec: LayerSpec) -> bool:
    named = attribute.id in spec.key_figures
    return attribute.kind in _AMOUNTS or (named and attribute.kind != "rank")


def _weight(told: _Told, spec: LayerSpec) -> tuple[int, int]:
    """What the layer names comes first, in its order; then amounts, in the atlas's order."""
    id_, kind = told.attribute.id, told.attribute.kind
    place = spec.key_figures.index(id_) if id_ in spec.key_figures else len(spec.key_figures)
    return place, _AMOUNTS.index(kind) if kind in _AMOUNTS else -1


def chosen_facts(judged: Judged, *, believed_only: bool) -> Sequence[Fact]:
    """The value to believe, and what else is said where sources disagree, but for misprints."""
    believed = [judged.believed] if judged.believed else []
    if believed_only:
        return believed
    rivals = [fact for fact in judged.disputed if fact.status != "misprint"]
    return [*believed, *rivals] or judged.sound[:1]


def distinct_facts(facts: Sequence[Fact]) -> list[Fact]:
    """One fact a value, the first of each."""
    return list({(fact.value, fact.qualifier): fact for fact in reversed(facts)}.values())[::-1]


def _written(
    atlas: Atlas, told: Sequence[Sequence[_Told]], language: Wording
) -> list[list[SheetFigure]]:
    """The figures of a layer by the names of its entities, or as a table in their own order."""
    first = [of_one[0] for of_one in told]
    if _is_table(first):
        return [[_row(atlas, each, language)] for each in sorted(first, key=_order)]
    by_name = sorted(told, key=lambda of_one: _name(of_one[0].feature, language))
    return [
        [_figure(atlas, each, language) for each in of_one[:_FIGURES_EACH]] for of_one in by_name
    ]


def _is_table(first: Sequence[_Told]) -> bool:
    """Whether the first figures of all are one and the same date."""
    same = {each.attribute.id for each in first}
    return len(first) >= _FEWEST_TABLED and len(same) == 1 and first[0].attribute.kind == "date"


def _order(told: _Told) -> tuple[str, str]:
    return told.facts[0].text, told.feature.id


def _name(feature: Feature, language: Wording) -> str:
    return in_language(feature.name, language) or feature.title(main_language(language))


def _figure(atlas: Atlas, told: _Told, language: Wording) -> SheetFigure:
    label = in_language(told.attribute.label, language)
    return SheetFigure(_name(told.feature, language), label, *_values(atlas, told, language))


def _row(atlas: Atlas, told: _Told, language: Wording) -> SheetFigure:
    """A figure in a table of which all are of one attribute: that is the heading."""
    heading = in_language(told.attribute.label, language)
    return SheetFigure(heading, _name(told.feature, language), *_values(atlas, told, language))


def _values(
    atlas: Atlas, told: _Told, language: Wording
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The values of an attribute as people read them, and their sources."""
    texts = (fact_text(atlas, fact, main_language(language)) for fact in told.facts)
    return tuple(texts), tuple(fact.source for fact in told.facts)


def fact_text(atlas: Atlas, fact: Fact, language: Language) -> str:
    """A value as people read it, with when it held and what to make of it."""
    value = format_value(
        fact, atlas.attributes().get(fact.attribute), atlas.units().get(fact.unit), language
    )
    status = FACT_STATUSES.get(fact.status)
    remarks = [period_text(fact, language), status.get(language) if status else ""]
    said = [remark for remark in remarks if remark]
    return value + bracketed(COMMA.get(language).join(said), language)


def numbered_sources(figures: Iterable[SheetFigure], cited: Iterable[str] = ()) -> dict[str, int]:
    """The number of each source that figures cite, by first mention, after those ``cited``."""
    sources = (source for figure in figures for source in figure.sources if source)
    ids = dict.fromkeys((*cited, *sources))
    return {source: number for number, source in enumerate(ids, 1)}
