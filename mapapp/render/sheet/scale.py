"""What says how large and which way: the scale as a ratio and as a bar, and an arrow."""

from __future__ import annotations

from collections.abc import Iterator

from mapapp.core.geo.mercator import CSS_PX_M
from mapapp.core.style.theme import Ground, ground
from mapapp.core.text import Text
from mapapp.render.labels import words
from mapapp.render.labels.text import ASCENT_EM, measurer
from mapapp.render.labels.words import in_language, main_language
from mapapp.render.request.area import AtScale
from mapapp.render.request.request import ExportRequest
from mapapp.render.sheet.blocks import Bar, Block, Picture, Run, stacked
from mapapp.render.sheet.frame import Frame
from mapapp.render.sheet.furniture import BODY, SMALL, paragraph
from mapapp.render.sheet.omissions import SheetPart
from mapapp.render.view.scalebar import ScaleBar, m_per_px, scale_bar, scale_spread
from mapapp.render.view.view import AnyView
from mapapp.render.view.viewport import Viewport

BAR_HEIGHT = 4.0 + 1.5 + SMALL * 1.2
"""Of a bar with what is written below it."""

_BAR_WIDTH = 130.0
_BAR_HEIGHT = 4.0
_LINE = 0.4
_TEXT_GAP = 3.0
_WIDEST = 200.0
_DIGITS = 3
_MOST_TURNED_DEG = 5.0
_EVEN = 0.01
"""A scale that differs by less over the map is called true everywhere."""


def has_one_north(view: AnyView) -> bool:
    """Whether north is about the same way all over a map."""
    return view.north_spread_deg <= _MOST_TURNED_DEG


def scale_parts(
    request: ExportRequest, frame: Frame, view: AnyView
) -> Iterator[tuple[SheetPart, Block]]:
    """North arrow and scale, as far as they are wanted and true."""
    colours = ground(request.theme)
    if "north_arrow" in request.parts and has_one_north(view):
        yield "north_arrow", _north(request, colours, view.north_deg)
    bar = scale_bar(view, _BAR_WIDTH / frame.map_unit)
    if bar and "scale_bar" in request.parts:
        width = _BAR_WIDTH
        lines = [
            paragraph(ratio_text(request, frame, view), BODY, _WIDEST, colours.label),
            bar_block(bar, frame.map_unit, colours),
        ]
        widest = max(width, lines[1].width)
        lines += [
            paragraph(in_language(said, request.language), SMALL, widest, colours.label_secondary)
            for said in _said(view)
        ]
        yield "scale_bar", stacked("scale_bar", lines, 2.0)


def _said(view: AnyView) -> Iterator[Text]:
    """Where the scale is true, and in which projection, if that is not the usual one."""
    if not isinstance(view, Viewport):
        from mapapp.render.labels.projection_words import PROJECTION_NAMES, true_from

        yield PROJECTION_NAMES[view.projection.name]
        if view.projection.is_azimuthal:
            yield true_from(view.projection)
    if scale_spread(view) > _EVEN:
        yield words.TRUE_IN_MIDDLE


def ratio_text(request: ExportRequest, frame: Frame, view: AnyView) -> str:
    """``1:N`` in the middle of the map: as asked for, else to three digits."""
    if isinstance(request.area, AtScale):
        return ratio_of(request, request.area.denominator)
    exact = m_per_px(view) / (CSS_PX_M * frame.unit * frame.map_unit)
    return ratio_of(request, float(f"{exact:.{_DIGITS}g}"))


def ratio_of(request: ExportRequest, denominator: float) -> str:
    """``1:N``. Pixels have no size of their own: a picture of them says at which resolution."""
    ratio = f"1:{denominator:,.0f}".replace(",", " ")
    if request.page is not None:
        return ratio
    told = words.AT_DPI.get(main_language(request.language))
    return told.format(ratio, request.resolution)


def bar_block(bar: ScaleBar, map_unit: float, colours: Ground) -> Block:
    """A bar of stretches, with what the first one and all of them are long."""
    width = bar.width_px * map_unit
    part = width / bar.stretches
    inks = (colours.label, colours.paper)
    outline = Bar(0, 0, width, _BAR_HEIGHT, colours.label)
    stretches = [
        Bar(i * part + _LINE, _LINE, part - 2 * _LINE, _BAR_HEIGHT - 2 * _LINE, inks[i % 2])
        for i in range(bar.stretches)
    ]
    runs = tuple(
        Run(text, x, _BAR_HEIGHT + 1.5 + SMALL * ASCENT_EM, SMALL, colours.label)
        for text, x in _bar_texts(bar, width)
    )
    return Block("bar", width, BAR_HEIGHT, (outline, *stretches, *runs))


def _bar_texts(bar: ScaleBar, width: float) -> Iterator[tuple[str, float]]:
    """The texts below a bar with their left ends: 0, the first stretch and the half, all of it."""
    end = width - measurer().width(bar.text, SMALL)
    yield "0", 0.0
    free = measurer().width("0", SMALL) + _TEXT_GAP
    for i in dict.fromkeys((1, bar.stretches / 2)):
        if i == int(i):
            text = bar.text_at(int(i))
            half = measurer().width(text, SMALL) / 2
            middle = width * i / bar.stretches
            if middle - half >= free and middle + half <= end - _TEXT_GAP:
                yield text, middle - half
                free = middle + half + _TEXT_GAP
    yield bar.text, end


def _north(request: ExportRequest, colours: Ground, turned_deg: float) -> Block:
    """An arrow to the north, turned clockwise by so much."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="14" height="20" viewBox="0 0 14 20">'
        f'<g transform="rotate({turned_deg:.1f} 7 10)">'
        f'<path d="M7 0L14 20L7 15.5Z" fill="{colours.label}"/>'
        f'<path d="M7 0.6L0.6 19.2L7 15Z" fill="{colours.paper}" stroke="{colours.label}" '
        'stroke-width="0.6" stroke-linejoin="round"/></g></svg>'
    )
    text = in_language(words.NORTH, request.language)
    wide = measurer().width(text, SMALL, bold=True)
    width = max(14.0, wide)
    run = Run(text, (width - wide) / 2, SMALL * ASCENT_EM, SMALL, colours.label, bold=True)
    picture = Picture(svg, (width - 14.0) / 2, 10.0, 14.0, 20.0)
    return Block("north_arrow", width, 30.0, (run, picture))
