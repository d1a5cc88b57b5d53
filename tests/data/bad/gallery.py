"""Files that are damaged, odd or made to do harm, each with what is to be said of it.

A maker writes its file into an empty folder and gives its path. What is said is a pattern of the
error (``refused``) or of one of the problems of the first layer (``read``).
"""

from __future__ import annotations

import json
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
import pyarrow as pa
import shapely
from pyarrow import parquet

Make = Callable[[Path], Path]


class Bad(NamedTuple):
    """A bad file: how it is made, what becomes of it, and what is said."""

    make: Make
    outcome: Literal["refused", "read"]
    said: str


def state(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Everything in a folder: what it is, how long and how old; with the folder itself."""
    entries = [folder, *folder.iterdir()]
    known = {each.name: each.lstat() for each in entries}
    return {name: (each.st_mode, each.st_size, each.st_mtime_ns) for name, each in known.items()}


def text(name: str, content: str | bytes, encoding: str = "utf-8") -> Make:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return make


def sparse(name: str, beginning: bytes = b"") -> Make:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(beginning)
        os.truncate(path, 10_000_000_000)
        return path

    return make


def zipped(name: str, members: dict[str, bytes]) -> Make:
    def make(folder: Path) -> Path:
        path = folder / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for inner, content in members.items():
                archive.writestr(inner, content)
        return path

    return make


def cut(make: Make, share: float) -> Make:
    """The file of another maker, with only a part of its bytes."""

    def make_cut(folder: Path) -> Path:
        path = make(folder)
        os.truncate(path, int(path.stat().st_size * share))
        return path

    return make_cut


def link_to_itself(folder: Path) -> Path:
    path = folder / "loop.csv"
    path.symlink_to(path)
    return path


def folder_called_csv(folder: Path) -> Path:
    path = folder / "folder.csv"
    path.mkdir()
    return path


def pipe(folder: Path) -> Path:
    path = folder / "pipe.csv"
    os.mkfifo(path)
    return path


def geoparquet(*geometries: bytes | None) -> Make:
    """A GeoParquet file of some well-known binaries, right or wrong."""
    geo = {"version": "1.1.0", "primary_column": "g", "columns": {"g": {"encoding": "WKB"}}}

    def make(folder: Path) -> Path:
        path = folder / "a.parquet"
        table = pa.table({"n": range(len(geometries)), "g": pa.array(geometries, pa.binary())})
        parquet.write_table(table.replace_schema_metadata({"geo": json.dumps(geo)}), path)
        return path

    return make


def nested_wkb(depth: int) -> bytes:
    """Collections in one another, so deep that naive readers run out of stack."""
    inner = bytes(shapely.to_wkb(shapely.Point(123, 41)))
    return struct.pack("<BII", 1, 7, 1) * depth + inner


def shapefile(*, without: tuple[str, ...] = (), cut_to: float = 1.0) -> Make:
    """A shapefile of two points, written by hand: no other reader's ideas are in it."""

    def make(folder: Path) -> Path:
        points = [(123.4, 41.8), (121.6, 38.9)]
        records = [struct.pack("<idd", 1, *point) for point in points]
        shp = b"".join(struct.pack(">ii", n, 10) + r for n, r in enumerate(records, 1))
        shx = b"".join(struct.pack(">ii", 50 + 14 * n, 10) for n in range(len(records)))
        box = (121.6, 38.9, 123.4, 41.8, 0, 0, 0, 0)

        def header(size: int) -> bytes:
            return struct.pack(">iiiiiii", 9994, 0, 0, 0, 0, 0, size // 2) + struct.pack(
                "<ii8d", 1000, 1, *box
            )

        dbf = struct.pack("<B3xIHH20x", 3, 2, 65, 21) + b"name".ljust(11, b"\0")
        dbf += b"C" + b"\0" * 4 + bytes([20]) + b"\0" * 15 + b"\r"
        dbf += b"".join(b" " + name.encode("gbk").ljust(20) for name in ("沈阳市浑南区", "大连市"))
        parts = {".shp": header(100 + len(shp)) + shp, ".shx": header(100 + len(shx)) + shx}
        for suffix, content in {**parts, ".dbf": dbf + b"\x1a"}.items():
            if suffix not in without:
                (folder / f"towns{suffix}").write_bytes(content)
        os.truncate(folder / "towns.shp", int((100 + len(shp)) * cut_to))
        return folder / "towns.shp"

    return make


def workbook(folder: Path) -> Path:
    """Merged cells, formulas, a date before 1900 and a number as text."""
    import xlsxwriter

    path = folder / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("井")
        sheet.write_row(0, 0, ["name", "lon", "lat", "sum", "when", "merged", ""])
        for row in (1, 2):
            sheet.write_row(row, 0, [f"w{row}", 123.4 + row, 41.8])
            sheet.write_formula(row, 3, "=1+1", None, 2)
            sheet.write(row, 4, "1890-05-06")
            sheet.merge_range(row, 5, row, 6, "both")
    return path


def numbers(count: int) -> str:
    return ",".join(map(str, range(count)))


_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_BOMB = {"big.csv": b"lon,lat\n" + b"123.4,41.8\n" * 6_000_000}
_POINT = '{"type":"Feature","properties":{"n":1},"geometry":{"type":"Point","coordinates":%s}}'
_COLLECTION = '{"type":"FeatureCollection","features":[%s]}'
_NESTED = '{"type":"GeometryCollection","geometries":[' * 5000 + "]}" * 5000

GALLERY: dict[str, Bad] = {
    "empty": Bad(text("a.csv", ""), "refused", "is empty; choose another"),
    "sparse table": Bad(sparse("a.csv", b"lon,lat\n"), "refused", "is larger than 4 GB"),
    "sparse GeoPackage": Bad(sparse("a.gpkg"), "refused", "is no GeoPackage, though"),
    "binary table": Bad(text("a.csv", bytes(range(256)) * 9), "refused", "is no text; choose"),
    "picture called a table": Bad(text("a.csv", b"\x89PNG\r\n\x1a\n\0\0"), "refused", "is no text"),
    "archive called GeoPackage": Bad(
        zipped("a.gpkg", {"a": b"b"}), "refused", "it holds ZIP archive: name it as what it is"
    ),
    "unknown kind": Bad(text("a.doc", "hello"), "refused", "of a kind that mapapp does not read"),
    "link to itself": Bad(link_to_itself, "refused", "cannot be read|loop"),
    "folder": Bad(folder_called_csv, "refused", "is a folder"),
    "pipe": Bad(pipe, "refused", "no ordinary file"),
    "zip bomb": Bad(zipped("a.zip", _BOMB), "refused", "more than mapapp unpacks"),
    "bomb in a workbook": Bad(
        zipped("a.xlsx", {"xl/sharedStrings.xml": b" " * 60_000_000}), "refused", "mapapp unpacks"
    ),
    "damaged archive": Bad(
        cut(zipped("a.zip", {"a.csv": b"lon,lat\n1,2\n"}), 0.5), "refused", "cannot be unpacked"
    ),
    "archive of nothing": Bad(
        zipped("a.zip", {"a.exe": b"x"}), "refused", "holds no file that mapapp reads; it has a.exe"
    ),
    "archive that climbs": Bad(
        zipped("a.zip", {"../../evil.csv": b"lon,lat\n123.4,41.8\n"}), "read", "EPSG:4326"
    ),
    "wrong encoding": Bad(
        text("a.csv", "名称,lon,lat\n沈阳㐀,123.4,41.8\n", "gb18030"), "read", "EPSG:4326"
    ),
    "nan and inf": Bad(
        text("a.csv", "lon,lat\n123.4,41.8\nnan,41\n123,inf\n1e400,4\n"),
        "read",
        "2 rows, the first of them row 3: its coordinate .123, inf. is no longitude",
    ),
    "swapped": Bad(text("a.csv", "lon,lat\n41.8,123.4\n"), "read", "the wrong way round"),
    "not a number": Bad(
        text("a.csv", "lon,lat\n123.4,41.8\nhere,there\n"), "read", "Row 2: 'lon', 'lat' is no posi"
    ),
    "far away": Bad(text("a.csv", "lon,lat\n1e9,2e9\n"), "read", "nothing that mapapp knows fits"),
    "columns of one name": Bad(
        text("a.csv", "lon,lat,a,A,\n123.4,41.8,1,2,3\n"), "read", "Several columns are called"
    ),
    "columns without a name": Bad(
        text("a.csv", "lon,lat,,\n123.4,41.8,1,2\n"), "read", "Columns without a name .* 2"
    ),
    "5,000 columns": Bad(
        text("a.csv", f"lon,lat,{numbers(5000)}\n123,41,{numbers(5000)}\n"), "read", "EPSG:4326"
    ),
    "20,000 columns": Bad(text("a.csv", f"lon,lat,{numbers(20_000)}\n"), "refused", "10,000 at mo"),
    "rows of other lengths": Bad(
        text("a.csv", "lon,lat\n123.4,41.8\n1\n1,2,3\n"), "read", "have not 2 cells .* 2"
    ),
    "open quotation mark": Bad(
        text("a.csv", 'name,lon,lat\n"a,123.4,41.8\nb,1,2\n'), "read", "have not 3 cells .* 1"
    ),
    "no rows": Bad(text("a.csv", "lon,lat\n"), "read", ""),
    "no titles": Bad(text("a.csv", "123.4,41.8\n121.6,38.9\n"), "read", "has no titles"),
    "separators of thousands": Bad(
        text("a.csv", 'lon,lat,people\n123.4,41.8,"1,234,567"\n'), "read", "'people': the commas"
    ),
    "deep well-known text": Bad(
        text("a.csv", f"a;geom\n1;{'GEOMETRYCOLLECTION(' * 90_000}\n2;POINT(123 41)\n"),
        "read",
        "Row 1: its well-known text cannot be read",
    ),
    "cut Parquet": Bad(cut(geoparquet(None), 0.7), "refused", "cannot be read as Parquet"),
    "damaged geometry": Bad(
        geoparquet(b"\x01\x01", bytes(shapely.to_wkb(shapely.Point(1, 2)))),
        "read",
        "Row 1: its geometry is damaged",
    ),
    "deep geometry": Bad(
        geoparquet(nested_wkb(100_000), None), "read", "Row 1: its geometry is damaged"
    ),
    "endless geometry": Bad(
        geoparquet(bytes(shapely.to_wkb(shapely.LineString([(1, 2), (np.inf, 3)]))), None),
        "read",
        "Row 1: a coordinate is no number or infinite",
    ),
    "heights": Bad(
        geoparquet(bytes(shapely.to_wkb(shapely.Point(1, 2, 3))), None), "read", "Heights and meas"
    ),
    "crossing itself": Bad(
        geoparquet(bytes(shapely.to_wkb(shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])))),
        "read",
        "Row 1: its area crosses itself",
    ),
    "cut GeoJSON": Bad(
        text("a.geojson", _COLLECTION % (_POINT % "[1,2]") + "]"), "refused", "cannot be read as Ge"
    ),
    "deep GeoJSON": Bad(text("a.geojson", _NESTED), "refused", "cannot be read as GeoJSON"),
    "JSON of something else": Bad(
        text("a.json", '{"a": 1}'), "refused", "cannot be read as GeoJSO"
    ),
    "metres in GeoJSON": Bad(
        text("a.geojson", _COLLECTION % (_POINT % "[41535000,4628649]")), "read", "EPSG:4529"
    ),
    "a thousand million laughs": Bad(
        text("a.kml", f"<!DOCTYPE k [<!ENTITY l0 'ha'>{_LAUGHS}]><kml><name>&l9;</name></kml>"),
        "refused",
        "cannot be read as KML",
    ),
    "cut shapefile": Bad(shapefile(cut_to=0.4), "refused", "cannot be read as Shapefile"),
    "shapefile without .shx": Bad(shapefile(without=(".shx",)), "read", "read as GB18030"),
    "shapefile without .dbf": Bad(shapefile(without=(".dbf",)), "read", "EPSG:4326"),
    "workbook": Bad(workbook, "read", "EPSG:4326"),
}
"""By what is wrong with them."""
