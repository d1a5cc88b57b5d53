"""What a request leaves to the atlas."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapapp.core.geo.extent import Extent
from mapapp.core.geo.mercator import world_px
from mapapp.core.map.framing import zoom_for
from mapapp.render.request.area import AroundFeatures, FeatureId
from mapapp.render.request.request import ExportRequest
from mapapp.render.request.resolving import resolved
from mapapp.store.atlas import Atlas


@pytest.mark.parametrize("feature", ["port:port-dandong", "rail_hub:cre-shenyang-hub"])
def test_around_one_feature_a_picture_is_no_closer_than_the_ground_is_known(
    atlas: Atlas, feature: str
) -> None:
    area = AroundFeatures((FeatureId.parse(feature),))
    request = ExportRequest(path=Path("a.png"), format="png", area=area, size_px=(900, 600))
    extent = resolved(request, atlas).area
    assert isinstance(extent, Extent)
    found = atlas.entity(feature.partition(":")[2])
    assert found is not None
    assert zoom_for(found.properties["precision"]) > 10, "the place itself is known better"
    assert extent.east - extent.west >= 360 * 900 / world_px(10.0) - 1e-9
