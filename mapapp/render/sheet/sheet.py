"""Where everything stands on a picture: one layout for all devices, made before painting."""

from __future__ import annotations

from collections.abc import Sequence

from mapapp.core.record import record
from mapapp.core.style.theme import ground
from mapapp.render.labels.room import BoxPx
from mapapp.render.request.area import AtScale
from mapapp.render.request.request import ExportRequest
from mapapp.render.sheet import furniture as make
from mapapp.render.sheet.blocks import Block, beside, stacked
from mapapp.render.sheet.column import FurnitureColumns, SheetContent
from mapapp.render.sheet.frame import CARD_MARGIN, CARD_PADDING, COLUMN, GAP, Frame
from mapapp.render.sheet.remarks import notes
from mapapp.render.view.scalebar import scale_bar
from mapapp.render.view.viewport import Viewport

_SCALE_BAR = 130.0
_LOCATOR_RATIO = 0.62
_LOCATOR_FROM_ZOOM = 4.0
_MAX_LOCATOR = 180.0
_MAX_CARD_SHARE = 0.3


@record
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
        ratio = f"1:{request.area.denominator:,.0f}" if isinstance(request.area, AtScale) else ""
        parts.append(make.scale(bar, frame.map_unit, ratio.replace(",", "\u2009"), colours))
    if not parts:
        return None
    block = make.carded(beside("scale_bar", parts, GAP), 6.0, colours)
    _, _, right, bottom = frame.map
    floor = bottom if frame.is_page else frame.footer.y
    return block.at(right - block.width - 8.0, floor - block.height - 8.0)


def lay_out(request: ExportRequest, frame: Frame, view: Viewport, content: SheetContent) -> Sheet:
    """Put everything in its place; what has no room is left out, the least needed first."""
    placed = [block for block in (frame.title, frame.footer) if block]
    scale = scale_block(request, frame, view)
    if scale and not any(_overlap(scale.box, block.box) for block in placed):
        placed.append(scale)
    if frame.columns:
        blocks, locator = _fill_columns(request, frame, view, content)
        return Sheet(frame, (*placed, *blocks), locator)
    card = _card(request, frame, content)
    spot = _corner(card, placed, frame, content) if card else None
    return Sheet(frame, (*placed, *([spot] if spot else [])), None)


def _card(request: ExportRequest, frame: Frame, content: SheetContent) -> Block | None:
    """Legend and remarks on a card, as much of them as a picture is large enough for."""
    colours, legend = ground(request.theme), content.legend
    layers = legend.layers if "legend" in request.parts else ()
    said = [*content.remarks, *notes(request)]
    for certainty in (legend.certainty if layers else (), ()):
        parts = [
            make.legend(layers, make.BODY, COLUMN, colours.label),
            make.legend(certainty, make.SMALL, COLUMN, colours.label_secondary),
            make.notes(said, COLUMN, colours),
        ]
        inside = stacked("legend", parts, 6.0)
        card = make.carded(inside, CARD_PADDING, colours)
        if inside.items and card.width <= (frame.map[2] - frame.map[0]) * _MAX_CARD_SHARE:
            return card
    return None


def _corner(
    card: Block, placed: Sequence[Block], frame: Frame, content: SheetContent
) -> Block | None:
    """The card in the free corner in which it hides the fewest features, if it fits in one."""
    left, top, right, bottom = frame.map
    floor = bottom if frame.is_page else frame.footer.y
    near, far = left + CARD_MARGIN, right - card.width - CARD_MARGIN
    high, low = top + CARD_MARGIN, floor - card.height - CARD_MARGIN
    corners = ((near, low), (far, high), (far, low), (near, high)) if low >= high else ()
    spots = [card.at(x, y) for x, y in corners]
    free = [spot for spot in spots if not any(_overlap(spot.box, block.box) for block in placed)]
    return min(free, key=lambda spot: _hidden(spot.box, frame, content.points), default=None)


def _overlap(one: BoxPx, other: BoxPx) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def _hidden(box: BoxPx, frame: Frame, points: Sequence[tuple[float, float]]) -> int:
    """How many features, in pixels of the map, a box of the sheet covers."""
    left, top, _, _ = frame.map
    placed = ((left + x * frame.map_unit, top + y * frame.map_unit) for x, y in points)
    return sum(box[0] <= x <= box[2] and box[1] <= y <= box[3] for x, y in placed)


def _fill_columns(
    request: ExportRequest, frame: Frame, view: Viewport, content: SheetContent
) -> tuple[list[Block], BoxPx | None]:
    """Legend, figures and sources, below a locator map where there is room for one."""
    left, top, right, bottom = frame.columns[0]
    column = FurnitureColumns(request, content, right - left)
    if "locator" in request.parts and view.zoom >= _LOCATOR_FROM_ZOOM:
        width = min(right - left, _MAX_LOCATOR)
        locator = (left, top, left + width, top + width * _LOCATOR_RATIO)
        below = (left, locator[3] + GAP, right, bottom)
        blocks = column.fitting((below, *frame.columns[1:]), least=3)
        if blocks is not None:
            return blocks, locator
    blocks = column.fitting(frame.columns)
    return blocks or column.fitting(frame.columns, details=False) or [], None
