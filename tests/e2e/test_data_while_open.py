"""The atlas is locked, removed, replaced or cut short while the window shows it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mapapp.core.disk.assets import asset
from mapapp.core.errors import DataBusyError
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import FeatureRef
from mapapp.qt.parts.faults import exceptions_told
from mapapp.qt.parts.notice_bar import NoticeBar
from mapapp.qt.shell.main_window import MainWindow
from mapapp.store.geopackage import GeoPackage
from tests.conftest import ExpectedLog
from tests.e2e.driver import TIMEOUT_MS, Driver, driven_window
from tests.e2e.restoring import Start
from tests.e2e.test_window import position
from tests.timing import PatientBot

# What leaves a slot goes where it goes in the program, not to pytest-qt.
pytestmark = [pytest.mark.e2e, pytest.mark.qt_no_exception_capture]

DALIAN = (121.65472, 38.92889)
PORT = FeatureRef("port", 1)
_LOCKER = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.readline()
"""


def installed(folder: Path, patch: pytest.MonkeyPatch) -> Path:
    """A copy of the atlas, which the program takes for the installed one."""
    copy = folder / "data" / "atlas.gpkg"
    copy.parent.mkdir()
    shutil.copyfile(asset("data", "atlas.gpkg"), copy)
    patch.setenv("MAPAPP_ASSETS", str(folder))
    return copy


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the atlas, which the program takes for the installed one."""
    return installed(tmp_path, monkeypatch)


@pytest.fixture(scope="module")
def _opened_once(
    qapp: QApplication,
    request: pytest.FixtureRequest,
    specs: tuple[LayerSpec, ...],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[MainWindow, Start, Path]]:
    with pytest.MonkeyPatch.context() as patch:
        copy = installed(tmp_path_factory.mktemp("whole"), patch)
        with driven_window(qapp, PatientBot(request), specs) as driver:
            yield driver.window, Start.of(driver), copy


@pytest.fixture
def whole(
    _opened_once: tuple[MainWindow, Start, Path], qtbot: QtBot
) -> Iterator[tuple[Driver, Path]]:
    """One window and its copy of the atlas, for tests that leave the copy as it was."""
    main, start, copy = _opened_once
    driver = Driver(main, qtbot)
    start.restore(driver)
    with exceptions_told(main.built_in.problems.reported.emit):
        yield driver, copy


@pytest.fixture
def driver(
    file: Path, qapp: QApplication, qtbot: QtBot, specs: tuple[LayerSpec, ...]
) -> Iterator[Driver]:
    """A window on the copy."""
    with (
        driven_window(qapp, qtbot, specs) as opened,
        exceptions_told(opened.window.built_in.problems.reported.emit),
    ):
        yield opened


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another program keeps the file for itself."""
    with subprocess.Popen(
        [sys.executable, "-c", _LOCKER, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == b"locked\n"
        yield
        other.stdin.close()


def bar(driver: Driver) -> NoticeBar:
    return driver.window.built_in.problems.bar


def wait_for_bar(driver: Driver, text: str) -> None:
    driver.qtbot.waitUntil(
        lambda: bar(driver).isVisible() and text in bar(driver).sentence.text(),
        timeout=TIMEOUT_MS,
    )
    assert bar(driver).retry.isVisible()


def wait_until_gone(driver: Driver) -> None:
    driver.qtbot.waitUntil(bar(driver).isHidden, timeout=TIMEOUT_MS)


def card_text(driver: Driver) -> str:
    return " ".join(card.toPlainText() for card in driver.window.built_in.details.cards)


def test_a_locked_atlas_is_told_and_read_again_when_it_is_free(
    whole: tuple[Driver, Path], expected_log: ExpectedLog
) -> None:
    driver, file = whole
    expected_log("WARNING mapapp.app: .*atlas.gpkg is locked by another program; close it there")
    driver.window.built_in.open_table("port")
    with locked(file):
        driver.state.select([PORT])
        wait_for_bar(driver, "locked by another program")
        assert not card_text(driver)
    wait_until_gone(driver)
    assert "Dalian" in card_text(driver)


def test_the_map_of_a_locked_atlas_comes_back(
    whole: tuple[Driver, Path], expected_log: ExpectedLog
) -> None:
    driver, file = whole
    for record in ("is locked by another program", "map page failed", "ERROR mapapp.js"):
        expected_log(record)
    driver.go_to(*DALIAN, 11)
    airport, colour = driver.point(*position("airport", "airport-dlc")), "#94A470"
    with locked(file):
        driver.state.set_theme("dark")
        driver.settle()
        driver.expect_pixels("#4E74AB", driver.point(*DALIAN), at_least=20)  # it has been read
        driver.state.set_visible("airport", True)
        wait_for_bar(driver, "locked by another program")
    wait_until_gone(driver)
    driver.settle()
    driver.expect_pixels(colour, airport, at_least=20)


def test_every_use_of_a_locked_atlas_is_answered_at_once(
    whole: tuple[Driver, Path], expected_log: ExpectedLog
) -> None:
    driver, file = whole
    expected_log("is locked by another program")
    atlas = driver.window.built_in.exporting._catalogue.atlas.file
    assert atlas._db.rows("PRAGMA busy_timeout") == [(0,)]
    with locked(file):
        with pytest.raises(DataBusyError):
            atlas.count("port")
        driver.go_to(*DALIAN, 11)
        driver.click(*DALIAN)
        driver.window.commands["layers.table"].trigger()
        wait_for_bar(driver, "locked by another program")
    wait_until_gone(driver)
    driver.click(*DALIAN)
    assert "Dalian" in card_text(driver)


def test_reading_does_not_count_as_a_change(whole: tuple[Driver, Path]) -> None:
    driver, file = whole
    with closing(sqlite3.connect(file)) as db:
        db.execute("SELECT count(*) FROM port").fetchall()
    watch = driver.window.built_in.problems._watch
    with driver.qtbot.assertNotEmitted(watch.replaced), driver.qtbot.waitSignal(watch.looked):
        watch.look()


def test_a_command_waits_a_moment_for_a_locked_atlas(file: Path) -> None:
    with GeoPackage(file) as opened:
        ((wait_ms,),) = opened._db.rows("PRAGMA busy_timeout")
    assert wait_ms >= 1000


def test_a_removed_atlas_is_told_and_taken_up_when_it_is_back(
    whole: tuple[Driver, Path],
) -> None:
    """The last one in this window, which the program would replace by another."""
    driver, file = whole
    content = file.read_bytes()
    file.unlink()
    wait_for_bar(driver, "atlas.gpkg does not exist")
    driver.state.select([PORT])
    assert "Dalian" in card_text(driver), "what is open stays readable"
    with driver.qtbot.waitSignal(driver.window.built_in.problems.replaced, timeout=TIMEOUT_MS):
        file.write_bytes(content)
    assert bar(driver).isHidden()


def test_try_again_looks_at_once(driver: Driver, file: Path) -> None:
    away = file.rename(file.with_name("away.gpkg"))
    wait_for_bar(driver, "atlas.gpkg does not exist")
    with driver.qtbot.waitSignal(driver.window.built_in.problems.replaced, timeout=TIMEOUT_MS):
        shutil.copyfile(away, file)
        QTest.mouseClick(bar(driver).retry, Qt.MouseButton.LeftButton)


def test_an_atlas_that_is_cut_short_is_told_and_taken_up_when_it_is_whole(
    driver: Driver, file: Path, expected_log: ExpectedLog
) -> None:
    expected_log("cannot be read .*; it is damaged or in use")
    content = file.read_bytes()
    os.truncate(file, 20_000)
    driver.state.select([PORT])
    driver.window.commands["layers.table"].trigger()
    wait_for_bar(driver, "cut short")
    with driver.qtbot.waitSignal(driver.window.built_in.problems.replaced, timeout=TIMEOUT_MS):
        file.write_bytes(content)


def test_a_file_that_is_no_atlas_in_its_place_is_told(driver: Driver, file: Path) -> None:
    other = file.with_name("other")
    other.write_text("nothing of the kind")
    other.replace(file)
    wait_for_bar(driver, "not an SQLite file")
    driver.state.select([PORT])
    assert "Dalian" in card_text(driver)


_PROGRAM = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from mapapp import app
other, file, open_window = Path(sys.argv[1]), Path(sys.argv[2]), app.open_window
def watched(*arguments):
    window = open_window(*arguments)
    count = window.built_in.exporting._catalogue.atlas.file.count("port")
    print(count, window.state.opacity("port"), flush=True)
    def once(_):
        window.view.painted.disconnect(once)
        if count == 8:
            window.state.set_opacity("port", 0.5)
            other.replace(file)
        else:
            QTimer.singleShot(0, window.close)
    window.view.painted.connect(once)
    return window
app.open_window = watched
sys.exit(app.run_window())
"""


def test_the_program_goes_on_with_another_atlas_in_the_place_of_its_own(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Path(shutil.copyfile(file, tmp_path / "other.gpkg"))
    with closing(sqlite3.connect(other)) as db:
        db.executescript("DROP TRIGGER IF EXISTS rtree_port_geom_delete;")
        db.execute("DELETE FROM port WHERE fid > 3")
        db.commit()
    monkeypatch.setenv("MAPAPP_CONFIG", str(tmp_path / "home"))
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(other), str(file)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["8", "1.0", "3", "0.5"]
    assert "Traceback" not in done.stderr
