"""What a file that somebody names, drops or chooses is opened as."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from mapapp.core.disk.kinds import kind_of
from mapapp.core.disk.suffixes import SHARED
from mapapp.core.errors import DataError
from mapapp.store.files.formats import SUFFIXES

OpenedAs = Literal["workspace", "picture", "data"]

_ALSO_OF_WORKSPACES = ".json"


def opened_as(path: Path) -> OpenedAs:
    """Whether a file is a workspace, a picture that mapapp may have made, or data of features.

    Its beginning counts first: a ZIP archive may be a shared workspace or a spreadsheet, and a
    file of JSON anything, so there its name decides.

    Raises:
        DataError: if it cannot be read, or is nothing that can be opened.
    """
    suffix = path.suffix.lower()
    if path.is_dir() and suffix in SUFFIXES:
        return "data"
    kind = kind_of(path)
    if kind == "picture":
        return "picture"
    if kind == "workspace" and (suffix == _ALSO_OF_WORKSPACES or suffix not in SUFFIXES):
        return "workspace"
    if kind == "share" and (suffix == SHARED or suffix not in SUFFIXES):
        return "workspace"
    if suffix in SUFFIXES or kind in {"geopackage", "geojson"}:
        return "data"
    raise DataError(
        "{name} is nothing that mapapp can open; open a workspace, a picture that mapapp made, or "
        "data such as GeoPackage, GeoJSON, Shapefile, CSV or XLSX.",
        name=path.name,
    )


def opened_together(paths: Sequence[Path]) -> OpenedAs:
    """What some files, one at least, are opened as; only data can be several.

    Raises:
        DataError: if one is nothing that can be opened, or they cannot be opened together.
    """
    kinds = [opened_as(path) for path in paths]
    if set(kinds) != {"data"} and len(paths) > 1:
        raise DataError("Open a workspace or a picture by itself, without other files.")
    return kinds[0]


def data_patterns() -> str:
    """The endings of files of data as patterns for a dialog, such as ``*.gpkg *.csv``."""
    return " ".join(f"*{suffix}" for suffix in dict.fromkeys(SUFFIXES))
