"""What stands on a sheet in another projection: scale, north, degrees, and words on it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mapapp.core.disk.assets import asset
from mapapp.core.geo.extent import LIAONING, SHENYANG, WORLD, Extent
from mapapp.core.geo.geodesy import distance_m
from mapapp.core.geo.projecting import projection_for
from mapapp.core.geo.projection_choice import PROJECTIONS, ProjectionChoice
from mapapp.core.style.theme import ground
from mapapp.core.text import Text
from mapapp.render.labels.projection_words import NORTH_TURNS, projection_text
from mapapp.render.request.area import AtScale
from mapapp.render.request.paper import PageSize
from mapapp.render.request.request import ExportRequest
from mapapp.render.sheet.blocks import Run
from mapapp.render.sheet.composition import Composition, compose
from mapapp.render.sheet.degrees import degree_runs, run_box
from mapapp.render.sheet.frame import plan_sheet
from mapapp.render.sheet.scale import scale_parts
from mapapp.render.view.projected_view import ProjectedView
from mapapp.render.view.viewport import Viewport
from mapapp.render.view.whereabouts import frame_in
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue

NAMES = PROJECTIONS[1:]
FOR_THE_WORLD = NAMES[:3]
CHINA = Extent(73, 18, 136, 54)


@pytest.fixture(scope="module")
def basemap() -> Iterator[Basemap]:
    with Basemap(asset("data", "basemap.gpkg")) as opened:
        yield opened


def request(name: str, area: Extent | AtScale, **changes: Any) -> ExportRequest:
    usual: dict[str, Any] = {"page": PageSize.named("A3"), "layers": ()}
    projection = ProjectionChoice.parse(name)
    return ExportRequest(Path("x.pdf"), "pdf", area=area, projection=projection, **usual | changes)


def view_of(name: str, area: Extent) -> ProjectedView:
    return ProjectedView.fitted(projection_for(ProjectionChoice.parse(name), area), area, 900, 600)


def parts(wanted: ExportRequest) -> dict[str, list[str]]:
    """The texts of the north arrow and of the scale."""
    frame = plan_sheet(wanted)
    return {
        part: [item.text for item in block.items if isinstance(item, Run)]
        for part, block in scale_parts(wanted, frame, frame.view(wanted))
    }


def told(composition: Composition) -> str:
    """All that is written beside the map, below it and on its cards."""
    runs = [item for block in composition.sheet.blocks for item in block.items]
    return " ".join(item.text for item in runs if isinstance(item, Run))


@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_names_its_projection_in_both_languages(
    atlas: Atlas, basemap: Basemap, name: str
) -> None:
    area = WORLD if name in FOR_THE_WORLD else LIAONING
    said = projection_text(projection_for(ProjectionChoice.parse(name), area))
    for language, text in (("en", said.en), ("zh", said.zh)):
        wanted = request(name, area, language=language)
        composition = compose(wanted, LayerCatalogue(atlas), basemap)
        written = told(composition).replace(" ", "")
        assert text.replace(" ", "") in written


def test_parameters_are_those_that_make_it_again() -> None:
    def text(name: str, area: Extent) -> Text:
        return projection_text(projection_for(ProjectionChoice.parse(name), area))

    assert text("lambert", LIAONING).en == (
        "Lambert conformal conic, standard parallels 39.2° N and 42.8° N, central meridian 122.1° E"
    )
    assert text("gauss-kruger", LIAONING).zh.endswith("CGCS2000 3°带第 41 带，中央经线 123° E")
    assert text("azimuthal-equidistant", WORLD).zh == "等距方位投影，以沈阳为中心"
    about = text("azimuthal-equidistant:-58.4,-34.6", WORLD).en
    assert about == "Azimuthal equidistant, about 58.4° W 34.6° S"


def test_the_scale_names_the_projection_and_what_is_true_in_it() -> None:
    lambert = parts(request("lambert", AtScale(123.4, 41.8, 250_000)))["scale_bar"]
    assert lambert[0] == "1:250 000"
    assert lambert[-1] == "Lambert conformal conic"
    about = " ".join(parts(request("azimuthal-equidistant", WORLD))["scale_bar"])
    assert "distances from Shenyang are true" in about


@pytest.mark.parametrize("name", ["equal-earth", "winkel-tripel"])
def test_a_map_of_the_world_has_neither_bar_nor_arrow_and_says_why(
    atlas: Atlas, basemap: Basemap, name: str
) -> None:
    wanted = request(name, WORLD)
    assert parts(wanted) == {}
    written = told(compose(wanted, LayerCatalogue(atlas), basemap))
    assert "one scale bar" in written
    assert NORTH_TURNS.en in written


def test_a_bar_is_as_long_as_the_way_from_the_place() -> None:
    view = view_of("azimuthal-equidistant", WORLD)
    lon, lat = view.position(450, 200)
    away = distance_m(*SHENYANG, np.array(lon), np.array(lat))[0]
    x, y = (float(side[0]) for side in view.pixels(*np.array(SHENYANG).reshape(2, 1)))
    assert away / math.hypot(450 - x, 200 - y) == pytest.approx(view.ground_m_per_px, rel=1e-6)


@pytest.mark.parametrize(("name", "area"), [("lambert", LIAONING), ("gauss-kruger", LIAONING)])
def test_the_arrow_points_north(name: str, area: Extent) -> None:
    view = view_of(name, area)
    lon, lat = view.middle
    xs, ys = view.pixels(np.array([lon, lon]), np.array([lat, lat + 0.01]))
    turned = math.degrees(math.atan2(xs[1] - xs[0], ys[0] - ys[1]))
    assert view.north_deg == pytest.approx(turned, abs=0.01)
    assert "north_arrow" in parts(request(name, area))


def test_north_that_turns_has_no_arrow() -> None:
    view = view_of("lambert", CHINA)
    xs, ys = view.pixels(np.array([80.0, 80.0]), np.array([35.0, 35.01]))
    assert math.degrees(math.atan2(xs[1] - xs[0], ys[0] - ys[1])) > 5
    assert view.north_spread_deg > 5
    assert "north_arrow" not in parts(request("lambert", CHINA))


@pytest.mark.parametrize("size", [(900, 600), (340, 200), (300, 300)])
@pytest.mark.parametrize("name", NAMES)
def test_degrees_stay_in_the_frame_and_apart(name: str, size: tuple[int, int]) -> None:
    area = WORLD if name in FOR_THE_WORLD else LIAONING
    view = ProjectedView.fitted(projection_for(ProjectionChoice.parse(name), area), area, *size)
    boxes = [run_box(run) for run in degree_runs(view, ground("light"), (), all_sides=True)]
    assert boxes or name == "azimuthal-equidistant"
    for i, (left, top, right, bottom) in enumerate(boxes):
        assert min(left, top) >= -0.5
        assert (right <= size[0] + 0.5, bottom <= size[1] + 3) == (True, True)
        for other in boxes[:i]:
            apart = left >= other[2] or right <= other[0] or top >= other[3] or bottom <= other[1]
            assert apart


@pytest.mark.parametrize("name", ["lambert", "gauss-kruger", "azimuthal-equidistant"])
def test_the_locator_shows_where_the_frame_lies(name: str) -> None:
    view = view_of(name, LIAONING)
    small = view.recentred(180, 120, 3.0)
    ring = frame_in(view, small)
    assert isinstance(small, Viewport)
    for corner, (x, y) in enumerate([(0, 0), (900, 0), (900, 600), (0, 600)]):
        lon, lat = view.position(x, y)
        at = ring[corner * 33]
        assert at == pytest.approx((float(small.x(lon)), float(small.y(lat))), abs=0.01)
    assert ring.mean(axis=0) == pytest.approx((90, 60), abs=4)
