"""Meridians and parallels that bend, and where something may be written at them."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from mapapp.core.geo.extent import LIAONING, SHENYANG, WORLD, Extent
from mapapp.core.geo.geodesy import distance_m
from mapapp.core.geo.projecting import projection_for
from mapapp.core.geo.projection_choice import PROJECTIONS, ProjectionChoice
from mapapp.render.view.curved_graticule import Crossing, CurvedGraticule, curved_graticule
from mapapp.render.view.outlines import MARGIN_PX
from mapapp.render.view.projected_view import ProjectedView
from mapapp.render.view.scalebar import length_text


def view_of(name: str, extent: Extent) -> ProjectedView:
    projection = projection_for(ProjectionChoice.parse(name), extent)
    return ProjectedView.fitted(projection, extent, 800, 500)


def crossings(net: CurvedGraticule, text: str) -> tuple[Crossing, ...]:
    return next(line.crossings for line in net.lines if line.text == text)


@pytest.mark.parametrize("name", ["lambert", "gauss-kruger", "azimuthal-equidistant"])
def test_texts_stand_where_their_line_meets_the_frame(name: str) -> None:
    view = view_of(name, LIAONING)
    net = curved_graticule(view)
    for crossing in crossings(net, "122° E"):
        assert crossing.edge in ("top", "bottom")
        assert view.position(crossing.x, crossing.y)[0] == pytest.approx(122, abs=0.003)
    left, right = crossings(net, "40° N")
    assert (left.edge, right.edge) == ("left", "right")
    assert view.position(left.x, left.y)[1] == pytest.approx(40, abs=0.003)
    assert left.y != pytest.approx(right.y, abs=0.01) or name == "lambert"


def test_the_first_places_are_above_and_at_the_left() -> None:
    net = curved_graticule(view_of("lambert", Extent(73, 18, 136, 54)))
    assert crossings(net, "100° E")[0].edge == "top"
    assert crossings(net, "40° N")[0].edge == "left"


def test_lines_bend_and_end_at_the_frame() -> None:
    view = view_of("lambert", Extent(73, 18, 136, 54))
    net = curved_graticule(view)
    lines = np.split(net.outlines.points, net.outlines.starts[1:])
    bends = [shapely.LineString(line) for line in lines if len(line) > 2]
    assert bends
    frame = shapely.box(-MARGIN_PX, -MARGIN_PX, 800 + MARGIN_PX, 500 + MARGIN_PX).buffer(0.1)
    assert frame.contains(shapely.MultiPoint(net.outlines.points))


@pytest.mark.parametrize("name", ["equal-earth", "winkel-tripel"])
def test_a_map_of_the_world_has_its_texts_outside_its_edge(name: str) -> None:
    net = curved_graticule(view_of(name, WORLD))
    for crossing in crossings(net, "30° N"):
        assert crossing.is_outside
        assert crossing.edge in ("left", "right")


def test_circles_have_round_distances_that_are_true() -> None:
    view = view_of("azimuthal-equidistant", WORLD)
    net = curved_graticule(view)
    at = crossings(net, length_text(10_000_000))
    for crossing in at:
        lon, lat = view.position(crossing.x, crossing.y)
        away = distance_m(*SHENYANG, np.array(lon), np.array(lat))[0]
        assert away == pytest.approx(10_000_000, abs=10)
    assert at[0].y < at[1].y


def test_only_a_map_about_a_place_has_circles() -> None:
    for name in PROJECTIONS[1:]:
        net = curved_graticule(view_of(name, LIAONING))
        has_circles = any(line.text.endswith("m") for line in net.lines)
        assert has_circles == (name == "azimuthal-equidistant")


def test_lines_go_on_across_180() -> None:
    view = view_of("equal-earth", Extent(-30, -85.06, 330, 85.06))
    net = curved_graticule(view)
    assert {"180°", "90° W", "120° E"} <= {line.text for line in net.lines}
    on_equator = [p for p in net.outlines.points if abs(view.position(*p)[1]) < 0.5]
    assert np.ptp(np.array(on_equator)[:, 0]) > 750


def test_a_map_around_a_pole_has_few_meridians() -> None:
    net = curved_graticule(view_of("azimuthal-equidistant:0,90", Extent(0, 89.9, 180, 90)))
    assert len(net.outlines.starts) < 100
