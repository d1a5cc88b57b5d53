"""What may stand where a file of ours is expected: pipes, devices, folders, other files.

Each maker writes one file into a folder and answers its path.
"""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from mapapp.core.disk.assets import asset

Maker = Callable[[Path], Path]


def copied(folder: Path, name: str = "atlas.gpkg") -> Path:
    """The atlas that mapapp ships, so that nothing but the one thing is wrong with it."""
    path = folder / name
    shutil.copyfile(asset("data", "atlas.gpkg"), path)
    return path


def written(name: str, content: bytes) -> Maker:
    """A file with this content."""

    def make(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return make


def fifo(folder: Path, name: str = "atlas.gpkg") -> Path:
    """A pipe that nobody writes to."""
    os.mkfifo(folder / name)
    return folder / name


def device(folder: Path) -> Path:
    """A device that never ends."""
    (folder / "atlas.gpkg").symlink_to("/dev/zero")
    return folder / "atlas.gpkg"


def local_socket(folder: Path) -> Path:
    """A socket."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.fspath(folder / "atlas.gpkg"))
    return folder / "atlas.gpkg"


def subfolder(folder: Path) -> Path:
    """A folder."""
    (folder / "atlas.gpkg").mkdir()
    return folder / "atlas.gpkg"


def loop(folder: Path) -> Path:
    """A link to itself."""
    (folder / "atlas.gpkg").symlink_to("atlas.gpkg")
    return folder / "atlas.gpkg"


def text_file(folder: Path) -> Path:
    """A text that begins like an atlas."""
    (folder / "atlas.gpkg").write_text("SQLite format 3")
    return folder / "atlas.gpkg"


def journal_fifo(folder: Path) -> Path:
    """An atlas whose journal is a pipe."""
    os.mkfifo(folder / "atlas.gpkg-journal")
    return copied(folder)


def wal_fifo(folder: Path) -> Path:
    """An atlas whose log is a pipe."""
    path = copied(folder)
    content = bytearray(path.read_bytes())
    content[18:20] = b"\2\2"
    path.write_bytes(content)
    os.mkfifo(folder / "atlas.gpkg-wal")
    return path


def remove(folder: Path) -> None:
    """Remove a folder of such files."""
    with suppress(OSError):
        shutil.rmtree(folder)
