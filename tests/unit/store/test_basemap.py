"""The basemap with its rivers, and without: they are under a licence of their own."""

from __future__ import annotations

import json
import logging
import shutil
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from mapapp.core.disk.assets import asset
from mapapp.core.errors import DataError
from mapapp.core.geo.extent import LIAONING, Extent
from mapapp.core.layer.feature import GeometryArray
from mapapp.render.html.ground import ground_shapes
from mapapp.render.page.ground import encode_ground
from mapapp.render.scene.scene import read_ground
from mapapp.render.view.viewport import Viewport
from mapapp.store.basemap import RIVER_TABLE, RIVERS, Basemap

VIEW = Viewport.fitted(LIAONING, 800.0, 600.0)


@pytest.fixture(scope="module")
def basemap() -> Iterator[Basemap]:
    with Basemap(asset("data", "basemap.gpkg")) as opened:
        yield opened


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A basemap without rivers beside it."""
    return Path(shutil.copy(asset("data", "basemap.gpkg"), tmp_path))


def lines_of(ground: Any) -> list[Any]:
    return [part["lines"] for part in ground["parts"] if part["kind"] == "river"]


def page_lines(ground: bytes) -> list[int]:
    (length,) = struct.unpack_from("<I", ground)
    header = json.loads(ground[4 : 4 + length])
    return [len(part["lengths"]) for part in header["parts"] if part["kind"] == "river"]


def drawn(basemap: Basemap) -> list[int]:
    ground = read_ground(basemap, VIEW)
    return [len(part.outlines.points) for part in ground if part.kind == "river"]


def test_rivers_come_from_their_own_file() -> None:
    with Basemap(asset("data", "basemap.gpkg")) as basemap:
        assert RIVER_TABLE not in basemap.tables()
        everywhere = basemap.shapes(RIVER_TABLE)
        near = basemap.shapes(RIVER_TABLE, Extent(123.0, 41.5, 124.0, 42.0))
        assert 0 < len(near) < len(everywhere)
        assert page_lines(encode_ground(basemap, "region")) == [len(everywhere)]
        assert lines_of(ground_shapes(basemap, "region"))[0]
        assert drawn(basemap)[0] > 0


def test_without_their_file_there_are_no_rivers(
    bare: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "mapapp.data"), Basemap(bare) as basemap:
        assert page_lines(encode_ground(basemap, "region")) == [0]
        assert lines_of(ground_shapes(basemap, "region")) == [[]]
        assert drawn(basemap) == [0]
    (record,) = caplog.records
    assert (record.levelno, record.args) == (logging.INFO, (bare.with_name(RIVERS),))


def test_damaged_rivers_are_told(bare: Path) -> None:
    bare.with_name(RIVERS).write_bytes(b"no rivers")
    with pytest.raises(DataError, match=r"rivers\.gpkg"):
        Basemap(bare)


def test_rivers_go_on_to_the_edge_of_the_region(basemap: Basemap) -> None:
    lines = basemap.shapes("river")
    region = shapely.total_bounds(basemap.shapes("region"))
    assert np.abs(shapely.total_bounds(lines) - region).max() < 3, "east of the last river is sea"
    vertices = shapely.get_coordinates(lines)
    ends = np.concatenate([vertices[indices] for indices in _ends(lines)])
    for seam in (118.0, 126.0):
        at_seam = ends[(np.abs(ends[:, 0] - seam) < 1e-3) & (np.abs(ends[:, 1] - 41) < 3)]
        gaps = np.abs(at_seam[:, None, 1] - at_seam[None, :, 1]) + 9 * np.eye(len(at_seam))
        assert len(at_seam)
        assert gaps.min(axis=1).max() < 0.01, "where two extracts meet, each river goes on"


def _ends(lines: GeometryArray) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The indices of the first and of the last vertex of each line, among all vertices."""
    last = np.cumsum(shapely.get_num_coordinates(lines)) - 1
    return np.concatenate([[0], last[:-1] + 1]), last


def test_province_lines_reach_all_of_china(basemap: Basemap) -> None:
    west, south, _, _ = shapely.total_bounds(basemap.shapes("world_province"))
    assert west < 85
    assert south < 24
    region = shapely.box(*shapely.total_bounds(basemap.shapes("region")))
    inside = shapely.intersection(basemap.shapes("world_province"), region)
    assert shapely.length(inside).max() == 0, "the region has its own"


def test_the_ground_says_for_which_scale_it_was_made(basemap: Basemap) -> None:
    assert basemap.made_for("region") == 10_000_000
    assert basemap.made_for("world") == 50_000_000
    assert basemap.made_for("moon") is None
