"""Files from anybody are opened beside the window, which goes on and can say no."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox, QProgressDialog, QPushButton

from mapapp.core.disk.assets import asset
from mapapp.core.map.state import MapState
from mapapp.core.map.workspace import Workspace
from mapapp.qt.parts import worker
from mapapp.store.document import Profile
from mapapp.store.share import digest_of, write_share
from tests.e2e.driver import TIMEOUT_MS, Driver
from tests.e2e.heartbeat import heartbeat
from tests.robustness.hostile_atlases import ATLASES
from tests.robustness.hostile_pictures import PICTURES
from tests.robustness.hostile_workspaces import shared

pytestmark = pytest.mark.e2e

SLOW = "import time; time.sleep(600)"


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other process finds no end."""

    def command(_: Sequence[str]) -> tuple[str, list[str]]:
        return sys.executable, ["-c", SLOW]

    monkeypatch.setattr(worker, "worker_command", command)


def dialog_of(window: Driver) -> QProgressDialog | None:
    shown = window.window.findChildren(QProgressDialog)
    return next((dialog for dialog in shown if dialog.isVisible()), None)


def box_of(window: Driver) -> QMessageBox | None:
    return window.window.findChild(QMessageBox)


@pytest.mark.timed
@pytest.mark.alone
@pytest.mark.usefixtures("slow")
def test_the_window_goes_on_and_the_user_can_cancel(window: Driver, tmp_path: Path) -> None:
    file = shared(ATLASES["trigger"])(tmp_path)
    before = window.state.order
    with heartbeat(200):
        window.window.built_in.workspaces.open(file)
        window.qtbot.waitUntil(lambda: dialog_of(window) is not None, timeout=TIMEOUT_MS)
        window.go_to(123.4, 41.8, 9)
    dialog = dialog_of(window)
    assert dialog is not None
    assert "some.mapapp" in dialog.labelText()
    (cancel,) = dialog.findChildren(QPushButton)
    with window.qtbot.waitSignal(dialog.destroyed, timeout=TIMEOUT_MS):
        cancel.click()
    assert box_of(window) is None
    assert window.state.order == before


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "nested-1000000",
            "some.mapapp cannot be shown: its atlas, table port, row 1, column geom: a",
        ),
        ("wrong-types", "table source, row 1, column title: 1 bytes stands where a text belongs"),
        ("dates", "column period_end: '-5' stands where a date"),
        ("polygon-as-port", "table port, row 1, column geom: a Polygon stands where Point belongs"),
        ("endless-contents", "The table gpkg_contents is missing"),
    ],
)
def test_a_hostile_atlas_is_told_and_not_kept(
    window: Driver, tmp_path: Path, name: str, said: str
) -> None:
    file = shared(ATLASES[name])(tmp_path)
    profile: Profile = window.window.built_in.workspaces._profile
    window.window.built_in.workspaces.open(file)
    window.qtbot.waitUntil(lambda: box_of(window) is not None, timeout=TIMEOUT_MS)
    box = box_of(window)
    assert box is not None
    assert said in box.text()
    assert not list(profile.received.glob("*"))
    box.close()


def test_a_shared_workspace_with_the_atlas_that_is_shown_opens_here(
    window: Driver, tmp_path: Path
) -> None:
    state = MapState(window.state.specs, "en", "light")
    state.set_opacity("port", 0.5)
    atlas, file = asset("data", "atlas.gpkg"), tmp_path / "same.mapapp"
    write_share(file, Workspace.of(state, (), digest_of(atlas)), atlas)
    window.window.built_in.workspaces.open(file)
    window.qtbot.waitUntil(lambda: window.state.opacity("port") == 0.5, timeout=TIMEOUT_MS)


@pytest.mark.usefixtures("slow")
def test_a_large_picture_is_looked_through_elsewhere(window: Driver, tmp_path: Path) -> None:
    window.window.built_in.pictures.open(PICTURES["picture-svg-bomb"](tmp_path))
    window.qtbot.waitUntil(lambda: dialog_of(window) is not None, timeout=TIMEOUT_MS)
    dialog = dialog_of(window)
    assert dialog is not None
    with window.qtbot.waitSignal(dialog.destroyed, timeout=TIMEOUT_MS):
        dialog.findChildren(QPushButton)[0].click()


@pytest.mark.usefixtures("slow")
def test_closing_the_window_ends_the_other_process(
    window: Driver, qapp: QApplication, tmp_path: Path
) -> None:
    window.window.built_in.workspaces.open(shared(ATLASES["trigger"])(tmp_path))
    receiving = window.window.findChild(worker.Worker)
    assert receiving is not None
    process = receiving._process
    window.qtbot.waitUntil(lambda: process.processId() != 0, timeout=TIMEOUT_MS)
    with window.qtbot.waitSignal(process.finished, timeout=TIMEOUT_MS):
        qapp.aboutToQuit.emit()


def test_an_atlas_of_more_columns_is_one(window: Driver, tmp_path: Path) -> None:
    other = tmp_path / "other.gpkg"
    other.write_bytes(asset("data", "atlas.gpkg").read_bytes())
    with closing(sqlite3.connect(other)) as db, db:
        db.execute("ALTER TABLE source ADD COLUMN more TEXT")
    file = tmp_path / "more.mapapp"
    write_share(file, Workspace.of(window.state, (), digest_of(other)), other)
    with window.qtbot.waitSignal(
        window.window.built_in.workspaces.elsewhere, timeout=TIMEOUT_MS
    ) as asked:
        window.window.built_in.workspaces.open(file)
    assert asked.args[0].atlas.parent == window.window.built_in.workspaces._profile.received
