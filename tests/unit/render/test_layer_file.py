"""Layers handed on as files, read back by other programs' readers."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pyogrio
import pytest

from mapapp.core.disk.suffixes import LAYER_FILES
from mapapp.core.errors import ReadCancelledError, UsageError
from mapapp.render.card.layer_file import LayerFile, LayerPart, write_layers
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.feature_file import FeatureRows, write_geojson, write_geopackage


@pytest.fixture
def layers(atlas: Atlas) -> LayerCatalogue:
    return LayerCatalogue(atlas)


def _parts(layers: LayerCatalogue, *ids: str) -> tuple[LayerPart, ...]:
    return tuple(LayerPart(layers.spec(id_)) for id_ in ids)


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_csv_has_titles_positions_and_who_says_so(layers: LayerCatalogue, tmp_path: Path) -> None:
    target = tmp_path / "ports.csv"
    write_layers(LayerFile(target, _parts(layers, "port"), "zh"), layers)
    rows = {row["标识"]: row for row in _csv(target)}
    assert len(rows) == layers.count("port")
    dalian = rows["port-dalian"]
    point = next(f for f in layers.features(layers.spec("port")) if f.id == "port-dalian").geometry
    assert (float(dalian["经度"]), float(dalian["纬度"])) == pytest.approx((point.x, point.y))
    assert dalian["来源"]


def test_several_layers_of_a_csv_are_named(layers: LayerCatalogue, tmp_path: Path) -> None:
    target = tmp_path / "both.csv"
    write_layers(LayerFile(target, _parts(layers, "port", "airport"), "en"), layers)
    rows = _csv(target)
    titles = {row["Layer"] for row in rows}
    assert titles == {layers.spec(id_).title.en for id_ in ("port", "airport")}
    assert len(rows) == layers.count("port") + layers.count("airport")


def test_a_workbook_has_a_sheet_for_each_layer(layers: LayerCatalogue, tmp_path: Path) -> None:
    target = tmp_path / "both.xlsx"
    write_layers(LayerFile(target, _parts(layers, "port", "airport"), "zh"), layers)
    with zipfile.ZipFile(target) as book:
        text = book.read("xl/workbook.xml").decode()
    for id_ in ("port", "airport"):
        assert f'name="{layers.spec(id_).title.zh}"' in text


def test_a_geopackage_has_a_table_for_each_layer(layers: LayerCatalogue, tmp_path: Path) -> None:
    target = tmp_path / "both.gpkg"
    write_layers(LayerFile(target, _parts(layers, "port", "friendship_link"), "en"), layers)
    assert pyogrio.list_layers(target).tolist() == [
        ["port", "Point"], ["friendship_link", "MultiLineString"],
    ]  # fmt: skip
    info = pyogrio.read_info(target, layer="port")
    assert info["features"] == layers.count("port")
    assert info["crs"] == "EPSG:4326"


def test_geojson_holds_some_features_of_a_layer(layers: LayerCatalogue, tmp_path: Path) -> None:
    target = tmp_path / "two.geojson"
    spec = layers.spec("port")
    part = LayerPart(spec, np.array([3, 1], dtype=np.int64))
    write_layers(LayerFile(target, (part,), "en"), layers)
    found = json.loads(target.read_text(encoding="utf-8"))["features"]
    assert [f["properties"]["id"] for f in found] == [layers.feature("port", n).id for n in (1, 3)]
    assert {f["properties"]["layer"] for f in found} == {"port"}


def test_an_unknown_ending_is_refused(layers: LayerCatalogue, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no file that mapapp can write features to"):
        write_layers(LayerFile(tmp_path / "a.doc", _parts(layers, "port"), "en"), layers)


@pytest.mark.parametrize("ending", LAYER_FILES)
def test_what_is_cancelled_leaves_no_file(
    layers: LayerCatalogue, tmp_path: Path, ending: str
) -> None:
    cancel, target = Event(), tmp_path / f"ports{ending}"
    wanted = LayerFile(target, _parts(layers, "port", "airport", "venue"), "en")
    with pytest.raises(ReadCancelledError):
        write_layers(wanted, layers, lambda share: cancel.set() if share else None, cancel)
    assert not list(tmp_path.iterdir())


def _rows(columns: Sequence[str], *rows: Sequence[Any]) -> FeatureRows:
    return FeatureRows("own", "point", columns, [(None, row) for row in rows])


def test_columns_of_a_geopackage_keep_types_and_what_is_missing(tmp_path: Path) -> None:
    target = tmp_path / "own.gpkg"
    columns = ["fid", "whole", "part", "text", "Text"]
    layer = _rows(columns, ["a", 5, 2.5, "大连\x0b", "x"], ["b", None, float("nan"), None, "y"])
    write_geopackage(target, [layer])
    frame = pyogrio.read_dataframe(target)
    assert list(frame)[:5] == ["fid_2", "whole", "part", "text", "Text_2"]
    assert frame["whole"][0] == 5
    assert frame["part"][0] == 2.5
    assert frame["text"][0] == "大连"
    assert frame.iloc[1][["whole", "part", "text"]].isna().all()


def test_geojson_holds_no_number_that_json_does_not_know(tmp_path: Path) -> None:
    target = tmp_path / "own.geojson"
    write_geojson(target, [_rows(["a", "b"], [float("nan"), float("inf")])])
    [feature] = json.loads(target.read_text(), parse_constant=pytest.fail)["features"]
    assert feature["properties"] == {"layer": "own", "a": None, "b": None}
