"""How much of a page the furniture gets: what must be said first, and the map the most of it."""

from __future__ import annotations

from collections.abc import Sequence

from mapapp.core.errors import UsageError
from mapapp.render.labels.room import BoxPx
from mapapp.render.request.request import ExportRequest
from mapapp.render.sheet.column import Furniture, holds_all
from mapapp.render.sheet.frame import Frame, Room, plan_sheet
from mapapp.render.sheet.sections import Section, least_height, poured

_LEAST_MAP_WIDTH, _LEAST_MAP_HEIGHT = 0.5, 0.4
"""Of the page: what the map keeps, whatever else has no room."""

_WIDE_MAP = 0.6
"""Of the page: what the map keeps where another column only saves a further page."""

_MOST_COLUMNS = 3


def fitted_frame(request: ExportRequest, usual: Frame, furniture: Furniture) -> Frame:
    """The usual frame of a page, or one with more or less room for its furniture."""
    if not usual.columns:
        return usual
    is_below = usual.columns[0][1] > usual.map[3]
    return (_above_columns if is_below else _beside_columns)(request, usual, furniture)


def _beside_columns(request: ExportRequest, usual: Frame, furniture: Furniture) -> Frame:
    """With as many columns as what must be said needs, if the map stays wide enough.

    Another one is taken if it saves a further page, and the map is still most of the sheet.
    """
    chosen, wanted = usual, furniture.wanted_beside()
    for count in range(1, _MOST_COLUMNS + 1):
        frame = usual if count == 1 else _planned(request, Room(columns=count), usual)
        if frame.map[2] - frame.map[0] < _LEAST_MAP_WIDTH * frame.width:
            break
        chosen = frame
        if not poured(frame.columns, wanted).rest:
            break
    if not furniture.can_spill or holds_all(furniture, chosen.columns):
        return chosen
    more = _planned(request, Room(columns=len(chosen.columns) + 1), usual)
    is_wide = more.map[2] - more.map[0] >= _WIDE_MAP * more.width
    return more if is_wide and holds_all(furniture, more.columns) else chosen


def _above_columns(request: ExportRequest, usual: Frame, furniture: Furniture) -> Frame:
    """With a band as high as all needs, or as what must be said needs if that is more than usual.

    Columns of the least height that holds all are of about the same length.
    """
    _, top, _, bottom = usual.columns[0]
    tall = bottom - top
    others = [*furniture.following(), *furniture.figures(0, furniture.needed_figures)]
    orders = [*furniture.with_locator()][:2] or [furniture.essentials()]
    band = _band(usual.columns, [[*order, *others] for order in orders], tall)
    if band is None:
        spare = usual.map[3] - usual.map[1] - _LEAST_MAP_HEIGHT * usual.height
        most = tall + max(spare, 0.0)
        band = max(_band(usual.columns, [furniture.essentials()], most) or most, tall)
    return _planned(request, Room(band=band), usual)


def _band(boxes: Sequence[BoxPx], orders: Sequence[Sequence[Section]], most: float) -> float | None:
    """The least height that holds sections in any of their orders, lists uncut if that can be.

    None if it is above ``most``.
    """
    for is_cut in (False, True):
        heights = [least_height(boxes, order, most, is_cut=is_cut) for order in orders]
        if any(heights):
            return min(height for height in heights if height)
    return None


def _planned(request: ExportRequest, room: Room, usual: Frame) -> Frame:
    """The frame with a room, or the usual one where the page is too small for it."""
    try:
        return plan_sheet(request, room)
    except UsageError:
        return usual
