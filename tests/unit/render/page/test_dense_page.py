"""What the page is sent of a view of a layer of very many features."""

from __future__ import annotations

import geopandas
import numpy as np
import pytest
import shapely

from mapapp.core.layer.spec import LayerSpec
from mapapp.core.style.symbology import SymbolSpec, Tone
from mapapp.core.text import Text
from mapapp.render.page.dense import STEPS_PER_PX, encode_view, read_view
from mapapp.render.scene.dense import DenseLayer, read_dense
from mapapp.render.view.viewport import Viewport
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.sources.memory import of_frame
from tests.page_bytes import unpack

PORT = Viewport(0.5, 0.5, 36_000.0, 800, 600)
"""A hundred pixels to a degree, right and down of where Greenwich crosses the equator."""


@pytest.fixture
def areas(atlas: Atlas) -> DenseLayer:
    """Two squares, two and four degrees wide, and a point."""
    shapes = [shapely.box(1, -3, 3, -1), shapely.box(3, -5, 7, -1), shapely.Point(5, -2)]
    source = of_frame(geopandas.GeoDataFrame(geometry=shapes, crs="EPSG:4326"), "many")
    symbol = SymbolSpec(Tone("#E00010", "#E00010"))
    with LayerCatalogue(atlas) as catalogue:
        catalogue.hold(source)
        spec = LayerSpec("many", Text("M", "许"), "mine", source.ref, "polygon", 1, symbol)
        return read_dense(catalogue, spec)


def test_a_view_has_areas_in_quarters_of_pixels_and_points(areas: DenseLayer) -> None:
    header, columns = unpack(encode_view(areas, PORT))
    assert header["groups"] == [{"style": 0, "closed": True, "shapes": 2, "selected": False}]
    assert columns["shape_lines"].tolist() == [1, 1]
    assert columns["line_lengths"].tolist() == [5, 5]
    assert columns["line_x"].dtype == np.int16
    assert set((columns["line_x"][:5] / STEPS_PER_PX).tolist()) == {100.0, 300.0}
    assert (columns["x"].tolist(), columns["y"].tolist()) == ([500], [200])
    assert "weight" not in columns


def test_dots_come_row_by_row_in_few_bytes(areas: DenseLayer) -> None:
    port = Viewport(0.0, 0.0, 64.0, 64, 64)
    _, columns = unpack(encode_view(areas, port))
    rows = np.repeat(columns["dot_row"], columns["dot_row_spots"])
    assert len(rows) == len(columns["dot_x"]) == len(columns["dot_weight"]) == 2
    assert "dot_y" not in columns
    assert "dot_style" not in columns, "all have the first"
    assert columns["dot_row_spots"].itemsize == 1


def test_what_is_selected_comes_last_and_apart(areas: DenseLayer) -> None:
    chosen = areas.selecting([int(areas.keys[0]), int(areas.keys[2])])
    header, columns = unpack(encode_view(chosen, PORT))
    assert [(each["shapes"], each["selected"]) for each in header["groups"]] == [
        (1, False), (1, True),
    ]  # fmt: skip
    assert set((columns["line_x"][5:] / STEPS_PER_PX).tolist()) == {100.0, 300.0}
    assert not len(columns["x"])
    assert columns["chosen_x"].tolist() == [500]


def test_what_reaches_farther_than_short_numbers_is_sent_in_longer_ones(areas: DenseLayer) -> None:
    near = Viewport(0.5 + 5 / 360, 0.5 + 3 / 360, 3.6e8, 800, 600)
    _, columns = unpack(encode_view(areas, near))
    assert columns["line_x"].dtype == np.float32
    assert columns["line_x"].min() < -1e6


@pytest.mark.parametrize("zoom", [0, 17.5, 24])
def test_a_view_of_the_page_is_read(zoom: float) -> None:
    world_px = 256 * 2.0**zoom
    found = read_view([str(0.25 * world_px), str(-3.5), str(world_px), "1600.0", "1000", "2"])
    assert found == (Viewport(0.25, -3.5 / world_px, world_px, 1600, 1000), 2.0)


@pytest.mark.parametrize(
    "asked",
    [
        "0/0/256/800/1", "0/0/256/800/600", "0/0/256/800/600/1/1", "a/0/256/800/600/1",
        "nan/0/256/800/600/1", "0/nan/256/800/600/1", "0/inf/256/800/600/1", "0/0/0/800/600/1",
        "0/0/-256/800/600/1", "0/0/256/0/600/1", "0/0/256/800/1e9/1", "0/0/1e300/800/600/1",
        "0/0/nan/800/600/1", "1e30/0/256/800/600/1", "0/-1e30/256/800/600/1",
        "0/0/1e-9/800/600/1", "0/0/256/800/600/0", "0/0/256/800/600/0.4",
        "0/0/256/800/600/-1", "0/0/256/800/600/nan",
        "0/0/256/800/600/1e9",
    ],
)  # fmt: skip
def test_a_view_that_cannot_be_is_refused(asked: str) -> None:
    assert read_view(asked.split("/")) is None
