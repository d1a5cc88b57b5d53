"""Icons from SVG text, sharp on any screen."""

from __future__ import annotations

import functools

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from mapapp.core.disk.assets import asset
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.style.symbology import SymbolClass, Theme
from mapapp.render.scene.symbols import swatch_svg

_SCALE = 2  # drawn at twice the size, so that a 2x screen has all its pixels


@functools.lru_cache(maxsize=256)
def svg_icon(svg: str, side_px: int = 24) -> QIcon:
    """An icon of a square with the drawing in its middle at its own size."""
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    size = renderer.defaultSize().scaled(
        QSize(side_px, side_px), Qt.AspectRatioMode.KeepAspectRatio
    )
    if renderer.defaultSize().width() <= side_px:
        size = renderer.defaultSize()
    pixmap = QPixmap(side_px * _SCALE, side_px * _SCALE)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.scale(_SCALE, _SCALE)
    left, top = (side_px - size.width()) / 2, (side_px - size.height()) / 2
    renderer.render(painter, QRectF(left, top, size.width(), size.height()))
    painter.end()
    pixmap.setDevicePixelRatio(_SCALE)
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)  # Qt would tint it else
    return icon


def themed_icon(name: str, colour: str) -> QIcon:
    """An icon of ``resources/icons``, drawn in a colour (``#rrggbb``)."""
    svg = asset("icons", f"{name}.svg").read_text(encoding="utf-8")
    return svg_icon(svg.replace("currentColor", colour))


def layer_icon(spec: LayerSpec, theme: Theme, told: SymbolClass | None = None) -> QIcon:
    """The symbol that stands for a layer or for a class of it, as of a place known exactly."""
    return svg_icon(swatch_svg(spec, told, theme))
