"""Standalone maps for tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mapapp.core.layer.spec import LayerSpec
from mapapp.render.html import content, file
from mapapp.render.html.file import WebMap
from mapapp.render.html.ground import ground_shapes
from mapapp.render.page.ground import GroundSet
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue


def html_document(wanted: WebMap, atlas: Path, basemap: Path, specs: tuple[LayerSpec, ...]) -> str:
    """A standalone map of an atlas as text."""
    with (
        Atlas(atlas, specs) as opened,
        LayerCatalogue(opened) as catalogue,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(content, "ground_shapes", lambda _, which: _ground(basemap, which))
        return file.html_document(wanted, catalogue, basemap)


@cache
def _ground(basemap: Path, which: GroundSet) -> dict[str, Any]:
    """The ground, which is the same on all maps, made once for each basemap."""
    with Basemap(basemap) as opened:
        return ground_shapes(opened, which)
