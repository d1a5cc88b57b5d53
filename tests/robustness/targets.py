"""Every parser of what others write, as a function of bytes, with the errors it may raise."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from struct import error as StructError  # noqa: N812 - it is the name of a class
from typing import get_args

import numpy as np
import pyarrow as pa
import shapely

from mapapp.bridge.decoding import decode as decode_message
from mapapp.core.disk.assets import asset
from mapapp.core.errors import (
    BridgeError,
    DataError,
    LayerSpecError,
    StyleError,
    UsageError,
    WorkspaceError,
)
from mapapp.core.expression.completion import completions
from mapapp.core.expression.parser import parse as parse_expression
from mapapp.core.expression.rows import predicate
from mapapp.core.expression.tokens import MAX_TEXT, ExpressionError
from mapapp.core.expression.tree import Field, to_text
from mapapp.core.geo.positions.parser import parse_position
from mapapp.core.layer.definition import defined_layers
from mapapp.core.layer.spec import Geometry, LayerSpec, load_layer_specs, parse_layer_spec
from mapapp.core.map.bookmarks import parse_bookmarks
from mapapp.core.map.settings import format_settings, parse_settings
from mapapp.core.map.state import MapState
from mapapp.core.map.workspace import Workspace, format_workspace, parse_workspace
from mapapp.core.search import SearchEntry, SearchIndex
from mapapp.core.styling.qml_reading import FoundStyle, read_qml
from mapapp.core.styling.qml_writing import qml_of
from mapapp.core.styling.style_file import parse_style, style_text
from mapapp.core.text import Text
from mapapp.core.texts.parsing import ParseError
from mapapp.making.problems import ProblemList
from mapapp.making.sources import FACT_COLUMNS, PLACE_COLUMNS, _fact, _place
from mapapp.making.table import parse_table
from mapapp.render.request.choices import from_texts
from mapapp.render.request.embedded import find_description
from mapapp.render.request.from_json import request_from_json, request_to_json
from mapapp.render.request.metadata import parse_description
from mapapp.render.request.presets import parse_preset
from mapapp.store.blob import GeometryFault
from mapapp.store.blob import decode as decode_blobs
from mapapp.store.files.coordinates import shapes_of_texts
from mapapp.store.files.faults import Faults
from mapapp.store.files.placing import placed
from mapapp.store.files.raw import ReadOptions
from mapapp.store.files.reading import raw_layers
from mapapp.store.files.shapes import made_fit
from tests.unit.core.styling.test_qml import QGIS as QML

ROOT = Path(__file__).resolve().parents[2]
SPECS = load_layer_specs(asset("layers"))
EVIL = (
    "1" + "0" * 400, "9" * 5_000, "1e999", "-0", "NaN", "Infinity", "null", "true", "[]", "{}",
    '""', '"\\ud800"', '"\\u0000"', "[" * 5_000, "-1", "9007199254740993", "0.1e-400", '"' * 3,
)  # fmt: skip
"""What is put in the place of a value."""


@dataclass(frozen=True, slots=True)
class Target:
    """A parser.

    Attributes:
        name: on the command line.
        run: parses bytes, and uses what comes out as its callers do.
        errors: what it may raise.
        samples: right inputs, to be damaged.
        words: pieces of its language, to be strung together.
    """

    name: str
    run: Callable[[bytes], object]
    errors: tuple[type[Exception], ...]
    samples: tuple[bytes, ...]
    words: tuple[str, ...]


def text_of(data: bytes) -> str:
    """Bytes as text, whatever they are; it may hold halves of characters, as that of JSON can."""
    try:
        return data.decode("utf-8", errors="surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", errors="replace")


FIELDS = (
    Field("status", "text", Text("Status", "状态"), values=("operating", "closed")),
    Field("area", "number", Text("Area", "面积"), Text("km²", "平方公里"), ("area_km2",)),
    Field("approved", "date", Text("Approved", "获批时间")),
    Field("in] [and", "text", Text("In", "内")),
)
ROW = {"status": ["operating"], "area": [59.96], "approved": ["2017-03"], "in] [and": []}
INDEX = SearchIndex(
    SearchEntry(f"port-{name}", "port", Text(name.title(), zh), "", name, name[:2], 121.0, 39.0)
    for name, zh in (("dalian", "大连港"), ("yingkou", "营口港"), ("shenyang", "沈阳"))
)


def run_expression(data: bytes) -> None:
    text = text_of(data)
    completions(text, len(text) // 2, FIELDS)
    node = parse_expression(text, FIELDS)
    predicate(node)(ROW)
    if len(written := to_text(node)) <= MAX_TEXT:
        assert parse_expression(written, FIELDS) == node


def run_workspace(data: bytes) -> None:
    workspace = parse_workspace(data, "w")
    assert parse_workspace(format_workspace(workspace).encode(), "w") == workspace
    state = MapState(SPECS, "en", "light")
    workspace.layers.arrangement(state, lambda style: style).apply(state)
    assert all(len(f"{layer.reason}{layer.title}") < 5_000 for layer in state.unopened)
    again = Workspace.of(state, (), "")
    assert parse_workspace(format_workspace(again).encode(), "w") == again


def run_request(data: bytes) -> None:
    request = request_from_json(text_of(data), "r")
    assert request_from_json(request_to_json(request), "r") == request
    defined_layers(SPECS, request.definitions, "r", UsageError)


def run_settings(data: bytes) -> None:
    settings, complaints = parse_settings(text_of(data), "s")
    assert all(len(complaint) < 500 for complaint in complaints)
    assert parse_settings(format_settings(settings), "s") == (settings, [])
    from_texts(settings.export or {})


def run_style(data: bytes) -> None:
    found = parse_style(data, "s", "point")
    assert parse_style(style_text(styled(found, "point")), "s", "point") == found


def run_qml(data: bytes) -> None:
    """What is read is a style of ours, and can be written for QGIS again."""
    for geometry in get_args(Geometry):
        try:
            found = read_qml(data, "q", geometry)
        except StyleError:
            continue
        kept = parse_style(style_text(styled(found, geometry)), "q", geometry)
        assert kept == replace(found, unmapped=())
        qml_of(styled(found, geometry))


def styled(found: FoundStyle, geometry: Geometry) -> LayerSpec:
    """A layer of a style."""
    spec = next(spec for spec in SPECS if spec.geometry == "point")
    style = {"symbol": found.symbol, "classes": found.classes, "label": found.label}
    return replace(spec, geometry=geometry, **style)


def run_table(data: bytes) -> None:
    problems = ProblemList()
    text = text_of(data)
    parse_table("port.csv", text, PLACE_COLUMNS, _place, problems)
    parse_table("facts.csv", text, FACT_COLUMNS, _fact, problems)


def run_own_table(data: bytes) -> None:
    """A file of the user's is read, and its rows are on the earth or have no place."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "own.csv"
        path.write_bytes(data)
        [raw] = raw_layers(path, ReadOptions())
    known = placed(raw, ReadOptions())
    assert all(len(str(problem)) < 5_000 for problem in known.problems)
    if known.has_places and known.xy is not None:
        placed_rows = known.xy[np.isfinite(known.xy).all(axis=1)]
        assert len(known.xy) == raw.table.num_rows
        assert (np.abs(placed_rows) <= (180.0, 90.0)).all()


