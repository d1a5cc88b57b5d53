"""Pictures of very many dots are made once, and go with their dots."""

from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from mapapp.paint.crowd_painter import draw_crowd
from mapapp.render.scene.crowd import Crowd

SIZE_PX = 20


def crowd() -> Crowd:
    places = np.arange(5, dtype=np.float64)
    return Crowd(places, places.copy(), np.zeros(0, np.int32), ())


def draw(dots: Crowd) -> None:
    image = QImage(SIZE_PX, SIZE_PX, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    draw_crowd(painter, dots, SIZE_PX, SIZE_PX)
    painter.end()


def test_the_bands_of_a_sheet_share_a_picture_that_goes_with_its_dots(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[weakref.ref[np.ndarray]] = []

    def picture(self: Crowd, *_: float) -> np.ndarray:
        made.append(weakref.ref(self.xs))
        return np.zeros((SIZE_PX, SIZE_PX), np.uint32)

    monkeypatch.setattr(Crowd, "picture", picture)
    first, second = crowd(), crowd()
    for dots in (first, first, second, second, first):
        draw(dots)
    assert [each() is first.xs for each in made] == [True, False]
    del first, second, dots
    gc.collect()
    assert [each() for each in made] == [None, None]
