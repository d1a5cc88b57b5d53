"""Only ordinary files are opened, and nothing waits for a file that is none."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from mapapp.core.disk.files import ask_ordinary, open_ordinary, read_ordinary
from mapapp.core.errors import DataError, WorkspaceError


def test_an_ordinary_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    with open_ordinary(path, DataError) as file:
        assert file.read() == b"abc"
    assert ask_ordinary(path, DataError).st_size == 3
    assert read_ordinary(path, 3, DataError) == b"abc"


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    (tmp_path / "b").symlink_to("a")
    assert read_ordinary(tmp_path / "b", 10, DataError) == b"abc"


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abcd")
    with pytest.raises(DataError, match="larger than 3 bytes; choose"):
        read_ordinary(tmp_path / "a", 3, DataError)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("missing", "does not exist; check the path"),
        ("folder", "is a folder; name a file in it"),
        ("fifo", "is no ordinary file; choose another"),
        ("device", "is no ordinary file; choose another"),
        ("socket", "is no ordinary file; choose another"),
        ("loop", "cannot be read .*; check the path"),
        ("long", "cannot be read .*; check the path"),
        ("null", "cannot be read .*; check the path"),
    ],
)
def test_what_is_no_ordinary_file_is_told_and_not_opened(
    tmp_path: Path, kind: str, sentence: str
) -> None:
    path = _odd(tmp_path, kind)
    for ask in (open_ordinary, ask_ordinary):
        with pytest.raises(WorkspaceError, match=sentence):
            ask(path, WorkspaceError)


def _odd(folder: Path, kind: str) -> Path:
    path = folder / "odd"
    match kind:
        case "folder":
            path.mkdir()
        case "fifo":
            os.mkfifo(path)
        case "device":
            return Path("/dev/zero")
        case "socket":
            with socket.socket(socket.AF_UNIX) as server:
                server.bind(os.fspath(path))
        case "loop":
            path.symlink_to(path)
        case "long":
            return folder / ("x" * 5000)
        case "null":
            return folder / "a\0b"
    return path


def test_what_becomes_a_fifo_after_it_was_asked_does_not_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mapapp.core.disk.files.ask_ordinary", lambda path, fail: None)
    os.mkfifo(tmp_path / "fifo")
    with pytest.raises(DataError, match="is no ordinary file"):
        open_ordinary(tmp_path / "fifo", DataError)
