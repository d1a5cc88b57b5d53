"""Search as one types, on the atlas and on an index of ten thousand names."""

from __future__ import annotations

import random
import time

from harness import Result, p95, timings_ms

from mapapp.core.disk.assets import asset
from mapapp.core.layer.spec import load_layer_specs
from mapapp.core.search import SearchEntry, SearchIndex
from mapapp.core.text import Text
from mapapp.store.atlas import Atlas

NAMES = 10_000
QUERIES = ("沈阳", "shenyang", "sy", "shenynag", "dusseldorf", "港", "industrial park", "zzzz")


def many_entries() -> list[SearchEntry]:
    """Made-up entities with names of two to four syllables."""
    chance = random.Random(1)
    syllables = ["shen", "yang", "da", "lian", "ying", "kou", "dan", "dong", "jin", "zhou", "pan"]
    hanzi = "沈阳大连营口丹东锦州盘锦葫芦工业园港"
    entries = []
    for i in range(NAMES):
        parts = [chance.choice(syllables) for _ in range(chance.randint(2, 4))]
        zh = "".join(chance.choice(hanzi) for _ in parts)
        initials = "".join(part[0] for part in parts)
        name = Text(f"{' '.join(parts).title()} {i}", zh)
        entries.append(
            SearchEntry(f"e{i}", "enterprise", name, "", " ".join(parts), initials, 123.0, 41.0)
        )
    return entries


def main() -> None:
    """Print the time of a query and of making the index."""
    with Atlas(asset("data", "atlas.gpkg"), load_layer_specs(asset("layers"))) as atlas:
        started = time.perf_counter()
        SearchIndex(atlas.search_entries())
        ready = 1000 * (time.perf_counter() - started)
    Result("search index of the atlas", ready, "ms", 50).emit()
    index = SearchIndex(many_entries())
    times = [time for query in QUERIES for time in timings_ms(lambda q=query: index.search(q), 25)]
    Result(f"one search in {NAMES} names, p95", p95(times), "ms", 5).emit()


if __name__ == "__main__":
    main()
