"""Paths of files in a workspace: written relative to its own file, read as whole ones.

So a folder with a workspace and its data can be moved, and a workspace means the same files
wherever mapapp was started.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from mapapp.core.layer.source_ref import FILE, GEOPACKAGE

Entry = Mapping[str, object]
"""What a file says of a layer: its ``id`` is a text, all else is still to be checked."""


def with_whole_path(entry: Entry, folder: Path) -> Entry:
    """What a workspace in ``folder`` says of a layer, with the whole path of its source."""
    return _with_path(entry, lambda uri: str(_whole(folder / uri)))


def with_path_from(entry: Entry, folder: Path) -> Entry:
    """The same to be written to ``folder``: the path from there of what lies there or below."""
    home = _whole(folder)

    def from_home(uri: str) -> str:
        whole = _whole(Path(uri))
        return whole.relative_to(home).as_posix() if whole.is_relative_to(home) else str(whole)

    return _with_path(entry, from_home)


def _with_path(entry: Entry, changed: Callable[[str], str]) -> Entry:
    """An entry with another path, if it says one."""
    source = entry.get("source")
    if not isinstance(source, Mapping) or source.get("kind") not in (GEOPACKAGE, FILE):
        return entry
    uri = source.get("uri")
    if not isinstance(uri, str) or not uri or "\0" in uri:  # which opening it will complain of
        return entry
    return {**entry, "source": {**source, "uri": changed(uri)}}


def _whole(path: Path) -> Path:
    """A path from the root, without ``..``; links in it stay as they are named."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - which would follow links
