"""Very many lines with fewer vertices for views from afar."""

from __future__ import annotations

import numpy as np
import shapely

from mapapp.render.scene.dense_lines import Lines, begins_of

STEPS = 64


def wandering(lines: int, vertices: int, step: float) -> Lines:
    """Lines that go on by about a step from each vertex to the next."""
    turns = np.cumsum(np.random.default_rng(5).normal(0, 0.2, (lines, vertices)), axis=1)
    xs, ys = (1e6 + step * np.cumsum(way, axis=1) for way in (np.cos(turns), np.sin(turns)))
    begins = begins_of(np.full(lines, vertices))
    return Lines(xs.ravel().astype(np.uint32), ys.ravel().astype(np.uint32), begins)


def shapes(lines: Lines) -> list[shapely.LineString]:
    xy = np.stack([lines.xs, lines.ys], axis=1).astype(float)
    return [shapely.LineString(each) for each in np.split(xy, lines.begins[1:-1])]


def test_vertices_are_left_out_and_lines_stay_where_they_are() -> None:
    lines = wandering(30, 400, step=5)
    few = lines.apart(STEPS)
    assert len(few.begins) == len(lines.begins)
    assert len(few.xs) < len(lines.xs) / 5
    for exact, made in zip(shapes(lines), shapes(few), strict=True):
        assert exact.coords[0] == made.coords[0]
        assert exact.coords[-1] == made.coords[-1]
        assert shapely.hausdorff_distance(exact, made) < STEPS


def test_rings_stay_closed() -> None:
    ring = shapely.get_coordinates(shapely.Point(5_000, 5_000).buffer(900, quad_segs=50))
    xs, ys = ring.T.astype(np.uint32)
    few = Lines(xs, ys, begins_of(np.array([len(xs)]))).apart(300)
    assert 5 <= len(few.xs) < len(xs) / 4
    assert (few.xs[0], few.ys[0]) == (few.xs[-1], few.ys[-1])


def test_an_overview_is_made_once_for_each_doubling() -> None:
    lines = wandering(30, 400, step=5)
    assert lines.apart(STEPS) is lines.apart(1.9 * STEPS)
    assert len(lines.apart(2 * STEPS).xs) < len(lines.apart(STEPS).xs)


def test_an_overview_that_saves_little_is_not_kept() -> None:
    lines = wandering(3, 40, step=500)
    assert lines.apart(STEPS) is lines
    assert lines.apart(0) is lines
