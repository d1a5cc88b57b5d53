"""Figures and statements with their sources, and how they are written out."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mapapp.core.dates import first_day, last_day
from mapapp.core.record import record
from mapapp.core.text import COMMA, NO_TEXT, Language, Text
from mapapp.core.texts.links import safe_link


@record
class Source:
    """A publication. ``kind`` is news, sponsored, government, dataset or reference."""

    id: str
    publisher: Text
    title: Text
    published: str
    kind: str
    reliability: str
    url: str
    note: Text

    @property
    def link(self) -> str:
        """The address where it may be followed, else empty (``core/texts/links.py``)."""
        return safe_link(self.url)

    def citation(self, language: Language) -> str:
        """Publisher, title and date in one line."""
        publisher, title = self.publisher.get(language), self.title.get(language)
        return COMMA.get(language).join(part for part in (publisher, title, self.published) if part)

    @property
    def is_sponsored(self) -> bool:
        """Whether somebody paid for it."""
        return self.kind == "sponsored"


@record
class Attribute:
    """What a fact is about.

    ``kind`` says how values of different periods relate: flow, growth, stock, share, rank,
    date, membership or text.
    """

    id: str
    label: Text
    unit: str
    format: str
    temporal: str
    kind: str


@record
class Unit:
    """A unit of measure.

    Attributes:
        id: how facts name it.
        label: what stands behind a number in a sentence.
        symbol: what stands over a column of numbers, and in English behind each; empty for counts.
    """

    id: str
    label: Text
    symbol: Text


@record
class Fact:
    """One value of one attribute of one entity, as one source has it.

    Dates are as exact as the source: a day, a month or a year. ``as_of`` is when the source
    said so; a period is what the value covers. Absent texts are empty. ``text`` is what is
    compared and filtered, and what English readers see; ``text_zh`` says it in Chinese, where
    it is in words.
    """

    id: str
    entity: str
    attribute: str
    number: float | None
    text: str
    qualifier: str
    unit: str
    period_start: str
    period_end: str
    as_of: str
    source: str
    paragraph: int | None
    status: str
    verdict: Text = NO_TEXT
    note: Text = NO_TEXT
    text_zh: str = ""

    @property
    def value(self) -> float | int | str:
        """The number where there is one (whole numbers as int), else the text."""
        if self.number is None:
            return self.text
        return int(self.number) if self.number.is_integer() else self.number

    @property
    def amount(self) -> float | None:
        """The number, also that of a fraction in words such as ``1/7``; None of other words."""
        if self.number is not None:
            return self.number
        fraction = _FRACTION.fullmatch(self.text)
        return int(fraction[1]) / int(fraction[2]) if fraction else None

    def words(self, language: Language) -> str:
        """The text in one language; empty where the value is a number."""
        return (self.text_zh or self.text) if language == "zh" else self.text

    @property
    def period(self) -> str | None:
        """``2023-01-01/2023-06-30`` for a period, the date it was stated, or None."""
        if self.period_start:
            end = last_day(self.period_end).isoformat() if self.period_end else ".."
            return f"{first_day(self.period_start).isoformat()}/{end}"
        return self.as_of or None

    @property
    def recency(self) -> str:
        """The day up to which the value is known to hold, for sorting; empty if undated."""
        stated = self.period_end or self.period_start or self.as_of
        return last_day(stated).isoformat() if stated else ""


@record
class Relation:
    """A tie to another entity, seen from one of the two.

    Attributes:
        predicate: located_in, tenant_of, member_of, led_by, shareholder_of, friendship_city_of,
            or joins, of a line and what it ends at.
        outgoing: whether the entity asked about is the subject.
        other: id of the other entity.
        name: its names.
        layer: id of its layer.
        sources: ids of the sources that say so.
    """

    predicate: str
    outgoing: bool
    other: str
    name: Text
    layer: str
    sources: tuple[str, ...]

    @property
    def label(self) -> Text:
        """The tie in words, such as ``Tenant of`` or, the other way, ``Tenants``."""
        return _PREDICATES.get(self.predicate, {}).get(
            self.outgoing, Text(self.predicate, self.predicate)
        )


_PREDICATES: Mapping[str, Mapping[bool, Text]] = {
    "located_in": {True: Text("Located in", "位于"), False: Text("Contains", "境内有")},
    "tenant_of": {True: Text("Tenant of", "入驻"), False: Text("Tenants", "入驻企业")},
    "member_of": {True: Text("Part of", "隶属"), False: Text("Parts", "组成")},
    "led_by": {True: Text("Led by", "牵头单位"), False: Text("Leads", "牵头")},
    "shareholder_of": {
        True: Text("Shareholder of", "持股"),
        False: Text("Shareholders", "股东"),
    },
    "friendship_city_of": {
        True: Text("Friendship city of", "友好城市"),
        False: Text("Friendship cities", "友好城市"),
    },
    "joins": {True: Text("Joins", "连接"), False: Text("Friendship links", "友好城市连线")},
}
_FRACTION = re.compile(r"(\d{1,6})/([1-9]\d{0,5})", re.ASCII)
_QUALIFIERS: Mapping[str, Text] = {
    ">": Text("> ", "超过"),
    "<": Text("< ", "不足"),
    "~": Text("about ", "约"),
}
FACT_STATUSES: Mapping[str, Text] = {
    "misprint": Text("misprint", "误印"),
    "disputed": Text("disputed", "存疑"),
    "superseded": Text("superseded", "已被取代"),
    "plan": Text("plan", "规划"),
    "capacity": Text("capacity", "设计能力"),
    "undated": Text("undated", "日期不详"),
}
"""What to make of a fact that is not just current."""

_YES = Text("yes", "是")
_BILLION_ZH, _HUNDRED_MILLION_ZH = "十亿", "亿"


def format_value(
    fact: Fact, attribute: Attribute | None, unit: Unit | None, language: Language
) -> str:
    """The value as people read it: ``> 420 companies``, ``481.5 bn CNY``, ``4,815亿元``."""
    if fact.number is None:
        return _YES.get(language) if _is_yes(fact, attribute) else fact.words(language)
    lead = _lead(fact, language)
    if unit is None:
        grouped = attribute is None or attribute.format != "year"
        return lead + (_number(fact.number) if grouped else f"{fact.number:g}")
    with_unit = _english if language == "en" else _chinese
    return lead + with_unit(fact.number, unit)


def qualifier_text(fact: Fact, language: Language) -> str:
    """What stands before the number, alone: ``about``, ``>``, or empty."""
    return _lead(fact, language).strip()


def _lead(fact: Fact, language: Language) -> str:
    return _QUALIFIERS.get(fact.qualifier, Text(fact.qualifier, fact.qualifier)).get(language)


def _is_yes(fact: Fact, attribute: Attribute | None) -> bool:
    return attribute is not None and attribute.format == "yes" and fact.text == "yes"


def _english(number: float, unit: Unit) -> str:
    if unit.id == "ordinal":
        return f"no. {number:g}"
    if unit.symbol.en == "%":
        return f"{_number(number)}%"
    return f"{_number(number)} {unit.symbol.en or unit.label.en}"


def _chinese(number: float, unit: Unit) -> str:
    if unit.id == "ordinal":
        return f"第{number:g}"
    if unit.symbol.en == "%":
        return f"{_number(number)}%"
    label = unit.label.zh
    if label.startswith(_BILLION_ZH):  # Chinese counts in 亿, hundreds of millions
        number, label = number * 10, label.replace(_BILLION_ZH, _HUNDRED_MILLION_ZH, 1)
    return f"{_number(number)}{label}"


def _number(number: float) -> str:
    return f"{number:,.12g}"


def period_text(fact: Fact, language: Language) -> str:
    """When the value holds: ``2023-01 to 2023-06``, ``as of 2023-05-19``, or empty."""
    if fact.period_start:
        joint = " to " if language == "en" else "至"
        ends = [fact.period_start, fact.period_end or "…"]
        return joint.join(dict.fromkeys(ends))
    if fact.as_of:
        return f"as of {fact.as_of}" if language == "en" else f"截至{fact.as_of}"
    return ""