def run_wkt(data: bytes) -> None:
    texts, faults = text_of(data).split("\n"), Faults()
    texts = [text.encode(errors="replace").decode() for text in texts]  # as all text of Arrow's
    shapes, _ = shapes_of_texts(pa.chunked_array([texts]), faults)
    assert len(made_fit(shapes, faults)) == len(texts)


def run_picture(data: bytes) -> None:
    text = find_description(io.BytesIO(data))
    if text is not None:
        parse_description(text, "a.png")


def json_words(*keys: str) -> tuple[str, ...]:
    marks = ("{", "}", "[", "]", ",", ":", '"', " ", "\n", "\\u", "1", "0.5", "-1", '"a"')
    return (*(f'"{key}":' for key in keys), *marks, *EVIL)


def keys_of(document: object) -> list[str]:
    """All keys within a document."""
    if isinstance(document, dict):
        return [*document, *(key for value in document.values() for key in keys_of(value))]
    return (
        [key for value in document for key in keys_of(value)] if isinstance(document, list) else []
    )


DEFINITION = {
    "title": {"en": "Mine", "zh": "我的"}, "group": "zones", "geometry": "point",
    "source": {"kind": "atlas", "table": "port", "uri": ""}, "roles": {"id": "id"},
    "symbol": {"kind": "graduated", "field": "area", "breaks": [1, 2], "sizes_px": [3, 4, 5],
               "light": "#C00000", "dark": "#FF5050", "dash_px": [3, 2],
               "fallback": {"title": {"en": "No", "zh": "无"}, "shape": "star"}},
    "label": {"priority": 3, "min_zoom": 5}, "note": None, "total": 7, "key_figures": ["area"],
}  # fmt: skip
WORKSPACE = {
    "mapapp_workspace": 2, "language": "zh", "view": {"lon": 123.4, "lat": 41.8, "zoom": 9.5},
    "layers": [{"id": "port", "visible": True, "opacity": 0.5,
                "filter": {"expression": 'status = "planned"', "text": "a", "in_view": True}},
               {"id": "mine", **DEFINITION}, {"id": "tides", "source": {"kind": "tides"}}],
    "removed": ["venue"], "solo": "port", "as_of_year": 2019,
    "selection": [{"layer": "port", "fid": 3}],
    "bookmarks": [{"name": "大连", "lon": 121.6, "lat": 38.9, "zoom": 11}], "atlas": "a" * 64,
}  # fmt: skip
REQUEST = {
    "mapapp_picture": 1, "file": "a.png", "format": "png", "area": {"extent": [118, 38, 126, 44]},
    "layers": [{"id": "port", "opacity": 0.5, "filter": "area > 1", "find": "dal"}, "venue",
               {"id": "mine", **DEFINITION}],
    "size_px": [640, 480], "dpi": 96, "title": "大连", "subtitle": "b", "language": "both",
    "theme": "dark", "parts": ["legend", "title"], "as_of_year": 2019, "preset": "web",
    "selected": ["port:port-dalian"], "notes": "n", "review_number": "GS(2026)0000",
    "ground": "standard.geojson",
    "world_file": True, "quality": 80, "book": "", "contents": False, "believed_only": True,
    "projection": "azimuthal-equidistant:123.4,41.8",
    "graticule_labels": True, "inset": "121,38,122,39",
}  # fmt: skip
SHEET = {"file": "-", "format": "pdf", "page": "A4 portrait",
         "area": {"lon": 123.4, "lat": 41.8, "scale": 250000}}  # fmt: skip
