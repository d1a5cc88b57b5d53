"""What a picture carries about itself, as JSON: view, layers, filters, data and licences."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from mapapp import __version__
from mapapp.core.errors import DataError, UsageError
from mapapp.core.extent import Extent
from mapapp.core.strict import json_table
from mapapp.render.request import ExportRequest
from mapapp.render.request_json import request_from_table, request_to_table

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
    named = replace(request, path=Path(request.path.name))
    return json.dumps(
        {
            "mapapp": __version__,
            "extent": [round(bound, 6) for bound in shown.bounds],
            "crs": "EPSG:3857",
            "atlas": {"name": atlas.name, "sha256": sha256},
            "licences": list(LICENCES),
            "request": request_to_table(named),
        },
        ensure_ascii=False,
    )


def digest(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal.

    Raises:
        DataError: if it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror}); check the path.") from error


def read_description(path: Path) -> dict[str, Any]:
    """What a picture made by mapapp says about itself.

    Raises:
        DataError: if the file cannot be read, or says nothing of the kind.
    """
    from mapapp.render.embedded import embedded_description

    text = embedded_description(path)
    try:
        description = json_table(text or "")
    except ValueError:
        description = {}
    if "mapapp" not in description:
        raise DataError(
            f"{path.name} carries no description by mapapp; open a picture that mapapp made."
        )
    return description


def read_request(path: Path) -> ExportRequest:
    """The request that a picture was made from, so that its view can be restored.

    Raises:
        DataError: if the file cannot be read, or was not made by mapapp or by a newer one.
    """
    return described_request(read_description(path), path.name)


def described_request(description: Mapping[str, Any], name: str) -> ExportRequest:
    """The request in the description of a picture; ``name`` names it in messages.

    Raises:
        DataError: if there is none, or a newer mapapp made it.
    """
    request = description.get("request")
    if not isinstance(request, dict):
        raise DataError(f"{name} says nothing of its view; open a newer picture.")
    try:
        return request_from_table(request, name)
    except UsageError as error:
        raise DataError(str(error)) from error
