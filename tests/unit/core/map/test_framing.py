from __future__ import annotations

import pytest
import shapely

from mapapp.core.geo.extent import Extent
from mapapp.core.layer.feature import Feature
from mapapp.core.layer.roles import Roles
from mapapp.core.map.framing import extent_of, framed, framed_features
from mapapp.core.map.state import ViewState
from mapapp.core.text import Text

VIEW = ViewState(0, 0, 3, 800, 600)


def feature(geometry: object, precision: str = "exact") -> Feature:
    roles = Roles(precision="quality")
    return Feature("port", 1, "x", Text("x", ""), {"quality": precision}, geometry, roles)


def test_a_point_is_shown_nearer_the_better_its_place_is_known() -> None:
    zooms = []
    for precision in ("city", "district", "campus", "exact"):
        view = framed_features([feature(shapely.Point(123, 41), precision)], VIEW)
        assert view is not None
        assert (view.lon, view.lat) == pytest.approx((123, 41), abs=1e-5)
        zooms.append(view.zoom)
    assert zooms == sorted(set(zooms))


def test_several_features_fit_with_a_margin() -> None:
    view = framed_features([feature(shapely.Point(121, 39)), feature(shapely.Point(124, 42))], VIEW)
    assert view is not None
    shown = view.extent
    assert shown.west < 120.9
    assert shown.east > 124.1
    assert (view.width_px, view.height_px) == (800, 600)


def test_things_without_a_place_have_no_view() -> None:
    assert framed_features([feature(None)], VIEW) is None


def test_a_line_across_the_antimeridian_is_framed_where_it_is() -> None:
    line = shapely.MultiLineString([[(170, 40), (180, 45)], [(-180, 45), (-170, 40)]])
    assert extent_of([line]).bounds == pytest.approx((170, 40, 190, 45))


def test_an_extent_is_not_shown_closer_than_wanted() -> None:
    assert framed(Extent(123, 41, 123.0001, 41.0001), VIEW, 13).zoom == 13
