"""What a process that is ended leaves behind: nothing, and at once."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.timing import expect_within, wait_until

PROGRAM = """
import sqlite3, sys, time
from pathlib import Path
from mapapp.cli import _end_at_once
_end_at_once()
from mapapp.core.disk.leftovers import left_behind, start_guardian
start_guardian()
folder, work = Path(sys.argv[1]), sys.argv[2]
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
with left_behind(folder / "done"):
    (folder / "done").write_text("whole")
with left_behind(folder / "half"), left_behind(folder / "copies"):
    (folder / "half").write_text("half")
    (folder / "copies").mkdir()
    (folder / "copies" / "some").write_text("x")
    print("works", flush=True)
    if work == "sqlite":
        sqlite3.connect(":memory:").execute(ENDLESS)
    elif work == "locked":  # in C, with Python's lock held, as painters do
        sum(range(10**12))
"""

IGNORING = """
import signal
from mapapp.cli import _end_at_once
signal.signal(signal.SIGINT, signal.SIG_IGN)
_end_at_once()
assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
"""


def wait_until_gone(*paths: Path) -> None:
    wait_until(lambda: not any(path.exists() for path in paths))


@pytest.mark.timed
@pytest.mark.parametrize("work", ["sqlite", "locked"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_an_end_is_heeded_at_once_and_nothing_half_made_stays(
    tmp_path: Path, number: signal.Signals, work: str
) -> None:
    command = [sys.executable, "-c", PROGRAM, tmp_path, work]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"works\n"
        start = time.monotonic()
        child.send_signal(number)
        _, said = child.communicate()
        expect_within(time.monotonic() - start, 1, "the end, in s,")
    assert (child.returncode, said) == (-number, b"")
    wait_until_gone(tmp_path / "half", tmp_path / "copies")
    assert (tmp_path / "done").read_text() == "whole"


def test_a_process_that_ends_by_itself_keeps_what_it_finished(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, tmp_path, "nothing"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copies", "done", "half"]


def test_an_interrupt_that_is_to_be_ignored_is_ignored() -> None:
    subprocess.run([sys.executable, "-c", IGNORING], check=True)
