"""What killed processes left is swept by the next that works there, and nothing else is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mapapp.core.disk import sweeping
from mapapp.core.disk.replacing import write_text
from mapapp.core.disk.sweeping import sweep, temporary_prefix

_DAY_S = 86_400
MACHINE = temporary_prefix().split("-")[1]


@pytest.fixture
def gone() -> int:
    """The number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        pass
    return child.pid


def left(folder: Path, machine: str, process: int, age_s: float = 0) -> Path:
    path = folder / f".mapapp-{machine}-{process}-0123456789abcdef.pdf"
    path.write_bytes(b"half")
    os.utime(path, (time.time() - age_s,) * 2)
    return path


def test_what_a_process_that_is_gone_left_goes_at_once(tmp_path: Path, gone: int) -> None:
    file = left(tmp_path, MACHINE, gone)
    folder = tmp_path / f".mapapp-{MACHINE}-{gone}-a1b2c3"
    (folder / "deeper").mkdir(parents=True)
    (folder / "deeper" / "map.pdf").write_bytes(b"half")
    link = tmp_path / f"mapapp-{MACHINE}-{gone}-link"
    link.symlink_to(Path(__file__).parent)
    write_text(tmp_path / "new.txt", "new")
    assert not file.exists()
    assert not folder.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["new.txt"]
    assert Path(__file__).exists(), "what a link leads to stays"


def test_what_a_running_process_makes_stays(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        theirs = left(tmp_path, MACHINE, child.pid)
        mine = left(tmp_path, MACHINE, os.getpid())
        sweep(tmp_path)
        assert theirs.exists()
        assert mine.exists()
        assert child.stdin is not None
        child.stdin.close()


def test_what_another_machine_makes_stays_for_a_day(tmp_path: Path, gone: int) -> None:
    young = left(tmp_path, "0badcafe", gone, _DAY_S - 60)
    old = left(tmp_path, "deadbeef", gone, _DAY_S + 60)
    sweep(tmp_path)
    assert young.exists()
    assert not old.exists()


@pytest.mark.parametrize(
    "name",
    [".mapapp-notes", "mapapp-1.2", ".mapapp-0123456789abcdef.pdf", "mapapp-deadbeef-x-1.pdf",
     "my-mapapp-deadbeef-1-2.pdf", ".mapapp-DEADBEEF-1-2.pdf"],
)  # fmt: skip
def test_files_of_other_names_stay(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"mine")
    os.utime(tmp_path / name, (0, 0))
    sweep(tmp_path)
    assert (tmp_path / name).exists()


def test_what_others_own_stays(tmp_path: Path, gone: int, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = left(tmp_path, MACHINE, gone, 2 * _DAY_S)
    monkeypatch.setattr(sweeping.os, "geteuid", lambda: os.getuid() + 1)
    sweep(tmp_path)
    assert theirs.exists()


def test_where_processes_cannot_be_asked_a_day_passes(
    tmp_path: Path, gone: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "_KNOWS_OTHERS", False)
    young, old = left(tmp_path, MACHINE, gone), left(tmp_path, MACHINE, gone + 1, 2 * _DAY_S)
    sweep(tmp_path)
    assert (young.exists(), old.exists()) == (True, False)


def test_a_folder_that_is_not_there_is_no_failure(tmp_path: Path) -> None:
    sweep(tmp_path / "gone")


_HALF = """
import sys
from pathlib import Path
from mapapp.core.disk.replacing import replacing, scratch_folder
with scratch_folder(Path(sys.argv[1])) as folder, replacing(Path(sys.argv[1]) / "a.txt") as path:
    path.write_text("half")
    (folder / "copy").write_text("half")
    print("half", flush=True)
    input()
"""


def test_after_a_kill_the_next_write_sweeps(tmp_path: Path) -> None:
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", _HALF, str(tmp_path)]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "half\n"
        assert len(list(tmp_path.iterdir())) == 2
        child.send_signal(signal.SIGKILL)
    write_text(tmp_path / "b.txt", "whole")
    assert [path.name for path in tmp_path.iterdir()] == ["b.txt"]
