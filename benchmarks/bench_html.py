"""A standalone map as a whole process, beside folium and geopandas.explore on the same features.

Ours carries Leaflet, the ground, search and the cards with all sources; the peers' files hold
the features with a table of their columns and load their scripts and tiles from the network.
geopandas.explore is measured where its own needs (matplotlib, mapclassify) are installed; name
another Python that has them in ``MAPAPP_PEER_PYTHON``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from harness import Process, Result, mapapp, median_process

from mapapp.core.disk.assets import asset

LAYERS = "friendship_link friendship_city rail_hub ftz_area high_tech_zone port industrial_park"
READ = """
import sys, geopandas
atlas, layers, target = sys.argv[1], sys.argv[2].split(), sys.argv[3]
read = [geopandas.read_file(atlas, layer=layer) for layer in layers]
"""
FOLIUM = f"""{READ}
import folium
shown = folium.Map([41.0, 122.1], zoom_start=7)
for layer, frame in zip(layers, read):
    table = folium.GeoJsonPopup([name for name in frame.columns if name != "geometry"])
    folium.GeoJson(frame.to_json(), name=layer, popup=table).add_to(shown)
folium.LayerControl().add_to(shown)
shown.save(target)
"""
EXPLORE = f"""{READ}
shown = None
for layer, frame in zip(layers, read):
    shown = frame.explore(m=shown, name=layer, popup=True)
shown.save(target)
"""
PEER_PYTHON = os.environ.get("MAPAPP_PEER_PYTHON", sys.executable)
MOST_MB = 1.5
MOST_MEMORY = 1.25  # of a peer's, which holds no ground


def ours(target: Path) -> Process:
    """Write the map with the command line."""
    layers = LAYERS.replace(" ", ",")
    measured = median_process(mapapp("snapshot", "-o", str(target), "--layers", layers))
    text = target.read_text(encoding="utf-8")
    assert "Port of Dandong" in text, "the map is empty"
    assert "481.5 bn CNY" in text, "the map has no figures"
    return measured


def peer(program: str, target: Path) -> Process | None:
    """Write the same features with a peer; None where it is not installed."""
    command = [PEER_PYTHON, "-c", program, str(asset("data", "atlas.gpkg")), LAYERS, str(target)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        return None
    return median_process(command)


def main() -> None:
    """Print time, memory and size beside each peer's."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "ours.html")
        measured = ours(made)
        for name, program in (("folium", FOLIUM), ("explore", EXPLORE)):
            other = peer(program, Path(folder, f"{name}.html"))
            Result(
                f"standalone HTML beside {name}, whole process", measured.wall_s, "s", 1.0,
                f"s {name}", other.wall_s if other else None, target_is_ratio=True,
            ).emit()  # fmt: skip
            Result(
                f"standalone HTML beside {name}, peak memory", measured.peak_mb, "MB", MOST_MEMORY,
                f"MB {name}", other.peak_mb if other else None, target_is_ratio=True,
            ).emit()  # fmt: skip
        size_mb = made.stat().st_size / 1e6
        Result("standalone HTML, size with everything inside", size_mb, "MB", MOST_MB).emit()


if __name__ == "__main__":
    main()
