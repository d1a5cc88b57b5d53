"""The formats of files: how each is known, what belongs to it, and who reads it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from mapapp.core.disk.files import ask_ordinary, read_beginning
from mapapp.core.errors import DataError
from mapapp.core.message import Message
from mapapp.core.record import record

Reader = Literal["geopackage", "gdal", "text", "parquet", "arrow", "zip"]

_BEGINNING_BYTES = 4096
_ZIP, _XML = rb"PK\x03\x04", rb"(?:\xef\xbb\xbf)?\s*<|\xff\xfe<\x00|\xfe\xff\x00<"
_JSON = rb"(?:\xef\xbb\xbf|\x1e)?\s*[{\[]"
_GDB_CATALOGUE = "a00000001.gdbtable"


@record
class FileFormat:
    """A format of files.

    Attributes:
        title: what people call it.
        suffixes: what names of its files end in.
        reader: which module reads it.
        drivers: those of GDAL that may; no others are asked.
        beginning: a pattern of the bytes that all its files begin with; None where any do.
        parts: suffixes of further files that belong to it, of the same name.
        in_memory: whether it is read whole into memory.
    """

    title: str
    suffixes: tuple[str, ...]
    reader: Reader = "gdal"
    drivers: tuple[str, ...] = ()
    beginning: re.Pattern[bytes] | None = None
    parts: tuple[str, ...] = ()
    in_memory: bool = True


def _begins(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern)


GEOPACKAGE_FILE = FileFormat(
    "GeoPackage", (".gpkg",), "geopackage", ("GPKG",), _begins(rb"SQLite format 3\0"),
    in_memory=False,
)  # fmt: skip
SHAPEFILE = FileFormat(
    "Shapefile", (".shp",), "gdal", ("ESRI Shapefile",), _begins(rb"\0\0\x27\x0a"),
    (".dbf", ".shx", ".prj", ".cpg"),
)  # fmt: skip
FILE_GDB = FileFormat("File Geodatabase", (".gdb",), "gdal", ("OpenFileGDB",))
TEXT_TABLE = FileFormat(Message("table of text"), (".csv", ".tsv", ".txt", ".asc"), "text")
GEOJSON = FileFormat(
    "GeoJSON", (".geojson", ".json"), "gdal", ("GeoJSON", "TopoJSON"), _begins(_JSON)
)
KMZ = FileFormat("KMZ", (".kmz",), "gdal", ("LIBKML",), _begins(_ZIP))
ARCHIVE = FileFormat(Message("ZIP archive"), (".zip",), "zip", (), _begins(_ZIP))
MAPINFO_TAB = FileFormat(
    "MapInfo TAB", (".tab",), "gdal", ("MapInfo File",), re.compile(rb"\s*!table", re.IGNORECASE),
    (".dat", ".map", ".id", ".ind"),
)  # fmt: skip

_DBASE_VERSIONS = rb"[\x02-\x05\x30-\x32\x43\x63\x83\x8b\x8e\xcb\xf5\xfb]"

FORMATS: tuple[FileFormat, ...] = (
    GEOPACKAGE_FILE,
    GEOJSON,
    FileFormat(
        "GeoJSON text sequence", (".geojsonl", ".geojsons", ".geojsonseq", ".ndjson", ".jsonl"),
        "gdal", ("GeoJSONSeq",), _begins(_JSON),
    ),
    FileFormat("TopoJSON", (".topojson",), "gdal", ("TopoJSON",), _begins(_JSON)),
    SHAPEFILE,
    FileFormat(
        Message("dBASE table"), (".dbf",), "gdal", ("ESRI Shapefile",), _begins(_DBASE_VERSIONS),
        (".cpg",),
    ),
    FileFormat("KML", (".kml",), "gdal", ("LIBKML", "KML"), _begins(_XML)),
    KMZ,
    FileFormat("GPX", (".gpx",), "gdal", ("GPX",), _begins(_XML)),
    FileFormat("FlatGeobuf", (".fgb",), "gdal", ("FlatGeobuf",), _begins(rb"fgb")),
    FileFormat("Parquet", (".parquet", ".geoparquet", ".pq"), "parquet", (), _begins(rb"PAR1")),
    FileFormat("Arrow", (".arrow", ".feather", ".ipc", ".arrows"), "arrow"),
    TEXT_TABLE,
    FileFormat(Message("Excel workbook"), (".xlsx", ".xlsm"), "gdal", ("XLSX",), _begins(_ZIP)),
    FileFormat(Message("OpenDocument spreadsheet"), (".ods",), "gdal", ("ODS",), _begins(_ZIP)),
    FileFormat("DXF", (".dxf",), "gdal", ("DXF",)),
    MAPINFO_TAB,
    FileFormat(
        "MapInfo MIF", (".mif",), "gdal", ("MapInfo File",), _begins(rb"\s*[Vv][Ee][Rr]"), (".mid",)
    ),
    FILE_GDB,
    FileFormat("GML", (".gml", ".xml"), "gdal", ("GML",), _begins(_XML), (".xsd",)),
    FileFormat("OpenStreetMap XML", (".osm",), "gdal", ("OSM",), _begins(_XML)),
    FileFormat(
        "OpenStreetMap PBF", (".pbf",), "gdal", ("OSM",), _begins(rb"\0\0\0[\s\S]\x0a\x09OSMHeader")
    ),
    ARCHIVE,
)  # fmt: skip
"""All formats that can be read; of those that share a suffix the first is meant."""

SUFFIXES: tuple[str, ...] = tuple(suffix for each in FORMATS for suffix in each.suffixes)
"""Endings of files that can be brought in."""

_TEXT_BEGINNINGS = (
    (re.compile(rb"SQLite format 3\0"), "GeoPackage"),
    (re.compile(rb"PAR1"), "Parquet"),
    (re.compile(rb"ARROW1"), "Arrow"),
    (re.compile(_ZIP), Message("ZIP archive")),
    (re.compile(rb"%PDF"), "PDF"),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*"), Message("picture")),
    (re.compile(rb"\xd0\xcf\x11\xe0"), Message("old Excel workbook (.xls)")),
    (re.compile(_JSON), "JSON"),
    (re.compile(_XML), "XML"),
)
"""What else a file may be, to say so."""


def format_of(path: Path, said: Path | None = None) -> FileFormat:
    """The format of a file, by its name, checked against its beginning.

    Args:
        path: the file.
        said: what it is called in errors, where it is a copy of what somebody named.

    Raises:
        DataError: if there is no such file, it may not be read, is empty, of no known format,
            or holds something else than its name says.
    """
    said = said or path
    suffix = path.suffix.lower()
    named = next((each for each in FORMATS if suffix in each.suffixes), None)
    if named is FILE_GDB and (path / _GDB_CATALOGUE).is_file():
        return FILE_GDB
    beginning = _beginning(path, said)
    if named is None:
        return _by_beginning(path, beginning)
    if named.beginning is not None and not named.beginning.match(beginning):
        raise _other(said, named, beginning)
    return named


def _beginning(path: Path, said: Path) -> bytes:
    if not ask_ordinary(path, DataError).st_size:
        raise DataError("{path} is empty; choose another file.", path=said)
    return read_beginning(path, _BEGINNING_BYTES, DataError)


def _by_beginning(path: Path, beginning: bytes) -> FileFormat:
    """The format of a file whose name says none."""
    for each in (GEOPACKAGE_FILE, SHAPEFILE, GEOJSON):
        if each.beginning is not None and each.beginning.match(beginning):
            return each
    raise DataError(
        "{path} is of a kind that mapapp does not read; convert it to GeoPackage, GeoJSON or CSV.",
        path=path,
    )


def _other(path: Path, named: FileFormat, beginning: bytes) -> DataError:
    """What a file is called that it is not."""
    found = next((title for pattern, title in _TEXT_BEGINNINGS if pattern.match(beginning)), None)
    if found is None:
        return DataError(
            "{path} is no {title}, though it is named so; it is damaged or of another kind.",
            path=path,
            title=named.title,
        )
    return DataError(
        "{path} is no {title}, though it is named so; it holds {found}: name it as what it is.",
        path=path,
        title=named.title,
        found=found,
    )
