"""What a picture carries about itself, as JSON: view, layers, filters, data and licences."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from mapapp.core.errors import DataError, UsageError
from mapapp.core.geo.extent import Extent
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.texts.parsing import ParseError, json_table
from mapapp.core.texts.plain import plain_text
from mapapp.core.texts.reasons import why
from mapapp.core.texts.strict import StrictTable
from mapapp.core.version import __version__
from mapapp.render.request.from_json import request_from_table, request_to_table
from mapapp.render.request.request import ExportRequest

_T = TypeVar("_T")

LICENCES = (
    "Coasts and boundaries: Natural Earth, public domain",
    "Rivers: GSHHG / WDB II, LGPL-3.0-or-later",
    "Places: GeoNames, CC BY 4.0",
)


def describe(request: ExportRequest, shown: Extent, atlas: Path, sha256: str) -> str:
    """The description of a picture as one line of JSON.

    ``shown`` is what the frame shows, which may be more than was asked for. Of the file only
    the name is told: a picture must not give away the folders of who made it.
    """
    prepress = replace(request.prepress, output_profile=None)
    named = replace(request, path=Path(request.path.name), prepress=prepress, ground=None)
    text = json.dumps(
        {
            "mapapp": __version__,
            "extent": [round(bound, 7) for bound in shown.bounds],
            "crs": "EPSG:3857",
            "atlas": {"name": atlas.name, "sha256": sha256},
            "licences": list(LICENCES),
            "request": request_to_table(named),
        },
        ensure_ascii=False,
    )
    return plain_text(text)  # names of files and texts of filters can be anything


def digest(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal.

    Raises:
        DataError: if it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DataError(
            "{path} cannot be read ({reason}); check the path.", path=path, reason=why(error)
        ) from error


@record
class Description:
    """What a picture says about itself; one of an older version says less.

    Attributes:
        mapapp: the version that made it.
        extent: what its frame shows, or None.
        atlas, sha256: name and digest of the file its data are from.
        licences: of what it shows, one sentence each.
        request: what it was made from, or None.
        table: all of it, as it stands in the picture.
    """

    mapapp: str
    extent: Extent | None
    atlas: str
    sha256: str
    licences: tuple[str, ...]
    request: ExportRequest | None
    table: Mapping[str, object]


def read_description(path: Path) -> Description:
    """What a picture made by mapapp says about itself.

    Raises:
        DataError: if the file cannot be read, or says nothing of the kind.
    """
    from mapapp.render.request.embedded import embedded_description

    return parse_description(embedded_description(path) or "", path.name)


def parse_description(text: str, where: str) -> Description:
    """The description that a JSON text holds; ``where`` names the picture in messages.

    Raises:
        DataError: if it is none of mapapp's, or a value of it cannot be.
    """
    try:
        document = json_table(text)
    except ParseError:
        document = {}
    if "mapapp" not in document:
        raise DataError(
            "{where} carries no description by mapapp; open a picture that mapapp made.",
            where=where,
        )
    table = StrictTable(document, where, DataError)
    atlas = table.sub("atlas") or StrictTable({}, where, DataError)
    return Description(
        mapapp=table.take("mapapp", str),
        extent=_extent(table),
        atlas=atlas.take("name", str, ""),
        sha256=atlas.take("sha256", str, ""),
        licences=table.strings("licences"),
        request=_request(table, where),
        table=document,
    )


def read_request(path: Path) -> ExportRequest:
    """The request that a picture was made from, so that its view can be restored.

    Raises:
        DataError: if the file cannot be read, or was not made by mapapp or by a newer one.
    """
    request = read_description(path).request
    if request is None:
        raise DataError("{path} says nothing of its view; open a newer picture.", path=path.name)
    return request


def _extent(table: StrictTable) -> Extent | None:
    if not table.has("extent"):
        return None
    bounds = table.take("extent", list)
    if len(bounds) != 4 or not all(type(bound) in (int, float) for bound in bounds):
        raise table.wrong(
            "extent", bounds, Message("it must be [west, south, east, north] in degrees")
        )
    west, south, east, north = map(float, bounds)
    east = min(east, west + 360)  # rounding may have made more of the whole world
    return _or_data_error(lambda: Extent(west, south, east, north))


def _request(table: StrictTable, where: str) -> ExportRequest | None:
    if not table.has("request"):
        return None
    document = table.take("request", dict)
    return _or_data_error(lambda: request_from_table(document, where))


def _or_data_error(make: Callable[[], _T]) -> _T:
    """What is made, or that it cannot be as a fault of the file: nobody typed it."""
    try:
        return make()
    except UsageError as error:
        raise DataError(error.message) from error
