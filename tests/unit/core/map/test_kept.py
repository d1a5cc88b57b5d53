"""Settings and bookmarks: damaged, not movable, not to be written, and shared by processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mapapp.core.disk.locking import locked
from mapapp.core.errors import ExportError
from mapapp.core.map.bookmarks import Bookmark, Bookmarks
from mapapp.core.map.settings import Settings, SettingsFile
from mapapp.core.map.state import ViewState
from mapapp.store.document import Profile
from tests.conftest import ExpectedLog

VIEW = ViewState(123.43, 41.8, 11.5, 800, 600)


def immovable(path: Path) -> None:
    """Let a file not be moved away, for root neither: what it would be called is taken."""
    (path.with_name(f"damaged-{path.name}") / "full").mkdir(parents=True)


def identity(path: Path) -> tuple[int, int, int, int]:
    """What changes when a file is written, moved or replaced."""
    known = path.lstat()
    return known.st_ino, known.st_mode, known.st_size, known.st_mtime_ns


def as_fifo(path: Path) -> None:
    os.mkfifo(path)


def as_folder(path: Path) -> None:
    path.mkdir()


def as_loop(path: Path) -> None:
    path.symlink_to(path.name)


def as_rubbish(path: Path) -> None:
    path.write_bytes(b'{"theme": \xff')
    immovable(path)


def as_depth(path: Path) -> None:
    path.write_text("[" * 100_000)
    immovable(path)


DAMAGES = [as_fifo, as_folder, as_loop, as_rubbish, as_depth]


@pytest.mark.parametrize("damage", DAMAGES)
def test_settings_of_no_use_are_said_and_never_written_over(
    tmp_path: Path, expected_log: ExpectedLog, damage: Callable[[Path], None]
) -> None:
    expected_log("settings.json")
    path = tmp_path / "settings.json"
    damage(path)
    before = identity(path)
    file = SettingsFile(path)
    heard: list[str] = []
    file.failed.connect(heard.append)
    assert (file.now, str(path) in file.warning) == (Settings(), True)
    file.update(theme="dark")
    assert file.now.theme == "dark", "it holds until the end"
    assert identity(path) == before
    assert not heard, "it was said at the start"


@pytest.mark.parametrize("damage", DAMAGES)
def test_bookmarks_of_no_use_are_said_and_never_written_over(
    tmp_path: Path, expected_log: ExpectedLog, damage: Callable[[Path], None]
) -> None:
    expected_log("bookmarks.json")
    path = tmp_path / "bookmarks.json"
    damage(path)
    before = identity(path)
    bookmarks = Bookmarks(path)
    assert (bookmarks.all, str(path) in bookmarks.warning) == ((), True)
    with pytest.raises(ExportError, match=r"bookmarks\.json"):
        bookmarks.add("a", VIEW)
    assert identity(path) == before


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_session_of_no_use_is_said(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    profile = Profile(tmp_path, tmp_path / "atlas.gpkg")
    damage(profile.session)
    session, warning = profile.open_session()
    assert session is None
    assert "session.mapapp.json" in warning


@pytest.mark.parametrize("text", ["", "[]", "{", '{"version": 1, "bookmarks": [{"name": "a"}]}'])
def test_damaged_bookmarks_are_set_aside(
    tmp_path: Path, expected_log: ExpectedLog, text: str
) -> None:
    expected_log("moved to damaged-bookmarks.json")
    path = tmp_path / "bookmarks.json"
    path.write_text(text)
    Bookmarks(path).add("a", VIEW)
    assert [each.name for each in Bookmarks(path).all] == ["a"]
    assert (tmp_path / "damaged-bookmarks.json").read_text() == text


def test_bookmarks_of_a_newer_version_stay(tmp_path: Path, expected_log: ExpectedLog) -> None:
    expected_log("newer mapapp")
    path = tmp_path / "bookmarks.json"
    path.write_text('{"version": 2, "bookmarks": []}')
    with pytest.raises(ExportError, match="newer mapapp"):
        Bookmarks(path).add("a", VIEW)
    assert path.read_text() == '{"version": 2, "bookmarks": []}'


def test_a_file_that_cannot_be_written_is_said_once(
    tmp_path: Path, expected_log: ExpectedLog
) -> None:
    expected_log("could not be saved: There is no folder")
    path = tmp_path / "settings.json"
    path.symlink_to(tmp_path / "gone" / "settings.json")
    file = SettingsFile(path)
    heard: list[str] = []
    file.failed.connect(heard.append)
    file.update(theme="dark")
    file.update(language="zh")
    assert file.now == Settings(theme="dark", language="zh")
    assert len(heard) == 1
    assert not file.warning


def test_what_is_not_known_stays_in_the_file(tmp_path: Path, expected_log: ExpectedLog) -> None:
    expected_log("'colour'")
    expected_log("'language'")
    path = tmp_path / "settings.json"
    path.write_text('{"version": 1, "colour": "red", "language": "fr", "theme": "dark"}')
    file = SettingsFile(path)
    file.update(theme="system", style="dms")
    assert json.loads(path.read_text()) == {
        "version": 1, "colour": "red", "language": "fr", "style": "dms",
    }  # fmt: skip


_SETTERS = """
import sys
from dataclasses import replace
from pathlib import Path
from mapapp.core.map.settings import SettingsFile
path, key = Path(sys.argv[1]), sys.argv[2]
file = SettingsFile(path)
print("ready", flush=True)
sys.stdin.readline()
for number in range(20):
    file.update(**{key: str(number)})
    file.change(lambda now: replace(now, collapsed=(*now.collapsed, f"{key}-{number}")))
    assert getattr(SettingsFile(path).now, key) == str(number)
