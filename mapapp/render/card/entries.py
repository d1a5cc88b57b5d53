"""Figures of a card: what answers at a glance, the rest in groups, and what sources disagree about.

Free of Qt; the panel, the standalone map and the clipboard read the same entries.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import UTC, datetime
from itertools import groupby

from mapapp.core.fact.believing import Judged, judge, key_attributes
from mapapp.core.fact.conflicts import DOUBTED
from mapapp.core.fact.figures import (
    FACT_STATUSES,
    Attribute,
    Fact,
    format_value,
    period_text,
    qualifier_text,
)
from mapapp.core.fact.series import yearly_series
from mapapp.core.fact.timeline import is_old
from mapapp.core.record import record
from mapapp.core.text import NO_TEXT, Language, Text
from mapapp.core.texts.plain import first_sentence
from mapapp.store.atlas import Atlas

_GROUPS: Mapping[Text, frozenset[str]] = {
    Text("Figures", "数据"): frozenset({"flow", "growth", "stock", "share", "rank"}),
    Text("Dates", "日期"): frozenset({"date"}),
    Text("In words", "文字信息"): frozenset({"text", "membership"}),
}
_OTHER_VALUES = Text("Earlier and other values", "往期及其他数值")
_DISAGREE = Text("{0} sources disagree", "{0}个来源说法不一")
_ONE_DISAGREES = Text("1 of {1} sources disagrees", "{1}个来源中有1个说法不同")
_SOME_DISAGREE = Text("{0} of {1} sources disagree", "{1}个来源中有{0}个说法不同")
_UNSETTLED = Text("{0} sources disagree, unsettled", "{0}个来源说法不一，尚无定论")
_TWO_VALUES = Text("One source, different values", "同一来源，数值不一")


@record
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
        also: numbers of other sources that say the same.
        number: the value in ``unit``, also of a fraction in words; None where it is no number.
        unit, qualifier: of the number, as they stand in columns of their own.
    """

    value: str
    period: str
    source: int
    mark: str
    remark: str
    doubtful: bool
    is_old: bool
    also: tuple[int, ...] = ()
    number: float | None = None
    unit: str = ""
    qualifier: str = ""


@record
class Chart:
    """Values over the years, ascending; ``labels`` say them as the figures do, with the unit."""

    years: tuple[int, ...]
    values: tuple[float, ...]
    labels: tuple[str, ...]


@record
class Dispute:
    """What sources say differently of an attribute, or what is doubted although none does.

    Attributes:
        title: how many disagree, or the word of caution.
        verdict: the first sentence of what to make of it, or empty.
        figures: all of them, the one to prefer first.
        is_settled: whether the first is to be preferred.
    """

    title: str
    verdict: str
    figures: tuple[CardFigure, ...]
    is_settled: bool = True

    @property
    def preferred(self) -> CardFigure | None:
        """The value that the verdict is for, or None."""
        return self.figures[0] if self.is_settled else None


@record
class CardEntry:
    """An attribute with the values that a glance may take for true, and apart from them the rest.

    ``id`` is that of the attribute, ``chart`` has those that may stand on a time axis, or is None.
    """

    id: str
    label: str
    figures: tuple[CardFigure, ...]
    chart: Chart | None = None
    dispute: Dispute | None = None

    @property
    def told(self) -> tuple[CardFigure, ...]:
        """Every value, the doubtful ones last."""
        disputed = self.dispute.figures if self.dispute else ()
        return (*self.figures, *(each for each in disputed if each not in self.figures))


@record
class CardGroup:
    """Entries of a kind under a heading."""

    title: str
    entries: tuple[CardEntry, ...]


