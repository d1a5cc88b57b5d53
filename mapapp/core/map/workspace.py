"""A workspace: all that a user arranged on the map, as a file.

``docs/workspace.md`` describes the format. Reading is strict: a key that is not
known or a value that cannot be is an error that names it.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, cast, get_args

from mapapp.core.disk.files import read_ordinary
from mapapp.core.disk.replacing import write_text
from mapapp.core.errors import WorkspaceError
from mapapp.core.expression.filters import NO_FILTER, LayerFilter
from mapapp.core.map.arrangement import Arrangement, LayerLook
from mapapp.core.map.bookmarks import Bookmark, read_bookmark
from mapapp.core.map.state import FeatureRef, MapState
from mapapp.core.style.ground import MAX_STATED_ZOOM
from mapapp.core.text import Language
from mapapp.core.texts.parsing import ParseError, json_table
from mapapp.core.texts.strict import StrictTable

VERSION = 1
MAX_BYTES = 4_000_000

_KEY = "mapapp_workspace"
_MAX_LON, _MAX_FID = 3600.0, 2**53
_YEARS = (1, 9999)
_SHA256 = re.compile(r"([0-9a-f]{64})?")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the map stands: its centre in degrees (WGS84) and its zoom."""

    lon: float
    lat: float
    zoom: float


@dataclass(frozen=True, slots=True)
class Workspace:
    """All that is kept of a map.

    Attributes:
        arrangement: the layers, their order and filters, and the year.
        place: where the map stands.
        language: of names.
        selection: the features that are selected; they mean those of ``atlas``.
        bookmarks: named views.
        atlas: SHA-256 of the atlas's file in hexadecimal, or empty.
    """

    arrangement: Arrangement
    place: Place
    language: Language
    selection: tuple[FeatureRef, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
    atlas: str = ""

    @classmethod
    def of(cls, state: MapState, bookmarks: tuple[Bookmark, ...], atlas: str) -> Workspace:
        """The workspace of a map as it is now."""
        place = Place(state.view.lon, state.view.lat, state.view.zoom)
        arrangement = Arrangement.of(state)
        looks = tuple(replace(look, spec=None) for look in arrangement.layers)
        arrangement = Arrangement(looks, arrangement.solo, arrangement.as_of_year)
        return cls(arrangement, place, state.language, state.selection, bookmarks, atlas)


def read_workspace(path: Path) -> Workspace:
    """The workspace of a file.

    Raises:
        WorkspaceError: if the file cannot be read or holds no workspace of this version.
    """
    return parse_workspace(read_ordinary(path, MAX_BYTES, WorkspaceError), path.name)


def write_workspace(path: Path, workspace: Workspace) -> None:
    """Write a workspace, whole or not at all.

    Raises:
        ExportError: if the file cannot be written.
    """
    write_text(path, format_workspace(workspace))


def format_workspace(workspace: Workspace) -> str:
    """A workspace as JSON text; the layer on top comes first."""
    arrangement = workspace.arrangement
    document: dict[str, Any] = {
        _KEY: VERSION,
        "language": workspace.language,
        "view": asdict(workspace.place),
        "layers": [_layer_document(look) for look in reversed(arrangement.layers)],
        "solo": arrangement.solo,
        "as_of_year": arrangement.as_of_year,
        "selection": [asdict(ref) for ref in workspace.selection],
        "bookmarks": [asdict(bookmark) for bookmark in workspace.bookmarks],
        "atlas": workspace.atlas,
    }
    said = {key: value for key, value in document.items() if value or key == "layers"}
    return json.dumps(said, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def parse_workspace(content: bytes, where: str) -> Workspace:
    """The workspace that a JSON text in UTF-8 holds; ``where`` names it in messages.

    Raises:
        WorkspaceError: if it is none, of a newer version, or any key is wrong or unknown.
    """
    if len(content) > MAX_BYTES:
        raise WorkspaceError(f"{where} is too large for a workspace; choose another file.")
    try:
        document = json_table(content)
    except ParseError as error:
        raise WorkspaceError(f"{where} is no workspace ({error}); choose another file.") from error
    if _KEY not in document:
        raise WorkspaceError(f"{where} is no workspace: it has no {_KEY!r}; choose another file.")
    table = StrictTable(document, where, WorkspaceError)
    version = table.whole(_KEY, 1, 2**31)
    if version > VERSION:
        raise WorkspaceError(
            f"{where} was made by a newer mapapp (workspace version {version}, this one reads "
            f"{VERSION}); bring mapapp up to date to open it."
        )
    return _workspace(table)


def _workspace(table: StrictTable) -> Workspace:
    workspace = Workspace(
        language=cast(Language, table.choose("language", get_args(Language))),
        place=_place(table.need("view")),
        arrangement=_arrangement(table),
        selection=tuple(map(_ref, table.each("selection"))),
        bookmarks=tuple(map(read_bookmark, table.each("bookmarks"))),
        atlas=table.match("atlas", _SHA256, ""),
    )
    table.finish()
    return workspace


def _arrangement(table: StrictTable) -> Arrangement:
    looks = tuple(map(_look, table.each("layers")))
    ids = [look.id for look in looks]
    doubled = next((id_ for id_ in ids if ids.count(id_) > 1), None)
    if doubled is not None:
        raise table.wrong("layers", doubled, "name each layer once")
    return Arrangement(
        layers=looks[::-1],
        solo=table.take("solo", str, "") or None,
        as_of_year=table.whole("as_of_year", *_YEARS) if table.has("as_of_year") else None,
    )


def _layer_document(look: LayerLook) -> dict[str, Any]:
    document = {"id": look.id, "visible": look.visible, "opacity": look.opacity}
    return document | ({"filter": asdict(look.filter)} if look.filter else {})


def _look(table: StrictTable) -> LayerLook:
    wanted = table.sub("filter")
    look = LayerLook(
        id=table.take("id", str),
        visible=table.take("visible", bool, default=True),
        opacity=table.number("opacity", 0, 1, 1.0),
        filter=NO_FILTER if wanted is None else _filter(wanted),
    )
    table.finish()
    return look


def _filter(table: StrictTable) -> LayerFilter:
    wanted = LayerFilter(
        expression=table.take("expression", str, ""),
        text=table.take("text", str, ""),
        in_view=table.take("in_view", bool, default=False),
    )
    table.finish()
    return wanted


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
