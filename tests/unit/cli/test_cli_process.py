"""The command line as a process of its own: what it loads, writes and says when it cannot."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mapapp import __version__


def run(*typed: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-W", "error", "-m", "mapapp", *typed]
    return subprocess.run(command, stderr=subprocess.PIPE, check=False, **options)


def test_the_version_is_told_without_loading_anything_heavy() -> None:
    script = (
        "import sys; from mapapp.cli import main; main(['--version']); main(['--help']);"
        "print(*{'numpy', 'shapely', 'pyproj', 'PySide6', 'sqlite3'} & set(sys.modules))"
    )
    said = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, check=True)
    lines = said.stdout.decode().splitlines()
    assert lines[0] == f"mapapp {__version__}"
    assert lines[-1] == ""


def test_output_is_utf8_in_any_locale() -> None:
    env = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    done = run("search", "大连", stdout=subprocess.PIPE, env=env)
    assert "大连港" in done.stdout.decode("utf-8")


def test_a_reader_that_leaves_is_no_error() -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = run("sources", stdout=write_end)
    os.close(write_end)
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_a_full_disk_is_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        done = run("sources", stdout=full)
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1
    assert b"the disk is full" in done.stderr
