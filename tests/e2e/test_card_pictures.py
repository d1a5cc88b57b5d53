"""The card of a feature of one's own, in the window: values as people read them, and a picture."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from tests.e2e.driver import TIMEOUT_MS, Driver
from tests.e2e.test_adding import AT, added, alone

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("last_of_window")]


def test_a_click_shows_the_picture_that_the_row_names(window: Driver, tmp_path: Path) -> None:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    assert image.save(str(tmp_path / "井 7.png"))
    point = {"type": "Point", "coordinates": AT}
    row = {"name": "Old well", "open": True, "photo": "井 7.png"}
    feature = {"type": "Feature", "geometry": point, "properties": row}
    path = tmp_path / "wells.geojson"
    told = {"type": "FeatureCollection", "features": [feature]}
    path.write_text(json.dumps(told), encoding="utf-8")
    alone(window, added(window, path))
    window.click(*AT)
    [card] = window.window.built_in.details.cards
    wait = window.qtbot.waitUntil
    wait(lambda: "photo: Picture, 40 × 30 px" in card.accessibleDescription(), timeout=TIMEOUT_MS)
    lines = card.toPlainText().splitlines()
    assert lines[lines.index("open") + 1] == "yes"
