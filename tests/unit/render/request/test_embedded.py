"""What anybody's file says of itself is read with bounds, and checked."""

from __future__ import annotations

import io
import json
import os
import struct
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from mapapp.core.errors import DataError
from mapapp.render.request.embedded import MAX_BYTES, embedded_description, find_description
from mapapp.render.request.metadata import parse_description, read_description

PNG = b"\x89PNG\r\n\x1a\n"
OPENING = b'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">'
SOUND = {
    "mapapp": "0.1.0",
    "extent": [118.0, 38.3, 126.2, 43.7],
    "atlas": {"name": "atlas.gpkg", "sha256": "ab"},
    "licences": ["one", "two"],
    "request": {"file": "a.png", "layers": [{"id": "port", "opacity": 0.5, "find": "dal"}]},
}


class Counting(io.BytesIO):
    """A file that counts what is read of it."""

    taken = 0
    asked = 0

    def read(self, size: int | None = -1) -> bytes:
        assert size is not None
        assert size >= 0, "all of a file is never read"
        self.asked = max(self.asked, size)
        content = super().read(size)
        self.taken += len(content)
        return content


def chunk(kind: bytes, body: bytes, length: int | None = None) -> bytes:
    return struct.pack(">I4s", len(body) if length is None else length, kind) + body + bytes(4)


BOMBS: dict[str, Callable[[], bytes]] = {
    "opening marks": lambda: b"%PDF-1.4" + OPENING * 400_000,
    "svg marks": lambda: b"<svg>" + b"<metadata>" * 2_000_000,
    "svg mark that does not end": lambda: b"<svg>" + b"<metadata " * 2_000_000,
    "html marks": lambda: b"<html>" + b'<meta name="mapapp" content=' * 700_000,
    "png text of 4 GB": lambda: PNG + chunk(b"iTXt", b"Description", 2**32 - 1),
    "png chunks": lambda: PNG + chunk(b"aaaa", b"") * 2_000_000,
    "webp text of 4 GB": lambda: b"RIFF\0\0\0\0WEBP" + struct.pack("<4sI", b"XMP ", 2**32 - 1),
    "tiff text of 4 GB": lambda: (
        b"II*\0" + struct.pack("<I", 8) + struct.pack("<HHHII", 1, 270, 2, 2**32 - 1, 8)
    ),
    "big tiff beyond all files": lambda: b"II+\0\x08\0\0\0" + struct.pack("<Q", 2**64 - 1),
    "jpeg segments": lambda: b"\xff\xd8" + b"\xff\xe1\x00\x02" * 1_000_000,
    "nothing": lambda: bytes(20_000_000),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_once_at_most_and_within_bounds(name: str) -> None:
    file = Counting(BOMBS[name]())
    with suppress(ValueError):
        assert find_description(file) is None
    assert file.taken <= 9 * MAX_BYTES
    assert file.asked <= MAX_BYTES


def test_a_description_is_found_across_parts() -> None:
    for place in ((1 << 20) - 10, (1 << 20) - len(OPENING), 3_000_000, 30_000_000):
        content = b"%PDF".ljust(place, b" ") + OPENING + b"a &amp; b</rdf:li>"
        assert find_description(io.BytesIO(content)) == "a & b"


@pytest.mark.parametrize("text", [b"Description\0", b"Description\0\0\0en", b"Description"])
def test_a_png_text_that_ends_early_describes_nothing(text: bytes) -> None:
    assert find_description(io.BytesIO(PNG + chunk(b"iTXt", text))) is None


@pytest.mark.parametrize("kind", ["fifo", "device", "folder", "loop"])
def test_only_ordinary_files_are_looked_into(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.png"
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "device":
        path = Path("/dev/zero")
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(path)
    with pytest.raises(DataError):
        embedded_description(path)


@pytest.mark.parametrize(
    "wrong",
    [
        {"mapapp": 1}, {"mapapp": None}, {"extent": 5}, {"extent": [1, 2, 3]},
        {"extent": ["a", "b", "c", "d"]}, {"extent": [1, 2, 1, 2]}, {"extent": {"a": 1}},
        {"extent": None}, {"atlas": []}, {"atlas": {"name": 5}}, {"atlas": "x"},
        {"licences": 5}, {"licences": [1]}, {"licences": {"a": 1}}, {"request": []},
        {"request": "x"}, {"request": {}}, {"request": {"file": "a.png", "layers": 5}},
        {"request": {"file": "a.png", "layers": [{"opacity": 1}]}},
        {"request": {"file": "a.png", "layers": [5]}},
        {"request": {"file": "a.png", "selected": 5}},
        {"request": {"file": "a.png", "selected": [5]}},
        {"request": {"file": "a.png", "title": ["x"]}},
        {"request": {"file": "a.png", "title": "\ud800"}},
    ],
)  # fmt: skip
def test_a_description_that_cannot_be_is_a_sentence(wrong: dict[str, object]) -> None:
    with pytest.raises(DataError, match=r"[.]$"):
        parse_description(json.dumps(SOUND | wrong), "a.png")


def test_an_older_description_says_less() -> None:
    described = parse_description('{"mapapp": "0.0.1"}', "a.png")
    assert (described.extent, described.request, described.atlas) == (None, None, "")


def test_the_whole_world_stays_one_round_after_rounding() -> None:
    west = 10.123456
    described = parse_description(
        json.dumps(SOUND | {"extent": [west, -85.0, west + 360.000001, 85.0]}), "a.png"
    )
    assert described.extent is not None
    assert described.extent.east == west + 360


def inspect(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mapapp", "inspect", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def svg(path: Path, description: object) -> Path:
    path.write_text(f"<svg><metadata>{json.dumps(description)}</metadata></svg>", encoding="utf-8")
    return path


def test_inspect_tells_what_there_is(tmp_path: Path) -> None:
    path = svg(tmp_path / "a.svg", SOUND)
    assert read_description(path).licences == ("one", "two")
    told = inspect(path)
    assert told.returncode == 0
    assert "layer     port  opacity 0.5  find dal" in told.stdout
    assert "extent    118,38.3,126.2,43.7" in told.stdout


def test_inspect_answers_a_foreign_description_with_one_sentence(tmp_path: Path) -> None:
    told = inspect(svg(tmp_path / "a.svg", SOUND | {"request": [1]}))
    assert told.returncode == 1
    (line,) = told.stderr.splitlines()
    assert line.startswith("mapapp: a.svg: 'request' is [1]")
