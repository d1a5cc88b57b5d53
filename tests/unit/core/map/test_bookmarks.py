from __future__ import annotations

import json
from pathlib import Path

import pytest

from mapapp.core.errors import UsageError
from mapapp.core.map.bookmarks import Bookmark, Bookmarks
from mapapp.core.map.state import ViewState

VIEW = ViewState(123.43, 41.8, 11.5, 800, 600)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "bookmarks.json"


def test_a_missing_file_has_none(path: Path) -> None:
    assert Bookmarks(path).all == ()


def test_bookmarks_are_found_again(path: Path) -> None:
    Bookmarks(path).add(" 沈阳 ", VIEW)
    [found] = Bookmarks(path).all
    assert found == Bookmark("沈阳", 123.43, 41.8, 11.5)
    assert found.view(ViewState(0, 0, 1, 400, 300)) == ViewState(123.43, 41.8, 11.5, 400, 300)


def test_the_same_name_replaces_the_older(path: Path) -> None:
    bookmarks = Bookmarks(path)
    bookmarks.add("a", VIEW)
    bookmarks.add("b", VIEW)
    bookmarks.add("a", ViewState(121, 39, 5, 800, 600))
    assert [(each.name, each.zoom) for each in bookmarks.all] == [("b", 11.5), ("a", 5)]


def test_changes_are_told_after_they_are_written(path: Path) -> None:
    bookmarks, heard = Bookmarks(path), []
    bookmarks.changed.connect(lambda names: heard.append((names, Bookmarks(path).all)))
    bookmarks.add("a", VIEW)
    bookmarks.rename("a", "b")
    bookmarks.remove("b")
    assert [len(names) for names, _ in heard] == [1, 1, 0]
    assert all(names == written for names, written in heard)


@pytest.mark.parametrize("name", ["", "  ", "b"])
def test_a_name_that_is_empty_or_taken_is_refused(path: Path, name: str) -> None:
    bookmarks = Bookmarks(path)
    bookmarks.add("a", VIEW)
    bookmarks.add("b", VIEW)
    with pytest.raises(UsageError):
        bookmarks.rename("a", name)
    assert [each.name for each in Bookmarks(path).all] == ["a", "b"]


def test_the_file_is_readable_json(path: Path) -> None:
    Bookmarks(path).add("港口", VIEW)
    assert "港口" in path.read_text(encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8"))["version"] == 1
