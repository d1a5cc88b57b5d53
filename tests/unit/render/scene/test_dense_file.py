"""Positions of very many points are kept in the user's cache, for the very file they are of."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import geopandas
import numpy as np
import pyogrio
import pytest
import shapely

from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.style.symbology import Classes, SymbolClass, SymbolSpec, Tone
from mapapp.core.text import Text
from mapapp.render.scene import dense as dense_module
from mapapp.render.scene import dense_file
from mapapp.render.scene.dense import DenseLayer, read_dense
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.sources import geopackage as geopackage_module
from tests.conftest import ExpectedLog

COUNT = 50
RED = SymbolSpec(Tone("#E00010", "#E00010"))


def write(path: Path, count: int = COUNT) -> None:
    xy = np.random.default_rng(count).normal((122.0, 41.0), 1.0, (count, 2))
    frame = geopandas.GeoDataFrame({"kind": ["a"] * count}, geometry=shapely.points(xy), crs=4326)
    pyogrio.write_dataframe(frame, path, layer="many", driver="GPKG")


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of more points than are kept, and a cache of its own."""
    monkeypatch.setenv("MAPAPP_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(dense_module, "KEPT", COUNT)
    monkeypatch.setattr(geopackage_module, "_PIECE", 7)
    write(tmp_path / "many.gpkg")
    return tmp_path / "many.gpkg"


def spec_of(path: Path) -> LayerSpec:
    source = SourceRef("geopackage", str(path), "many")
    return LayerSpec("many", Text("Many", "许多"), "mine", source, "point", 1, RED)


@pytest.fixture
def read(atlas: Atlas, path: Path) -> Callable[[], DenseLayer]:
    """Reads the file as it is now."""

    def made() -> DenseLayer:
        with LayerCatalogue(atlas) as catalogue:
            return read_dense(catalogue, spec_of(path))

    return made


def kept_files(path: Path) -> list[Path]:
    return sorted((path.parent / "cache" / "points").glob("*"))


def same(one: DenseLayer, other: DenseLayer) -> bool:
    pairs = (
        (one.keys, other.keys), (one.points.rows, other.points.rows),
        (one.points.packed.xs, other.points.packed.xs),
        (one.points.packed.ys, other.points.packed.ys),
    )  # fmt: skip
    return all(np.array_equal(a, b) for a, b in pairs)


def test_what_is_read_again_comes_from_the_cache(
    read: Callable[[], DenseLayer], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(path.parent.iterdir())
    first = read()
    assert len(first.keys) == COUNT
    assert len(kept_files(path)) == 1
    assert sorted(path.parent.iterdir()) == [path.parent / "cache", *before], "none beside the file"
    monkeypatch.setattr(dense_module, "_read_points", lambda *_: pytest.fail("it was read anew"))
    again = read()
    assert same(first, again)
    assert again.symbology == first.symbology
    assert not again.points.has_styles


@pytest.mark.parametrize("change", ["rows", "time", "log", "copy"])
def test_another_state_of_the_file_is_read_anew(
    read: Callable[[], DenseLayer], path: Path, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read()
    if change == "rows":
        path.unlink()
        write(path, COUNT + 3)
    elif change == "time":
        os.utime(path, ns=(1, 1))
    elif change == "log":
        monkeypatch.setattr(dense_file, "_state", lambda each: (str(each)[-4:], 1, 1))
    else:
        shutil.copy(path, path.with_name("copy"))
        path.with_name("copy").replace(path)
    assert dense_file.kept_points(spec_of(path).source) is None
    assert len(read().keys) == (COUNT + 3 if change == "rows" else COUNT)


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff" * 5_000, b"short"])
def test_a_damaged_file_of_the_cache_is_made_again(
    read: Callable[[], DenseLayer], path: Path, damage: bytes
) -> None:
    first = read()
    [kept] = kept_files(path)
    whole = kept.read_bytes()
    kept.unlink()  # what is looked at stays as it is
    kept.write_bytes(whole[:-1] if damage == b"short" else damage)
    assert same(read(), first)
    assert kept.read_bytes() == whole


def test_where_nothing_can_be_kept_the_layer_is_there_all_the_same(
    read: Callable[[], DenseLayer], path: Path, expected_log: ExpectedLog
) -> None:
    expected_log("are not kept")
    (path.parent / "cache").write_text("no folder")
    assert len(read().keys) == COUNT


def test_what_was_used_longest_ago_goes_first(
    read: Callable[[], DenseLayer], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read()
    [old] = kept_files(path)
    os.utime(old, (1, 1))
    monkeypatch.setattr(dense_file, "_MOST_BYTES", old.stat().st_size)
    other = path.with_name("other.gpkg")
    write(other)
    state = dense_file.fingerprint(spec_of(other).source)
    found = dense_file.KeptPoints(read().keys, read().points)
    os.utime(old, (1, 1))
    dense_file.keep(spec_of(other).source, state, found)
    assert old not in kept_files(path)
    assert len(kept_files(path)) == 1


def test_points_of_several_styles_are_read_each_time(atlas: Atlas, path: Path) -> None:
    other = SymbolClass(Text("Other", "其他"), RED)
    classes = Classes("categorised", "kind", None, (replace(other, value="b"),), other)
    with LayerCatalogue(atlas) as catalogue:
        made = read_dense(catalogue, replace(spec_of(path), classes=classes))
    assert len(made.keys) == COUNT
    assert not kept_files(path)
