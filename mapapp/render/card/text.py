"""A card as text to paste elsewhere: plain, Markdown, or a table for a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mapapp.core.fact.figures import Relation, Source
from mapapp.core.text import Language, Text
from mapapp.core.texts.cells import as_csv
from mapapp.render.card.card import Card, CardEntry, CardField, CardFigure

_COLUMNS = ("name", "attribute", "value", "period", "status", "remark", "source", "url")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|])")
_SOURCES = Text("Sources", "资料来源")


def card_as_text(card: Card, language: Language) -> str:
    """The card in lines of plain text, with numbered sources at the end."""
    lines = [card.title, *_under_title(card), ""]
    lines += [f"{field.label}: {field.value}" for field in card.fields]
    for entry in _all_entries(card):
        lines += [f"{entry.label}: {_plain(figure)}" for figure in entry.figures]
    lines += [f"{_label(tie, language)}: {_name(tie, language)}" for tie in card.relations]
    lines += ["", *(f"[{n}] {_cited(source)}" for n, source in enumerate(card.sources, 1))]
    return "\n".join(lines).strip() + "\n"


def card_as_markdown(card: Card, language: Language) -> str:
    """The card in Markdown; characters that Markdown reads as markup are escaped."""
    lines = [f"## {_escaped(card.title)}", ""]
    lines += [_escaped(line) for line in _under_title(card)]
    lines.append("")
    lines += [f"- **{_escaped(field.label)}**: {_field(field)}" for field in card.fields]
    for entry in _all_entries(card):
        lines += [
            f"- **{_escaped(entry.label)}**: {_escaped(_plain(figure))}" for figure in entry.figures
        ]
    lines += [
        f"- **{_escaped(_label(tie, language))}**: {_escaped(_name(tie, language))}"
        for tie in card.relations
    ]
    if card.sources:
        lines += ["", f"### {_SOURCES.get(language)}", ""]
    lines += [f"{n}. {_linked(source)}" for n, source in enumerate(card.sources, 1)]
    return "\n".join(lines) + "\n"


def card_as_csv(card: Card) -> str:
    """One row a value, with a heading row, for a spreadsheet, which runs none of it."""
    rows = [(card.title, each.label, each.value, *[""] * 4, each.link) for each in card.fields]
    rows += [
        _csv_row(card, entry, figure) for entry in _all_entries(card) for figure in entry.figures
    ]
    return as_csv([_COLUMNS, *rows])


def _csv_row(card: Card, entry: CardEntry, figure: CardFigure) -> tuple[str, ...]:
    source = card.sources[figure.source - 1]
    return (card.title, entry.label, figure.value, figure.period, figure.mark, figure.remark,
            source.citation, source.url)  # fmt: skip


def _all_entries(card: Card) -> Iterator[CardEntry]:
    yield from card.entries
    yield from card.undated


def _under_title(card: Card) -> list[str]:
    return [line for line in (card.other_title, " · ".join(card.facets), card.note) if line]


def _plain(figure: CardFigure) -> str:
    aside = "; ".join(part for part in (figure.period, figure.mark, figure.remark) if part)
    return f"{figure.value}{f' ({aside})' if aside else ''} [{figure.source}]"


def _cited(source: Source) -> str:
    return " ".join(part for part in (source.citation, source.url) if part)


def _linked(source: Source) -> str:
    """The citation in Markdown; an address that may not be followed is a text."""
    address = f"<{source.link}>" if source.link else _escaped(source.url)
    return " ".join(part for part in (_escaped(source.citation), address) if part)


def _field(field: CardField) -> str:
    """A value in Markdown, on one line."""
    return f"<{field.link}>" if field.link else _escaped(" ".join(field.value.split()))


def _label(tie: Relation, language: Language) -> str:
    return tie.label.get(language)


def _name(tie: Relation, language: Language) -> str:
    return tie.name.get(language) or tie.name.en or tie.name.zh


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)
