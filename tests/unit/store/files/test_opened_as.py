"""What a file is opened as, by its beginning and, where that leaves it open, its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapapp.core.errors import DataError
from mapapp.store.files.opened_as import opened_as, opened_together

SQLITE, ZIP, PNG = b"SQLite format 3\0", b"PK\x03\x04", b"\x89PNG\r\n"
WORKSPACE, GEOJSON = b'{"mapapp_workspace": 1}', b'{"type": "FeatureCollection"}'


def made(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.mapapp.json", WORKSPACE, "workspace"),
        ("a.json", WORKSPACE, "workspace"),
        ("a", WORKSPACE, "workspace"),
        ("a.mapapp", ZIP, "workspace"),
        ("a", ZIP, "workspace"),
        ("a.json", GEOJSON, "data"),
        ("a", GEOJSON, "data"),
        ("a.geojson", b'{"name": "long"}', "data"),
        ("a.gpkg", SQLITE, "data"),
        ("a", SQLITE, "data"),
        ("a.xlsx", ZIP, "data"),
        ("a.zip", ZIP, "data"),
        ("a.csv", b"lon,lat", "data"),
        ("a.KML", b"<kml/>", "data"),
        ("a.png", PNG, "picture"),
        ("a.csv", PNG, "picture"),
        ("a.svg", b"<svg/>", "picture"),
    ],
)
def test_it_goes_by_beginning_and_name(
    tmp_path: Path, name: str, content: bytes, kind: str
) -> None:
    assert opened_as(made(tmp_path, name, content)) == kind


def test_a_folder_of_a_geodatabase_is_data(tmp_path: Path) -> None:
    folder = tmp_path / "a.gdb"
    folder.mkdir()
    assert opened_as(folder) == "data"


def test_what_is_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"notes\.md is nothing that mapapp can open"):
        opened_as(made(tmp_path, "notes.md", b"notes"))


def test_only_data_is_opened_together(tmp_path: Path) -> None:
    table, layer = made(tmp_path, "a.csv", b"lon,lat"), made(tmp_path, "a.gpkg", SQLITE)
    picture = made(tmp_path, "a.png", PNG)
    assert opened_together([table, layer]) == "data"
    assert opened_together([picture]) == "picture"
    for files in ([table, picture], [picture, table], [picture, picture]):
        with pytest.raises(DataError, match="by itself"):
            opened_together(files)
