import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from mapapp.core.geo import mercator
from mapapp.core.geo.extent import LIAONING, Extent


@given(st.floats(-180, 180), st.floats(-85, 85))
def test_world_coordinates_agree_with_epsg_3857(lon: float, lat: float) -> None:
    x_m, y_m = Transformer.from_crs(4326, 3857, always_xy=True).transform(lon, lat)
    assert (mercator.world_x(lon) - 0.5) * mercator.EQUATOR_M == pytest.approx(x_m, abs=1e-3)
    assert (0.5 - mercator.world_y(lat)) * mercator.EQUATOR_M == pytest.approx(y_m, abs=1e-3)


@given(st.floats(-85, 85))
def test_latitude_survives_the_way_there_and_back(lat: float) -> None:
    assert mercator.lat_of(float(mercator.world_y(lat))) == pytest.approx(lat, abs=1e-9)


def test_poles_are_clipped_to_the_square() -> None:
    assert np.allclose(mercator.world_y(np.array([90.0, -90.0])), [0, 1], atol=1e-9)


def test_scale_is_true_at_the_latitude() -> None:
    at_equator = mercator.scale_denominator(0, 10)
    assert mercator.scale_denominator(60, 10) == pytest.approx(at_equator / 2)
    assert at_equator == pytest.approx(40_075_016.7 / (256 * 1024) / (0.0254 / 96), rel=1e-6)


def test_fitted_zoom_fills_the_frame_in_one_direction() -> None:
    zoom = mercator.fit_zoom(LIAONING, 800, 600)
    px = mercator.world_px(zoom)
    width = (LIAONING.east - LIAONING.west) / 360 * px
    height = float(mercator.world_y(LIAONING.south) - mercator.world_y(LIAONING.north)) * px
    assert width <= 800.001
    assert height <= 600.001
    assert math.isclose(width, 800, rel_tol=1e-6) or math.isclose(height, 600, rel_tol=1e-6)


def test_an_extent_over_the_antimeridian_has_a_zoom() -> None:
    assert mercator.fit_zoom(Extent(100, 0, 290, 75), 800, 600) > 1