BOOK = {
    "file": "a.pdf",
    "page": "210x99mm",
    "area": {"features": ["port:port-dalian"]},
    "book": "port",
}
SETTINGS = {
    "version": 1, "language": "en", "theme": "dark", "recent": ["/a/b"], "workspace": "/a",
    "system": "gcj02", "style": "dms", "geometry": "AAAA", "docks": "", "collapsed": ["transport"],
    "export": {"dpi": "300", "size_px": "640x480", "format": "png", "parts": "legend"},
    "tour_seen": True,
}  # fmt: skip
BOOKMARKS = {"version": 1, "bookmarks": WORKSPACE["bookmarks"]}
DESCRIPTION = {
    "mapapp": "0.1.0", "extent": [118.0, 38.3, 126.2, 43.7], "crs": "EPSG:3857",
    "atlas": {"name": "atlas.gpkg", "sha256": "ab"}, "licences": ["one"], "request": REQUEST,
}  # fmt: skip
MESSAGES = [
    {"type": "ready"}, {"type": "idle", "serial": 3}, {"type": "hovered", "lon": 1.5, "lat": 2},
    {"type": "clicked", "lon": 1, "lat": 2, "zoom": 9.5, "extend": False},
    {"type": "context_menu", "lon": 1, "lat": 2, "x_px": 3, "y_px": 4},
    {"type": "failed", "text": "so"}, {"type": "measure_clicked", "lon": 1, "lat": 2},
    {"type": "view_changed", "lon": 1, "lat": 2, "zoom": 9.5, "west": 0, "south": 1, "east": 2,
     "north": 3, "width_px": 4, "height_px": 5},
]  # fmt: skip


def dumped(*documents: object) -> tuple[bytes, ...]:
    return tuple(json.dumps(document, ensure_ascii=False).encode() for document in documents)


def files(folder: str, ending: str) -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted((ROOT / folder).glob(f"*.{ending}")))


def pictures() -> tuple[bytes, ...]:
    """The beginnings of pictures of each kind, with a description."""
    said = dumped(DESCRIPTION)[0]
    size = len(said).to_bytes(4, "big")
    entry = (270).to_bytes(2, "little") + (2).to_bytes(2, "little")
    return (
        b"\x89PNG\r\n\x1a\n" + (len(said) + 16).to_bytes(4, "big") + b"iTXtDescription\0\0\0\0\0"
        + said + bytes(4),
        b"\xff\xd8\xff\xe1\x00\x04ab\xff\xfe" + (len(said) + 14).to_bytes(2, "big")
        + b"Description:" + said,
        b"RIFF" + size + b"WEBPVP8 \x02\0\0\0abXMP " + len(said).to_bytes(4, "little") + said,
        b"II*\0\x08\0\0\0\x01\0" + entry + len(said).to_bytes(4, "little") + b"\x16\0\0\0" + said,
        b'%PDF-1.4 <dc:description><rdf:Alt><rdf:li xml:lang="x-default">' + said + b"</rdf:li>",
        b"<svg><metadata>" + said.replace(b'"', b"&quot;") + b"</metadata></svg>",
        b'<html><meta name="mapapp" content="' + said.replace(b'"', b"&quot;") + b'">',
    )  # fmt: skip


