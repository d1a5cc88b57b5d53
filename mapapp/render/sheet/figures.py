"""Key figures of what is in sight, each with the numbers of its sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from mapapp.core.fact.believing import Judged, judge
from mapapp.core.fact.figures import FACT_STATUSES, Fact, format_value, period_text
from mapapp.core.fact.timeline import is_known
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.record import record
from mapapp.core.text import COMMA, Language, bracketed
from mapapp.render.labels.words import Wording, in_language, main_language
from mapapp.store.atlas import Atlas

_FIGURES_EACH = 3
_KINDS = ("flow", "stock")


@record
class SheetFigure:
    """What is known of one attribute of a feature, rival values side by side.

    ``facts`` has the value to believe first; ``texts`` are those values as people read them.
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


def key_figures(
    atlas: Atlas,
    seen: Iterable[tuple[LayerSpec, str]],
    language: Wording,
    year: int | None = None,
    *,
    believed_only: bool = False,
) -> list[SheetFigure]:
    """Figures of entities (each with its layer), one of each first, then the next ones.

    The attributes come in the order of the layer's ``key_figures``, then of the atlas. With a
    year only what was known at its end counts. With ``believed_only`` values that are doubted or
    that a better source contradicts are left out, and so are attributes with no other.
    """
    figures = [
        list(_figures(atlas, spec, entity, language, year, believed_only=believed_only))
        for spec, entity in seen
    ]
    rounds = range(_FIGURES_EACH)
    return [of_one[i] for i in rounds for of_one in figures if i < len(of_one)]


def _figures(
    atlas: Atlas,
    spec: LayerSpec,
    entity: str,
    language: Wording,
    year: int | None,
    *,
    believed_only: bool,
) -> Iterator[SheetFigure]:
    feature = atlas.entity(entity, spec.table)
    if feature is None:
        return
    attributes = atlas.attributes()
    numbers = [
        fact
        for fact in atlas.facts(entity, spec.key_figures)
        if fact.number is not None and is_known(fact, attributes[fact.attribute], year)
    ]
    for attribute_id, told in groupby(numbers, key=lambda fact: fact.attribute):
        attribute = attributes[attribute_id]
        if attribute.kind not in _KINDS and attribute_id not in spec.key_figures:
            continue
        judged = judge(tuple(told), attribute, atlas.sources(), year)
        chosen = distinct_facts(chosen_facts(judged, believed_only=believed_only))
        if chosen:
            yield SheetFigure(
                in_language(feature.name, language) or feature.title(main_language(language)),
                in_language(attribute.label, language),
                tuple(fact_text(atlas, fact, main_language(language)) for fact in chosen),
                tuple(fact.source for fact in chosen),
            )


def chosen_facts(judged: Judged, *, believed_only: bool) -> Sequence[Fact]:
    """The value to believe, and what else is said where sources disagree."""
    believed = [judged.believed] if judged.believed else []
    if believed_only:
        return believed
    return [*believed, *judged.disputed] or judged.sound[:1]


def distinct_facts(facts: Sequence[Fact]) -> list[Fact]:
    """One fact a value, the first of each."""
    return list({(fact.value, fact.qualifier): fact for fact in reversed(facts)}.values())[::-1]


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
