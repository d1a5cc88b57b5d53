"""The style that QGIS keeps in a GeoPackage: the default one, or a sentence without one."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import geopandas
import pytest
import shapely

from mapapp.core.errors import DataError, StyleError
from mapapp.core.layer.source_ref import SourceRef, file_ref
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.style.symbology import SymbolSpec, Tone
from mapapp.core.text import Text
from mapapp.store.layer_styles import can_have_style, read_layer_style
from tests.unit.core.styling.test_qml import QGIS

COLUMNS = "id INTEGER PRIMARY KEY, f_table_name TEXT, styleQML TEXT, useAsDefault BOOLEAN"


@pytest.fixture
def towns(tmp_path: Path) -> LayerSpec:
    path = tmp_path / "towns.gpkg"
    frame = geopandas.GeoDataFrame({"kind": [1]}, geometry=[shapely.Point(1, 2)], crs="EPSG:4326")
    frame.to_file(path, layer="towns", engine="pyogrio")
    source, symbol = (
        SourceRef("geopackage", str(path), "towns"),
        SymbolSpec(Tone("#112233", "#AABBCC")),
    )
    return LayerSpec("towns", Text("Towns", "城镇"), "mine", source, "point", 1, symbol)


def keep(spec: LayerSpec, *styles: tuple[str, str | bytes, bool], columns: str = COLUMNS) -> None:
    with sqlite3.connect(spec.source.uri) as db:
        db.execute(f"CREATE TABLE layer_styles ({columns})")
        names = "f_table_name, styleQML, useAsDefault"
        db.executemany(f"INSERT INTO layer_styles ({names}) VALUES (?, ?, ?)", styles)


def test_the_default_style_of_the_table_is_read(towns: LayerSpec) -> None:
    before = Path(towns.source.uri)
    red = QGIS.replace("228,26,28,255", "255,0,0,255")
    keep(towns, ("towns", QGIS, False), ("other", "", True), ("towns", red, True))
    content = before.read_bytes()
    classes = read_layer_style(towns).classes
    assert classes is not None
    assert classes.steps[0].symbol.colour.light == "#FF0000"
    assert before.read_bytes() == content


def test_a_file_that_was_added_has_its_style_too(towns: LayerSpec) -> None:
    keep(towns, ("towns", QGIS, True))
    for table in ("towns", ""):
        added = replace(towns, source=file_ref(towns.source.uri, table))
        assert can_have_style(added)
        assert read_layer_style(added).classes is not None
    assert not can_have_style(replace(towns, source=file_ref("towns.csv")))


def test_without_a_style_a_sentence_says_so(towns: LayerSpec) -> None:
    with pytest.raises(StyleError, match=r"towns\.gpkg keeps no style for 'towns'"):
        read_layer_style(towns)
    keep(towns, ("other", QGIS, True), ("towns", b"\x00", True))
    with pytest.raises(StyleError, match="keeps no style"):
        read_layer_style(towns)


def test_a_table_with_other_columns_is_said_to_be_damaged(towns: LayerSpec) -> None:
    with sqlite3.connect(towns.source.uri) as db:
        db.execute("CREATE TABLE layer_styles (id INTEGER)")
    with pytest.raises(DataError, match="cannot be read"):
        read_layer_style(towns)
