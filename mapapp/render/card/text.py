"""A card as text to paste elsewhere: plain, Markdown, or a table for a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from mapapp.core.fact.figures import Relation, Source
from mapapp.core.text import COLON, SEMICOLON, Language, Text, bracketed
from mapapp.core.texts.cells import as_csv
from mapapp.render.card.card import Card, CardField
from mapapp.render.card.entries import CardEntry, CardFigure

CardForm = Literal["text", "markdown", "csv"]
"""What a card can be written as."""

_COLUMNS = (
    Text("name", "名称"), Text("attribute", "指标"), Text("value", "数值"),
    Text("number", "数字"), Text("unit", "单位"), Text("qualifier", "限定词"),
    Text("period", "时间"), Text("status", "状态"), Text("remark", "说明"),
    Text("source", "来源"), Text("url", "网址"),
    Text("longitude", "经度"), Text("latitude", "纬度"),
)  # fmt: skip
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|])")
_DECIMALS = 6
_SOURCES = Text("Sources", "资料来源")


def written_card(form: CardForm, card: Card, language: Language, position: str = "") -> str:
    """The card in one of its forms; ``position`` is where the feature is, as it is to be read."""
    match form:
        case "text":
            return card_as_text(card, language, position)
        case "markdown":
            return card_as_markdown(card, language, position)
        case "csv":
            return card_as_csv(card, language)


def card_as_text(card: Card, language: Language, position: str = "") -> str:
    """The card in lines of plain text, with numbered sources at the end.

    ``position`` is where the feature is, as it is to be read.
    """
    lines = [card.title, *_under_title(card, position), ""]
    colon = COLON.get(language)
    lines += [f"{field.label}{colon}{field.value}" for field in card.fields]
    for entry in _all_entries(card):
        lines += [f"{entry.label}{colon}{_plain(figure, language)}" for figure in entry.told]
    lines += [f"{_label(tie, language)}{colon}{_name(tie, language)}" for tie in card.relations]
    lines += [
        "",
        *(f"[{n}] {_cited(source, language)}" for n, source in enumerate(card.sources, 1)),
    ]
    return "\n".join(lines).strip() + "\n"


def card_as_markdown(card: Card, language: Language, position: str = "") -> str:
    """The card in Markdown; characters that Markdown reads as markup are escaped."""
    lines = [f"## {_escaped(card.title)}", ""]
    lines += [_escaped(line) for line in _under_title(card, position)]
    lines.append("")
    colon = COLON.get(language)
    lines += [f"- **{_escaped(field.label)}**{colon}{_field(field)}" for field in card.fields]
    for entry in _all_entries(card):
        lines += [
            f"- **{_escaped(entry.label)}**{colon}{_escaped(_plain(figure, language))}"
            for figure in entry.told
        ]
    lines += [
        f"- **{_escaped(_label(tie, language))}**{colon}{_escaped(_name(tie, language))}"
        for tie in card.relations
    ]
    if card.sources:
        lines += ["", f"### {_SOURCES.get(language)}", ""]
    lines += [f"{n}. {_linked(source, language)}" for n, source in enumerate(card.sources, 1)]
    return "\n".join(lines) + "\n"


def card_as_csv(card: Card, language: Language) -> str:
    """One row a value, with a heading row, for a spreadsheet, which runs none of it.

    The number stands beside the text, in its unit and without qualifier; also that of a fraction,
    which a spreadsheet would take for a date. Longitude and latitude are WGS84 degrees.
    """
    place = tuple(round(degrees, _DECIMALS) for degrees in card.position or ()) or ("", "")
    rows = [
        (card.title, each.label, each.value, *[""] * 7, each.link, *place) for each in card.fields
    ]
    rows += [
        (*_csv_row(card, entry, figure, language), *place)
        for entry in _all_entries(card)
        for figure in entry.told
    ]
    return as_csv([[column.get(language) for column in _COLUMNS], *rows])


def _csv_row(
    card: Card, entry: CardEntry, figure: CardFigure, language: Language
) -> tuple[str | float, ...]:
    source = card.sources[figure.source - 1]
    number = "" if figure.number is None else f"{round(figure.number, _DECIMALS):.12g}"
    return (
        card.title,
        entry.label,
        figure.value,
        number,
        figure.unit,
        figure.qualifier,
        figure.period,
        figure.mark,
        figure.remark,
        source.citation(language),
        source.url,
    )


def _all_entries(card: Card) -> Iterator[CardEntry]:
    yield from card.entries
    yield from card.undated


def _under_title(card: Card, position: str) -> list[str]:
    lines = (card.other_title, " · ".join(card.facets), position, card.note)
    return [line for line in lines if line]


def _plain(figure: CardFigure, language: Language) -> str:
    parts = (figure.period, figure.mark, figure.remark)
    aside = SEMICOLON.get(language).join(part for part in parts if part)
    return f"{figure.value}{bracketed(aside, language)} [{figure.source}]"


def _cited(source: Source, language: Language) -> str:
    return " ".join(part for part in (source.citation(language), source.url) if part)


def _linked(source: Source, language: Language) -> str:
    """The citation in Markdown; an address that may not be followed is a text."""
    address = f"<{source.link}>" if source.link else _escaped(source.url)
    return " ".join(part for part in (_escaped(source.citation(language)), address) if part)


def _field(field: CardField) -> str:
    """A value in Markdown, on one line."""
    return f"<{field.link}>" if field.link else _escaped(" ".join(field.value.split()))


def _label(tie: Relation, language: Language) -> str:
    return tie.label.get(language)


def _name(tie: Relation, language: Language) -> str:
    return tie.name.get(language) or tie.name.en or tie.name.zh


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)
