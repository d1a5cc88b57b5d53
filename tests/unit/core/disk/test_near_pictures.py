"""Which texts of a table lead to a picture: files below its own folder, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapapp.core.disk.near_pictures import may_name_picture, picture_near


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "photos").mkdir(parents=True)
    for name in ("a.JPG", "photos/井 7.png", "notes.txt"):
        (folder / name).write_bytes(b"x")
    (tmp_path / "private.png").write_bytes(b"x")
    (tmp_path / "data2").mkdir()
    (tmp_path / "data2" / "b.png").write_bytes(b"x")
    table = folder / "wells.csv"
    table.write_text("id\n", encoding="utf-8")
    return table


@pytest.mark.parametrize("text", ["a.JPG", "./a.JPG", "photos/井 7.png", "photos\\井 7.png"])
def test_a_path_below_the_folder_is_found(data: Path, text: str) -> None:
    found = picture_near(data, text)
    assert found is not None
    assert found.is_relative_to(data.parent)


@pytest.mark.parametrize(
    "text",
    ["missing.png", "notes.txt", "", "photos", "../private.png", "photos/../../private.png",
     "..\\private.png", "//server/share/a.png", "\\\\server\\share\\a.png", "C:\\a.png", "C:a.png",
     "http://example.org/a.png", "file:///a.png", "photos/a.png\n", "x" * 2000 + ".png",
     "../data2/b.png"],
)  # fmt: skip
def test_anything_else_is_not(data: Path, text: str) -> None:
    assert picture_near(data, text) is None


def test_neither_is_the_full_path_of_a_file_beside_the_data(data: Path) -> None:
    assert picture_near(data, str(data.parent / "a.JPG")) is None


def test_a_link_leads_out_of_the_folder_for_nobody(data: Path) -> None:
    (data.parent / "out.png").symlink_to(data.parent.parent / "private.png")
    (data.parent / "far").symlink_to(data.parent.parent / "data2")
    (data.parent / "loop.png").symlink_to(data.parent / "loop.png")
    (data.parent / "near.png").symlink_to(data.parent / "a.JPG")
    assert [picture_near(data, text) for text in ("out.png", "far/b.png", "loop.png")] == [None] * 3
    assert picture_near(data, "near.png") == (data.parent / "a.JPG").resolve()


def test_the_folder_is_that_of_the_file_a_link_leads_to(data: Path, tmp_path: Path) -> None:
    link = tmp_path / "wells.csv"
    link.symlink_to(data)
    assert picture_near(link, "a.JPG") == (data.parent / "a.JPG").resolve()
    assert picture_near(link, "private.png") is None


def test_no_disk_is_asked_for_what_looks_otherwise() -> None:
    assert may_name_picture("photos/a.webp")
    for text in ("a.svg", "//server/share/a.png", "\\\\server\\share\\a.png", "C:a.png", "/a.png"):
        assert not may_name_picture(text), text
