"""The sheet before the map is read: its unit, and where map, title and furniture go.

A page has its furniture beside the map, or below it where the page stands upright. A picture of
a size in pixels is all map, with cards in its corners, but a small one has its attribution below;
so is a page with nothing beside its map. Units are CSS pixels at the sheet's own scale: on larger
paper everything grows with the square root of its side, and in proportion to it on posters, which
are read from afar.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, datetime

from mapapp.core.errors import UsageError
from mapapp.core.geo.extent import Extent
from mapapp.core.geo.mercator import CSS_PX_M
from mapapp.core.record import record
from mapapp.core.style.theme import ground
from mapapp.core.text import Language
from mapapp.render.labels import words
from mapapp.render.labels.room import BoxPx
from mapapp.render.labels.text import NO_BREAK
from mapapp.render.labels.words import in_language
from mapapp.render.request.area import AtScale
from mapapp.render.request.request import ExportRequest
from mapapp.render.sheet import furniture as make
from mapapp.render.sheet.blocks import Block
from mapapp.render.sheet.omissions import Omission
from mapapp.render.view.view import AnyView
from mapapp.render.view.viewport import Viewport

CARD_MARGIN = 10.0
CARD_PADDING = 8.0
COLUMN = 166.0
GAP = 12.0
_A4_WIDTH_PX = 1122.5
_MARGIN = 30.0
_MAP_UNIT = 0.86
_LEAST_UNIT = 0.96  # keeps the smallest text at six points
_LEAST_PICTURE = (320.0, 220.0)
SMALL_PICTURE = 480.0
"""Shorter side of a picture below which nothing may lie on features, the attribution neither."""

_KEPT_LETTERS = 44
"""A shorter text of the attribution, such as a date, stays on one line."""

_TITLE_SHARE = 0.6
_LEAST_MAP = (120.0, 80.0)
_LEAST_WIDTH_BESIDE = 480.0
_BAND_SHARE = 0.27
_POSTER_SHARE = 0.75
"""Of the growth of a poster's side that its texts grow: those of A0 are three times those of A4."""

_LEAST_COLUMN = 150.0
_FURTHER_COLUMN = 1.5 * COLUMN  # some 60 letters, as long as a line is well read
_MOST_COLUMNS = 3


@record
class Room:
    """How much of a page its furniture takes.

    Attributes:
        columns: how many of them are beside the map.
        band: height of those below the map, where the page stands upright; 0 as is usual.
    """

    columns: int = 1
    band: float = 0.0


USUAL_ROOM = Room()


@record
class Frame:
    """The sheet before the map is read.

    Attributes:
        width, height: of the sheet, in its units.
        unit: CSS pixels to one of its units.
        map: box of the map.
        map_unit: sheet units to one pixel of the map.
        title: the title block, or None.
        footer: the attribution, which is always there.
        columns: boxes of the furniture beside or below the map, all of one width.
        is_page: whether the map has paper around it.
        omitted: what of the title has no room.
    """

    width: float
    height: float
    unit: float
    map: BoxPx
    map_unit: float
    title: Block | None
    footer: Block
    columns: tuple[BoxPx, ...] = ()
    is_page: bool = False
    omitted: tuple[Omission, ...] = ()

    @property
    def is_all_map(self) -> bool:
        """Whether the map covers all of the sheet."""
        return self.map == (0.0, 0.0, self.width, self.height)

    @property
    def floor(self) -> float:
        """Where what lies on the map must end: at its foot, or above an attribution on it."""
        return min(self.map[3], self.footer.y) if not self.is_page else self.map[3]

    def view(self, request: ExportRequest) -> AnyView:
        """What the map shows; the area of the request must be ``resolved``.

        Raises:
            UsageError: if the projection cannot show the area.
        """
        left, top, right, bottom = self.map
        width, height = (right - left) / self.map_unit, (bottom - top) / self.map_unit
        if not request.projection.is_mercator:
            from mapapp.render.sheet.projected import projected_view

            return projected_view(request, width, height, self.unit * self.map_unit)
        match request.area:
            case Extent() as extent:
                return Viewport.fitted(extent, width, height)
            case AtScale(lon, lat, denominator):
                m_per_px = denominator * CSS_PX_M * self.unit * self.map_unit
                return Viewport.at_scale(lon, lat, m_per_px, width, height)
        raise TypeError(f"{request.area} is to be resolved first")


def plan_sheet(request: ExportRequest, room: Room = USUAL_ROOM) -> Frame:
    """Divide the picture into map, title, furniture and footer.

    Raises:
        UsageError: if a page is too small for its texts.
    """
    return _page(request, room) if request.page else _picture(request)


def further_columns(frame: Frame, top: float) -> list[BoxPx]:
    """The columns of a page after the sheet, which has no map: they share all of its width."""
    left, right, low = frame.map[0], frame.width - frame.map[0], frame.height - frame.map[0]
    count = max(int((right - left + GAP) / (_FURTHER_COLUMN + GAP)), 1)
    width = (right - left - (count - 1) * GAP) / count
    lefts = (left + i * (width + GAP) for i in range(count))
    return [(x, top, x + width, low) for x in lefts]


def further_width(frame: Frame) -> float:
    """How wide those are."""
    left, _, right, _ = further_columns(frame, 0.0)[0]
    return right - left


def too_small() -> UsageError:
    """That no sheet can be laid out."""
    return UsageError(
        "The page is too small for a map with these texts; "
        "choose a larger page, a shorter title or fewer parts."
    )


def has_furniture(request: ExportRequest) -> bool:
    """Whether anything is wanted beside the map."""
    remarks = "notes" in request.parts and bool(request.notes)
    return bool(request.parts & {"legend", "figures", "locator"}) or remarks


