"""Symbols that are copied look like those that are drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage, QPainter

from mapapp.core.disk.assets import asset
from mapapp.core.layer.spec import load_layer_specs
from mapapp.paint.frame_painter import frame_passes
from mapapp.paint.stamps import STAMPED, can_stamp, stamp
from mapapp.paint.symbol_painter import draw_symbol
from mapapp.render.scene.layer import SceneLayer
from mapapp.render.scene.scene import Mark, PlacedLayer, Scene
from mapapp.render.scene.symbols import mark_style
from mapapp.render.view.viewport import Viewport

SIDE = 240
SPEC = next(spec for spec in load_layer_specs(asset("layers")) if spec.geometry == "point")
SYMBOL = mark_style(SPEC, {}).get("light")


def pixels(paint: Callable[[QPainter], object], scale: float = 1.0) -> NDArray[np.int64]:
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(0, -7)
    painter.scale(scale, scale)
    paint(painter)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(SIDE, SIDE, 4).astype(np.int64)


def apart(scale: float = 1.0) -> list[Mark]:
    """Symbols by chance that do not touch."""
    chance = np.random.default_rng(1)
    grid = np.stack(np.meshgrid(np.arange(-1, 6), np.arange(-1, 6)), axis=-1).reshape(-1, 2) * 40
    places = (grid + chance.uniform(0, 1, grid.shape)) / scale
    return [Mark("x", "", SYMBOL, x, y) for x, y in places.tolist()]


def drawn(marks: Sequence[Mark]) -> Callable[[QPainter], object]:
    return lambda painter: [draw_symbol(painter, mark.symbol, mark.x, mark.y) for mark in marks]


@pytest.mark.parametrize("scale", [1.0, 1.5, 0.5])
def test_a_copy_is_where_the_symbol_would_be_and_looks_like_it(qapp: object, scale: float) -> None:
    marks = apart(scale)
    copied = pixels(lambda painter: stamp(painter, marks), scale)
    difference = np.abs(copied - pixels(drawn(marks), scale))
    assert copied.min() < 200
    assert difference.max() <= 40  # at an edge that is a sixteenth of a pixel off, both ways
    assert difference.mean() < 0.3


def test_a_copy_shines_through_as_a_whole(qapp: object) -> None:
    marks = apart()

    def paint(painter: QPainter) -> None:
        painter.setOpacity(0.5)
        stamp(painter, marks)

    wanted = (pixels(lambda painter: stamp(painter, marks)) + 255) / 2
    assert np.abs(pixels(paint) - wanted).max() <= 2


def test_only_upright_pixels_are_copied_to(qapp: object) -> None:
    told = []

    def turn(painter: QPainter) -> None:
        told.append(can_stamp(painter))
        painter.rotate(10)
        told.append(can_stamp(painter))

    pixels(turn)
    assert told == [True, False]


def test_a_layer_with_very_many_symbols_is_copied_and_what_is_selected_stands_out(
    qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mapapp.paint.frame_painter.draw_symbol", lambda *mark: alone.append(mark))
    alone: list[object] = []
    marks = [*[Mark("x", "", SYMBOL, 60.0, 60.0)] * STAMPED, Mark("x", "", SYMBOL, 9, 9, True)]
    view = Viewport(0.8, 0.4, 10_000.0, SIDE, SIDE)
    scene = Scene(view, (), (PlacedLayer(SceneLayer(SPEC), marks=tuple(marks)),))
    (_, paint) = next(each for each in frame_passes(scene, "light") if each[0] == SPEC.id)
    found = pixels(paint)
    assert len(alone) == 1
    assert (found[40:66, 47:73] < 200).any()
