"""The basemap with its rivers, and without: they are under a licence of their own."""

from __future__ import annotations

import json
import logging
import shutil
import struct
from pathlib import Path
from typing import Any

import pytest

from mapapp.core.disk.assets import asset
from mapapp.core.errors import DataError
from mapapp.core.geo.extent import LIAONING, Extent
from mapapp.render.html.ground import ground_shapes
from mapapp.render.page.ground import encode_ground
from mapapp.render.scene.scene import read_ground
from mapapp.render.view.viewport import Viewport
from mapapp.store.basemap import RIVER_TABLE, RIVERS, Basemap

VIEW = Viewport.fitted(LIAONING, 800.0, 600.0)


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
