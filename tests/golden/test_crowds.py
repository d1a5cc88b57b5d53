"""A layer of more symbols than a picture can show: dots, and a sentence that says so."""

from __future__ import annotations

from pathlib import Path

import geopandas
import pytest
import shapely
from pypdf import PdfReader
from PySide6.QtGui import QImage

from mapapp.core.disk.assets import asset
from mapapp.core.layer.definition import definition_of
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.style.symbology import SymbolSpec, Tone
from mapapp.core.text import Text
from mapapp.paint.export import export_picture
from mapapp.render.labels import words
from mapapp.render.request.paper import PageSize
from mapapp.render.request.request import ExportRequest
from mapapp.render.scene import scene as scene_module
from tests.e2e.pixels import count

RED = "#E00010"


@pytest.fixture
def wells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LayerSpec:
    """Wells all over Liaoning, more than a picture shows one by one."""
    monkeypatch.setattr(scene_module, "MOST_SYMBOLS", 100)
    points = [shapely.Point(120 + x / 10, 39 + y / 10) for x in range(40) for y in range(30)]
    path = tmp_path / "wells.gpkg"
    frame = geopandas.GeoDataFrame({"n": range(len(points))}, geometry=points, crs="EPSG:4326")
    frame.to_file(path, layer="wells", engine="pyogrio")
    source = SourceRef("geopackage", str(path), "wells")
    symbol = SymbolSpec(Tone(RED, RED), "square", 20.0)
    return LayerSpec("wells", Text("Wells", "水井"), "mine", source, "point", 999, symbol)


def test_a_png_has_dots_and_no_symbols(
    specs: tuple[LayerSpec, ...], wells: LayerSpec, tmp_path: Path
) -> None:
    request = ExportRequest(
        tmp_path / "wells.png", "png", layers=("wells",), size_px=(800, 600), parts=frozenset(),
        definitions={"wells": definition_of(wells)}, theme="contrast",
    )  # fmt: skip
    data = (asset("data", "atlas.gpkg"), asset("data", "basemap.gpkg"), specs)
    cautions = export_picture(request, *data)
    assert words.CROWDED in [caution.kind for caution in cautions]
    dots = count(QImage(str(request.path)), RED, 130)
    assert 1_000 < dots < 6 * 1_200, "a dot has four pixels, a symbol four hundred"


def test_a_pdf_has_one_picture_of_the_dots_and_says_so(
    specs: tuple[LayerSpec, ...], wells: LayerSpec, tmp_path: Path
) -> None:
    request = ExportRequest(
        tmp_path / "wells.pdf", "pdf", layers=("wells",), page=PageSize.named("A5"),
        definitions={"wells": definition_of(wells)},
    )  # fmt: skip
    data = (asset("data", "atlas.gpkg"), asset("data", "basemap.gpkg"), specs)
    [caution] = [each for each in export_picture(request, *data) if each.kind == words.CROWDED]
    assert caution.text.zh.endswith("水井。")
    [page] = PdfReader(request.path).pages
    [picture] = page.images
    assert picture.image is not None
    across_in = float(page.mediabox.width) / 72
    assert 200 * across_in / 2 < picture.image.width < 300 * across_in
