"""A million points through a plain layer: read, sent to the page, filtered, pointed at.

The figures of before, in ``note``, are those of the reviewed code (JSON, one object a point) on a
machine of the same kind; it is not there any more to be measured again.
"""

from __future__ import annotations

import itertools
import shutil
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import geopandas as gpd
import numpy as np
import pyarrow as pa
import shapely
from harness import Result, p95, timings_ms

from mapapp.bridge.messages import FanOut, encode
from mapapp.core.disk.assets import asset
from mapapp.core.expression.filters import Criteria
from mapapp.core.geo.arrays import FloatArray
from mapapp.core.layer.roles import Roles
from mapapp.core.layer.spec import LayerSpec, load_layer_specs, parse_layer_spec
from mapapp.core.map.state import ViewState
from mapapp.render.labels.names import PLACE_COLUMNS
from mapapp.render.page.layers import encode_geometry, encode_visible
from mapapp.render.scene.layer import read_layer
from mapapp.render.scene.live import LiveMap, LiveScene
from mapapp.render.scene.pointing import Pointer
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.sources.memory import of_arrow

COUNT = 1_000_000
MIDDLE = np.array([122.0, 41.0])
NAMED_READ_S, TEXT_S, HOVER_MS = 0.8, 0.5, 5.0
LAYER = """
id = "dense"
group = "zones"
geometry = "point"
order = 1
[title]
en = "Points"
zh = "点"
[label]
[symbol]
size_px = 6
light = "#3A4EC8"
dark = "#4E74AB"
"""
_T = TypeVar("_T")


def add_points(atlas: Path) -> None:
    """Add points by chance all over Liaoning to an atlas."""
    chance = np.random.default_rng(1)
    lons, lats = chance.uniform(118.5, 125.5, COUNT), chance.uniform(38.8, 43.2, COUNT)
    names = [f"Point {i}" for i in range(COUNT)]
    columns = {"id": [f"point-{i}" for i in range(COUNT)], "name_en": names, "name_zh": names,
               "rank": chance.integers(0, 99, COUNT)}  # fmt: skip
    frame = gpd.GeoDataFrame(columns, geometry=shapely.points(lons, lats), crs=4326)
    frame.to_file(atlas, layer="dense", driver="GPKG", mode="a")


def timed(call: Callable[[], _T]) -> tuple[float, _T]:
    """The median of five runs in seconds, and what it gave."""
    runs = []
    for _ in range(5):
        started = time.perf_counter()
        made = call()
        runs.append(time.perf_counter() - started)
    return statistics.median(runs), made


def longest_pause_ms(work: Callable[[], object]) -> float:
    """How long at most another thread cannot run while some work is done beside it."""
    worker = threading.Thread(target=work)
    worker.start()
    longest, last = 0.0, time.perf_counter()
    while worker.is_alive():
        time.sleep(0.001)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    return 1000 * longest


def measure_making(catalogue: LayerCatalogue, spec: LayerSpec) -> LiveScene:
    """Everything from the file to what the page gets."""
    read_s, layer = timed(lambda: read_layer(catalogue, spec))
    Result("read 1 M points", read_s, "s", 0.5, note="6.1 s before").emit()
    named = replace(spec, roles=Roles(id="id", name_en="name_en", name_zh="name_zh"))
    named_s, _ = timed(lambda: read_layer(catalogue, named))
    Result("read 1 M points with ids and names", named_s, "s", NAMED_READ_S).emit()
    asked = itertools.count(10)
    filter_s, _ = timed(lambda: catalogue.visible_fids(spec.id, Criteria(f"rank < {next(asked)}")))
    Result("filter 1 M points", filter_s, "s", 0.3, note="12.9 s before").emit()
    text_s, _ = timed(lambda: catalogue.visible_fids(spec.id, Criteria(text=f"Nt {next(asked)}")))
    Result("find a text in 1 M points", text_s, "s", TEXT_S).emit()
    encode_s, sent = timed(lambda: encode_geometry(layer))
    Result("encode 1 M points for the page", encode_s, "s", 1.0, note="39.7 s before").emit()
    Result("1 M points for the page", len(sent) / 1e6, "MB", 9.0, note="31.7 MB before").emit()
    shown = frozenset(layer.marks.fids[::5].tolist())
    filter_s, bits = timed(lambda: encode_visible(layer, shown))
    Result("200,000 features that pass, for the page", filter_s, "s", 0.3).emit()
    Result("filter of 1 M points for the page", len(bits) / 1e6, "MB").emit()
    scene_s, scene = timed(lambda: LiveScene([layer]))
    Result("scene of the live map, in its thread", scene_s, "s", note="41 s before").emit()
    pause_ms = longest_pause_ms(lambda: (LiveScene([layer]), encode_geometry(layer)))
    Result("longest pause of the window meanwhile", pause_ms, "ms", 50).emit()
    return scene