@record
class EntryMaker:
    """Makes the entries of one card.

    ``numbers`` are those of its sources; ``year`` is the one looked back at, or None.
    """

    atlas: Atlas
    numbers: Mapping[str, int]
    language: Language
    year: int | None
    seen_from: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "seen_from", self.year or datetime.now(tz=UTC).year)

    def judged(self, facts: Sequence[Fact]) -> dict[str, Judged]:
        """What to make of facts, in order, by the attribute that they are about."""
        attributes, sources = self.atlas.attributes(), self.atlas.sources()
        return {
            id_: judge(tuple(group), attributes.get(id_), sources, self.year)
            for id_, group in groupby(facts, key=lambda fact: fact.attribute)
        }

    def entries(self, judged: Mapping[str, Judged]) -> tuple[CardEntry, ...]:
        """An entry for each attribute."""
        return tuple(self._entry(id_, told) for id_, told in judged.items())

    def key(self, judged: Mapping[str, Judged], named: Sequence[str]) -> tuple[str, ...]:
        """The attributes that answer at a glance; the layer has some ``named``."""
        return key_attributes(judged, named, self.atlas.attributes(), self.seen_from)

    def groups(self, entries: Sequence[CardEntry]) -> Iterator[CardGroup]:
        """Entries by what they are about: figures, dates, words."""
        attributes = self.atlas.attributes()
        known = {each.id: attributes[each.id].kind for each in entries if each.id in attributes}
        for title, kinds in _GROUPS.items():
            of_kind = tuple(each for each in entries if known.get(each.id, "text") in kinds)
            if of_kind:
                yield CardGroup(title.get(self.language), of_kind)

    def _entry(self, attribute_id: str, judged: Judged) -> CardEntry:
        attribute = self.atlas.attributes().get(attribute_id)
        return CardEntry(
            attribute_id,
            attribute.label.get(self.language) if attribute else attribute_id,
            tuple(map(self._figure, judged.sound)),
            self._chart(judged.sound, attribute),
            self._dispute(judged),
        )

    def _dispute(self, judged: Judged) -> Dispute | None:
        if not judged.disputed:
            return None
        verdicts = (fact.verdict.get(self.language) for fact in judged.disputed)
        return Dispute(
            _capital(_dispute_title(judged).get(self.language)),
            first_sentence(next((verdict for verdict in verdicts if verdict), "")),
            tuple(map(self._figure, judged.disputed)),
            judged.preferred is not None,
        )

    def _chart(self, facts: Sequence[Fact], attribute: Attribute | None) -> Chart | None:
        series = yearly_series(facts, attribute)
        if series is None:
            return None
        labels = tuple(self._value(fact) for fact in series.facts)
        return Chart(series.years, series.values, labels)

    def _value(self, fact: Fact) -> str:
        attribute, unit = self.atlas.attributes().get(fact.attribute), self.atlas.units()
        return format_value(fact, attribute, unit.get(fact.unit), self.language)

    def _figure(self, fact: Fact) -> CardFigure:
        unit, language = self.atlas.units().get(fact.unit), self.language
        return CardFigure(
            value=self._value(fact),
            period=period_text(fact, language),
            source=self.numbers[fact.source],
            mark=_capital(FACT_STATUSES.get(fact.status, NO_TEXT).get(language)),
            remark=(fact.verdict if fact.verdict.en else fact.note).get(language),
            doubtful=fact.status in DOUBTED,
            is_old=is_old(fact, self.seen_from),
            number=fact.amount,
            unit=(unit.symbol.get(language) or unit.label.get(language)) if unit else "",
            qualifier=qualifier_text(fact, language),
        )


def split_key(
    entries: Sequence[CardEntry], key: Sequence[str], language: Language
) -> tuple[tuple[CardEntry, ...], tuple[CardEntry, ...], CardGroup | None]:
    """Key entries with their first value, the entries beside them, and what else those say."""
    entries = [replace(each, figures=tuple(_joined(each.figures))) for each in entries]
    by_id = {entry.id: entry for entry in entries}
    whole = [by_id[id_] for id_ in key]
    first = tuple(replace(each, figures=each.figures[:1], chart=None) for each in whole)
    further = (replace(each, figures=each.figures[1:], dispute=None) for each in whole)
    more = tuple(each for each in further if each.figures)
    rest = tuple(entry for entry in entries if entry.id not in key)
    return first, rest, CardGroup(_OTHER_VALUES.get(language), more) if more else None


def _joined(figures: Sequence[CardFigure]) -> Iterator[CardFigure]:
    """Figures, those that read the same as one with the sources of all."""
    alike: dict[CardFigure, list[int]] = {}
    for figure in figures:
        alike.setdefault(replace(figure, source=0), []).append(figure.source)
    for figure, (source, *others) in alike.items():
        also = dict.fromkeys(other for other in others if other != source)
        yield replace(figure, source=source, also=tuple(also))


def _dispute_title(judged: Judged) -> Text:
    """How many disagree, or the word of caution where there is one source only."""
    told, against = len({fact.source for fact in judged.disputed}), len(judged.dissenters)
    if told == 1:
        doubts = (FACT_STATUSES[f.status] for f in judged.disputed if f.status in DOUBTED)
        return next(doubts, _TWO_VALUES)
    title = _ONE_DISAGREES if against == 1 else _SOME_DISAGREE
    if judged.preferred is None:
        title = _UNSETTLED
    elif told - against == 1:
        title, against = _DISAGREE, told
    return Text(*(each.format(against, told) for each in (title.en, title.zh)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
