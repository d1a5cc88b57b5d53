"""An atlas with every kind of geometry, laid out in pixels around the middle of a view.

It is the atlas that mapapp ships with some tables more, in the Atlantic, where the ground is sea.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import shapely
from shapely import GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point
from shapely.geometry.base import BaseGeometry

from mapapp.core.disk.assets import asset
from mapapp.core.geo.mercator import lat_of, lon_of, world_px, world_x, world_y
from mapapp.core.layer.spec import LayerSpec, parse_layer_spec
from mapapp.core.style.theme import LIGHT
from mapapp.render.scene.layer import DENSE
from tests.roles import PLACE_ROLES

LON, LAT, ZOOM = -30.1, 20.1, 9.0
SEA, GLOW, HALO = LIGHT.sea, LIGHT.glow, LIGHT.symbol_halo
RED, EDGE, VEIL, GREEN, BLUE, ORANGE = (
    "#C02020", "#600000", "#2040C0", "#208020", "#2030D0", "#E08000",
)  # fmt: skip
SQUARE_PX = 32
HEAD = """
id = "{id}"
group = "zones"
geometry = "{geometry}"
order = {order}
[title]
en = "{id}"
zh = "{id}"
[symbol]
light = "{colour}"
dark = "{colour}"
"""
TOML = {
    "field": HEAD.format(id="field", geometry="polygon", order=1, colour=EDGE)
    + f'width_px = 4\nfill_light = "{RED}"\nfill_dark = "{RED}"\nfill_opacity = 1',
    "lid": HEAD.format(id="lid", geometry="polygon", order=1, colour=EDGE)
    + f'width_px = 4\nfill_light = "{RED}"\nfill_dark = "{RED}"\nfill_opacity = 1',
    "veil": HEAD.format(id="veil", geometry="polygon", order=2, colour=VEIL)
    + "width_px = 2\nfill_opacity = 0.5",
    "frame": HEAD.format(id="frame", geometry="polygon", order=3, colour=VEIL)
    + "width_px = 4\nfill_opacity = 0",
    "road": HEAD.format(id="road", geometry="line", order=4, colour=GREEN)
    + "width_px = 6\ndash_px = [12, 8]",
    "path": HEAD.format(id="path", geometry="line", order=4, colour=GREEN) + "width_px = 6",
    "trail": HEAD.format(id="trail", geometry="line", order=4, colour=GREEN)
    + f"width_px = 6\nfade_zooms = [{ZOOM - 1}, {ZOOM + 1}]",
    "gone": HEAD.format(id="gone", geometry="line", order=4, colour=GREEN)
    + f"width_px = 6\nfade_zooms = [{ZOOM - 1}, {ZOOM}]",
    "stop": HEAD.format(id="stop", geometry="point", order=5, colour=BLUE)
    + 'shape = "square"\nsize_px = 24\nkind = "categorised"\nfield = "note"\n'
    + f'[symbol.categories.other]\nlight = "{ORANGE}"\ndark = "{ORANGE}"\n'
    + 'title = { en = "Other", zh = "Other" }',
    "crowd": HEAD.format(id="crowd", geometry="point", order=5, colour=BLUE)
    + 'shape = "square"\nsize_px = 24\nkind = "categorised"\nfield = "note"\n'
    + f'[symbol.categories.other]\nlight = "{ORANGE}"\ndark = "{ORANGE}"\n'
    + 'title = { en = "Other", zh = "Other" }',
    "heap": HEAD.format(id="heap", geometry="point", order=5, colour=BLUE)
    + 'shape = "square"\nsize_px = 24',
    "swarm": HEAD.format(id="swarm", geometry="point", order=5, colour=BLUE)
    + f'kind = "density"\nside_px = {SQUARE_PX}\nbreaks = [3]\nfill_opacity = 1\n'
    + f'width_px = 0.5\nsize_px = 12\nlights = ["{ORANGE}", "{RED}"]\n'
    + f'darks = ["{ORANGE}", "{RED}"]\n[label]\nmin_zoom = 0',
    "named": HEAD.format(id="named", geometry="polygon", order=6, colour=EDGE)
    + f'width_px = 1\nfill_light = "{RED}"\nfill_dark = "{RED}"\nfill_opacity = 1\n'
    + "[label]\nmin_zoom = 0\npriority = 9",
}
TOML = {id_: text + "\n" + PLACE_ROLES for id_, text in TOML.items()}


def specs() -> tuple[LayerSpec, ...]:
    """The layers of the drawn atlas, without those that mapapp ships."""
    return tuple(parse_layer_spec(text, f"{id_}.toml") for id_, text in TOML.items())


def position(x: float, y: float, zoom: float = ZOOM) -> tuple[float, float]:
    """Degrees of a pixel, counted right and down from the middle of the view."""
    size = world_px(zoom)
    return lon_of(float(world_x(LON)) + x / size), lat_of(float(world_y(LAT)) + y / size)


def area(outer: Sequence[float], *holes: Sequence[float]) -> shapely.Polygon:
    """A rectangle of pixels (left, top, right, bottom) with rectangular holes."""
    rings = [[(l, t), (r, t), (r, b), (l, b)] for l, t, r, b in (outer, *holes)]  # noqa: E741
    return shapely.Polygon(rings[0], rings[1:])


def line(x0: float, y0: float, x1: float, y1: float) -> LineString:
    """A straight line of pixels."""
    return LineString([(x0, y0), (x1, y1)])


def in_square(column: int, row: int, x: float = 0, y: float = 0) -> tuple[float, float]:
    """Pixels from the middle of the view of a place in a square near there, from its middle."""
    size = world_px(ZOOM)
    middle = world_x(LON) * size, world_y(LAT) * size
    squares = (float(each // SQUARE_PX) + 0.5 for each in middle)
    column_px, row_px = (
        (square + add) * SQUARE_PX - float(each)
        for square, add, each in zip(squares, (column, row), middle, strict=True)
    )
    return column_px + x, row_px + y


FEATURES: dict[str, dict[str, BaseGeometry]] = {
    "field": {
        "holed": area((-260, -150, -160, -50), (-230, -120, -190, -80)),
        "two": MultiPolygon([area((-140, -150, -110, -120)), area((-140, -100, -110, -70))]),
        "mixed": GeometryCollection(
            [
                area((-90, -150, -60, -120)),
                GeometryCollection([line(-90, -100, -60, -100)]),
                Point(-75, -75),
            ]
        ),
    },
    "lid": {"on a heap": area((230, 75, 265, 95))},
    "veil": {"one": area((0, -150, 60, -100)), "other": area((30, -130, 90, -80))},
    "frame": {"empty": area((120, -150, 160, -110))},
    "road": {"ways": MultiLineString([line(-260, -20, -100, -20), line(-260, 0, -100, 0)])},
    "path": {"along": line(-60, -30, 60, -30), "across": line(-20, -70, -20, 10)},
    "trail": {"faint": line(-260, 30, -100, 30)},
    "gone": {"before": line(-260, 50, -100, 50), "chosen": line(-260, 70, -100, 70)},
    "stop": {
        "several": MultiPoint([(-60, 60), (-10, 60)]),
        "below": MultiPoint([(100, 60), (9_999, 60)]),  # single points would be moved apart
        "above": MultiPoint([(108, 60), (9_999, 90)]),
        "district": Point(160, 60),
        "city": Point(200, 60),
        "inside": Point(-210, -65),
        "stated": Point(240, -120),
    },
    "heap": {
        "left": Point(-215, 120),
        "right": Point(-205, 120),
        **{f"around {number}": Point(0, 150) for number in range(3)},
        **{f"gathered {number}": Point(230, 100) for number in range(9)},
    },
    "swarm": {
        "alone": Point(in_square(2, 0, 10, 10)),
        **{f"of three {number}": Point(in_square(3, 0, 5 * number)) for number in range(3)},
        "selected": Point(in_square(5, 0)),
    },
    "named": {"Long Name": area((-260, 80, -100, 160), (-250, 90, -240, 100))},
}
CROWD: dict[str, BaseGeometry] = {
    "low": Point(-100, -50),
    "other over it": Point(-92, -50),
    "low again": Point(-100.1, -50),
    "twice": Point(-20, 50),
    "twice again": Point(-20.1, 50),
}
FEATURES["crowd"] = CROWD | {f"far {number}": Point(9_999, number) for number in range(DENSE)}
"""More than are drawn one by one, or moved apart."""
PRECISIONS = {"district": "district", "city": "city"}
OTHERS = ("above", "other over it")
STATED = area((200, -150, 280, -90))


def write_atlas(path: Path, *, is_dense: bool = True) -> Path:
    """Write the atlas to a path, or one whose crowd is only what can be seen of it."""
    shutil.copy(asset("data", "atlas.gpkg"), path)
    layers = FEATURES if is_dense else FEATURES | {"crowd": CROWD}
    for layer, features in layers.items():
        columns = {
            "id": list(features),
            "name_en": list(features),
            "name_zh": list(features),
            "status": "operating",
            "precision": [PRECISIONS.get(id_, "exact") for id_ in features],
            "note": ["other" if id_ in OTHERS else "" for id_ in features],
            "pinyin": "",
            "initials": "",
            "aliases": "",
        }
        _write(path, layer, columns, list(features.values()))
    stated = {"id": "stated-area", "entity_id": "stated", "kind": "schematic", "area_km2": 1.0,
              "source_id": "x"}  # fmt: skip
    _write(path, "extent", {name: [value] for name, value in stated.items()}, [STATED])
    return path


def _write(path: Path, layer: str, columns: dict[str, object], drawn: list[BaseGeometry]) -> None:
    placed = [shapely.transform(each, _positions) for each in drawn]
    frame = gpd.GeoDataFrame(columns, geometry=placed, crs=4326)
    frame.to_file(path, layer=layer, driver="GPKG", mode="a")


def _positions(pixels: object) -> list[tuple[float, float]]:
    return [position(x, y) for x, y in pixels]  # type: ignore[attr-defined]


def fid_of(path: Path, layer: str, id_: str) -> int:
    """The row of a feature."""
    with closing(sqlite3.connect(path)) as db:
        ((fid,),) = db.execute(f'SELECT fid FROM "{layer}" WHERE id = ?', (id_,))
    return int(fid)
