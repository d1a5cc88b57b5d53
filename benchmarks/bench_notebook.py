"""The interface for notebooks: how long it takes to be there, and a frame of a million points."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench_source import million
from harness import Result

import mapapp

_MOST_MB = 800.0
"""Beside the frame itself, which takes some 500 MB with Python, pandas and geopandas."""


def peak_mb() -> float:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def seconds(call: Callable[[], object]) -> float:
    """How long a call takes."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def main() -> None:
    """Measure an import, a layer that is read, and a picture of a million points."""
    importing = [sys.executable, "-c", "import mapapp"]
    bare = seconds(lambda: subprocess.run([sys.executable, "-c", ""], check=True))
    mine = seconds(lambda: subprocess.run(importing, check=True))
    Result("import mapapp", mine, "s", 1.5, "python", bare, target_is_ratio=True).emit()
    mapapp.read("port")  # which imports geopandas
    Result("mapapp.read, 18 features", seconds(lambda: mapapp.read("context")), "s").emit()
    frame = million()
    before = peak_mb()
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "million.png"
        took = seconds(lambda: mapapp.snapshot(target, layers=[frame], size=(1280, 800)))
    Result("1M points of a frame: snapshot as PNG", took, "s").emit()
    Result("1M points of a frame: more memory", peak_mb() - before, "MB", _MOST_MB).emit()


if __name__ == "__main__":
    main()
