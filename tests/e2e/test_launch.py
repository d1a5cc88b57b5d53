"""Launching the program as a user does: in a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from mapapp.core.disk.sweeping import temporary_prefix

WINDOW = """
import sys
from contextlib import ExitStack
from mapapp.app import make_application, open_window
from mapapp.core.disk.assets import asset
from mapapp.core.layer.spec import load_layer_specs
specs = load_layer_specs(asset("layers"))
app = make_application()
with ExitStack() as closing:
    window = open_window(specs, closing)
    window.view.painted.connect(lambda seen: app.quit() if seen >= window.view.serial else None)
    window.show()
    app.exec()
    window.close()
heavy = {"pandas", "geopandas", "pyogrio", "folium", "pypinyin"}
print("painted", sorted(heavy & set(sys.modules)))
"""

SNAPSHOT = """
import sys
from mapapp.cli import main
code = main(["snapshot", "-o", sys.argv[1]])
print(code, sorted({"pandas", "geopandas", "pyogrio", "folium", "pypinyin"} & set(sys.modules)))
"""


def run(*command: str | Path, environ: dict[str, str] | None = None) -> tuple[int, str, str]:
    done = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, timeout=60, check=False,
        env=dict(os.environ) if environ is None else environ,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def test_the_window_paints_without_any_network_and_without_heavy_libraries() -> None:
    """In a network namespace of its own there is not even a loopback to talk to."""
    unshare = shutil.which("unshare")
    assert unshare is not None
    flags = ["--net"] if os.geteuid() == 0 else ["--map-root-user", "--net"]
    code, said, complaint = run(unshare, *flags, sys.executable, "-c", WINDOW)
    assert (code, said) == (0, "painted []\n"), complaint


def test_a_snapshot_of_pixels_loads_no_heavy_library(tmp_path: Path) -> None:
    """One of a page: tests/unit/test_imports.py."""
    code, said, complaint = run(sys.executable, "-c", SNAPSHOT, tmp_path / "map.png")
    assert (code, said) == (0, "0 []\n"), complaint


def test_a_damaged_atlas_is_one_sentence(tmp_path: Path) -> None:
    assets = tmp_path / "assets"
    (assets / "data").mkdir(parents=True)
    (assets / "data" / "atlas.gpkg").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    code, _, complaint = run(
        sys.executable, "-m", "mapapp", environ={**os.environ, "MAPAPP_ASSETS": str(assets)}
    )
    ours = [line for line in complaint.splitlines() if line.startswith("mapapp:")]
    assert code == 1
    assert len(ours) == 1
    assert "atlas.gpkg" in ours[0]
    assert "Traceback" not in complaint


_RUN = """
import sys
from PySide6.QtCore import QTimer
from mapapp import app
open_window = app.open_window
def watched(*arguments):
    window = open_window(*arguments)
    if sys.argv[1] == "stay":
        window.view.painted.connect(lambda _: print("painted", flush=True))
    else:
        window.built_in.exporting._folder.joinpath("dragged.pdf").touch()
        window.view.painted.connect(lambda _: QTimer.singleShot(0, window.close))
    return window
app.open_window = watched
sys.exit(app.run_window())
"""


def test_a_window_sweeps_what_a_killed_one_left_and_leaves_nothing_itself(tmp_path: Path) -> None:
    scratch, config = tmp_path / "scratch", tmp_path / "config"
    scratch.mkdir()
    environ = {**os.environ, "TMPDIR": str(scratch), "MAPAPP_CONFIG": str(config)}
    command = [sys.executable, "-c", _RUN]
    with subprocess.Popen(
        [*command, "stay"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environ
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"painted\n"
        child.kill()
    left = f"mapapp-{temporary_prefix().split('-')[1]}-{child.pid}-"
    for folder in (scratch, config, config / "atlases"):
        folder.mkdir(exist_ok=True)
        (folder / f".{left}0123456789abcdef.json").write_text("half")
    code, _, complaint = run(*command, "close", environ=environ)
    assert code == 0, complaint
    assert not [path for path in tmp_path.rglob("*") if left in path.name]
    assert not list(scratch.glob("mapapp-*"))
