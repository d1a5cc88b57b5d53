"""Builders of the single pieces of furniture; each returns a block laid out at 0, 0."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mapapp.core.style.theme import Ground
from mapapp.render.labels import words
from mapapp.render.labels.text import ASCENT_EM, measurer
from mapapp.render.labels.words import Wording, in_language
from mapapp.render.sheet.blocks import Bar, Block, Picture, Run, stacked
from mapapp.render.sheet.figures import Citation, SheetFigure
from mapapp.render.sheet.legend import LegendEntry
from mapapp.render.view.scalebar import ScaleBar

TITLE = 19.0
SUBTITLE = 11.0
HEADING = 9.6
BODY = 9.6
SMALL = 8.4
_LEADING = 1.28
_LEAST_TITLE = 12.0
_ENTRY_GAP = 3.0
_SWATCH = 24.0
_SWATCH_GAP = 7.0
_CLASS_INSET = 8.0


@functools.lru_cache(maxsize=512)
def paragraph(
    text: str, size: float, width: float, colour: str, *, bold: bool = False, indent: float = 0.0
) -> Block:
    """Text broken into lines within a width."""
    lines = measurer().wrap(text, size, width - indent, bold=bold)
    leading = size * _LEADING
    first = (leading - size) / 2 + size * ASCENT_EM
    runs = tuple(
        Run(line, indent, first + i * leading, size, colour, bold, continues=i > 0)
        for i, line in enumerate(lines)
    )
    longest = max((measurer().width(line, size, bold=bold) for line in lines), default=0.0)
    return Block("text", indent + longest, len(lines) * leading, runs)


def title(text: str, subtitle: str, width: float, colours: Ground) -> Block:
    """The title, smaller and on two lines where it is long, and the subtitle."""
    size = TITLE
    while size > _LEAST_TITLE and len(measurer().wrap(text, size, width, bold=True)) > 1:
        size -= 1.0
    lines = measurer().wrap(text, size, width, bold=True)
    if len(lines) > 3:
        text = measurer().shorten(text, size, width * 2.6, bold=True)
    parts = [paragraph(text, size, width, colours.label, bold=True)] if text else []
    if subtitle:
        parts.append(paragraph(subtitle, SUBTITLE, width, colours.label_secondary))
    return stacked("title", parts, 1.0)


def carded(block: Block, padding: float, colours: Ground) -> Block:
    """The block on a card in the colour of the paper."""
    width, height = block.width + 2 * padding, block.height + 2 * padding
    card = Bar(0, 0, width, height, colours.paper, opacity=0.9)
    items = [replace(item, x=item.x + padding, y=item.y + padding) for item in block.items]
    return Block(block.name, width, height, (card, *items))


def heading(text: str, width: float, colours: Ground) -> Block:
    """A small heading under a hairline."""
    block = paragraph(text, HEADING, width, colours.label, bold=True)
    rule = Bar(0, 0, width, 0.35, colours.hairline)
    items = tuple(replace(item, y=item.y + 4.0) for item in block.items)
    return Block("heading", width, block.height + 5.0, (rule, *items))


def legend(entries: Sequence[LegendEntry], size: float, width: float, ink: str) -> Block:
    """Pictures with their meanings, one below another."""
    swatch = max((entry.width_px for entry in entries), default=0.0)
    column = max(swatch, _SWATCH)
    lines = [_entry(entry, size, width, ink, column) for entry in entries]
    return stacked("legend", lines, _ENTRY_GAP)


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


def notes(texts: Sequence[str], width: float, colours: Ground) -> Block:
    """Small remarks."""
    parts = [paragraph(text, SMALL, width, colours.label_secondary) for text in texts]
    return stacked("notes", parts, 3.0)


def figures(
    chosen: Sequence[SheetFigure],
    numbers: Mapping[str, int],
    language: Wording,
    width: float,
    colours: Ground,
) -> Block:
    """Figures by feature, with the numbers of their sources in brackets."""
    parts = []
    colon, semicolon = ("：", "；") if language == "zh" else (": ", "; ")
    for entity in dict.fromkeys(figure.entity for figure in chosen):
        name = measurer().shorten(entity, SMALL, width * 1.9, bold=True)
        parts.append(paragraph(name, SMALL, width, colours.label, bold=True))
        for figure in (figure for figure in chosen if figure.entity == entity):
            cited = zip(figure.texts, figure.sources, strict=True)
            values = semicolon.join(f"{text} [{numbers[source]}]" for text, source in cited)
            text = f"{figure.label}{colon}{values}"
            parts.append(paragraph(text, SMALL, width, colours.label, indent=6.0))
    return stacked("figures", parts, 1.5)


def sources(citations: Mapping[int, Citation], width: float, colours: Ground) -> Block:
    """The numbered sources that figures cite, each leading to its address."""
    parts = []
    for number, cited in citations.items():
        text = measurer().shorten(f"[{number}] {cited.text}", SMALL, width * 2.7)
        block = paragraph(text, SMALL, width, colours.label_secondary)
        parts.append(linked(block, cited.link))
    return stacked("sources", parts, 1.0)


def linked(block: Block, url: str) -> Block:
    """The block with its texts leading to an address."""
    items = tuple(replace(i, link=url) if isinstance(i, Run) else i for i in block.items)
    return replace(block, items=items)


def scale(bar: ScaleBar, map_unit: float, ratio: str, colours: Ground) -> Block:
    """A bar of four stretches with its length, and the ratio of the scale where it is fixed."""
    width = bar.width_px * map_unit
    part = width / 4
    inks = (colours.label, colours.paper)
    outline = Bar(0, 0, width, 4.0, colours.label)
    stretches = [Bar(i * part + 0.4, 0.4, part - 0.8, 3.2, inks[i % 2]) for i in range(4)]
    size = SMALL
    ends = [("0", 0.0), (bar.text, width - measurer().width(bar.text, size))]
    runs = [Run(text, x, 5.5 + size, size, colours.label) for text, x in ends]
    block = Block("scale_bar", width, 5.5 + size * 1.25, (outline, *stretches, *runs))
    return stacked("scale_bar", [paragraph(ratio, size, 200.0, colours.label), block], 2.0)


def north(language: Wording, colours: Ground) -> Block:
    """An arrow to the north, which is up all over a Mercator map."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="14" height="20" viewBox="0 0 14 20">'
        f'<path d="M7 0L14 20L7 15.5Z" fill="{colours.label}"/>'
        f'<path d="M7 0.6L0.6 19.2L7 15Z" fill="{colours.paper}" stroke="{colours.label}" '
        'stroke-width="0.6" stroke-linejoin="round"/></svg>'
    )
    text = in_language(words.NORTH, language)
    x = 7 - measurer().width(text, SMALL, bold=True) / 2
    run = Run(text, x, SMALL * ASCENT_EM, SMALL, colours.label, bold=True)
    return Block("north_arrow", 14.0, 30.0, (run, Picture(svg, 0, 10.0, 14.0, 20.0)))
