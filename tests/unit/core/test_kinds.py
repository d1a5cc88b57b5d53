"""What kind of file something is, and paths as people name them."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapapp.core.disk.kinds import kind_of, named_path
from mapapp.core.errors import DataError


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a", b'{"mapapp_workspace": 1, "type": "Feature"}', "workspace"),
        ("a.png", b'  {"mapapp_workspace": 1}', "workspace"),
        ("a.mapapp.json", b"PK\x03\x04", "share"),
        ("a.mapapp", b"SQLite format 3\0...", "geopackage"),
        ("a.mapapp", b"\x89PNG\r\n", "picture"),
        ("a.svg", b"<?xml version='1.0'?>", "picture"),
        ("a.xml", b"<?xml version='1.0'?>", "unknown"),
        ("a", b'{"type" : "FeatureCollection"}', "geojson"),
        ("a", b"", "unknown"),
    ],
)
def test_the_beginning_says_the_kind(tmp_path: Path, name: str, content: bytes, kind: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert kind_of(path) == kind


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="does not exist"):
        kind_of(tmp_path / "gone")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("file:///maps/%E5%9C%B0%E5%9B%BE.mapapp", "/maps/地图.mapapp"),
        ("file://localhost/maps/a%20b", "/maps/a b"),
        ("FILE:/maps/a", "/maps/a"),
        ("file.txt", "file.txt"),
        ("file://elsewhere/maps/a", "file:/elsewhere/maps/a"),
        ("/maps/a%20b", "/maps/a%20b"),
    ],
)
def test_file_addresses_are_paths(text: str, path: str) -> None:
    assert named_path(text) == Path(path)