def _page(request: ExportRequest, room: Room) -> Frame:
    css_width, css_height = request.css_size
    unit = _unit_of_page(max(css_width, css_height) / _A4_WIDTH_PX)
    width, height = css_width / unit, css_height / unit
    margin = _MARGIN if max(css_width, css_height) > 1000 else _MARGIN * 0.8
    footer = _footer(request, width - 2 * margin)
    low = height - margin * 0.8 - footer.height - 6
    columns = _columns(request, (margin, margin, width - margin, low), room)
    beside = bool(columns) and not _is_upright(request)
    right = columns[0][0] - GAP if beside else width - margin
    floor = columns[0][1] - GAP if columns and not beside else low
    title = _title(request, right - margin)
    top = margin + (title.height + GAP if title else 0)
    if right - margin < _LEAST_MAP[0] or floor - top < _LEAST_MAP[1]:
        raise too_small()
    return Frame(
        width,
        height,
        unit,
        (margin, top, right, floor),
        _MAP_UNIT,
        title.at(margin, margin) if title else None,
        footer.at(margin, low + 6),
        columns,
        is_page=True,
        omitted=tuple(_cut_title(request, right - margin)),
    )


def _unit_of_page(growth: float) -> float:
    """CSS pixels to a unit of a page whose longer side is so many times that of A4."""
    return max(math.sqrt(growth), growth * _POSTER_SHARE, _LEAST_UNIT)


def _is_upright(request: ExportRequest) -> bool:
    return request.page is not None and request.page.is_portrait


def _columns(request: ExportRequest, inner: BoxPx, room: Room) -> tuple[BoxPx, ...]:
    """Columns on the right of a page, or some in a band at the foot of one that is upright."""
    left, top, right, bottom = inner
    if not has_furniture(request):
        return ()
    if not _is_upright(request):
        if right - left < _LEAST_WIDTH_BESIDE:
            return ()
        lefts = [right - COLUMN - i * (COLUMN + GAP) for i in reversed(range(room.columns))]
        return tuple((x, top, x + COLUMN, bottom) for x in lefts)
    count = min(max(int((right - left) / _LEAST_COLUMN), 1), _MOST_COLUMNS)
    width = (right - left - (count - 1) * GAP) / count
    band = bottom - (room.band or (bottom - top) * _BAND_SHARE)
    lefts = [left + i * (width + GAP) for i in range(count)]
    return tuple((x, band, x + width, bottom) for x in lefts)


def _picture(request: ExportRequest) -> Frame:
    css_width, css_height = request.css_size
    unit = min(1.0, css_width / _LEAST_PICTURE[0], css_height / _LEAST_PICTURE[1])
    width, height = css_width / unit, css_height / unit
    colours = ground(request.theme)
    is_small = min(width, height) < SMALL_PICTURE
    footer = _footer(request, width - 2 * CARD_PADDING)
    footer = make.strip(footer, width, colours) if is_small else make.carded(footer, 3.0, colours)
    footer = footer.at(width - footer.width, height - footer.height)
    title = _title(request, width * _TITLE_SHARE)
    omitted = tuple(_cut_title(request, width * _TITLE_SHARE))
    if title:
        title = make.carded(title, CARD_PADDING, colours).at(CARD_MARGIN, CARD_MARGIN)
        if title.box[3] >= footer.y - CARD_MARGIN:
            title, omitted = None, tuple(_no_title(request))
    low = footer.y if is_small else height
    return Frame(width, height, unit, (0.0, 0.0, width, low), 1.0, title, footer, omitted=omitted)


def _title(request: ExportRequest, width: float) -> Block | None:
    if "title" not in request.parts or not (request.title or request.subtitle):
        return None
    return make.title(request.title, request.subtitle, width, ground(request.theme))


def _cut_title(request: ExportRequest, width: float) -> Iterator[Omission]:
    """That the title is longer than its lines."""
    if "title" in request.parts and make.is_cut(request.title, width):
        yield Omission("title", make.TITLE_LINES, make.title_lines(request.title, width))


def _no_title(request: ExportRequest) -> Iterator[Omission]:
    if request.title:
        yield Omission("title")
    if request.subtitle:
        yield Omission("subtitle")


def _projection(request: ExportRequest) -> str:
    language = request.language
    if request.projection.is_mercator:
        name = in_language(words.MERCATOR, language)
        return words.labelled(words.PROJECTION, name, language, words.EPSG)
    from mapapp.render.labels.projection_words import PROJECTION_NAMES

    name = in_language(PROJECTION_NAMES[request.projection.name], language)
    return words.labelled(words.PROJECTION, name, language)


def _footer(request: ExportRequest, width: float) -> Block:
    """Who made the ground, one sentence a language on claims, review number, date and program."""
    language = request.language
    languages: tuple[Language, ...] = ("en", "zh") if language == "both" else (language,)
    ground_file = request.ground.name if request.ground else ""
    texts = words.credit_lines(language, ground_file)
    texts += [] if ground_file else map(words.NO_LEGAL_CLAIM.get, languages)
    if request.review_number:
        texts.append(words.labelled(words.REVIEW_NUMBER, request.review_number, language))
    texts.append(_projection(request))
    if "date" in request.parts:
        today = datetime.now(UTC).astimezone().date().isoformat()
        texts.append(words.labelled(words.MADE_ON, today, language))
    texts.append(words.PROGRAM.en)
    kept = [text.replace(" ", NO_BREAK) if len(text) <= _KEPT_LETTERS else text for text in texts]
    return make.attribution(" · ".join(kept), width, ground(request.theme).label_secondary)
