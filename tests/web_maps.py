"""Standalone maps for tests."""

from __future__ import annotations

from pathlib import Path

from mapapp.core.layer.spec import LayerSpec
from mapapp.render.html import file
from mapapp.render.html.file import WebMap
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue


def html_document(wanted: WebMap, atlas: Path, basemap: Path, specs: tuple[LayerSpec, ...]) -> str:
    """A standalone map of an atlas as text."""
    with Atlas(atlas, specs) as opened, LayerCatalogue(opened) as catalogue:
        return file.html_document(wanted, catalogue, basemap)
