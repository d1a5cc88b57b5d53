"""Files and rooms that documents, docstrings and comments name are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STARTS = [ROOT / name for name in ("", "mapapp", "tests", "resources", "data/sources")]
_MADE = ("build/", "dist/", ".venv/", "mapapp-")
_TOKEN = re.compile(r"[\w.*/-]+")
_FILE = re.compile(r"[\w*-][\w.*/-]*\.(py|js|ts|toml|md|css|html|sh|csv|gpkg|geojson|json)")
_IN_MODULES = r"mapapp/[\w./*-]+\.py"
_QUOTED = {".md": r"`([^`\n]+)`", ".py": r"`([^`\n]+)`", ".js": _IN_MODULES, ".ts": _IN_MODULES}
_GUIDES = {"help", "notebook.md", "pictures.md", "workspace.md"}  # they name their reader's files
_ROOMS = {path.name for path in (ROOT / "mapapp").iterdir() if path.is_dir()} - {"__pycache__"}


def documents() -> Iterator[Path]:
    """Whatever speaks of files of ours."""
    yield from ROOT.glob("*.md")
    yield from (ROOT / "layers").glob("*.md")
    yield from (ROOT / "data").glob("*.md")
    yield from (path for path in (ROOT / "docs").rglob("*.md") if not _GUIDES & {*path.parts})
    for folder in ("mapapp", "tests", "docs", "benchmarks", "packaging", "resources"):
        for ends in (".py", ".js", ".ts"):
            yield from (ROOT / folder).rglob(f"*{ends}")


def named(document: Path) -> Iterator[str]:
    """The paths in backticks, in JavaScript those of our modules.

    Files are known by their ending, rooms by how they begin.
    """
    text = document.read_text(encoding="utf-8")
    for quoted in re.findall(_QUOTED[document.suffix], text):
        for token in _TOKEN.findall(quoted):
            path = token.strip(".")
            is_room = "/" in path and path.split("/")[0] in _ROOMS and "." not in path
            if (_FILE.fullmatch(path) and "/" in path) or is_room:
                yield path


def is_there(path: str, document: Path) -> bool:
    """Whether a path leads somewhere from where such paths begin."""
    return path.startswith(_MADE) or any(
        any(start.glob(path)) for start in (*STARTS, document.parent) if not path.startswith("/")
    )


@pytest.mark.parametrize("suffix", _QUOTED)
def test_paths_that_are_named_are_there(suffix: str) -> None:
    missing = {
        f"{document.relative_to(ROOT)}: {path}"
        for document in documents()
        if document.suffix == suffix
        for path in named(document)
        if not is_there(path, document)
    }
    assert not missing
