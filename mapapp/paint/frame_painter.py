"""The map itself: a scene painted into its frame, with pixels as units."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPainterPath, QPen

from mapapp.core.style.ground import GROUND_STYLE, Lettering
from mapapp.core.style.symbology import Theme
from mapapp.core.style.theme import Ground, ground
from mapapp.paint.paths import painter_path, stroke_lines
from mapapp.paint.pens import pen_of
from mapapp.paint.stacks import draw_badges, draw_leaders, draw_places
from mapapp.paint.stamps import STAMPED, can_stamp, stamp
from mapapp.paint.symbol_painter import draw_symbol
from mapapp.paint.text_painter import draw_halo, draw_text
from mapapp.render.labels.label import PlacedLine
from mapapp.render.labels.room import BoxPx
from mapapp.render.scene.scene import GroundPart, Mark, PlacedLayer, Scene, Stroke
from mapapp.render.scene.symbols import LineStyle, symbol_box_px
from mapapp.render.sheet.blocks import Run
from mapapp.render.view.graticule import graticule
from mapapp.render.view.viewport import Viewport
from mapapp.render.view.visible import world_edge

_EDGE_PX = 1.0
_RING_PX = 0.6

Pass = tuple[str, Callable[[QPainter], None]]
"""A named step of painting; SVG keeps each as a group."""


def frame_passes(
    scene: Scene,
    theme: Theme,
    *,
    lines: bool = True,
    degrees: Sequence[Run] = (),
    opaque: bool = False,
    ring: tuple[BoxPx, BoxPx] | None = None,
) -> Iterator[Pass]:
    """The steps that paint a scene with its upper left corner at 0, 0, clipped to its frame.

    Ground, each layer in the order of the scene, names and counts; ``lines`` says whether
    meridians and parallels are drawn, ``degrees`` what is written at them, ``opaque`` that layers
    cover wholly: the caller lets them shine through. Of a ring, an outer and an inner box, only
    what is between them is painted.
    """
    colours = ground(theme)
    clipped = functools.partial(_clipped, scene, ring)
    size_px = scene.view.width_px, scene.view.height_px
    yield "ground", clipped(lambda painter: _paint_ground(painter, scene, colours, lines))
    for layer in scene.layers:
        opacity = 1.0 if opaque else layer.layer.opacity
        paint = functools.partial(
            _paint_layer, layer=layer, colours=colours, opacity=opacity, size_px=size_px
        )
        yield layer.id, clipped(paint)
    yield "names", clipped(lambda painter: _paint_names(painter, scene, colours, degrees))


def _clipped(
    scene: Scene, ring: tuple[BoxPx, BoxPx] | None, paint: Callable[[QPainter], None]
) -> Callable[[QPainter], None]:
    box = QRectF(0, 0, scene.view.width_px, scene.view.height_px)

    def clip_and_paint(painter: QPainter) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if ring:
            painter.setClipPath(_between(*ring))
        else:
            painter.setClipRect(box)
        paint(painter)
        painter.restore()

    return clip_and_paint


def _between(*boxes: BoxPx) -> QPainterPath:
    """What is inside the outer of two boxes, but not inside the inner one."""
    path = QPainterPath()
    for left, top, right, bottom in boxes:
        path.addRect(QRectF(left, top, right - left, bottom - top))
    return path


def _paint_ground(painter: QPainter, scene: Scene, colours: Ground, lines: bool) -> None:
    box = QRectF(0, 0, scene.view.width_px, scene.view.height_px)
    edge = world_edge(scene.view)
    painter.fillRect(box, QColor(colours.paper if edge else colours.sea))
    if edge:
        painter.fillPath(painter_path(edge), QColor(colours.sea))
    for part in scene.ground:
        _paint_part(painter, part, colours, scene.view.zoom)
    if lines:
        _paint_graticule(painter, scene, colours)
    if edge:
        stroke_lines(painter, painter_path(edge), pen_of(colours.hairline, _EDGE_PX))


def _paint_layer(
    painter: QPainter,
    layer: PlacedLayer,
    colours: Ground,
    opacity: float,
    size_px: tuple[float, float],
) -> None:
    painter.setOpacity(opacity)
    for stroke in layer.strokes:
        _paint_stroke(painter, stroke, colours)
    if layer.crowd is not None:
        from mapapp.paint.crowd_painter import draw_crowd

        draw_crowd(painter, layer.crowd, *size_px)
    shown = [mark for mark in layer.marks if mark.count]
    draw_leaders(painter, shown, colours)
    plain = [mark for mark in shown if not mark.selected]
    if _are_copied(plain) and can_stamp(painter):
        stamp(painter, plain)
    else:
        for mark in plain:
            draw_symbol(painter, mark.symbol, mark.x, mark.y)
    for mark in layer.marks:
        if mark.selected:
            _paint_glow(painter, mark, colours)
            draw_symbol(painter, mark.symbol, mark.x, mark.y)


def _are_copied(marks: Sequence[Mark]) -> bool:
    """Whether symbols are copied from pixels: many, or such as Qt dashes anew in each band."""
    return len(marks) >= STAMPED or any(mark.symbol.ring for mark in marks)


def _paint_glow(painter: QPainter, mark: Mark, colours: Ground) -> None:
    """The ring around what is selected."""
    glow = GROUND_STYLE.glow
    radius = symbol_box_px(mark.symbol) / 2 + glow.ring_px / 2
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((colours.halo, glow.ring_halo_px), (colours.glow, glow.ring_line_px)):
        painter.setPen(pen_of(colour, width))
        painter.drawEllipse(QPointF(mark.x, mark.y), radius, radius)


def _paint_names(painter: QPainter, scene: Scene, colours: Ground, degrees: Sequence[Run]) -> None:
    painter.setPen(pen_of(colours.label_secondary, GROUND_STYLE.stack.leader_px))
    painter.drawLines([QLineF(*label.leader) for label in scene.labels if label.leader])
    draw_places(painter, [mark for mark in scene.marks if mark.count], colours)
    _paint_badges(painter, scene, colours)
    _paint_dots(painter, scene, colours)
    lines = [line for label in scene.labels for line in label.lines]
    styles = [*(GROUND_STYLE.texts[line.style] for line in lines), *(Lettering() for _ in degrees)]
    all_runs = [*(_run(line, colours) for line in lines), *degrees]
    named = [pair for pair in zip(all_runs, styles, strict=True) if _is_in_sight(painter, pair[0])]
    for run, style in named:  # all halos first, so that none covers a neighbour's text
        if style.halo:
            draw_halo(painter, run, colours.halo, GROUND_STYLE.text_halo_px)
    for run, _ in named:
        draw_text(painter, run)


def _paint_badges(painter: QPainter, scene: Scene, colours: Ground) -> None:
    """Counts over the symbols of all layers, or one of the next layer would hide them."""
    for layer in scene.layers:
        painter.setOpacity(layer.layer.opacity)
        draw_badges(painter, layer.marks, colours)
    painter.setOpacity(1.0)


def _is_in_sight(painter: QPainter, run: Run) -> bool:
    """Whether a text reaches into the painted part: a PNG is painted in bands."""
    visible = painter.combinedTransform().inverted()[0].mapRect(QRectF(painter.viewport()))
    return visible.top() - run.size < run.y < visible.bottom() + 2 * run.size


def _paint_part(painter: QPainter, part: GroundPart, colours: Ground, zoom: float) -> None:
    path, style = painter_path(part.outlines), GROUND_STYLE.parts[part.kind]
    path.setFillRule(Qt.FillRule.WindingFill)  # land of a ground file lies over the basemap's
    if style.fill:
        painter.fillPath(path, QColor(getattr(colours, style.fill)))
    if line := style.line:
        near = zoom >= GROUND_STYLE.region_from_zoom
        width = line.width_px if near else line.far_width_px
        stroke_lines(painter, path, pen_of(getattr(colours, line.colour), width, line.dash_px))


def _paint_graticule(painter: QPainter, scene: Scene, colours: Ground) -> None:
    view, pen = scene.view, pen_of(colours.graticule, GROUND_STYLE.graticule.width_px)
    if not isinstance(view, Viewport):
        from mapapp.render.view.curved_graticule import curved_graticule

        curved = curved_graticule(view)
        stroke_lines(painter, painter_path(curved.outlines), pen)
        rings = pen_of(colours.hairline, _RING_PX)
        stroke_lines(painter, painter_path(curved.rings), rings)
        return
    net = graticule(view)
    painter.setPen(pen)
    painter.drawLines([QLineF(x, 0, x, view.height_px) for x, _ in net.meridians])
    painter.drawLines([QLineF(0, y, view.width_px, y) for y, _ in net.parallels])


def _paint_stroke(painter: QPainter, stroke: Stroke, colours: Ground) -> None:
    """The inside of areas that are drawn alike, as one; then their edges, or lines."""
    path, style = painter_path(stroke.outlines), stroke.style
    path.setFillRule(Qt.FillRule.WindingFill)
    if stroke.selected:
        _paint_line_glow(painter, path, stroke, colours)
    colour = QColor(style.colour)
    if painter.paintEngine().type() == QPaintEngine.Type.Pdf:
        colour = _mixed(colour, QColor(colours.land), style.opacity)
    else:
        colour.setAlphaF(style.opacity)
    pen = pen_of(colour, style.width_px, style.dash_px)
    _paint_shape(painter, path, pen if style.opacity else QPen(Qt.PenStyle.NoPen), _inside(style))


def _paint_line_glow(
    painter: QPainter, path: QPainterPath, stroke: Stroke, colours: Ground
) -> None:
    """What surrounds a selected line; a dashed edge of an area keeps its dashes, on a halo."""
    style = stroke.style
    width = style.width_px + GROUND_STYLE.glow.line_px
    dash = style.dash_px if stroke.kind != "line" else ()
    if dash:
        stroke_lines(painter, path, pen_of(colours.halo, width + GROUND_STYLE.glow.line_px))
    stroke_lines(painter, path, pen_of(colours.glow, width, dash))


def _inside(style: LineStyle) -> QColor | None:
    """The colour that fills an area, or None for a line."""
    if not style.fill_opacity:
        return None
    inside = QColor(style.fill)
    inside.setAlphaF(style.fill_opacity)
    return inside


def _paint_shape(painter: QPainter, path: QPainterPath, pen: QPen, inside: QColor | None) -> None:
    if inside is None:
        stroke_lines(painter, path, pen)
    elif painter.paintEngine().type() == QPaintEngine.Type.Pdf:
        painter.setPen(pen)
        painter.setBrush(inside)
        painter.drawPath(path)  # in one go, or all vertices would be written twice
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.fillPath(path, inside)
        stroke_lines(painter, path, pen)


def _mixed(colour: QColor, ground: QColor, opacity: float) -> QColor:
    """A colour as it looks on the ground, opaque.

    Qt's PDF engine writes a translucent line as an area around it: ten times the bytes, and
    with many lines ten times the time.
    """
    over, under = ((shade.redF(), shade.greenF(), shade.blueF()) for shade in (colour, ground))
    mixed = (a * opacity + b * (1 - opacity) for a, b in zip(over, under, strict=True))
    return QColor.fromRgbF(*mixed)


def _paint_dots(painter: QPainter, scene: Scene, colours: Ground) -> None:
    radius = GROUND_STYLE.dot_px
    painter.setPen(pen_of(colours.halo, GROUND_STYLE.dot_halo_px))
    painter.setBrush(QColor(colours.label_secondary))
    for x, y in scene.dots:
        painter.drawEllipse(QPointF(x, y), radius, radius)


def _run(line: PlacedLine, colours: Ground) -> Run:
    style = GROUND_STYLE.texts[line.style]
    ink = getattr(colours, style.colour)
    return Run(line.text, line.x, line.y, line.size_px, ink, bold=style.bold, italic=style.italic)
