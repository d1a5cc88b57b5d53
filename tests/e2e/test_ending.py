"""TERM ends the window in order, within a second; INT and HUP are heard by the same part."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mapapp.core.map.workspace import read_workspace
from tests.timing import expect_within

pytestmark = [pytest.mark.e2e, pytest.mark.timed]

PROGRAM = """
import sys, time
from mapapp import app
open_window = app.open_window
def watched(*arguments):
    window = open_window(*arguments)
    def once(_):
        window.view.painted.disconnect(once)
        window.state.set_opacity("port", 0.25)
        print("shown", flush=True)
        if sys.argv[1] == "stuck":
            time.sleep(60)
    window.view.painted.connect(once)
    return window
app.open_window = watched
sys.exit(app.run_window())
"""


def ended(folder: Path, number: signal.Signals, how: str) -> tuple[int, float, str]:
    """Exit code, seconds until it came, and what was said."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, how],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "shown\n"
        start = time.monotonic()
        child.send_signal(number)
        code = child.wait()
        seconds = time.monotonic() - start
        assert child.stderr is not None
        return code, seconds, child.stderr.read()


def test_the_session_is_saved_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAPAPP_CONFIG", str(tmp_path))
    code, seconds, said = ended(tmp_path, signal.SIGTERM, "free")
    assert code == 128 + signal.SIGTERM
    expect_within(seconds, 2, "the end, in s,")
    assert "Traceback" not in said
    entries = read_workspace(tmp_path / "session.mapapp.json").layers.entries
    assert {entry["id"]: entry.get("opacity") for entry in entries}["port"] == 0.25
    assert not list(tmp_path.glob(".mapapp-*"))


def test_a_window_that_does_not_answer_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAPAPP_CONFIG", str(tmp_path))
    code, seconds, _ = ended(tmp_path, signal.SIGTERM, "stuck")
    assert code == 128 + signal.SIGTERM
    expect_within(seconds, 2, "the end, in s,")
