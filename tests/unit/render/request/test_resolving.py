"""What a request leaves to the atlas."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapapp.core.errors import DataError, UsageError
from mapapp.core.geo.extent import Extent
from mapapp.core.geo.mercator import world_px
from mapapp.core.layer.definition import definition_of
from mapapp.core.map.framing import zoom_for
from mapapp.render.request.area import AroundFeatures, FeatureId
from mapapp.render.request.request import ExportRequest
from mapapp.render.request.resolving import resolved
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue


@pytest.mark.parametrize("feature", ["port:port-dandong", "rail_hub:cre-shenyang-hub"])
def test_around_one_feature_a_picture_is_no_closer_than_the_ground_is_known(
    atlas: Atlas, feature: str
) -> None:
    area = AroundFeatures((FeatureId.parse(feature),))
    request = ExportRequest(path=Path("a.png"), format="png", area=area, size_px=(900, 600))
    extent = resolved(request, LayerCatalogue(atlas)).area
    assert isinstance(extent, Extent)
    found = atlas.entity(feature.partition(":")[2])
    assert found is not None
    assert zoom_for(found.properties["precision"]) > 10, "the place itself is known better"
    assert extent.east - extent.west >= 360 * 900 / world_px(10.0) - 1e-9


def defining(**definitions: dict[str, object]) -> ExportRequest:
    return ExportRequest(
        path=Path("a.png"), format="png", layers=tuple(definitions), size_px=(900, 600),
        definitions=definitions,
    )  # fmt: skip


def test_the_atlas_is_seen_through_the_layers_of_the_request(atlas: Atlas) -> None:
    shipped = atlas.specs
    second = definition_of(atlas.spec("port")) | {"title": {"en": "Second", "zh": "第二"}}
    wanted = resolved(defining(second=second, venue={"label": None}), LayerCatalogue(atlas))
    assert wanted.layers == ("second", "venue")
    assert atlas.spec("second").title.en == "Second"
    assert atlas.spec("venue").label is None
    resolved(defining(port={}), LayerCatalogue(atlas))
    assert atlas.specs == shipped


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"source": {"kind": "atlas", "table": "ports"}}, "has no layer of places 'ports'"),
        ({"source": {"kind": "atlas", "table": "fact"}}, "has no layer of places 'fact'"),
        ({"source": {"kind": "tides", "table": "port"}}, "no kind of source 'tides'"),
        ({"roles": {"name_en": "titel"}}, "has no column 'titel' for name_en"),
        ({"geometry": "polygon"}, "is of geometry 'point', not 'polygon'"),
        (
            {"symbol": {"kind": "graduated", "field": "aera", "breaks": [1], "sizes_px": [3, 4],
                        "light": "#000000", "dark": "#000000"}},
            "no column and no attribute 'aera'",
        ),
        ({"title": 3}, "'title' is 3"),
    ],
)  # fmt: skip
def test_a_layer_that_does_not_fit_the_atlas_is_one_sentence(
    atlas: Atlas, said: dict[str, object], words: str
) -> None:
    with pytest.raises((DataError, UsageError), match=words) as refused:
        resolved(defining(port=said), LayerCatalogue(atlas))
    assert "\n" not in str(refused.value)
