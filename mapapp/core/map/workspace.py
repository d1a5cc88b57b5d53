"""A workspace: all that a user arranged on the map, as a file.

``docs/workspace.md`` describes the format. Reading is strict: a key that is not
known or a value that cannot be is an error that names it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, cast, get_args

from mapapp.core.disk.files import read_ordinary
from mapapp.core.disk.replacing import write_text
from mapapp.core.errors import WorkspaceError
from mapapp.core.map.bookmarks import Bookmark, read_bookmark
from mapapp.core.map.state import FeatureRef, MapState
from mapapp.core.map.workspace_layers import MAX_LAYERS, SavedLayers, read_shown
from mapapp.core.map.workspace_paths import with_path_from, with_whole_path
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.style.ground import MAX_STATED_ZOOM
from mapapp.core.text import Language
from mapapp.core.texts.parsing import ParseError, json_table
from mapapp.core.texts.strict import StrictTable

VERSION = 2
MAX_BYTES = 4_000_000

_KEY = "mapapp_workspace"
_MAX_LON, _MAX_FID = 3600.0, 2**53
_YEARS = (1, 9999)
_SHA256 = re.compile(r"([0-9a-f]{64})?")


@record
class Place:
    """Where the map stands: its centre in degrees (WGS84) and its zoom."""

    lon: float
    lat: float
    zoom: float


@record
class Workspace:
    """All that is kept of a map.

    Attributes:
        layers: the layers, their order, style and filters, and the year.
        place: where the map stands.
        language: of names.
        selection: the features that are selected; they mean those of ``atlas``.
        bookmarks: named views.
        atlas: SHA-256 of the atlas's file in hexadecimal, or empty.
    """

    layers: SavedLayers
    place: Place
    language: Language
    selection: tuple[FeatureRef, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
    atlas: str = ""

    @classmethod
    def of(cls, state: MapState, bookmarks: tuple[Bookmark, ...], atlas: str) -> Workspace:
        """The workspace of a map as it is now."""
        place = Place(state.view.lon, state.view.lat, state.view.zoom)
        layers = SavedLayers.of(state)
        return cls(layers, place, state.language, state.selection, bookmarks, atlas)


def read_workspace(path: Path) -> Workspace:
    """The workspace of a file.

    Raises:
        WorkspaceError: if the file cannot be read or holds no workspace of this version.
    """
    content = read_ordinary(path, MAX_BYTES, WorkspaceError)
    return parse_workspace(content, path.name, path.parent)


def write_workspace(path: Path, workspace: Workspace) -> None:
    """Write a workspace, whole or not at all.

    Raises:
        ExportError: if the file cannot be written.
    """
    write_text(path, format_workspace(workspace, path.parent))


def format_workspace(workspace: Workspace, folder: Path | None = None) -> str:
    """A workspace as JSON text; the layer on top comes first.

    ``folder`` is where the text is to be: paths of sources in it are written from there.
    """
    layers = workspace.layers
    entries = layers.entries
    if folder is not None:
        entries = tuple(with_path_from(entry, folder) for entry in entries)
    document: dict[str, Any] = {
        _KEY: VERSION,
        "language": workspace.language,
        "view": asdict(workspace.place),
        "layers": [dict(entry) for entry in reversed(entries)],
        "removed": list(layers.removed),
        "solo": layers.solo,
        "as_of_year": layers.as_of_year,
        "selection": [asdict(ref) for ref in workspace.selection],
        "bookmarks": [asdict(bookmark) for bookmark in workspace.bookmarks],
        "atlas": workspace.atlas,
    }
    said = {key: value for key, value in document.items() if value or key == "layers"}
    return json.dumps(said, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def parse_workspace(content: bytes, where: str, folder: Path | None = None) -> Workspace:
    """The workspace that a JSON text in UTF-8 holds.

    Args:
        content: the text.
        where: what messages call it.
        folder: where it is, from which paths of sources go that are not whole.

    Raises:
        WorkspaceError: if it is none, of a newer version, or any key is wrong or unknown.
    """
    if len(content) > MAX_BYTES:
        raise WorkspaceError(
            "{where} is too large for a workspace; choose another file.", where=where
        )
    try:
        document = json_table(content)
    except ParseError as error:
        raise WorkspaceError(
            "{where} is no workspace ({reason}); choose another file.", where=where, reason=error
        ) from error
    if _KEY not in document:
        raise WorkspaceError("{where} is no workspace of mapapp; choose another file.", where=where)
    table = StrictTable(document, where, WorkspaceError)
    version = table.whole(_KEY, 1, 2**31)
    if version > VERSION:
        raise WorkspaceError(
            "{where} was made by a newer mapapp (workspace version {version}, this one "
            "reads {newest}); bring mapapp up to date to open it.",
            where=where,
            version=version,
            newest=VERSION,
        )
    workspace = _workspace(table, version)
    return workspace if folder is None else _with_whole_paths(workspace, folder)


def _with_whole_paths(workspace: Workspace, folder: Path) -> Workspace:
    layers = workspace.layers
    entries = tuple(with_whole_path(entry, folder) for entry in layers.entries)
    return replace(workspace, layers=replace(layers, entries=entries))


def _workspace(table: StrictTable, version: int) -> Workspace:
    workspace = Workspace(
        language=cast(Language, table.choose("language", get_args(Language))),
        place=_place(table.need("view")),
        layers=_layers(table, version),
        selection=tuple(map(_ref, table.each("selection"))),
        bookmarks=tuple(map(read_bookmark, table.each("bookmarks"))),
        atlas=table.match("atlas", _SHA256, ""),
    )
    table.finish()
    return workspace


def _layers(table: StrictTable, version: int) -> SavedLayers:
    """The layers; in version 1 they could not be but shown or hidden, and all had to be right."""
    entries = table.take("layers", list, [])
    if not all(isinstance(entry, dict) for entry in entries):
        raise table.wrong("layers", entries, Message("it must be a list of tables"))
    for number, entry in enumerate(entries, 1):
        reader = StrictTable(entry, table.below(f"layers {number}"), WorkspaceError)
        if version == 1:
            read_shown(reader)
            reader.finish()
        else:
            reader.ask_writable()
            reader.take("id", str)
    _check_ids(table, [entry["id"] for entry in entries])
    return SavedLayers(
        entries=tuple(reversed(entries)),
        removed=table.strings("removed") if version > 1 else (),
        solo=table.take("solo", str, "") or None,
        as_of_year=table.whole("as_of_year", *_YEARS) if table.has("as_of_year") else None,
    )


def _check_ids(table: StrictTable, ids: list[str]) -> None:
    if len(ids) > MAX_LAYERS:
        raise table.wrong(
            "layers", len(ids), Message("have at most {max_layers:,} layers", max_layers=MAX_LAYERS)
        )
    doubled = next((id_ for id_, count in Counter(ids).items() if count > 1), None)
    if doubled is not None:
        raise table.wrong("layers", doubled, Message("name each layer once"))


def _place(table: StrictTable) -> Place:
    place = Place(
        lon=table.number("lon", -_MAX_LON, _MAX_LON),
        lat=table.number("lat", -90, 90),
        zoom=table.number("zoom", 0, MAX_STATED_ZOOM),
    )
    table.finish()
    return place


def _ref(table: StrictTable) -> FeatureRef:
    ref = FeatureRef(table.take("layer", str), table.whole("fid", 0, _MAX_FID))
    table.finish()
    return ref
