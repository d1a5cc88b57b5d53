"""Where everything stands on a picture: one layout for all devices, made before painting.

A page has the map beside a column of legend, figures and sources. A picture of a size in
pixels is all map, with cards in its corners. Units are CSS pixels at the sheet's own scale:
on larger paper everything grows with the square root of its side.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from mapapp.core.extent import Extent
from mapapp.core.mercator import CSS_PX_M
from mapapp.core.theme import Ground, ground
from mapapp.render import furniture as make
from mapapp.render import words
from mapapp.render.area import AtScale
from mapapp.render.blocks import Block, beside, stacked
from mapapp.render.column import SECTION_GAP, Column, Content
from mapapp.render.labels import BoxPx
from mapapp.render.request import ExportRequest
from mapapp.render.scalebar import scale_bar
from mapapp.render.viewport import Viewport
from mapapp.render.words import told

_A4_WIDTH_PX = 1122.5
_MARGIN = 30.0
_GAP = 12.0
_COLUMN = 166.0
_CARD_MARGIN = 10.0
_CARD_PADDING = 8.0
_SCALE_BAR = 130.0
_LOCATOR_RATIO = 0.62
_LOCATOR_FROM_ZOOM = 4.0
_MAP_UNIT = 0.86
_MAX_CARD_SHARE = 0.3
_LEAST_UNIT = 0.96  # keeps the smallest text at six points
_LEAST_PICTURE = (320.0, 220.0)


@dataclass(frozen=True, slots=True)
class Frame:
    """The sheet before the map is read.

    Attributes:
        width, height: of the sheet, in its units.
        unit: CSS pixels to one of its units.
        map: box of the map.
        map_unit: sheet units to one pixel of the map.
        title: the title block, or None.
        footer: the attribution, which is always there.
        column: box of the furniture beside the map, or None.
    """

    width: float
    height: float
    unit: float
    map: BoxPx
    map_unit: float
    title: Block | None
    footer: Block
    column: BoxPx | None

    def view(self, request: ExportRequest) -> Viewport:
        """What the map shows."""
        left, top, right, bottom = self.map
        width, height = (right - left) / self.map_unit, (bottom - top) / self.map_unit
        match request.area:
            case Extent() as extent:
                return Viewport.fitted(extent, width, height)
            case AtScale(lon, lat, denominator):
                m_per_px = denominator * CSS_PX_M * self.unit * self.map_unit
                return Viewport.at_scale(lon, lat, m_per_px, width, height)
        raise TypeError(f"{request.area} is to be resolved first")


def plan_sheet(request: ExportRequest) -> Frame:
    """Divide the picture into map, title, column and footer."""
    return _page(request) if request.page else _picture(request)


def _page(request: ExportRequest) -> Frame:
    css_width, css_height = request.css_size
    unit = max(math.sqrt(css_width / _A4_WIDTH_PX), _LEAST_UNIT)
    width, height = css_width / unit, css_height / unit
    colours = ground(request.theme)
    margin = _MARGIN if css_width > 1000 else _MARGIN * 0.8
    column_left = width - margin - _COLUMN
    map_right = column_left - _GAP
    title = _title(request, map_right - margin, colours)
    top = margin + (title.height + _GAP if title else 0)
    footer = make.attribution(width - 2 * margin, request.language, colours)
    bottom = height - margin * 0.8 - footer.height
    map_bottom = bottom - 6
    return Frame(
        width,
        height,
        unit,
        (margin, top, map_right, map_bottom),
        _MAP_UNIT,
        title.at(margin, margin) if title else None,
        footer.at(margin, bottom),
        (column_left, margin, width - margin, map_bottom),
    )


def _picture(request: ExportRequest) -> Frame:
    css_width, css_height = request.css_size
    unit = min(1.0, css_width / _LEAST_PICTURE[0], css_height / _LEAST_PICTURE[1])
    width, height = css_width / unit, css_height / unit
    colours = ground(request.theme)
    footer = make.attribution(width - 2 * _CARD_PADDING, request.language, colours)
    footer = make.carded(footer, 3.0, colours)
    footer = footer.at(width - footer.width, height - footer.height)
    title = _title(request, width * 0.6, colours)
    if title:
        title = make.carded(title, _CARD_PADDING, colours).at(_CARD_MARGIN, _CARD_MARGIN)
        title = title if title.box[3] < footer.y - _CARD_MARGIN else None
    return Frame(width, height, unit, (0.0, 0.0, width, height), 1.0, title, footer, None)


def _title(request: ExportRequest, width: float, colours: Ground) -> Block | None:
    if "title" not in request.parts or not (request.title or request.subtitle):
        return None
    return make.title(request.title, request.subtitle, width, colours)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The finished layout: blocks in place, and the box of the locator map, if any."""

    frame: Frame
    blocks: tuple[Block, ...]
    locator: BoxPx | None


