"""Points counted in squares: the same for the page and for a picture, whatever the view."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

import geopandas
import numpy as np
import pytest
import shapely

from mapapp.core.geo.arrays import FloatArray
from mapapp.core.geo.mercator import lat_of, lon_of, world_px, world_x, world_y
from mapapp.core.geo.projecting import projection_for
from mapapp.core.geo.projection_choice import ProjectionChoice
from mapapp.core.layer.spec import LayerSpec, parse_layer_spec
from mapapp.core.source.protocol import FeatureSource
from mapapp.core.text import Text
from mapapp.render.page.dense import STEPS_PER_PX, encode_view
from mapapp.render.page.layers import describe_symbology
from mapapp.render.scene import scene as scene_module
from mapapp.render.scene.bins import GAP_PX, Squares, squares_in_sight, squares_of
from mapapp.render.scene.dense import DenseLayer, is_viewed, read_dense
from mapapp.render.scene.layer import read_layer
from mapapp.render.scene.scene import Choice, Scene, make_scene, read_layers
from mapapp.render.sheet.legend import classes_in_use, make_legend
from mapapp.render.view.projected_view import ProjectedView
from mapapp.render.view.viewport import Viewport
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.sources.memory import of_frame
from tests.page_bytes import unpack

SIDE_PX, ZOOM = 24.0, 7.3
DENSITY = f"""
id = "many"
group = "zones"
geometry = "point"
order = 1
[title]
en = "Many"
zh = "许多"
[symbol]
kind = "density"
side_px = {SIDE_PX}
breaks = [2, 5]
lights = ["#101010", "#202020", "#303030"]
darks = ["#A0A0A0", "#B0B0B0", "#C0C0C0"]
light = "#AA2233"
dark = "#EE8899"
[label]
min_zoom = 0
[roles]
name_en = "name"
"""
SIZE = world_px(ZOOM)
PORT = Viewport(float(world_x(121)), float(world_y(42)), SIZE, 640.0, 480.0)
Opened = Callable[[FloatArray], tuple[LayerCatalogue, LayerSpec]]


def spec_of(source: FeatureSource) -> LayerSpec:
    return replace(parse_layer_spec(DENSITY, "many.toml"), source=source.ref)


@pytest.fixture
def opened(atlas: Atlas) -> Iterator[Opened]:
    """Opens a layer of points."""
    with LayerCatalogue(atlas) as catalogue:

        def open_(xy: FloatArray) -> tuple[LayerCatalogue, LayerSpec]:
            names = {"name": [f"P{number}" for number in range(len(xy))]}
            frame = geopandas.GeoDataFrame(names, geometry=shapely.points(xy), crs="EPSG:4326")
            source = of_frame(frame, "many")
            catalogue.hold(source)
            return catalogue, spec_of(source)

        yield open_


def scattered(count: int) -> FloatArray:
    return np.random.default_rng(5).normal((122.3, 41.3), (0.6, 0.4), (count, 2))


def told(found: Iterator[Squares]) -> Counter[tuple[float, float]]:
    """How many points lie in each square, by where it begins in sight."""
    counts: Counter[tuple[float, float]] = Counter()
    for squares in found:
        for (x, y), count in zip(squares.corners.tolist(), squares.counts.tolist(), strict=True):
            counts[round(x, 3), round(y, 3)] += count
    return counts


def expected(xy: FloatArray, port: Viewport = PORT) -> Counter[tuple[float, float]]:
    """The same, worked out point by point."""
    counts: Counter[tuple[float, float]] = Counter()
    for lon, lat in xy:
        column, row = (float(each) * SIZE // SIDE_PX for each in (world_x(lon), world_y(lat)))
        x = column * SIDE_PX - port.left * SIZE + GAP_PX / 2
        y = row * SIDE_PX - port.top * SIZE + GAP_PX / 2
        if -SIDE_PX < x < port.width_px and -SIDE_PX < y < port.height_px:
            counts[round(x, 3), round(y, 3)] += 1
    return counts


def test_page_and_picture_count_what_is_in_each_square(opened: Opened) -> None:
    xy = scattered(3000)
    catalogue, spec = opened(xy)
    marks = read_layer(catalogue, spec).marks
    points = read_dense(catalogue, spec).points
    assert told(squares_of(marks, PORT, SIDE_PX)) == expected(xy)
    assert told(squares_in_sight(points, PORT, SIDE_PX, 1.0, None)) == expected(xy)


def test_squares_of_a_dense_screen_are_those_of_any_other(opened: Opened) -> None:
    xy = scattered(500)
    points = read_dense(*opened(xy)).points
    sharp = Viewport(PORT.left, PORT.top, 2 * SIZE, 1280.0, 960.0)
    found = told(squares_in_sight(points, sharp, SIDE_PX, 2.0, None))
    doubled = [(2 * x, 2 * y, count) for (x, y), count in sorted(expected(xy).items())]
    assert np.array([(*at, count) for at, count in sorted(found.items())]) == pytest.approx(
        np.array(doubled), abs=0.01
    )


def test_a_square_at_the_edge_counts_what_lies_beyond_it(opened: Opened) -> None:
    size_x = float(world_x(121)) * SIZE
    edge = (size_x // SIDE_PX + 0.5) * SIDE_PX
    beyond = lon_of((edge - 11) / SIZE)
    assert beyond < 121, "it lies outside, in a square of which a part is in sight"
    catalogue, spec = opened(np.array([(beyond, 41.0)]))
    layers = read_layers(catalogue, [spec], extent=PORT.extent)
    [placed] = make_scene(layers, (), PORT, "light").layers
    assert [len(stroke.outlines.points) for stroke in placed.strokes] == [5]


def test_points_are_counted_in_each_copy_of_the_world(opened: Opened) -> None:
    points = read_dense(*opened(np.array([(122.0, 41.0)]))).points
    wide = Viewport(-1.0, 0.0, 512.0, 1536.0, 512.0)
    found = sorted(told(squares_in_sight(points, wide, SIDE_PX, 1.0, None)))
    assert [x for x, _ in found] == pytest.approx([found[0][0] + 512 * n for n in range(3)])


def test_in_another_projection_squares_are_as_wide_on_the_picture(opened: Opened) -> None:
    marks = read_layer(*opened(scattered(800))).marks
    view = ProjectedView.fitted(
        projection_for(ProjectionChoice.parse("equal-earth"), PORT.extent), PORT.extent, 640, 480
    )
    [squares] = squares_of(marks, view, SIDE_PX)
    assert squares.side_px == SIDE_PX - GAP_PX
    _, xs, ys = view.in_sight(marks.world_xs, marks.world_ys)
    there = np.rint((squares.corners - GAP_PX / 2) / SIDE_PX).astype(int)
    wanted = np.column_stack([xs // SIDE_PX, ys // SIDE_PX]).astype(int)
    assert len(wanted) > 400
    assert {*map(tuple, wanted.tolist())} <= {*map(tuple, there.tolist())}
    assert squares.counts.sum() >= len(wanted), "those at the edge have some from beyond"


def scene_of(opened: Opened, xy: FloatArray, choice: Choice | None = None) -> Scene:
    catalogue, spec = opened(xy)
    return make_scene(read_layers(catalogue, [spec], choice or Choice()), (), PORT, "light")


def crowded() -> FloatArray:
    """Seven points in one square and one in another."""
    at = [(float(world_x(122)) * SIZE // SIDE_PX + add + 0.5) * SIDE_PX for add in (0, 3)]
    down = (float(world_y(41)) * SIZE // SIDE_PX + 0.5) * SIDE_PX
    lat = lat_of(down / SIZE)
    return np.array([(lon_of(at[0] / SIZE), lat)] * 7 + [(lon_of(at[1] / SIZE), lat)])


def test_a_picture_has_squares_and_neither_symbols_nor_names(opened: Opened) -> None:
    scene = scene_of(opened, crowded())
    [placed] = scene.layers
    assert [stroke.style.fill for stroke in placed.strokes] == ["#101010", "#303030"]
    assert {stroke.style.opacity for stroke in placed.strokes} == {0.0}, "no edge fills a gap"
    rings = placed.strokes[0].outlines.points
    assert np.ptp(rings, axis=0).tolist() == pytest.approx([SIDE_PX - GAP_PX] * 2)
    assert not [mark for mark in placed.marks if mark.count]
    assert len(placed.marks) == 8, "sheets tell what is in sight"
    assert scene.named == ()


def test_what_is_filtered_out_does_not_count(opened: Opened) -> None:
    scene = scene_of(opened, crowded(), Choice(lambda _: np.arange(4)))
    assert [stroke.style.fill for stroke in scene.layers[0].strokes] == ["#202020"]


def test_of_very_many_only_the_selected_are_marks(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scene_module, "MOST_SYMBOLS", 5)
    assert scene_of(opened, crowded()).layers[0].marks == ()


def test_the_legend_tells_all_classes_by_their_numbers(opened: Opened, atlas: Atlas) -> None:
    catalogue, spec = opened(crowded())
    scene = make_scene(read_layers(catalogue, [spec]), (), PORT, "light")
    legend = make_legend(scene, [spec], "en", "light")
    assert [entry.title for entry in legend.layers] == [
        "Many · per square of 24 px", "1", "2–4", "≥ 5",
    ]  # fmt: skip
    assert [each.title for each in classes_in_use(catalogue, spec)] == [
        Text("1", "1"), Text("2–4", "2–4"), Text("≥ 5", "≥ 5"),
    ]  # fmt: skip


@pytest.fixture
def viewed(opened: Opened) -> DenseLayer:
    catalogue, spec = opened(crowded())
    assert is_viewed(catalogue, spec), "however few there are"
    return read_dense(catalogue, spec)


def test_the_page_is_sent_squares_as_areas(viewed: DenseLayer) -> None:
    header, columns = unpack(encode_view(viewed, PORT))
    assert [(each["style"], each["shapes"]) for each in header["groups"]] == [(0, 1), (2, 1)]
    assert all(each["closed"] for each in header["groups"])
    assert len(columns["x"]) == 0
    xs = columns["line_x"][:5] / STEPS_PER_PX
    assert xs.max() - xs.min() == pytest.approx(SIDE_PX - GAP_PX, abs=1 / STEPS_PER_PX)
    styles = describe_symbology(viewed, "dark")["styles"]
    assert [style["fill"] for style in styles] == ["#A0A0A0", "#B0B0B0", "#C0C0C0"]


def test_the_page_draws_symbols_of_what_is_selected(viewed: DenseLayer) -> None:
    chosen = viewed.selecting(viewed.keys[-1:])
    header, columns = unpack(encode_view(chosen, PORT))
    assert len(columns["chosen_x"]) == 1
    assert [each["shapes"] for each in header["groups"]] == [1, 1], "it counts all the same"


def test_the_page_counts_what_is_shown(viewed: DenseLayer) -> None:
    header, _ = unpack(encode_view(viewed.only(viewed.keys[:2]), PORT))
    assert [each["style"] for each in header["groups"]] == [1]
