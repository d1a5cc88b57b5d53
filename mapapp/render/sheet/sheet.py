"""Where everything stands on a picture: one layout for all devices, made before painting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.style.theme import ground
from mapapp.render.labels.room import BoxPx
from mapapp.render.request.request import ExportRequest
from mapapp.render.sheet import furniture as make
from mapapp.render.sheet.blocks import Block, beside
from mapapp.render.sheet.cards import LOWER_RIGHT, Corners, legend_card
from mapapp.render.sheet.column import FilledColumns, Furniture, filled
from mapapp.render.sheet.frame import GAP, Frame
from mapapp.render.sheet.omissions import Omission, omission_message
from mapapp.render.sheet.scale import scale_parts
from mapapp.render.view.view import AnyView

if TYPE_CHECKING:
    from mapapp.render.sheet.further import FurtherPage

_SCALE_MARGIN = 8.0
_SCALE_PADDING = 6.0


@record
class Sheet:
    """The finished layout.

    Attributes:
        frame: the parts of the sheet.
        blocks: the furniture in its place.
        locator: the box of the locator map, or None.
        further: pages that go on with what has no room, in a format that can have them.
        omitted: what has no room anywhere.
    """

    frame: Frame
    blocks: tuple[Block, ...]
    locator: BoxPx | None
    further: tuple[FurtherPage, ...] = ()
    omitted: tuple[Omission, ...] = ()


def sheet_remarks(sheet: Sheet) -> Iterator[Message]:
    """What a preview of the sheet does not show: that it goes on, and what has no room."""
    if len(sheet.further) == 1:
        yield Message("What has no room here follows on a second page.")
    elif sheet.further:
        yield Message(
            "What has no room here follows on {count} further pages.", count=len(sheet.further)
        )
    if sentence := omission_message(sheet.omitted):
        yield sentence


def lay_out(request: ExportRequest, frame: Frame, view: AnyView, furniture: Furniture) -> Sheet:
    """Put everything in its place; what has no room goes to further pages, or is named."""
    placed = [block for block in (frame.title, frame.footer) if block]
    corners = Corners(frame, placed, furniture.content.points)
    scale, omitted = _scale(request, frame, view, corners)
    placed += [scale] if scale else []
    if frame.columns:
        fill = filled(furniture, frame.columns)
        placed += fill.blocks
    else:
        card, fill = legend_card(furniture, Corners(frame, placed, furniture.content.points))
        placed += [card] if card else []
    further = _further(request, frame, fill) if furniture.can_spill else ()
    omitted = [*frame.omitted, *omitted, *fill.without_locator]
    omitted += [] if furniture.can_spill else fill.omitted
    return Sheet(frame, tuple(placed), fill.locator, further, tuple(omitted))


def _further(request: ExportRequest, frame: Frame, fill: FilledColumns) -> tuple[FurtherPage, ...]:
    if not fill.rest:
        return ()
    from mapapp.render.sheet.further import further_pages

    return further_pages(request, frame, fill.rest, fill.furniture.folio)


def _scale(
    request: ExportRequest, frame: Frame, view: AnyView, corners: Corners
) -> tuple[Block | None, list[Omission]]:
    """Scale bar and north arrow in a corner of the map, the lower right one if it is free."""
    colours = ground(request.theme)
    wanted = dict(scale_parts(request, frame, view))
    for kept in (list(wanted), list(wanted)[-1:]):
        if kept:
            row = beside("scale_bar", [wanted[part] for part in kept], GAP)
            card = make.carded(row, _SCALE_PADDING, colours)
            spot = corners.spot(card, _SCALE_MARGIN, LOWER_RIGHT)
            if spot:
                return spot, [Omission(part) for part in wanted if part not in kept]
    return None, [Omission(part) for part in wanted]
