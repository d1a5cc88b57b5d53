"""What can go wrong with a picture: one sentence, and no part of a file."""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mapapp.cli import main
from mapapp.core.disk import replacing
from mapapp.core.errors import UsageError
from mapapp.core.geo.extent import Extent
from mapapp.paint.export import Printer
from mapapp.render.request.area import AroundFeatures, FeatureId
from mapapp.render.request.paper import PageSize
from mapapp.render.request.request import ExportRequest
from mapapp.render.sheet.cautions import Caution
from tests.conftest import ExpectedLog
from tests.golden.conftest import Mapapp, Save
from tests.timing import wait_until

pytestmark = pytest.mark.golden

MAPAPP = (sys.executable, "-m", "mapapp", "snapshot")
MOST_BYTES = 20_000
FORMATS = ("pdf", "svg", "png", "tif", "jpg", "webp", "html")


def run(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*MAPAPP, *arguments], capture_output=True, check=False, **options)


NO_BYTECODE = {"PYTHONDONTWRITEBYTECODE": "1"}
"""For children whose files are cut: Python would keep a cut module and fail with it ever after."""


def small_files() -> None:
    """Let no file grow beyond some kilobytes, as on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_BYTES, MOST_BYTES))


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Lets no file of this process grow beyond some kilobytes; Python ignores the signal of it."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    usual, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_BYTES, most))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (usual, most))


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_is_one_sentence(tmp_path: Path, mapapp: Mapapp, ending: str) -> None:
    target = tmp_path / f"map.{ending}"
    target.write_bytes(b"old")
    done = mapapp("snapshot", "-o", target)
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1
    assert b"cannot be written (it would be too large)" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    assert target.read_bytes() == b"old"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_cancelled_picture_leaves_nothing(tmp_path: Path, number: signal.Signals) -> None:
    command = [*MAPAPP, "-o", tmp_path / "map.png", "--page", "A0", "--dpi", "600", "--progress"]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as child:
        assert child.stderr is not None
        first = child.stderr.readline()  # it paints now
        assert list(tmp_path.iterdir())
        child.send_signal(number)
        rest = child.stderr.read()
    assert first.startswith(b"progress")
    assert b"Traceback" not in rest
    assert child.returncode == -number  # as the system ends it; a shell says 128 + number
    wait_until(lambda: not list(tmp_path.iterdir()))  # the guardian learns of the end by then


def test_nothing_is_half_written_to_the_output(mapapp: Mapapp) -> None:
    done = mapapp("snapshot", "-o", "-", "--format", "png", "--around", "port:nowhere")
    assert (done.returncode, done.stdout) == (2, b"")


@pytest.mark.parametrize(("format_", "begins"), [("pdf", b"%PDF"), ("png", b"\x89PNG"),
                                                 ("svg", b"<?xml"), ("tiff", b"II")])  # fmt: skip
def test_the_output_gets_the_picture_alone(mapapp: Mapapp, format_: str, begins: bytes) -> None:
    size = ("--size", "320x240", "--parts", "graticule")
    done = mapapp("snapshot", "-o", "-", "--format", format_, *size)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(begins)


def test_what_has_no_room_is_named_and_the_picture_made(tmp_path: Path) -> None:
    command = [*MAPAPP[:-1], "--lang", "zh", "snapshot"]
    options = ("-o", "x.png", "--size", "100x100", "--parts", "legend")
    done = subprocess.run([*command, *options], cwd=tmp_path, capture_output=True, check=False)
    told = "mapapp: 版面放不下：图例、位置精度。请选更大的页面或图片，或减少内容。\n"
    assert done.returncode == 0
    assert done.stderr.decode().startswith(told)
    assert (tmp_path / "x.png").exists()


def test_a_line_of_a_batch_says_what_has_no_room(tmp_path: Path) -> None:
    line = {"file": "x.png", "size_px": [100, 100], "parts": ["legend"]}
    (tmp_path / "requests.jsonl").write_text(json.dumps(line), encoding="utf-8")
    done = run("--batch", "requests.jsonl", cwd=tmp_path)
    assert done.returncode == 0
    assert b"mapapp: requests.jsonl:1: No room for: legend" in done.stderr


def test_a_reader_that_went_away_is_no_fault() -> None:
    read, write = os.pipe()
    os.close(read)
    command = [*MAPAPP, "-o", "-", "--format", "png", "--size", "320x240"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")


def test_a_batch_goes_on_after_a_bad_line(
    tmp_path: Path, mapapp: Mapapp, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [
        {"file": "one.png", "size_px": [320, 240]},
        {"file": "two.png", "titel": "x"},
        {"file": "three.svg", "size_px": [320, 240]},
        {"file": "nowhere/four.png"},
    ]
    text = "\n".join(map(json.dumps, lines)) + "\n\nno json\n"
    (tmp_path / "requests.jsonl").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    options = ("--title", "辽宁", "--parts", "title")
    done = mapapp("snapshot", "--batch", "requests.jsonl", *options)
    assert done.returncode == 1
    two, four, six = done.stderr.decode().splitlines()
    assert two.startswith("mapapp: requests.jsonl:2: ")
    assert "did you mean 'title'" in two
    assert "requests.jsonl:4: There is no folder nowhere" in four
    assert "requests.jsonl:6: " in six
    made = {path.name for path in tmp_path.iterdir()}
    assert made == {"requests.jsonl", "one.png", "three.svg"}
    assert "辽宁" in (tmp_path / "three.svg").read_text(encoding="utf-8")


def test_no_line_of_a_batch_ends_the_others(
    tmp_path: Path, mapapp: Mapapp, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = (
        b'{"file": "a.png", "area": {"extent": [1' + b"0" * 400 + b", 1, 2, 3]}}",
        b'{"file": "a.png", "dpi": ' + b"9" * 5_000 + b"}",
        b'{"file": "a.png", "title": "\\ud800"}',
        b"[" * 100_000,
        b'{"file": "\xff.png"}',
        b'{"file": "a\\u0000.png"}',
    )
    good = b'{"file": "good.png", "size_px": [320, 240], "title": "\xe2\x80\xa8", "parts": []}'
    (tmp_path / "requests.jsonl").write_bytes(b"\n".join((*bad, good)))
    monkeypatch.chdir(tmp_path)
    done = mapapp("snapshot", "--batch", "requests.jsonl")
    assert done.returncode == 1
    told = done.stderr.decode().splitlines()
    places = [f"mapapp: requests.jsonl:{number}: " for number in range(1, len(bad) + 1)]
    assert [line[: len(place)] for line, place in zip(told, places, strict=True)] == places
    assert not any("fault" in line for line in told)
    assert (tmp_path / "good.png").exists()


def test_a_fault_of_ours_in_a_batch_is_a_sentence_and_the_others_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make = Printer.make

    def fail_once(printer: Printer, request: ExportRequest) -> tuple[Caution, ...]:
        if request.title == "fault":
            raise ZeroDivisionError("so it is")
        return make(printer, request)

    monkeypatch.setattr(Printer, "make", fail_once)
    lines = [{"file": str(tmp_path / f"{t}.png"), "title": t} for t in ("fault", "good")]
    batch = tmp_path / "requests.jsonl"
    batch.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert main(["snapshot", "--batch", str(batch), "--size", "320x240"]) == 1
    told = capsys.readouterr().err
    assert f"{batch}:1: mapapp has a fault (ZeroDivisionError: so it is)" in told
    assert (tmp_path / "good.png").exists()


def test_what_fails_at_the_end_of_a_picture_is_told_of_its_line_in_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ended: list[str] = []

    def fail_late(made: Path, final: Path) -> None:
        ended.append(final.name)
        if final.name == "full.png":
            raise OSError(errno.ENOSPC, "No space left on device")
        made.replace(final)

    monkeypatch.setattr(replacing, "put_in_place", fail_late)
    names = ("full.png", "nowhere/a.png", "b.png", "c.svg", "b.png")
    lines = [json.dumps({"file": str(tmp_path / name), "title": name}) for name in names]
    batch = tmp_path / "requests.jsonl"
    batch.write_text("\n".join(lines), encoding="utf-8")
    assert main(["snapshot", "--batch", str(batch), "--size", "320x240", "--parts", "title"]) == 1
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith(f"mapapp: {batch}:1: ")
    assert "full.png cannot be written" in first
    assert second.startswith(f"mapapp: {batch}:2: There is no folder")
    assert ended == ["full.png", "b.png", "c.svg", "b.png"]
    assert {path.name for path in tmp_path.iterdir()} == {"requests.jsonl", "b.png", "c.svg"}


def test_a_batch_that_is_not_there_is_one_sentence(tmp_path: Path, mapapp: Mapapp) -> None:
    done = mapapp("snapshot", "--batch", tmp_path / "gone.jsonl")
    assert done.returncode == 1
    assert b"gone.jsonl does not exist" in done.stderr


def test_a_page_too_small_for_its_texts_is_refused(save: Save, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="too small for a map"):
        save("map.pdf", page=PageSize.named("60x60mm"), title="Port " * 60)
    assert not list(tmp_path.iterdir())


def test_an_empty_extent_is_a_map_without_features(save: Save) -> None:
    path = save("map.svg", area=Extent(-150, -40, -140, -30), page=PageSize.named("A4"))
    assert "Legend" not in path.read_text(encoding="utf-8")


def test_a_feature_that_is_not_there_is_named(save: Save) -> None:
    wanted = AroundFeatures((FeatureId("port", "port-daliann"),))
    with pytest.raises(UsageError, match="did you mean 'port-dalian'"):
        save("map.png", area=wanted)


@pytest.mark.parametrize("name", ["map.pdf", "map.png", "map.svg"])
def test_a_character_without_a_font_is_named(
    save: Save, expected_log: ExpectedLog, name: str
) -> None:
    expected_log("No font here can draw \U000f0000: ")
    assert save(name, title="Port \U000f0000", size_px=(640, 400)).stat().st_size > 1000


@pytest.mark.parametrize("title", ["தமிழ்", "ខ្មែរ"])
def test_a_script_without_a_font_is_told_once(
    save: Save, expected_log: ExpectedLog, qtlog: Any, title: str
) -> None:
    """Qt would name each font that it tried."""
    expected_log("No font here can draw ")
    save("map.png", title=title, size_px=(640, 400))
    assert [record.message for record in qtlog.records] == []
