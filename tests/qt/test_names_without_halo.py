"""Names of a layer that wants no halo have none, those of all others do."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from mapapp.core.disk.assets import asset
from mapapp.core.layer.spec import LabelSpec
from mapapp.core.style.theme import ground
from mapapp.paint import frame_painter
from mapapp.render.scene.labelling import label_scene
from mapapp.render.sheet.blocks import Run
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue
from tests.unit.render.test_own_styles import STEPS, VIEW, catalogue, scene_of, styled

__all__ = ["catalogue"]


@pytest.mark.parametrize("halo", [True, False])
def test_a_halo_is_drawn_where_the_layer_wants_one(
    qapp: QGuiApplication,
    catalogue: LayerCatalogue,
    monkeypatch: pytest.MonkeyPatch,
    halo: bool,
) -> None:
    spec = replace(styled(catalogue, STEPS), label=LabelSpec(field="种类", halo=halo))
    with Basemap(asset("data", "basemap.gpkg")) as basemap:
        scene = label_scene(scene_of(catalogue, spec), basemap, "en")
    drawn: list[str] = []

    def note(_painter: QPainter, run: Run, _colour: str, _width: float) -> None:
        drawn.append(run.text)

    monkeypatch.setattr(frame_painter, "draw_halo", note)
    image = QImage(VIEW.width_px, VIEW.height_px, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    frame_painter._paint_names(painter, scene, ground("light"), ())
    painter.end()
    assert ("城" in drawn) == halo
    assert "Shenyang" in drawn
