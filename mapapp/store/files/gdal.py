"""Layers of files that GDAL reads, in a process of its own (``gdal_worker.py``)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from mapapp.core.errors import DataError
from mapapp.core.message import Message
from mapapp.core.source.cancel import Cancel, refuse_cancelled
from mapapp.core.texts.plain import plain_text
from mapapp.store.files.encodings import dbf_encoding
from mapapp.store.files.raw import RawLayer
from mapapp.store.files.staging import Staged

MOST_S = 900.0
"""No file takes longer to read."""

_LOOK_S = 0.1
_DBF = (".shp", ".dbf")
_SAFE = {
    "GDAL_HTTP_PROXY": "127.0.0.1:9",
    "CPL_VSIL_CURL_ALLOWED_FILENAME": "none",
    "CPL_CURL_ENABLED": "NO",
    "GDAL_DRIVER_PATH": "disable",
    "OGR_DRIVER_PATH": "disable",
    "GDAL_PAM_ENABLED": "NO",
    "OGR_GPKG_INTEGRITY_CHECK": "NO",
    "GML_SKIP_RESOLVE_ELEMS": "ALL",
    "CPL_LOG": os.devnull,
    "PROJ_NETWORK": "OFF",
}
"""What GDAL may not do; https://gdal.org/en/stable/user/configoptions.html has them."""

_OPTIONS: Mapping[str, Mapping[str, str]] = {
    "XLSX": {"HEADERS": "FORCE"},
    "ODS": {"HEADERS": "FORCE"},
    "GML": {"WRITE_GFS": "NO", "DOWNLOAD_SCHEMA": "NO"},
    "GPKG": {"IMMUTABLE": "YES"},  # what is not at rest is copied (``staging.py``)
}
"""Options of drivers: titles in the first row, nothing beside the file, nothing from outside."""

_NOT_RECOGNISED = "not recognized as being in a supported file format"
_EMPTY_TO_LEAVE_OUT = ("GPX", "OSM", "DXF", "LIBKML", "KML")
"""Drivers that show layers which a file has not."""


_DRIVERS = (
    "MEM", "PCIDSK", "PDS4", "VICAR", "PDF", "MBTiles", "EEDA", "OGCAPI", "GDALG",
    "ESRI Shapefile", "MapInfo File", "LVBAG", "S57", "DGN", "OGR_VRT", "CSV", "GML", "GPX",
    "LIBKML", "KML", "GeoJSON", "GeoJSONSeq", "ESRIJSON", "TopoJSON", "OGR_GMT", "GPKG",
    "SQLite", "WAsP", "OpenFileGDB", "DXF", "FlatGeobuf", "GeoRSS", "VFK", "PGDUMP", "OSM",
    "GPSBabel", "OGR_PDS", "WFS", "OAPIF", "EDIGEO", "Idrisi", "ODS", "XLSX",
    "Elasticsearch", "Carto", "AmigoCloud", "SXF", "Selafin", "JML", "PLSCENES", "CSW", "VDV",
    "MVT", "NGW", "MapML", "GTFS", "PMTiles", "JSONFG", "MiraMonVector", "ADBC", "AVCBin",
    "AVCE00", "AIVector", "HTTP", "VRT", "GTI", "STACTA", "STACIT", "WMS", "WMTS", "WCS",
    "DAAS", "PostGISRaster",
)  # fmt: skip
"""Those of GDAL 3 that read features, or reach out for them; unknown names do no harm."""


def gdal_layers(
    staged: Staged, encoding: str = "", cancel: Cancel | None = None
) -> Iterator[RawLayer]:
    """The layers of a staged file.

    Raises:
        DataError: if GDAL cannot read it, crashes, or takes too long or too much.
        ReadCancelledError: if ``cancel`` was set before.
    """
    chosen, said = _encoding(staged, encoding)
    drivers = staged.format.drivers
    request = {
        "path": str(staged.path),
        "encoding": chosen,
        "folder": str(staged.path.parent),
        "options": _options(staged),
        "environment": _environment(staged),
    }
    answer = _answer(request, staged, cancel)
    if "error" in answer:
        raise _unreadable(staged, answer["error"])
    for each in answer["layers"]:
        raw = _raw(each, staged, chosen or each["encoding"], said)
        is_shown = raw.table.num_rows or set(drivers).isdisjoint(_EMPTY_TO_LEAVE_OUT)
        if is_shown or len(answer["layers"]) == 1:
            yield raw