def hover_ms(pointer: Pointer, spec: LayerSpec, zoom: float, spread_deg: float) -> float:
    """Milliseconds that 95 of 100 movements of the mouse do not exceed."""
    chance = np.random.default_rng(2)

    def point() -> object:
        lon, lat = MIDDLE + chance.uniform(-spread_deg, spread_deg, 2)
        return pointer.title_at(lon, lat, zoom, [spec], "en")

    return p95(timings_ms(point))


def measure_using(catalogue: LayerCatalogue, spec: LayerSpec, live: LiveMap) -> None:
    """What happens at each movement of the mouse, and when the map comes to rest."""
    pointer = Pointer(catalogue, live)
    for zoom in (5, 9, 14):
        Result(f"hover over 1 M points, zoom {zoom}, p95", hover_ms(pointer, spec, zoom, 3.0),
               "ms", HOVER_MS, note="520 ms before").emit()  # fmt: skip
    for zoom in (7, 13):
        view = ViewState(122.5, 41.5, zoom, 1280, 800)
        times = timings_ms(lambda view=view: live.labels(view, "en"), 20)
        Result(f"labels over 1 M points, zoom {zoom}, p95", p95(times), "ms", 50).emit()


def crowds() -> Iterator[tuple[str, FloatArray]]:
    """A million positions (n, 2) in degrees that lie as few layers do, and by name how."""
    chance = np.random.default_rng(4)
    town = np.append(chance.normal(MIDDLE, 1e-3, (COUNT - 1, 2)), [(-60.0, -30.0)], axis=0)
    yield "in one town and far away", town
    yield "in one place", np.tile(MIDDLE, (COUNT, 1))
    yield "in pairs", np.repeat(chance.normal(MIDDLE, 2.0, (COUNT // 2, 2)), 2, axis=0)


def measure_crowds(catalogue: LayerCatalogue, spec: LayerSpec, live: LiveMap) -> None:
    """The same where points crowd together."""
    for name, positions in crowds():
        points = pa.table({"geometry": shapely.to_wkb(shapely.points(positions))})
        source = of_arrow(points, name)
        catalogue.hold(source)
        crowd = replace(spec, source=source.ref)
        catalogue.show([crowd])
        layer = read_layer(catalogue, crowd)
        scene_s, scene = timed(lambda layer=layer: LiveScene([layer]))
        Result(f"scene of 1 M points {name}, in its thread", scene_s, "s").emit()
        live.take(scene)
        worst_ms = max(
            hover_ms(Pointer(catalogue, live), crowd, zoom, spread_deg)
            for zoom in (5, 14)
            for spread_deg in (1e-3, 3.0)
        )
        Result(f"hover over 1 M points {name}, p95", worst_ms, "ms", HOVER_MS).emit()
        sent_ms = timings_ms(lambda scene=scene: encode(FanOut(tuple(scene.at(9.0).moved())), 1), 3)
        Result(f"offsets of 1 M points {name}", statistics.median(sent_ms), "ms", 50).emit()


def main() -> None:
    """Make an atlas with the layer and measure."""
    with TemporaryDirectory() as name:
        path = Path(shutil.copy(asset("data", "atlas.gpkg"), name))
        add_points(path)
        spec = parse_layer_spec(LAYER, "dense.toml")
        with Atlas(path, (spec,)) as atlas, Basemap(asset("data", "basemap.gpkg")) as basemap:
            catalogue = LayerCatalogue(atlas)
            scene = measure_making(catalogue, spec)
            live = LiveMap(basemap.read("place", columns=PLACE_COLUMNS))
            live.take(scene)
            measure_using(catalogue, spec, live)
            measure_crowds(catalogue, spec, live)
        with Atlas(path, (*load_layer_specs(asset("layers")), spec)) as atlas:
            started = time.perf_counter()
            atlas.relations("shenyang")
            first_ms = 1000 * (time.perf_counter() - started)
            Result("ties of the first card", first_ms, "ms", 50, note="9 s before").emit()


if __name__ == "__main__":
    main()
