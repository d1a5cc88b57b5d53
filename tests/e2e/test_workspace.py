"""Workspaces in the real window: saved, opened, shared, and restored after a kill."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from mapapp.app import open_window
from mapapp.core.disk.assets import asset
from mapapp.core.expression.filters import LayerFilter
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import FeatureRef, MapState
from mapapp.core.map.workspace import Workspace, read_workspace
from mapapp.qt.shell.main_window import MainWindow
from mapapp.store.document import Document, Profile
from mapapp.store.share import digest_of, write_share
from tests.conftest import ExpectedLog
from tests.e2e.driver import SIZE_PX, TIMEOUT_MS, Driver

pytestmark = pytest.mark.e2e

ATLAS = asset("data", "atlas.gpkg")
CTRL = Qt.KeyboardModifier.ControlModifier
Opener = Callable[..., Driver]


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile(tmp_path / "home", ATLAS)


@pytest.fixture
def opened(
    qapp: QApplication, qtbot: QtBot, specs: tuple[LayerSpec, ...], profile: Profile
) -> Iterator[Opener]:
    """Opens windows of one user, one after the other; the last one is closed at the end."""
    windows: list[tuple[MainWindow, ExitStack]] = []

    def close() -> None:
        for main, stack in windows:
            main.close()
            stack.close()
            main.deleteLater()
            qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        windows.clear()

    def open_(document: Document | None = None) -> Driver:
        close()
        stack = ExitStack()
        main = open_window(specs, stack, profile.folder, document)
        windows.append((main, stack))
        driver = Driver(main, qtbot)
        main.resize(SIZE_PX)
        main.show()
        qtbot.waitUntil(lambda: main.view.is_ready, timeout=TIMEOUT_MS)
        driver.settle()
        return driver

    yield open_
    close()


def arrange(driver: Driver) -> None:
    """Change one thing of each kind."""
    state = driver.state
    state.set_visible("port", False)
    state.set_opacity("rail_hub", 0.4)
    state.set_order(state.order[::-1])
    state.set_filter("industrial_park", LayerFilter(text="park"))
    state.set_as_of_year(2020)
    state.select([FeatureRef("industrial_park", 1)])
    driver.go_to(123.4, 41.8, 10)


def expect_arranged(driver: Driver) -> None:
    state = driver.state
    assert not state.is_visible("port")
    assert state.opacity("rail_hub") == 0.4
    assert state.order[0] == "industrial_park"
    assert state.filter("industrial_park").text == "park"
    assert state.as_of_year == 2020
    assert state.selection == (FeatureRef("industrial_park", 1),)
    assert (state.view.lon, state.view.lat) == pytest.approx((123.4, 41.8), abs=1e-6)
    assert state.view.zoom == pytest.approx(10)


def opacities(file: Path) -> dict[object, object]:
    """How opaque the layers of a workspace are, where they are not wholly so."""
    entries = read_workspace(file).layers.entries
    return {entry["id"]: entry["opacity"] for entry in entries if "opacity" in entry}


def test_a_saved_workspace_is_opened_as_it_was(window: Driver, tmp_path: Path) -> None:
    arrange(window)
    file = tmp_path / "mine.mapapp.json"
    assert window.window.built_in.workspaces.save_to(file)
    window.window.commands["file.new"].trigger()
    assert window.state.is_visible("port")
    window.window.built_in.workspaces.open(file)
    window.settle()
    expect_arranged(window)
    assert window.window.windowTitle() == "mine[*] — mapapp"
    assert not window.window.isWindowModified()


def test_ctrl_s_saves_to_the_file_that_is_open(window: Driver, tmp_path: Path) -> None:
    file = tmp_path / "mine.mapapp.json"
    window.window.built_in.workspaces.save_to(file)
    window.state.set_opacity("port", 0.5)
    window.qtbot.waitUntil(window.window.isWindowModified)
    QTest.keyClick(window.window, Qt.Key.Key_S, CTRL)
    assert not window.window.isWindowModified()
    assert opacities(file)["port"] == 0.5


def test_leaving_unsaved_changes_is_asked_about(window: Driver, tmp_path: Path) -> None:
    file = tmp_path / "mine.mapapp.json"
    window.window.built_in.workspaces.save_to(file)
    window.state.set_opacity("port", 0.5)
    window.window.commands["file.new"].trigger()
    box = window.window.findChild(QMessageBox)
    assert box is not None
    assert window.state.opacity("port") == 0.5
    QTest.mouseClick(box.button(QMessageBox.StandardButton.Save), Qt.MouseButton.LeftButton)
    assert window.state.opacity("port") == 1.0
    assert opacities(file)["port"] == 0.5


def test_a_workspace_dropped_on_the_window_is_opened(window: Driver, tmp_path: Path) -> None:
    arrange(window)
    file = tmp_path / "mine.mapapp.json"
    window.window.built_in.workspaces.save_to(file)
    window.window.commands["file.new"].trigger()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    copy, left, none = (
        Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    enter = QDragEnterEvent(QPointF(600, 300).toPoint(), copy, data, left, none)
    QApplication.sendEvent(window.view, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window.view, QDropEvent(QPointF(600, 300), copy, data, left, none))
    window.settle()
    expect_arranged(window)


def test_what_cannot_be_shown_is_said_and_the_rest_is_shown(window: Driver, tmp_path: Path) -> None:
    file = tmp_path / "mine.mapapp.json"
    window.state.set_opacity("port", 0.5)
    window.window.built_in.workspaces.save_to(file)
    text = file.read_text().replace('"venue"', '"volcano"')
    text = text.replace('"id": "port",', '"id": "port", "filter": {"expression": "depht > 3"},')
    file.write_text(text)
    window.window.commands["file.new"].trigger()
    window.window.built_in.workspaces.open(file)
    box = window.window.findChild(QMessageBox)
    assert box is not None
    assert "volcano" in box.text()
    assert "depht" in box.text()
    assert window.state.opacity("port") == 0.5
    assert not window.state.filter("port")
    box.close()


def test_a_wrong_workspace_changes_nothing(window: Driver, tmp_path: Path) -> None:
    arrange(window)
    file = tmp_path / "mine.mapapp.json"
    file.write_text('{"mapapp_workspace": 7}')
    window.window.built_in.workspaces.open(file)
    question = window.window.findChild(QMessageBox)
    question.button(QMessageBox.StandardButton.Discard).click()
    [box] = [each for each in window.window.findChildren(QMessageBox) if each is not question]
    assert "newer mapapp" in box.text()
    box.close()
    expect_arranged(window)


def test_what_is_in_no_file_is_asked_about_and_can_be_saved(window: Driver, tmp_path: Path) -> None:
    arrange(window)
    window.window.commands["file.new"].trigger()
    question = window.window.findChild(QMessageBox)
    assert "in no file yet" in question.text()
    question.button(QMessageBox.StandardButton.Save).click()
    dialog = window.window.findChild(QFileDialog)
    dialog.setDirectory(str(tmp_path))
    dialog.selectFile("mine")
    expect_arranged(window)
    dialog.accept()
    assert "mapapp_workspace" in (tmp_path / "mine.mapapp.json").read_text(encoding="utf-8")
    assert window.window.built_in.history.is_clean
    window.window.built_in.workspaces.open(tmp_path / "mine.mapapp.json")
    window.settle()
    expect_arranged(window)


def test_the_session_goes_on_after_a_restart(opened: Opener) -> None:
    first = opened()
    arrange(first)
    first.window.built_in.layers.fold(["people"])
    first.state.set_theme("dark")
    second = opened()
    expect_arranged(second)
    assert second.window.built_in.layers.folded_groups() == ("people",)
    assert second.state.theme == "dark"


def test_unsaved_changes_of_a_file_are_still_unsaved_after_a_restart(
    opened: Opener, tmp_path: Path
) -> None:
    first = opened()
    file = tmp_path / "mine.mapapp.json"
    first.window.built_in.workspaces.save_to(file)
    first.window.built_in.workspaces.open(file)
    first.state.set_opacity("port", 0.5)
    second = opened()
    assert second.state.opacity("port") == 0.5
    assert second.window.windowTitle() == "mine[*] — mapapp"
    assert second.window.isWindowModified()
    assert recent_of(second.window) == ["mine"]


def recent_of(main: MainWindow) -> list[str]:
    """The workspaces that the menu offers to open again."""
    menu = QMenu(main)
    next(iter(main.built_in.workspaces.submenus())).fill(menu)
    return [action.text() for action in menu.actions()]


@pytest.fixture
def shared(tmp_path: Path, specs: tuple[LayerSpec, ...]) -> Path:
    """A shared workspace with an atlas that is not the installed one."""
    other, file = tmp_path / "other.gpkg", tmp_path / "theirs.mapapp"
    shutil.copyfile(ATLAS, other)
    with closing(sqlite3.connect(other)) as db, db:
        db.execute("UPDATE source SET title = 'Another title'")
    state = MapState(specs, "en", "light")
    state.set_opacity("port", 0.5)
    write_share(file, Workspace.of(state, (), digest_of(other)), other)
    return file


def test_a_shared_workspace_asks_for_a_window_on_its_own_atlas(
    opened: Opener, profile: Profile, shared: Path
) -> None:
    first = opened()
    with first.qtbot.waitSignal(first.window.built_in.workspaces.elsewhere) as asked:
        first.window.built_in.workspaces.open(shared)
    (document,) = asked.args
    assert document.path == shared
    assert document == profile.open(shared)
    second = opened(document)
    assert second.state.opacity("port") == 0.5
    assert second.window.windowTitle() == "mapapp"
    third = opened()
    assert third.state.opacity("port") == 0.5
    digest = read_workspace(profile.session).atlas
    assert digest != digest_of(ATLAS)


_PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from mapapp import app
shared, open_window = Path(sys.argv[1]), app.open_window
def watched(*arguments):
    window = open_window(*arguments)
    print(window.state.opacity("port"), flush=True)
    def once(_):
        window.view.painted.disconnect(once)
        if window.state.opacity("port") == 1:
            window.built_in.workspaces.open(shared)
        else:
            QTimer.singleShot(0, window.close)
    window.view.painted.connect(once)
    return window
app.open_window = watched
sys.exit(app.run_window())
"""