"""


def hammer(program: str, path: Path, names: tuple[str, ...]) -> None:
    """Run a program for each name, all at once from the moment when all are ready."""
    command = [sys.executable, "-c", program, str(path)]
    pipe = subprocess.PIPE
    children = [
        subprocess.Popen([*command, name], stdin=pipe, stdout=pipe, text=True) for name in names
    ]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    for child in children:
        child.communicate(timeout=60)
    assert [child.returncode for child in children] == [0] * len(names)


def test_processes_never_lose_each_others_settings(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    keys = ("workspace", "geometry", "docks")
    hammer(_SETTERS, path, keys)
    read = SettingsFile(path).now
    assert (read.workspace, read.geometry, read.docks) == ("19", "19", "19")
    assert set(read.collapsed) == {f"{key}-{number}" for key in keys for number in range(20)}


_MARKERS = """
import sys
from pathlib import Path
from mapapp.core.map.bookmarks import Bookmarks
from mapapp.core.map.state import ViewState
bookmarks, name = Bookmarks(Path(sys.argv[1])), sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
for number in range(15):
    bookmarks.add(f"{name}-{number}", ViewState(123, 41, 5, 800, 600))
    if number % 3 == 0:
        bookmarks.rename(f"{name}-{number}", f"{name}-{number}-renamed")
    if number % 3 == 1:
        bookmarks.remove(f"{name}-{number}")
"""


def test_processes_never_lose_each_others_bookmarks(tmp_path: Path) -> None:
    path = tmp_path / "bookmarks.json"
    hammer(_MARKERS, path, ("a", "b", "c"))
    assert {each.name for each in Bookmarks(path).all} == {
        f"{name}-{number}{'-renamed' if number % 3 == 0 else ''}"
        for name in "abc" for number in range(15) if number % 3 != 1
    }  # fmt: skip


def test_another_window_sees_what_it_changes_beside(tmp_path: Path) -> None:
    path = tmp_path / "bookmarks.json"
    one, other = Bookmarks(path), Bookmarks(path)
    one.add("a", VIEW)
    other.take([Bookmark("a", 1, 2, 3), Bookmark("b", 1, 2, 3)])
    assert [(each.name, each.lon) for each in other.all] == [("a", 123.43), ("b", 1)]


def test_a_folder_that_is_a_file_is_said(tmp_path: Path, expected_log: ExpectedLog) -> None:
    expected_log("cannot be read")
    (tmp_path / "home").write_text("a file")
    file = SettingsFile(tmp_path / "home" / "settings.json")
    file.update(theme="dark")
    assert (file.now.theme, "cannot be read" in file.warning) == ("dark", True)


def test_a_lock_that_is_held_for_long_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mapapp.core.disk.locking._PATIENCE_S", 0.01)
    path = tmp_path / "settings.json"
    with locked(path), pytest.raises(ExportError, match="in use by another mapapp"), locked(path):
        pass


def test_a_lock_ends_with_its_process(tmp_path: Path) -> None:
    program = (
        "import os, sys\nfrom pathlib import Path\nfrom mapapp.core.disk.locking import locked\n"
        "with locked(Path(sys.argv[1])):\n    os.kill(os.getpid(), 9)\n"
    )
    path = tmp_path / "settings.json"
    done = subprocess.run([sys.executable, "-c", program, str(path)], check=False)
    assert done.returncode == -9
    with locked(path):
        pass
