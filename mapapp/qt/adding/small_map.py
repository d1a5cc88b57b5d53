"""Where the features of a layer are, on a small map by our own painter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from mapapp.core.geo.extent import LIAONING
from mapapp.core.geo.mercator import world_px, world_x, world_y
from mapapp.core.map.framing import framed
from mapapp.core.map.state import MapState, ViewState
from mapapp.core.source.boxes import Bounds, roomy_extent
from mapapp.core.style.theme import ground
from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.preview_process import PreviewProcess
from mapapp.qt.parts.style import COLOURS
from mapapp.render.request.from_json import request_to_table
from mapapp.render.request.preview import Answer, PreviewOrder
from mapapp.render.request.request import ExportRequest
from mapapp.store.files.sketch import Sketch

_SIZE = QSize(320, 218)
_CREDIT_PX = 60
"""Room below what is shown for the credits, which are too long for a map of this size."""
_DOT_PX, _LINE_PX, _HALO_PX = 2.4, 1.4, 1.2
_NEAREST_ZOOM, _PLACE_ZOOM = 11.0, 7.0
"""Of a layer; and of a place, so that one sees in what it lies."""
_SKETCH_OPACITY = 0.85


class SmallMap(QWidget):
    """The ground around a layer with its features and its extent; the ground comes a bit later."""

    def __init__(self, state: MapState, atlas: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(_SIZE)
        self._state = state
        self._ground = QImage()
        self._sketch = Sketch(np.empty((0, 2)))
        self._bounds: Bounds | None = None
        self._view = self._framed(None)
        self.previews = PreviewProcess(atlas, self)
        self.previews.answered.connect(self._take_ground)

    @property
    def has_ground(self) -> bool:
        """Whether the ground of what is shown has come."""
        return not self._ground.isNull()

    def show_layer(self, sketch: Sketch, bounds: Bounds | None, description: str) -> None:
        """Show where a layer is; ``bounds`` are None where that is not known."""
        self._show(sketch, bounds, self._framed(bounds), description)

    def show_places(
        self, lon_lat: NDArray[np.float64], framed: Sequence[int], current: int | None,
        description: str,
    ) -> None:  # fmt: skip
        """Show some places, of which one has a frame.

        Args:
            lon_lat: where they are, in degrees of WGS84; shape (n, 2).
            framed: which are to be in sight.
            current: which one has the frame.
            description: for screen readers.
        """
        view = self._framed(_bounds_of(lon_lat[list(framed)]), _PLACE_ZOOM)
        marked = None if current is None else _bounds_of(lon_lat[[current]])
        self._show(Sketch(lon_lat), marked, view, description)

    def _show(
        self, sketch: Sketch, bounds: Bounds | None, view: ViewState, description: str
    ) -> None:
        self._sketch, self._bounds = sketch, bounds
        self.setAccessibleDescription(description)
        if view != self._view or self._ground.isNull():
            self._view, self._ground = view, QImage()
            self._order_ground()
        self.update()

    def _framed(self, bounds: Bounds | None, nearest_zoom: float = _NEAREST_ZOOM) -> ViewState:
        extent = LIAONING if bounds is None else roomy_extent(bounds)
        around = ViewState(0.0, 0.0, 0.0, _SIZE.width(), _SIZE.height())
        return framed(extent, around, nearest_zoom)

    def _order_ground(self) -> None:
        higher = replace(self._view, height_px=_SIZE.height() + 2 * _CREDIT_PX)
        request = ExportRequest(
            Path("-"), "png", higher.extent, layers=(),
            size_px=(higher.width_px, higher.height_px), parts=frozenset(),
            language=self._state.language, theme=self._state.theme,
        )  # fmt: skip
        size = QSize(higher.width_px, higher.height_px) * self.devicePixelRatioF()
        self.previews.order(PreviewOrder(request_to_table(request), size.width(), size.height()))

    def _take_ground(self, answer: Answer) -> None:
        if not answer.problem:  # without a ground the features are seen all the same
            self._ground = QImage.fromData(answer.png)
            self.update()

    @guarded(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: paint the ground, what is known of the features, and the edge."""
        painter = QPainter(self)
        colours, box = ground(self._state.theme), QRectF(self.rect())
        painter.fillRect(box, QColor(colours.sea))
        if not self._ground.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            higher = box.adjusted(0, -_CREDIT_PX, 0, _CREDIT_PX)
            painter.drawImage(higher, self._ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_sketch(painter)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(COLOURS[self._state.theme].line), 1.0))
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_sketch(self, painter: QPainter) -> None:
        colours = COLOURS[self._state.theme]
        ink, halo = QColor(colours.accent), QColor(colours.panel)
        ink.setAlphaF(_SKETCH_OPACITY)
        lines = [QPolygonF(self._pixels(line)) for line in self._sketch.lines]
        points = self._pixels(self._sketch.points)
        for colour, more_px in ((halo, _HALO_PX), (ink, 0.0)):
            painter.setPen(QPen(colour, _LINE_PX + 2 * more_px))
            for line in lines:
                painter.drawPolyline(line)
            pen = QPen(colour, 2 * (_DOT_PX + more_px))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPoints(QPolygonF(points))
        if self._bounds is not None:
            west, south, east, north = self._bounds
            corners = self._pixels(np.array([[west, north], [east, south]]))
            painter.setPen(QPen(ink, 1.0, Qt.PenStyle.DashLine))
            painter.drawRect(QRectF(*corners).adjusted(-4, -4, 4, 4))

    def _pixels(self, lon_lat: np.ndarray) -> list[QPointF]:
        view, scale = self._view, world_px(self._view.zoom)
        x = (world_x(lon_lat[:, 0]) - world_x(view.lon)) * scale + view.width_px / 2
        y = (world_y(lon_lat[:, 1]) - world_y(view.lat)) * scale + view.height_px / 2
        return [QPointF(*at) for at in zip(x.tolist(), y.tolist(), strict=True)]


def _bounds_of(lon_lat: NDArray[np.float64]) -> Bounds | None:
    if not len(lon_lat):
        return None
    (west, south), (east, north) = lon_lat.min(axis=0).tolist(), lon_lat.max(axis=0).tolist()
    return west, south, east, north