def test_the_program_changes_to_a_window_on_the_other_atlas(
    profile: Profile, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAPAPP_CONFIG", str(profile.folder))
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(shared)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["1.0", "0.5"]
    assert "Traceback" not in done.stderr
    assert "Expect troubles" not in done.stderr
    assert opacities(profile.session)["port"] == 0.5


def test_a_damaged_session_is_set_aside_and_said(opened: Opener, profile: Profile) -> None:
    profile.folder.mkdir()
    profile.session.write_bytes(b'{"mapapp_workspace": 1, "layers"')
    driver = opened()
    box = driver.window.findChild(QMessageBox)
    assert box is not None
    assert "moved to damaged-session.mapapp.json" in box.text()
    box.close()
    assert driver.state.is_visible("port")


def test_a_user_whose_files_are_damaged_and_cannot_be_moved_gets_a_window(
    opened: Opener, profile: Profile, expected_log: ExpectedLog
) -> None:
    expected_log("settings.json is damaged")
    expected_log("session could not be saved")
    profile.folder.mkdir()
    for path in (profile.settings, profile.session):
        (path.with_name(f"damaged-{path.name}") / "full").mkdir(parents=True)
    profile.settings.write_bytes(b"{")
    os.mkfifo(profile.session)
    driver = opened()
    box = driver.window.findChild(QMessageBox)
    assert box is not None
    assert "settings.json is damaged" in box.text()
    assert "session.mapapp.json is no ordinary file" in box.text()
    assert box.text().count("cannot be moved away") == 2
    box.close()
    driver.press(Qt.Key.Key_D, CTRL)
    assert driver.state.theme == "dark"
    assert driver.window.close()
    assert not driver.window.findChildren(QMessageBox)
    assert profile.settings.read_bytes() == b"{"


_WINDOW = """
import sys
from contextlib import ExitStack
from pathlib import Path
from mapapp.app import make_application, open_window
from mapapp.core.disk.assets import asset
from mapapp.core.layer.spec import load_layer_specs
app = make_application()
specs = load_layer_specs(asset("layers"))
with ExitStack() as closing:
    window = open_window(specs, closing, Path(sys.argv[1]))
    window.show()
    window.built_in.session.saved.connect(lambda: print("saved", flush=True))
    window.state.set_opacity("port", 0.5)
    app.exec()
"""


def test_a_window_that_is_killed_has_saved_its_session(profile: Profile) -> None:
    """With it the next window opens as after any end."""
    with subprocess.Popen(
        [sys.executable, "-c", _WINDOW, str(profile.folder)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as child:  # fmt: skip
        assert child.stdout is not None
        assert child.stdout.readline() == "saved\n"
        child.send_signal(signal.SIGKILL)
    assert opacities(profile.session)["port"] == 0.5


def test_a_session_that_cannot_be_saved_is_logged(
    opened: Opener, profile: Profile, expected_log: ExpectedLog
) -> None:
    expected_log("session could not be saved")
    driver = opened()
    profile.session.unlink(missing_ok=True)  # on a slow machine it is saved by now
    profile.session.mkdir(parents=True)
    with driver.qtbot.waitSignal(driver.window.built_in.session.saved):
        driver.window.built_in.session.save()
