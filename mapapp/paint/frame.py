"""The map itself: a scene painted into its frame, with pixels as units."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPaintEngine, QPainter, QPen

from mapapp.core.layerspec import Theme
from mapapp.core.theme import Ground, ground
from mapapp.paint.paths import painter_path, stroke_lines
from mapapp.paint.symbols import draw_symbol
from mapapp.paint.text import draw_halo, draw_text
from mapapp.render.blocks import Run
from mapapp.render.graticule import graticule
from mapapp.render.labels import BOLD_STYLES, PlacedLine, Style
from mapapp.render.scene import GroundPart, Mark, Scene, Stroke
from mapapp.render.symbols import symbol_box_px
from mapapp.render.text import measurer

_HALO_PX = 1.6
_NEAR_ZOOM = 4.5
_DEGREE_PX = 8.5
_CORNER_PX = 24.0
_GLOW_PX, _LINE_GLOW_PX = 7.0, 3.0  # as in resources/web/features.js


Pass = tuple[str, Callable[[QPainter], None]]
"""A named step of painting; SVG keeps each as a group."""


def frame_passes(
    scene: Scene,
    theme: Theme,
    *,
    lines: bool = True,
    opacities: Mapping[str, float] = MappingProxyType({}),
) -> Iterator[Pass]:
    """The steps that paint a scene with its upper left corner at 0, 0, clipped to its frame.

    Ground, each layer, names; ``lines`` says whether meridians and parallels are drawn,
    ``opacities`` how much some layers cover.
    """
    colours = ground(theme)
    yield "ground", _clipped(scene, lambda painter: _paint_ground(painter, scene, colours, lines))
    layers = [stroke.layer for stroke in scene.strokes] + [mark.layer for mark in scene.marks]
    for layer in dict.fromkeys(layers):
        paint = functools.partial(_paint_layer, scene=scene, layer=layer, colours=colours)
        opacity = opacities.get(layer, 1.0)
        yield layer, _clipped(scene, functools.partial(paint, opacity=opacity))
    yield "names", _clipped(scene, lambda painter: _paint_names(painter, scene, colours, lines))


def _clipped(scene: Scene, paint: Callable[[QPainter], None]) -> Callable[[QPainter], None]:
    def clip_and_paint(painter: QPainter) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(QRectF(0, 0, scene.view.width_px, scene.view.height_px))
        paint(painter)
        painter.restore()

    return clip_and_paint


def _paint_ground(painter: QPainter, scene: Scene, colours: Ground, lines: bool) -> None:
    box = QRectF(0, 0, scene.view.width_px, scene.view.height_px)
    painter.fillRect(box, QColor(colours.sea))
    for part in scene.ground:
        _paint_part(painter, part, colours, near=scene.view.zoom >= _NEAR_ZOOM)
    if lines:
        _paint_graticule(painter, scene, colours)
    _paint_dots(painter, scene, colours)


def _paint_layer(
    painter: QPainter, scene: Scene, layer: str, colours: Ground, opacity: float
) -> None:
    painter.setOpacity(opacity)
    for stroke in scene.strokes:
        if stroke.layer == layer:
            _paint_stroke(painter, stroke, colours)
    for mark in scene.marks:
        if mark.layer == layer:
            if mark.selected:
                _paint_glow(painter, mark, colours)
            draw_symbol(painter, mark.symbol, mark.x, mark.y)


def _paint_glow(painter: QPainter, mark: Mark, colours: Ground) -> None:
    """The ring around what is selected, as on the live map."""
    radius = symbol_box_px(mark.symbol) / 2 + _GLOW_PX / 2
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((colours.halo, 5.0), (colours.glow, 2.5)):
        painter.setPen(_pen(colour, width))
        painter.drawEllipse(QPointF(mark.x, mark.y), radius, radius)


def _paint_names(painter: QPainter, scene: Scene, colours: Ground, lines: bool) -> None:
    runs = [_run(line, colours) for label in scene.labels for line in label.lines]
    if lines:
        runs += _degrees(scene, colours)
    runs = [run for run in runs if _is_in_sight(painter, run)]
    for run in runs:  # all halos first, so that none covers a neighbour's text
        draw_halo(painter, run, colours.halo, _HALO_PX)
    for run in runs:
        draw_text(painter, run)


def _is_in_sight(painter: QPainter, run: Run) -> bool:
    """Whether a text reaches into the painted part: a PNG is painted in bands."""
    visible = painter.combinedTransform().inverted()[0].mapRect(QRectF(painter.viewport()))
    return visible.top() - run.size < run.y < visible.bottom() + 2 * run.size


def _degrees(scene: Scene, colours: Ground) -> Iterator[Run]:
    """Degrees of the meridians along the upper edge, of the parallels along the left one."""
    net, ink = graticule(scene.view), colours.label_secondary
    for x, text in net.meridians:
        width = measurer().width(text, _DEGREE_PX)
        if _CORNER_PX < x < scene.view.width_px - width:
            yield Run(text, x - width / 2, _DEGREE_PX + 1.5, _DEGREE_PX, ink)
    for y, text in net.parallels:
        if _CORNER_PX < y < scene.view.height_px - _CORNER_PX:
            yield Run(text, 3.0, y + _DEGREE_PX * 0.36, _DEGREE_PX, ink)


def _paint_part(painter: QPainter, part: GroundPart, colours: Ground, *, near: bool) -> None:
    path = painter_path(part.outlines)
    match part.role:
        case "land":
            painter.fillPath(path, QColor(colours.land))
        case "sea":
            painter.fillPath(path, QColor(colours.sea))
        case "lake":
            painter.fillPath(path, QColor(colours.sea))
            stroke_lines(painter, path, _pen(colours.coast, 0.5))
        case "river":
            stroke_lines(painter, path, _pen(colours.river, 0.9))
        case "coast":
            stroke_lines(painter, path, _pen(colours.coast, 0.8 if near else 0.6))
        case "province":
            stroke_lines(painter, path, _pen(colours.province, 0.8, (4.0, 2.5)))
        case "border":
            stroke_lines(painter, path, _pen(colours.country, 1.2 if near else 0.7))


def _paint_graticule(painter: QPainter, scene: Scene, colours: Ground) -> None:
    view, net = scene.view, graticule(scene.view)
    painter.setPen(_pen(colours.graticule, 0.5))
    painter.drawLines([QLineF(x, 0, x, view.height_px) for x, _ in net.meridians])
    painter.drawLines([QLineF(0, y, view.width_px, y) for y, _ in net.parallels])


def _paint_stroke(painter: QPainter, stroke: Stroke, colours: Ground) -> None:
    path, style = painter_path(stroke.outlines), stroke.style
    if stroke.selected:
        stroke_lines(painter, path, _pen(colours.glow, style.width_px + _LINE_GLOW_PX))
    colour = QColor(style.colour)
    if style.fill_opacity:
        inside = QColor(colour)
        inside.setAlphaF(style.fill_opacity)
        painter.fillPath(path, QBrush(inside))
    if painter.paintEngine().type() == QPaintEngine.Type.Pdf:
        colour = _mixed(colour, QColor(colours.land), style.opacity)
    else:
        colour.setAlphaF(style.opacity)
    stroke_lines(painter, path, _pen(colour, style.width_px, style.dash_px))


def _mixed(colour: QColor, ground: QColor, opacity: float) -> QColor:
    """A colour as it looks on the ground, opaque.

    Qt's PDF engine writes a translucent line as an area around it: ten times the bytes, and
    with many lines ten times the time.
    """
    over, under = ((shade.redF(), shade.greenF(), shade.blueF()) for shade in (colour, ground))
    mixed = (a * opacity + b * (1 - opacity) for a, b in zip(over, under, strict=True))
    return QColor.fromRgbF(*mixed)


def _paint_dots(painter: QPainter, scene: Scene, colours: Ground) -> None:
    painter.setPen(_pen(colours.halo, 1.0))
    painter.setBrush(QColor(colours.label_secondary))
    for x, y in scene.dots:
        painter.drawEllipse(QPointF(x, y), 2.0, 2.0)


def _run(line: PlacedLine, colours: Ground) -> Run:
    return Run(
        line.text,
        line.x,
        line.y,
        line.size_px,
        _ink(line.style, colours),
        bold=line.style in BOLD_STYLES,
        italic=line.style == "water",
    )


def _ink(style: Style, colours: Ground) -> str:
    match style:
        case "water":
            return colours.label_water
        case "feature" | "selected" | "capital":
            return colours.label
        case _:
            return colours.label_secondary


def _pen(colour: str | QColor, width: float, dash: tuple[float, ...] = ()) -> QPen:
    pen = QPen(QColor(colour), width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if dash else Qt.PenCapStyle.RoundCap)
    if dash:
        pen.setDashPattern([length / width for length in dash])
    return pen
