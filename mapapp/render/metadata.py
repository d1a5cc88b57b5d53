"""What a picture carries about itself: view, layers, data and licences, as JSON."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from mapapp import __version__
from mapapp.core.extent import Extent
from mapapp.render.request import ExportRequest

LICENCES = (
    "Coasts and boundaries: Natural Earth, public domain",
    "Rivers: GSHHG / WDB II, LGPL-3.0-or-later",
    "Places: GeoNames, CC BY 4.0",
)


def describe(request: ExportRequest, shown: Extent, atlas: Path) -> str:
    """The description of a picture as one line of JSON.

    ``shown`` is what the frame shows, which may be more than was asked for.
    """
    return json.dumps(
        {
            "mapapp": __version__,
            "title": request.title,
            "extent": list(request.extent.bounds),
            "shown": [round(bound, 6) for bound in shown.bounds],
            "crs": "EPSG:3857",
            "layers": list(request.layers),
            "filters": {layer: asdict(wanted) for layer, wanted in request.filters.items()},
            "as_of_year": request.as_of_year,
            "language": request.language,
            "theme": request.theme,
            "atlas": {"name": atlas.name, "sha256": _digest(atlas)},
            "licences": list(LICENCES),
        },
        ensure_ascii=False,
    )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
