"""The card of an inset: its name and 1:N above the small map, its scale bar below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mapapp.core.style.theme import ground
from mapapp.core.text import Text
from mapapp.render.labels.room import BoxPx
from mapapp.render.labels.text import measurer
from mapapp.render.labels.words import in_language
from mapapp.render.request.request import ExportRequest
from mapapp.render.sheet.blocks import Block, Item, Run
from mapapp.render.sheet.furniture import BODY, SMALL, paragraph
from mapapp.render.sheet.scale import BAR_HEIGHT, bar_block, ratio_of
from mapapp.render.view.scalebar import scale_bar
from mapapp.render.view.viewport import Viewport

_PADDING, _GAP = 6.0, 4.0
_HEAD = 13.0
_BAR_SHARE, _MOST_BAR = 0.5, 110.0


def card_margins(request: ExportRequest) -> BoxPx:
    """How far a small map is from the left, upper, right and lower edge of its card."""
    foot = BAR_HEIGHT + _GAP if "scale_bar" in request.parts else 0.0
    return _PADDING, _PADDING + _HEAD + _GAP, _PADDING, _PADDING + foot


def inset_block(
    request: ExportRequest,
    name: Text,
    view: Viewport,
    denominator: float,
    map_unit: float,
    size: tuple[float, float],
) -> Block:
    """What is written on a card of a size, in units of the sheet."""
    width, height = size
    bar = _bar(request, view, map_unit, width) if "scale_bar" in request.parts else None
    ratio = ratio_of(request, denominator) if bar else ""
    items: list[Item] = [*_head(request, name, ratio, width)]
    if bar:
        top = height - _PADDING - bar.height
        items += [replace(item, x=item.x + _PADDING, y=item.y + top) for item in bar.items]
    return Block("inset", width, height, tuple(items))


def _head(request: ExportRequest, name: Text, ratio: str, width: float) -> Iterator[Run]:
    colours, wide = ground(request.theme), measurer().width(ratio, SMALL)
    room = width - 2 * _PADDING - wide - 2 * _GAP
    text = measurer().shorten(in_language(name, request.language), BODY, room, bold=True)
    for run in paragraph(text, BODY, width, colours.label, bold=True).items:
        if isinstance(run, Run):
            said = replace(run, x=run.x + _PADDING, y=run.y + _PADDING)
            yield said
            if ratio:
                right = width - _PADDING - wide
                yield Run(ratio, right, said.y, SMALL, colours.label_secondary)


def _bar(request: ExportRequest, view: Viewport, map_unit: float, width: float) -> Block | None:
    """The scale bar, unless the scale varies too much for one."""
    most = min((width - 2 * _PADDING) * _BAR_SHARE, _MOST_BAR)
    bar = scale_bar(view, most / map_unit)
    return bar_block(bar, map_unit, ground(request.theme)) if bar else None
