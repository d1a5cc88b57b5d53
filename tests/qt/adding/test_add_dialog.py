"""The dialog that asks before data is added, without a map."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mapapp.core.disk.assets import asset
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import MapState
from mapapp.qt.adding.add_dialog import AddDialog

pytestmark = pytest.mark.qt


def test_each_layer_is_read_as_was_said_of_it(
    qtbot: QtBot, specs: tuple[LayerSpec, ...], tmp_path: Path
) -> None:
    paths = [tmp_path / name for name in ("a.csv", "b.csv")]
    for path in paths:
        path.write_text("name,lon,lat\nA,123.4,41.8\n")
    dialog = AddDialog(paths, MapState(specs, "en", "light"), asset("data", "atlas.gpkg"), tmp_path)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: not dialog.is_reading)
    for row in range(2):  # the second while the first is still being read
        dialog.layers.setCurrentRow(row)
        dialog.form.datum.setCurrentIndex(dialog.form.datum.findData("gcj02"))
        dialog.form.datum.activated.emit(dialog.form.datum.currentIndex())
    qtbot.waitUntil(lambda: not dialog.is_reading)
    assert [each.options.datum for each in dialog.layers.wanted] == ["gcj02", "gcj02"]
    with qtbot.waitSignal(dialog.rejected):
        dialog.reject()
