"""What the page is served of layers that come and go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from mapapp.core.disk.assets import asset
from mapapp.core.layer.spec import LayerSpec
from mapapp.qt.map.page_content import GEOMETRY, SYMBOLOGY, PageData
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue

pytestmark = pytest.mark.qt


@pytest.fixture
def data(atlas: Atlas, specs: tuple[LayerSpec, ...]) -> Iterator[PageData]:
    with ExitStack() as closing:
        basemap = closing.enter_context(Basemap(asset("data", "basemap.gpkg")))
        yield PageData(specs, LayerCatalogue(atlas), basemap, closing)


def test_a_late_request_for_a_layer_that_has_gone_is_answered(
    data: PageData, specs: tuple[LayerSpec, ...]
) -> None:
    geometry = data.geometry_url("port", None).removeprefix(GEOMETRY)
    symbology = data.symbology_url("port", None, "light").removeprefix(SYMBOLOGY)
    before = data.geometry(geometry), data.symbology(symbology)
    data.show(tuple(spec for spec in specs if spec.id != "port"))
    assert (data.geometry(geometry), data.symbology(symbology)) == before
    assert data.geometry(geometry.replace("port", "tides")) is None