def blobs() -> tuple[bytes, ...]:
    head = b"GP\0\x01\xe6\x10\0\0"
    return tuple(head + shapely.to_wkb(shapely.from_wkt(shape)) for shape in SHAPES)


SHAPES = (
    "POINT (1 2)", "POINT EMPTY", "LINESTRING (1 2, 3 4)", "POLYGON ((0 0, 1 0, 1 1, 0 0))",
    "MULTIPOINT (1 2, 3 4)", "GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (1 2, 3 4))",
    "POINT Z (1 2 3)",
)  # fmt: skip
LAYER_WORDS = (
    "id", "title", "group", "table", "geometry", "order", "symbol", "label", "visible", "note",
    "kind", "light", "dark", "shape", "size_px", "width_px", "dash_px", "field", "breaks",
    "sizes_px", "lights", "darks", "categories", "fallback", "en", "zh", '"graduated"', "[", "]",
    "=", " = ", ".", "\n", '"', "'", '"""', "{", "}", ",", "1", "0x", "1e", "2020-01-01", "nan",
    "inf", "#", '"#3A4EC8"', "\\u", *EVIL,
)  # fmt: skip
TARGETS = (
    Target("blob", lambda data: decode_blobs([data]), (GeometryFault,), blobs(),
           ("GP\0\x01", "\x01\x07\0\0\0", "\x01\0\0\0", "\0", "\xff\xff\xff\xff")),
    Target("expression", run_expression, (ExpressionError,),
           (b'status = "operating" and area_km2 > 20', b"approved in (2017, 2017-03-01)",
            "[in]] [and] 为空 或 非（状态 包含 「a」）".encode(), b"not (area is not empty)"),
           ("status", "area", "approved", "[in]] [and]", "=", "!=", "<=", ">", "contains", " in ",
            " is ", " not ", "empty", " and ", " or ", "(", ")", ",", '"a"', "'", '"', "2017-03",
            "2017", "9", ".5", "1e5", "1e999", " ", "状态", "为空", "且", "「", "）", "-", "[", "]",
            "9999-99-99", "0000")),
    Target("position", lambda data: parse_position(text_of(data)), (UsageError,),
           (b"41.79, 123.43", "41°47′32″N 123°25′58″E".encode(), "北纬41.79 东经123.43".encode(),
            b"41535973 E 4628649 N", b"535958 E 4626798 N (UTM 51N)", b"GCJ-02 123.4389 41.7947",
            "4628649 535973 GK 123°".encode(), b"41,80833; 123,435", b"414830N1232606E",
            b"+414830+1232606/", b"41-48-30N 123-26-06E", b"41N48.5 123E26.1", b"51TWG3613328587",
            b"SRID=4490;POINT Z (123.4 41.8 5)", b"geo:41.8,123.4;u=35?z=15", b"@41.8,123.4,15z",
            b"https://uri.amap.com/marker?position=123.4,41.8&coordinate=wgs84",
            b"https://map.baidu.com/@13742284.2,5104787.2,15z",
            b"https://www.openstreetmap.org/?mlat=41.8&mlon=123.4#map=15/41.8/123.4"),
           ("41", "123.43", ".", "°", "′", "'", '"', "N", "S", "E", "W", "北纬", "东经", "X", "Y",
            " ", ",", ";", "-", "GCJ-02", "BD09", "WGS84", "UTM 51N", "UTM 00", "GK 123°", "GK 41",
            "41535973", "4628649", "9" * 30, "999999999", "(", ")", "度", "分", "秒", "m", "\ufdfa",
            "٤", "1e5", "|", "/", "+",
            "@", "#map=", "https://", "geo:", "amap.com/", "?q=", "&lat=",
            "coord:", "%2C", "!3d", "51TWG", "MGRS", "POINT(", "SRID=", "EPSG:3857")),
    Target("workspace", run_workspace, (WorkspaceError,), dumped(WORKSPACE),
           json_words(*keys_of(WORKSPACE))),
    Target("bridge", lambda data: decode_message(text_of(data)), (BridgeError,),
           dumped(*MESSAGES), json_words(*keys_of(MESSAGES))),
    Target("layer", lambda data: parse_layer_spec(data, "l"), (LayerSpecError,),
           files("layers", "toml"), LAYER_WORDS),
    Target("style", run_style, (StyleError,),
           tuple(style_text(spec).encode() for spec in SPECS if spec.geometry == "point"),
           (*LAYER_WORDS, "edge_light", "edge_px", "most", "most_px", "titles", "steps",
            "sized")),
    Target("qml", run_qml, (), (QML.encode(), *(qml_of(spec).encode() for spec in SPECS)),
           ("<", ">", "/>", '"', "<!ENTITY a 'b'>", "&a;", "&lt;", "categorizedSymbol",
            "graduatedSymbol", "range", "lower=", "upper=", "category", 'value="', "SimpleMarker",
            "SimpleLine", "SimpleFill", "outline_style", "-1", "1e999", "nan", "MM", "Pixel", ",",
            "\u0000", "attr=", '"a"', "(", "]]>", "<![CDATA[", "<?xml encoding='utf-16'?>")),
    Target("table", run_table, (), tuple(
        b"\n".join(data.split(b"\n")[:4]) for data in files("data/sources", "csv")),
           (",", "\n", "\r", "\r\n", '"', '""', *PLACE_COLUMNS, *FACT_COLUMNS, "2020-13-45", "9",
            "nan", "1_0", "-", "²", "9" * 5_000, "x" * 140_000, "\0", "\ufeff")),
    Target("own_table", run_own_table, (DataError,),
           (b"name,lon,lat\na,123.4,41.8\nb,123.5,41.9\n", b"n\tx\ty\n1\t41535973\t4628649\n",
            "名称;经度;纬度\n一;123,4;41,8\n".encode("gb18030"), b"place\n41.8 N 123.4 E\n",
            "gcj02经纬度|n\n123.4 41.8|2020-01-02\n".encode("utf-16"), b"1,123.4,41.8\n2,123.5,4",
            b'id,geom\n1,"SRID=4490;POINT (123.4 41.8)"\n2,"POLYGON ((0 0, 1 0, 1 1, 0 0))"\n'),
           (",", ";", "\t", "|", "\n", "\r", '"', '""', "lon", "lat", "x", "坐标", "POINT (", ")",
            "123.4", "41,8", "41°47′", "SRID=4490;", "nan", "inf", "1e999", "2020-01-02", "\0",
            "\ufeff", "\ufffe", "9" * 400, "a" * 70_000, "," * 11_000, "true", "-")),
    Target("wkt", run_wkt, (), tuple(shape.encode() for shape in SHAPES),
           ("POINT", "LINESTRING", "POLYGON", "MULTI", "GEOMETRYCOLLECTION", " (", "((", ")", ",",
            "\n", "EMPTY", " Z ", " M ", " ZM ", "SRID=4490;", "1", "2 3", "nan", "inf", "-1e999",
            "CIRCULARSTRING", "CURVEPOLYGON", "TIN", "(" * 9_999, "GEOMETRYCOLLECTION (" * 40,
            "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))", "\0", "\ufdfa", "9" * 400)),
    Target("request", run_request, (UsageError,), dumped(REQUEST, SHEET, BOOK),
           json_words(*keys_of(REQUEST), *keys_of(SHEET))),
    Target("settings", run_settings, (ParseError,), dumped(SETTINGS),
           json_words(*keys_of(SETTINGS))),
    Target("bookmarks", lambda data: parse_bookmarks(data, "b"), (DataError, ParseError),
           dumped(BOOKMARKS), json_words(*keys_of(BOOKMARKS))),
    Target("description", lambda data: parse_description(text_of(data), "d"), (DataError,),
           dumped(DESCRIPTION), json_words(*keys_of(DESCRIPTION))),
    Target("picture", run_picture, (DataError, ValueError, OSError, StructError), pictures(),
           ("\x89PNG", "iTXt", "Description\0", "RIFF", "XMP ", "II*\0", "MM\0+", "%PDF", "<svg>",
            "<metadata>", "</metadata>", "</rdf:li>", "\0", "&#", "&quot;", "\xff\xff\xff\xff")),
    Target("search", lambda data: INDEX.search(text_of(data)), (),
           (b"Dalian", "大连".encode(), b"yk", b"shen yang port", b"dalain"),
           ("da", "lian", "大", "港", " ", "-", "\u0301", "\ufdfa", "ß", "İ", "9", ";", "\n")),
    Target("preset", lambda data: parse_preset(data, "p", "p"), (UsageError,),
           files("resources/presets", "toml"), LAYER_WORDS),
)  # fmt: skip
