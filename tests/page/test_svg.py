"""An SVG looks in a browser as the painter paints it, and is clipped to its frame."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mapapp.core.disk.assets import asset
from mapapp.core.layer.spec import LayerSpec
from mapapp.paint.export import Printer
from mapapp.render.request.request import ExportRequest

TIMEOUT_MS = 20_000
SIZE = (800, 560)


def pixels(image: QImage) -> NDArray[np.int16]:
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(np.int16)


def make(specs: tuple[LayerSpec, ...], *paths: Path, **changes: Any) -> None:
    with Printer(asset("data", "atlas.gpkg"), asset("data", "basemap.gpkg"), specs) as printer:
        for path in paths:
            format_ = "svg" if path.suffix == ".svg" else "png"
            printer.make(ExportRequest(path=path, format=format_, size_px=SIZE, **changes))


def test_a_browser_shows_an_svg_as_it_is_painted(
    qapp: QApplication, qtbot: QtBot, specs: tuple[LayerSpec, ...], tmp_path: Path
) -> None:
    svg, png = tmp_path / "map.svg", tmp_path / "map.png"
    make(specs, svg, png, title="Liaoning 辽宁", opacities={"port": 0.5})
    wanted = pixels(QImage(str(png)))
    view = QWebEngineView()
    view.resize(*SIZE)
    view.show()
    with qtbot.waitSignal(view.loadFinished, timeout=TIMEOUT_MS):
        view.load(QUrl.fromLocalFile(str(svg)))

    def agrees() -> bool:
        seen = pixels(view.grab().toImage())
        differing = (np.abs(seen - wanted).max(axis=2) > 60).mean()
        return bool(differing < 0.02)

    qtbot.waitUntil(agrees, timeout=TIMEOUT_MS)
    view.close()
    view.deleteLater()


def test_geometry_is_clipped_to_the_frame(
    qapp: QApplication, specs: tuple[LayerSpec, ...], tmp_path: Path
) -> None:
    links = ("friendship_link",)
    make(specs, tmp_path / "map.svg", layers=links)
    text = (tmp_path / "map.svg").read_text(encoding="utf-8")
    for layer in ("ground", *links):
        group = text.partition(f'<g id="{layer}"')[2].partition('inkscape:groupmode="layer"')[2]
        assert re.search(r'clip-path="url\(#\w+-clipPath\d+\)"', group)


def test_opacity_is_that_of_the_group(
    qapp: QApplication, specs: tuple[LayerSpec, ...], tmp_path: Path
) -> None:
    make(specs, tmp_path / "map.svg", opacities={"port": 0.5})
    text = (tmp_path / "map.svg").read_text(encoding="utf-8")
    assert re.search(r'<g id="port"[^>]* opacity="0.5"', text)


def test_layers_are_those_of_inkscape_with_titles(
    qapp: QApplication, specs: tuple[LayerSpec, ...], tmp_path: Path
) -> None:
    make(specs, tmp_path / "map.svg")
    text = (tmp_path / "map.svg").read_text(encoding="utf-8")
    titles = {
        "ground": "Ground",
        "port": "Sea ports",
        "names": "Names",
        "furniture": "Title, legend and notes",
    }
    for name, title in titles.items():
        assert f'<g id="{name}" inkscape:groupmode="layer" inkscape:label="{title}"' in text
