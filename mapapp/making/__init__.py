"""``data/sources`` and ``layers`` → the GeoPackages of ``data``, checked and repeatable."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mapapp.core.disk.replacing import scratch_folder
from mapapp.core.errors import DataError
from mapapp.core.layer.spec import load_layer_specs
from mapapp.making.atlas import write_atlas
from mapapp.making.basemap import read_basemap, read_rivers, write_basemap, write_rivers
from mapapp.making.checks import check_layers, check_sources
from mapapp.making.dump import differences
from mapapp.making.languages import check_languages
from mapapp.making.problems import ProblemList, SourceProblems
from mapapp.making.sources import read_sources
from mapapp.store.basemap import RIVERS

__all__ = ["ATLAS", "BASEMAP", "RIVERS", "SourceProblems", "build_all", "check_built"]

ATLAS = "atlas.gpkg"
BASEMAP = "basemap.gpkg"
_FILES = (ATLAS, BASEMAP, RIVERS)


def build_all(sources: Path, layers: Path, out: Path, articles: Path | None = None) -> None:
    """Build all files into the folder ``out``; the old ones stay until all are ready.

    Args:
        sources: folder of the CSV tables and of ``basemap/``.
        layers: folder of the layer declarations.
        out: folder for the files, made if missing.
        articles: folder of the articles that facts cite; None or a missing folder leaves
            figures unchecked.

    Raises:
        SourceProblems: if the sources do not fit; it lists every problem.
        LayerSpecError: if a layer is declared wrongly.
        DataError: if ``out`` cannot be written.
    """
    with _built_beside(sources, layers, out, articles) as folder:
        for name in _FILES:
            (folder / name).replace(out / name)


def check_built(sources: Path, layers: Path, data: Path, articles: Path | None = None) -> list[str]:
    """How the files in ``data`` differ from a fresh build; empty if they do not.

    Raises:
        SourceProblems, LayerSpecError: as :func:`build_all`.
        DataError: if a file in ``data`` is missing or damaged.
    """
    with scratch_folder() as folder:
        build_all(sources, layers, folder, articles)
        return [line for name in _FILES for line in differences(data / name, folder / name)]


@contextmanager
def _built_beside(sources: Path, layers: Path, out: Path, articles: Path | None) -> Iterator[Path]:
    """A temporary folder inside ``out``, so on the same disk, that holds the files."""
    specs = load_layer_specs(layers)
    problems = ProblemList()
    records = read_sources(sources, specs, problems)
    check_sources(records, articles, problems)
    check_layers(specs, records, problems)
    check_languages(records, problems)
    basemap = read_basemap(sources / "basemap", problems)
    rivers = read_rivers(sources / "basemap", problems)
    problems.refuse_if_any()
    try:
        out.mkdir(parents=True, exist_ok=True)
        with scratch_folder(out) as folder:
            write_atlas(folder / ATLAS, records, specs)
            write_basemap(folder / BASEMAP, basemap)
            write_rivers(folder / RIVERS, rivers)
            yield folder
    except (OSError, sqlite3.OperationalError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DataError(
            "{out} cannot be written ({reason}); choose another folder.", out=out, reason=reason
        ) from error
