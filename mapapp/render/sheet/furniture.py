"""Builders of the single pieces of furniture; each returns a block laid out at 0, 0."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mapapp.core.style.theme import Ground
from mapapp.render.labels.text import ASCENT_EM, measurer
from mapapp.render.labels.words import Wording
from mapapp.render.sheet.blocks import Bar, Block, Picture, Run, stacked
from mapapp.render.sheet.figures import Citation, SheetFigure
from mapapp.render.sheet.keys import LegendEntry

TITLE = 19.0
SUBTITLE = 11.0
HEADING = 9.6
BODY = 9.6
SMALL = 8.4
_LEADING = 1.28
_LEAST_TITLE = 12.0
TITLE_LINES = 3
_TITLE_ROOM = 2.6
"""Of the width of its lines, what words that are not broken surely fill."""

ENTRY_GAP, NOTE_GAP, FIGURE_GAP, SOURCE_GAP = 3.0, 3.0, 1.5, 1.0
_SWATCH = 24.0
_SWATCH_GAP = 7.0
_CLASS_INSET = 8.0
_STRIP_PADDING = 3.0


@functools.lru_cache(maxsize=512)
def paragraph(
    text: str, size: float, width: float, colour: str, *, bold: bool = False, indent: float = 0.0
) -> Block:
    """Text broken into lines within a width."""
    return _lines(
        measurer().wrap(text, size, width - indent, bold=bold),
        size,
        colour,
        bold=bold,
        indent=indent,
    )


def attribution(text: str, width: float, colour: str) -> Block:
    """Text over the whole width, in which no licence and no term is broken."""
    return replace(_lines(measurer().fill(text, SMALL, width), SMALL, colour), name="attribution")


def _lines(
    lines: Sequence[str], size: float, colour: str, *, bold: bool = False, indent: float = 0.0
) -> Block:
    leading = size * _LEADING
    first = (leading - size) / 2 + size * ASCENT_EM
    runs = tuple(
        Run(line, indent, first + i * leading, size, colour, bold, continues=i > 0)
        for i, line in enumerate(lines)
    )
    longest = max((measurer().width(line, size, bold=bold) for line in lines), default=0.0)
    return Block("text", indent + longest, len(lines) * leading, runs)


def title(text: str, subtitle: str, width: float, colours: Ground) -> Block:
    """The title, smaller and on up to three lines where it is long, and the subtitle."""
    size = TITLE
    while size > _LEAST_TITLE and len(measurer().wrap(text, size, width, bold=True)) > 1:
        size -= 1.0
    if is_cut(text, width):
        text = measurer().shorten(text, size, width * _TITLE_ROOM, bold=True)
    parts = [paragraph(text, size, width, colours.label, bold=True)] if text else []
    if subtitle:
        parts.append(paragraph(subtitle, SUBTITLE, width, colours.label_secondary))
    return stacked("title", parts, 1.0)


def title_lines(text: str, width: float) -> int:
    """How many lines a title takes at its smallest."""
    return len(measurer().wrap(text, _LEAST_TITLE, width, bold=True))


def is_cut(text: str, width: float) -> bool:
    """Whether a title is longer than its lines."""
    return title_lines(text, width) > TITLE_LINES


def carded(block: Block, padding: float, colours: Ground) -> Block:
    """The block on a card in the colour of the paper."""
    width, height = block.width + 2 * padding, block.height + 2 * padding
    card = Bar(0, 0, width, height, colours.paper, opacity=0.9)
    items = [replace(item, x=item.x + padding, y=item.y + padding) for item in block.items]
    return Block(block.name, width, height, (card, *items))


def strip(block: Block, width: float, colours: Ground) -> Block:
    """The block on a strip of paper of a width, which nothing shines through."""
    height = block.height + 2 * _STRIP_PADDING
    x, y = (width - block.width) / 2, _STRIP_PADDING
    items = [replace(item, x=item.x + x, y=item.y + y) for item in block.items]
    return Block(block.name, width, height, (Bar(0, 0, width, height, colours.paper), *items))


def heading(text: str, width: float, colours: Ground) -> Block:
    """A small heading under a hairline."""
    block = paragraph(text, HEADING, width, colours.label, bold=True)
    rule = Bar(0, 0, width, 0.35, colours.hairline)
    items = tuple(replace(item, y=item.y + 4.0) for item in block.items)
    return Block("heading", width, block.height + 5.0, (rule, *items))


def legend(
    entries: Sequence[LegendEntry], size: float, width: float, ink: str
) -> tuple[Block, ...]:
    """Pictures with their meanings; the head of classes stays with the first of them."""
    column = max([_SWATCH, *(entry.width_px for entry in entries)])
    lines: list[Block] = []
    head: Block | None = None
    for entry in entries:
        line = _entry(entry, size, width, ink, column)
        if head is not None:
            line = stacked("entry", [head, line], ENTRY_GAP)
        head = None if entry.svg else line
        if entry.svg:
            lines.append(line)
    return (*lines, *([head] if head is not None else []))


@functools.lru_cache(maxsize=256)
def _entry(entry: LegendEntry, size: float, width: float, ink: str, column: float) -> Block:
    """A picture in the middle of its column and its meaning; classes stand in from their head."""
    if not entry.svg:
        return paragraph(entry.title, size, width, ink)
    inset = _CLASS_INSET * entry.level
    size -= entry.level
    text = paragraph(entry.title, size, width, ink, indent=inset + column + _SWATCH_GAP)
    height = max(text.height, entry.height_px)
    picture = Picture(
        entry.svg,
        inset + (column - entry.width_px) / 2 + 1,
        (height - entry.height_px) / 2,
        entry.width_px,
        entry.height_px,
    )
    runs = [replace(run, y=run.y + (height - text.height) / 2) for run in text.items]
    return Block("entry", max(text.width, inset + column), height, (picture, *runs))


def notes(texts: Sequence[str], width: float, colours: Ground) -> tuple[Block, ...]:
    """Small remarks, a paragraph each."""
    parts = (paragraph(text, SMALL, width, colours.label_secondary) for text in texts)
    return tuple(part for part in parts if part.items)


def figures(
    chosen: Sequence[SheetFigure],
    numbers: Mapping[str, int],
    language: Wording,
    width: float,
    colours: Ground,
) -> tuple[Block, ...]:
    """Figures by feature, with the numbers of their sources in brackets; a piece each."""
    parts = []
    colon, semicolon = ("：", "；") if language == "zh" else (": ", "; ")
    for entity in dict.fromkeys(figure.entity for figure in chosen):
        above = entity
        for figure in (figure for figure in chosen if figure.entity == entity):
            cited = zip(figure.texts, figure.sources, strict=True)
            values = semicolon.join(f"{text} [{numbers[source]}]" for text, source in cited)
            text = f"{figure.label}{colon}{values}"
            parts.append(_figure(above, text, width, colours.label))
            above = ""
    return tuple(parts)


@functools.lru_cache(maxsize=256)
def _figure(entity: str, text: str, width: float, ink: str) -> Block:
    """A figure, below the name of its entity unless that is empty."""
    above = [paragraph(entity, SMALL, width, ink, bold=True)] if entity else []
    told = paragraph(text, SMALL, width, ink, indent=6.0)
    return stacked("figure", [*above, told], FIGURE_GAP)


def sources(citations: Mapping[int, Citation], width: float, colours: Ground) -> tuple[Block, ...]:
    """The numbered sources that figures cite, each leading to its address."""
    parts = []
    for number, cited in citations.items():
        parts.append(
            _source(f"[{number}] {cited.text}", cited.link, width, colours.label_secondary)
        )
    return tuple(parts)


@functools.lru_cache(maxsize=256)
def _source(text: str, link: str, width: float, ink: str) -> Block:
    """A source on up to three lines."""
    text = measurer().shorten(text, SMALL, width * 2.7)
    return linked(paragraph(text, SMALL, width, ink), link)


def linked(block: Block, url: str) -> Block:
    """The block with its texts leading to an address."""
    items = tuple(replace(i, link=url) if isinstance(i, Run) else i for i in block.items)
    return replace(block, items=items)