def scale_block(request: ExportRequest, frame: Frame, view: Viewport) -> Block | None:
    """Scale bar and north arrow in the map's lower right corner, or None."""
    colours = ground(request.theme)
    parts = []
    if "north_arrow" in request.parts:
        parts.append(make.north(request.language, colours))
    bar = scale_bar(view, _SCALE_BAR / frame.map_unit)
    if bar and "scale_bar" in request.parts:
        parts.append(make.scale(bar, frame.map_unit, colours))
    if not parts:
        return None
    block = make.carded(beside("scale_bar", parts, _GAP), 6.0, colours)
    _, _, right, bottom = frame.map
    floor = bottom if frame.column else frame.footer.y
    return block.at(right - block.width - 8.0, floor - block.height - 8.0)


def lay_out(request: ExportRequest, frame: Frame, view: Viewport, content: Content) -> Sheet:
    """Put everything in its place; what has no room is left out, the least needed first."""
    placed = [block for block in (frame.title, frame.footer) if block]
    scale = scale_block(request, frame, view)
    if scale and not any(_overlap(scale.box, block.box) for block in placed):
        placed.append(scale)
    if frame.column is None:
        card = _legend_card(request, frame, view, content)
        spot = _corner(card, placed, frame, content) if card else None
        return Sheet(frame, (*placed, *([spot] if spot else [])), None)
    blocks, locator = _fill_column(request, frame, view, content)
    return Sheet(frame, (*placed, *blocks), locator)


def _legend_card(
    request: ExportRequest, frame: Frame, view: Viewport, content: Content
) -> Block | None:
    """The legend of a picture that is large enough for it, on a card."""
    if "legend" not in request.parts or not content.legend.layers:
        return None
    colours = ground(request.theme)
    notes = [] if scale_bar(view, 100.0) else [told(words.NO_SCALE, request.language)]
    for certainty in (content.legend.certainty, ()):
        parts = [make.legend(content.legend.layers, make.BODY, _COLUMN, colours.label)]
        parts.append(make.legend(certainty, make.SMALL, _COLUMN, colours.label_secondary))
        parts.append(make.notes(notes, _COLUMN, colours))
        card = make.carded(stacked("legend", parts, 6.0), _CARD_PADDING, colours)
        if card.width <= frame.width * _MAX_CARD_SHARE:
            return card
    return None


def _corner(card: Block, placed: Sequence[Block], frame: Frame, content: Content) -> Block | None:
    """The card in the free corner in which it hides the fewest features, if it fits in one."""
    right = frame.width - card.width - _CARD_MARGIN
    low = frame.footer.y - card.height - _CARD_MARGIN
    spots = [
        card.at(x, y)
        for x, y in ((_CARD_MARGIN, low), (right, _CARD_MARGIN), (right, low))
        if y >= _CARD_MARGIN
    ]
    free = [spot for spot in spots if not any(_overlap(spot.box, block.box) for block in placed)]
    return min(free, key=lambda spot: _hidden(spot.box, content.points), default=None)


def _overlap(one: BoxPx, other: BoxPx) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def _hidden(box: BoxPx, points: Sequence[tuple[float, float]]) -> int:
    return sum(box[0] <= x <= box[2] and box[1] <= y <= box[3] for x, y in points)


def _fill_column(
    request: ExportRequest, frame: Frame, view: Viewport, content: Content
) -> tuple[list[Block], BoxPx | None]:
    """Legend, figures and sources, below a locator map where there is room for one."""
    left, top, right, bottom = frame.column or frame.map
    column = Column(request, view, content, right - left)
    wanted = "locator" in request.parts and view.zoom >= _LOCATOR_FROM_ZOOM
    height = (right - left) * _LOCATOR_RATIO
    sections = column.fitting(bottom - top - height - _GAP, least=3) if wanted else None
    locator = None if sections is None else (left, top, right, top + height)
    if sections is None:
        sections = column.fitting(bottom - top) or []
    y = locator[3] + _GAP if locator else top
    blocks = []
    for section in sections:
        blocks.append(section.at(left, y))
        y += section.height + SECTION_GAP
    return blocks, locator
