"""How long symbols and names of a view take to be placed: at each zoom that is new, and again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import shapely
from harness import Result, p95, timings_ms

from mapapp.core.disk.assets import asset
from mapapp.core.layer.roles import Roles
from mapapp.core.layer.spec import LayerSpec, load_layer_specs
from mapapp.core.map.state import ViewState
from mapapp.render.labels.names import PLACE_COLUMNS
from mapapp.render.scene.layer import SceneLayer, read_layer, set_apart
from mapapp.render.scene.live import LiveMap, LiveScene
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.sources.memory import of_arrow

MIDDLE = (123.4, 41.8)
VIEW = ViewState(*MIDDLE, 10.0, 1280, 800)
LAYERS = 5
PLACED_MS = 10


def town(catalogue: LayerCatalogue, like: LayerSpec, count: int, spread: float) -> list[SceneLayer]:
    """Named symbols in some layers, crowded around the middle of a town."""
    chance = np.random.default_rng(7)
    layers = []
    for number in range(LAYERS):
        places = chance.normal(MIDDLE, (spread, spread / 2), (count // LAYERS, 2))
        names = [f"Works {number}.{i}" for i in range(len(places))]
        table = pa.table({"name": names, "geometry": shapely.to_wkb(shapely.points(places))})
        source = of_arrow(table, f"town{number}-{count}")
        catalogue.hold(source)
        spec = replace(like, id=source.ref.table, source=source.ref, roles=Roles(name_en="name"))
        layers.append(read_layer(catalogue, spec))
    return layers


def measure(live: LiveMap, name: str, layers: list[SceneLayer], target: float | None) -> None:
    """Symbols alone, and with names as a view of a new zoom has them."""
    apart = timings_ms(lambda: set_apart(layers, VIEW.zoom), 100)
    Result(f"{name} moved apart, p95", p95(apart), "ms").emit()

    def view() -> None:
        live.take(LiveScene(layers))
        live.labels(VIEW, "en")

    Result(f"{name} placed with names, p95", p95(timings_ms(view, 100)), "ms", target).emit()


def main() -> None:
    """Measure a town of 200 symbols, the atlas, and as many symbols as are moved at all."""
    specs = load_layer_specs(asset("layers"))
    atlas_path, ground = asset("data", "atlas.gpkg"), asset("data", "basemap.gpkg")
    with Atlas(atlas_path, specs) as atlas, Basemap(ground) as basemap:
        catalogue = LayerCatalogue(atlas)
        live = LiveMap(basemap.read("place", columns=PLACE_COLUMNS))
        port = next(spec for spec in specs if spec.id == "port")
        measure(live, "200 symbols of a town", town(catalogue, port, 200, 0.15), PLACED_MS)
        measure(live, "the atlas", [read_layer(catalogue, spec) for spec in specs], PLACED_MS)
        measure(live, "5000 symbols", town(catalogue, port, 5000, 3.0), None)


if __name__ == "__main__":
    main()