def _raw(
    told: Mapping[str, Any], staged: Staged, encoding: str, problems: Sequence[Message]
) -> RawLayer:
    import pyarrow as pa

    table = pa.ipc.open_file(pa.py_buffer(Path(told["file"]).read_bytes())).read_all()
    geometry = table.column(told["geometry"]) if told["geometry"] else None
    rest = table.drop_columns([told["geometry"]]) if told["geometry"] else table
    name = plain_text(told["name"] or staged.name)
    if name == staged.path.stem:  # the name of the link, which stands for that of the file
        name = plain_text(staged.name)
    if told["has_curves"]:
        problems = [*problems, Message("Its curves are drawn as lines of many short pieces.")]
    return RawLayer(name, rest, geometry, told["crs"], encoding.upper(), tuple(problems))


def _encoding(staged: Staged, wanted: str) -> tuple[str, list[Message]]:
    """The encoding that a driver must be told, if it must, and what to say of it."""
    if wanted:
        return wanted, []
    suffix = staged.path.suffix.lower()
    table = staged.path.with_suffix(".dbf")
    if suffix not in _DBF or staged.path.with_suffix(".cpg").exists() or not table.exists():
        return "", []
    found = dbf_encoding(table)
    said = Message(
        "It does not say how its texts are written (there is no .cpg file); they were read as "
        "{encoding}.",
        encoding=found.upper(),
    )
    return found, [] if found == "utf-8" else [said]


def _answer(request: Mapping[str, Any], staged: Staged, cancel: Cancel | None) -> dict[str, Any]:
    import time

    refuse_cancelled(cancel, staged.origin)
    until = time.monotonic() + MOST_S
    # Safe of the folder that mapapp was started in: -m would look for modules there, too.
    command = [sys.executable, "-P", "-m", "mapapp.store.files.gdal_worker"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as child:
        given: bytes | None = json.dumps(request).encode()
        while True:
            try:
                told, _ = child.communicate(given, timeout=_LOOK_S)
                break
            except subprocess.TimeoutExpired:
                given = None
            if (cancel is not None and cancel.is_set()) or time.monotonic() > until:
                child.kill()
        refuse_cancelled(cancel, staged.origin)
    try:
        answer: dict[str, Any] = json.loads(told)
    except ValueError:
        return {"error": Message("the reader ended without an answer")}
    return answer


def _unreadable(staged: Staged, reason: str) -> DataError:
    return DataError(
        "{path} cannot be read as {title} ({reason}); check the file, or save it anew.",
        path=staged.origin,
        title=staged.format.title,
        reason=_plain_reason(reason, staged),
    )


def _plain_reason(reason: str, staged: Staged) -> str:
    """What GDAL says, with the name of the file and without advice for programmers."""
    if isinstance(reason, Message):
        return reason
    if _NOT_RECOGNISED in reason:
        return Message("it holds something else")
    words = plain_text(reason).replace(str(staged.path), staged.origin.name)
    return " ".join(words.replace(staged.path.name, staged.origin.name).split())[:300].rstrip(".")


def _options(staged: Staged) -> dict[str, str]:
    return {
        key: text for name in staged.format.drivers for key, text in _OPTIONS.get(name, {}).items()
    }


def _environment(staged: Staged) -> dict[str, str]:
    is_lost = not staged.path.with_suffix(".shx").exists()  # or it would be written anew
    restored = {"SHAPE_RESTORE_SHX": "YES"} if is_lost else {}
    return {**_SAFE, **restored, "GDAL_SKIP": _skipped(staged.format.drivers)}


def _skipped(drivers: Sequence[str]) -> str:
    """The drivers that GDAL is not to register, put together with commas."""
    kept = {*drivers, "MEM"}
    return ",".join(name for name in _DRIVERS if name not in kept)
