"""A hundred thousand polygons on an A3 sheet, as vectors, in one whole process."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import numpy as np
import shapely
from harness import Result, mapapp, run_process

from mapapp.core.disk.assets import asset

COUNT = 100_000
CORNERS = 30
LAYER = """
id = "parcel"
group = "zones"
geometry = "polygon"
order = 1
[title]
en = "Parcels"
zh = "地块"
[symbol]
width_px = 0.5
light = "#3A4EC8"
dark = "#4E74AB"
"""


def add_parcels(atlas: Path) -> None:
    """Add many round parcels all over Liaoning to an atlas."""
    chance = np.random.default_rng(1)
    middles = np.c_[chance.uniform(118.5, 125.5, COUNT), chance.uniform(38.8, 43.2, COUNT)]
    turns = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    ring = 0.008 * np.stack([np.cos(turns), np.sin(turns)], axis=-1)
    columns = {"id": [f"parcel-{i}" for i in range(COUNT)], "name_en": "", "name_zh": "",
               "status": "operating", "precision": "exact"}  # fmt: skip
    parcels = shapely.polygons(middles[:, None, :] + ring[None])
    frame = gpd.GeoDataFrame(columns, geometry=parcels, crs=4326)
    frame.to_file(atlas, layer="parcel", driver="GPKG", mode="a")


def main() -> None:
    """Make an atlas with the layer, print it, tell time and size."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(asset("layers"), folder / "layers")
        (folder / "layers" / "parcel.toml").write_text(LAYER, encoding="utf-8")
        (folder / "data").mkdir()
        atlas = Path(shutil.copy(asset("data", "atlas.gpkg"), folder / "data"))
        add_parcels(atlas)
        picture = folder / "parcels.pdf"
        command = mapapp("snapshot", "-o", str(picture), "--page", "A3", "--layers", "parcel")
        environ = {**os.environ, "MAPAPP_ASSETS": str(folder)}
        best = min((run_process(command, environ) for _ in range(3)), key=lambda run: run.wall_s)
        Result(f"A3 PDF of {COUNT} polygons", best.wall_s, "s", 3.0).emit()
        Result(f"A3 PDF of {COUNT} polygons, size", picture.stat().st_size / 2**20, "MB").emit()
        Result(f"A3 PDF of {COUNT} polygons, peak memory", best.peak_mb, "MB").emit()


if __name__ == "__main__":
    main()
