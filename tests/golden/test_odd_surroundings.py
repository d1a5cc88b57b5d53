"""What is around the program can be odd: names, locales, streams, links, a full disk."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from mapapp.core.disk.assets import asset
from mapapp.core.errors import UsageError
from mapapp.core.geo.extent import LEAST_DEG, Extent
from mapapp.render.request.from_json import request_from_table
from tests.golden.conftest import Mapapp
from tests.golden.test_bad_targets import NO_BYTECODE, small_files

pytestmark = pytest.mark.golden

MAPAPP = (sys.executable, "-m", "mapapp")
NO_UTF8 = b"caf\xe9"
PLAIN_LOCALE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def run(*arguments: object, **options: Any) -> subprocess.CompletedProcess[bytes]:
    typed = [part if isinstance(part, bytes) else str(part) for part in arguments]
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    return subprocess.run([*MAPAPP, *typed], check=False, **options)


def sentence(done: subprocess.CompletedProcess[bytes], code: int) -> str:
    """The one line that a failing command says."""
    said = done.stderr.decode()
    assert done.returncode == code, said
    assert said.startswith("mapapp: ")
    assert said.count("\n") == 1
    assert "fault" not in said
    return said


@pytest.mark.parametrize("ending", ["svg", "pdf", "html", "png", "tif", "webp"])
def test_control_characters_leave_no_picture_unmade(
    tmp_path: Path, mapapp: Mapapp, ending: str
) -> None:
    path = tmp_path / f"map.{ending}"
    texts = ("--title", "a\x1b[31mb\x9b\ufffe", "--notes", "\x07c\x08", "--parts", "title,date")
    done = mapapp("snapshot", "-o", path, *texts, "--layers", "port")
    assert (done.returncode, done.stderr) == (0, b"")
    said = mapapp("inspect", "--json", path)
    request = json.loads(said.stdout)["request"]
    assert (request["title"], request["notes"]) == ("a[31mb", "c")
    if ending == "svg":
        ET.parse(path)  # noqa: S314


def test_texts_of_a_request_are_stripped_of_controls() -> None:
    texts = ("title", "subtitle", "notes", "review_number")
    table = {"file": "a.svg", **dict.fromkeys(texts, "a\x1b\x9b\ufffeb")}
    request = request_from_table(table, "x")
    assert {getattr(request, name) for name in texts} == {"ab"}


@pytest.mark.parametrize(
    ("ending", "environment"),
    [(b"png", {}), *((end, PLAIN_LOCALE) for end in (b"png", b"svg", b"pdf", b"tif", b"html"))],
)
def test_a_name_that_is_no_utf8_is_a_name(
    tmp_path: Path, ending: bytes, environment: dict[str, str]
) -> None:
    target = os.fsencode(tmp_path) + b"/" + NO_UTF8 + b"." + ending
    env = {**os.environ, **environment}
    done = run("snapshot", "-o", target, "--title", "沈阳", "--find", "port:大连", env=env)
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False), done.stderr
    assert [os.fsencode(path.name) for path in tmp_path.iterdir()] == [NO_UTF8 + b"." + ending]
    said = run("inspect", target, env=env)
    assert (said.returncode, "沈阳" in said.stdout.decode()) == (0, True), said.stderr


@pytest.mark.parametrize(
    "command",
    [
        ["search", "沈阳"],
        ["facts", "沈阳"],
        ["snapshot", "-o", "a.png", "--around", "port:沈阳"],
        ["snapshot", "-o", "a.png", "--select", "port:沈阳"],
        ["snapshot", "-o", "a.png", "--atlas", "沈阳"],
        ["snapshot", "-o", "a.png", "--page", "沈阳", "--preset", "沈阳"],
        ["identify", "沈阳", "沈阳"],
        ["inspect", "沈阳.svg"],
        ["check", b"\xff\xfe.gpkg"],
        ["snapshot", "-o", "沈阳/a.png"],
        ["snapshot", "-o", b"\xff/a.png"],
        ["snapshot", "-o", "a.png", "--layers", "沈阳"],
        ["snapshot", "--request", b"\xff.json"],
        ["export-data", "-o", b"\xff/a.csv"],
        [b"\xff.mapapp.json"],
        ["\udcff\ud800".encode("utf-8", "surrogatepass")],
    ],
)
def test_a_plain_locale_is_no_fault(tmp_path: Path, command: list[object]) -> None:
    done = run(*command, env={**os.environ, **PLAIN_LOCALE, "DISPLAY": ""}, cwd=tmp_path)
    assert done.returncode in (0, 1, 2)
    said = done.stderr.decode()
    assert "fault" not in said
    assert "Traceback" not in said


def test_the_log_takes_any_name(tmp_path: Path) -> None:
    program = (
        "import os\nfrom mapapp.core.log import init_logging, logger\n"
        "init_logging(verbose=False)\nlogger('app').warning('%s', os.fsdecode(b'\\xff'))"
    )
    env = {**os.environ, **PLAIN_LOCALE}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, env=env, check=True)
    assert done.stderr.endswith(b"\\xff\n")


def close_streams(*numbers: int) -> Any:
    def close() -> None:
        for number in numbers:
            os.close(number)

    return close


@pytest.mark.parametrize(
    "command",
    [
        ["snapshot", "-o", "-", "--format", "png"],
        ["snapshot", "-o", "-", "--format", "html"],
        ["snapshot", "-o", "a.png", "--print-request"],
        ["sources"],
        ["sources", "--json"],
        ["search", "shenyang"],
    ],
)
def test_a_closed_output_is_one_sentence(command: list[str]) -> None:
    done = run(*command, stdout=None, preexec_fn=close_streams(1))
    assert "output is closed" in sentence(done, 1)


def test_a_closed_input_is_one_sentence(tmp_path: Path) -> None:
    done = run("snapshot", "--request", "-", "-o", tmp_path / "a.png", preexec_fn=close_streams(0))
    assert "input is closed" in sentence(done, 1)


def test_without_any_stream_a_picture_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    done = run("snapshot", "-o", path, stdout=None, stderr=None, preexec_fn=close_streams(0, 1, 2))
    assert done.returncode == 0
    ET.parse(path)  # noqa: S314


def test_closed_streams_never_become_files() -> None:
    program = (
        "import os, sys\nfrom mapapp.cli.program import _hold_closed_streams\n"
        "_hold_closed_streams()\nos._exit(os.open(os.devnull, os.O_RDONLY))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], preexec_fn=close_streams(0, 1, 2), check=False
    )
    assert done.returncode > 2


@pytest.mark.parametrize(
    "command",
    [
        ["snapshot", "-o", "loop.png"],
        ["snapshot", "-o", "loop.html"],
        ["snapshot", "-o", "loop.pdf/a.pdf"],
        ["export-data", "-o", "loop.csv"],
        ["inspect", "loop.png"],
        ["check", "loop.gpkg"],
        ["snapshot", "-o", "a.png", "--data", "loop.gpkg"],
        ["snapshot", "-o", "a.png", "--workspace", "loop.mapapp.json"],
    ],
)
def test_a_loop_of_links_is_one_sentence(
    tmp_path: Path, mapapp: Mapapp, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    for name in ("png", "html", "pdf", "csv", "gpkg", "mapapp.json"):
        (tmp_path / f"loop.{name}").symlink_to(f"loop.{name}")
    monkeypatch.chdir(tmp_path)
    sentence(mapapp(*command), 1)
    assert len(list(tmp_path.iterdir())) == 6


@pytest.mark.parametrize(
    ("name", "code"), [("a\0b.png", 1), ("\ud800.png", 2), ("a" * 300 + ".png", 1)]
)
def test_what_is_no_name_is_one_sentence(
    tmp_path: Path, mapapp: Mapapp, name: str, code: int
) -> None:
    (tmp_path / "request.json").write_text(json.dumps({"file": name}))
    done = mapapp("snapshot", "--request", tmp_path / "request.json")
    assert re.search("choose another|must be a path", sentence(done, code))


SMALL = [
    "1e-300,1e-300,2e-300,2e-300",
    "123,41,123.00000001,42",
    "123,41,124,41.00000001",
    "0,0,5e-324,5e-324",
]


@pytest.mark.parametrize("extent", SMALL)
@pytest.mark.parametrize("ending", ["png", "html"])
def test_an_extent_too_small_for_a_map_is_one_sentence(
    tmp_path: Path, mapapp: Mapapp, extent: str, ending: str
) -> None:
    done = mapapp("snapshot", "-o", tmp_path / f"a.{ending}", "--extent", extent)
    assert "too small for a map" in sentence(done, 2)
    assert not list(tmp_path.iterdir())


def test_the_smallest_extent_is_a_map(tmp_path: Path, mapapp: Mapapp) -> None:
    wanted = f"123,41,{123 + 1.01 * LEAST_DEG:.12f},{41 + 1.01 * LEAST_DEG:.12f}"
    done = mapapp("snapshot", "-o", tmp_path / "a.svg", "--extent", wanted)
    assert done.returncode == 0
    assert b"made for about 1:10,000,000" in done.stderr


@pytest.mark.parametrize("east", [180 + 1e-12, 180 + 2e-7, 539.9999999999])
def test_an_extent_is_split_at_the_antimeridian_however_little_lies_beyond(east: float) -> None:
    west = min(180.0, east - 1e-6)
    parts = Extent(west, 40, east, 41).split()
    assert all(part.east - part.west >= LEAST_DEG * 0.999 for part in parts)


def test_an_extent_smaller_than_the_least_is_refused() -> None:
    with pytest.raises(UsageError, match="at least"):
        Extent(123, 41, 123 + LEAST_DEG / 2, 42)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "geojson"])
def test_a_table_on_a_full_disk_is_one_sentence(tmp_path: Path, ending: str) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    target = tmp_path / f"facts.{ending}"
    target.write_bytes(b"old")
    env = {**os.environ, "TMPDIR": str(scratch), **NO_BYTECODE}
    done = run("export-data", "-o", target, preexec_fn=small_files, env=env)
    assert "cannot be written (it would be too large)" in sentence(done, 1)
    assert {path.name for path in tmp_path.iterdir()} == {"scratch", target.name}
    assert target.read_bytes() == b"old"
    assert not list(scratch.iterdir())


@pytest.mark.parametrize("name", ["title", "subtitle", "notes", "review_number"])
def test_a_text_no_sheet_can_show_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="1,000,000 characters; shorten it to"):
        request_from_table({"file": "a.pdf", name: "x" * 1_000_000}, "x")


@pytest.fixture
def in_wal(tmp_path: Path) -> Iterator[Path]:
    """An atlas that another program writes in WAL mode, so that it is read from a copy."""
    path = Path(shutil.copy(asset("data", "atlas.gpkg"), tmp_path / "wal.gpkg"))
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE other (a)")
        db.commit()
        yield path


_READS = """
import sys
from pathlib import Path
from mapapp.store.readonly import open_unchanged
with open_unchanged(Path(sys.argv[1])):
    print("open", flush=True)
    input()
"""


def test_a_copy_that_a_kill_left_goes_with_the_next(in_wal: Path, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    env = {**os.environ, "TMPDIR": str(scratch)}
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", _READS, str(in_wal)]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=env) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "open\n"
        child.send_signal(signal.SIGKILL)
    assert len(list(scratch.iterdir())) == 1
    done = run("check", in_wal, env=env)
    assert done.returncode == 0, done.stderr
    assert not list(scratch.iterdir())
