from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import pytest

import mapapp
from mapapp.cli.program import main
from mapapp.core.layer.spec import LayerSpec
from mapapp.store.atlas import Atlas


def said_by(*arguments: str) -> Any:
    with redirect_stdout(io.StringIO()) as told:
        assert main(list(arguments)) == 0
    return json.loads(told.getvalue())


def test_layers_are_those_of_the_tree_with_their_counts(
    specs: tuple[LayerSpec, ...], atlas: Atlas
) -> None:
    table = mapapp.layers().set_index("id")
    assert set(table.index) == {spec.id for spec in specs}
    counts = {spec.id: len(atlas.features(spec.id)) for spec in specs}
    assert table["count"].to_dict() == counts
    assert table.loc["port", ["title_en", "title_zh", "group", "geometry"]].tolist() == [
        "Sea ports", "海港", "transport", "point",
    ]  # fmt: skip
    assert table["note_en"].isna().any()


def test_a_layer_is_read_with_typed_figures_units_and_places(atlas: Atlas) -> None:
    parks = mapapp.read("industrial_park").set_index("id")
    assert isinstance(parks, geopandas.GeoDataFrame)
    assert parks.crs == "EPSG:4326"
    assert parks.loc["cgip", "area"] == 48
    assert parks["area"].dtype == "Int64"
    assert parks["gross_industrial_output"].dtype == "Float64"
    assert parks["opened"].dtype == "period[Y-DEC]"
    feature = atlas.entity("cgip")
    assert feature
    assert parks.geometry["cgip"].equals(feature.geometry)
    told = mapapp.read("industrial_park", language="zh").attrs
    assert (told["layer"], told["title"]) == ("industrial_park", "产业园区")
    assert (told["labels"]["area"], told["units"]["area"]) == ("面积", "平方公里")


def test_every_layer_is_read_whole(specs: tuple[LayerSpec, ...]) -> None:
    counts = mapapp.layers().set_index("id")["count"]
    for spec in specs:
        assert len(mapapp.read(spec.id)) == counts[spec.id]


def test_only_what_meets_the_condition_and_the_year_is_read() -> None:
    every = mapapp.read("friendship_city")
    then = mapapp.read("friendship_city", year=1990)
    assert 0 < len(then) < len(every)
    assert (then["signed_on"].dropna() < pd.Timestamp("1991-01-01")).all()
    large = mapapp.read("industrial_park", where="area_km2 > 20")
    assert large["id"].tolist() == ["cgip"]
    assert large.index.name == "fid"
    none = mapapp.read("industrial_park", where="area_km2 > 2000")
    assert len(none) == 0
    assert none.columns.tolist() == large.columns.tolist()


def test_columns_are_chosen_in_order_by_id_or_other_names() -> None:
    frame = mapapp.read("industrial_park", columns=["area_km2", "pinyin", "name_en", "area"])
    assert frame.columns.tolist() == ["area", "pinyin", "name_en", "geometry"]
    assert mapapp.read("port", columns=[]).columns.tolist() == ["geometry"]


@pytest.mark.filterwarnings("ignore:Series.values returning")  # pyogrio asks for periods so
def test_what_is_read_can_be_written_and_read_again(tmp_path: Path) -> None:
    frame = mapapp.read("friendship_city")
    frame.to_file(tmp_path / "cities.gpkg")
    again = geopandas.read_file(tmp_path / "cities.gpkg")
    assert again["signed_on"].dt.year.sum() == frame["signed_on"].dt.year.sum()
    frame.to_parquet(tmp_path / "cities.parquet")
    assert geopandas.read_parquet(tmp_path / "cities.parquet").attrs == frame.attrs


def test_facts_are_those_of_the_command_line_with_their_sources(atlas: Atlas) -> None:
    table = mapapp.facts("cgip")
    told = said_by("facts", "cgip", "--json")["facts"]
    for name in ("id", "attribute", "value", "period", "status", "source", "paragraph"):
        kept = [None if value is pd.NA else value for value in table[name]]
        assert kept == [fact[name] for fact in told]
    sources = atlas.sources()
    assert table["title"].tolist() == [sources[id_].title.en for id_ in table["source"]]
    assert table["paragraph"].dtype == "Int64"
    assert table["number"].dtype == "Float64"


def test_all_facts_are_as_many_as_the_command_line_hands_on(tmp_path: Path) -> None:
    assert main(["export-data", "-o", str(tmp_path / "atlas.parquet")]) == 0
    handed_on = pd.read_parquet(tmp_path / "atlas.parquet")
    table = mapapp.facts(language="zh")
    assert sorted(table["id"]) == sorted(handed_on["fact_id"])
    assert set(table["label"]) == set(handed_on["label_zh"])


def test_an_entity_without_facts_has_an_empty_table(atlas: Atlas) -> None:
    known = {fact.entity for fact in atlas.all_facts()}
    silent = next(each.id for each in atlas.features("context") if each.id not in known)
    table = mapapp.facts(silent)
    assert len(table) == 0
    assert table["number"].dtype == "Float64"


WRONG: list[tuple[Callable[..., object], tuple[object, ...], dict[str, object], str]] = [
    (mapapp.read, ("prot",), {}, "no layer 'prot'; did you mean 'port'"),
    (mapapp.read, (5,), {}, "layer is 5; it must be a text"),
    (mapapp.read, (), {}, r"read\(\) cannot be called so .*'layer'"),
    (mapapp.read, ("port",), {"yaer": 2}, r"read\(\) has no option 'yaer'; did you mean 'year'"),
    (mapapp.read, ("port",), {"year": "1990"}, "year is '1990'; it must be a whole number"),
    (mapapp.read, ("port",), {"year": True}, "year is True"),
    (mapapp.read, ("port",), {"year": 0}, "from 1 to 9999"),
    (mapapp.read, ("port",), {"language": "fr"}, "choose 'en' or 'zh'"),
    (mapapp.read, ("port",), {"language": ["en"]}, "choose 'en' or 'zh'"),
    (mapapp.read, ("port",), {"columns": "id"}, "must be a list of names"),
    (mapapp.read, ("port",), {"columns": [5]}, "must be a list of names"),
    (mapapp.read, ("port",), {"columns": ["nam_en"]}, "no column 'nam_en'; did you mean 'name_en'"),
    (mapapp.read, ("port",), {"where": "statsu = 'x'"}, "did you mean status"),
    (mapapp.read, ("port",), {"where": None}, "where is a NoneType; it must be a text"),
    (mapapp.facts, ("cgiq",), {}, "no entity 'cgiq'; did you mean 'cgip'"),
    (mapapp.facts, (5,), {}, "entity is 5"),
    (mapapp.layers, ("port",), {}, r"layers\(\) cannot be called so"),
]


@pytest.mark.parametrize(("function", "arguments", "options", "said"), WRONG)
def test_what_cannot_be_is_one_sentence(
    function: Callable[..., object],
    arguments: tuple[object, ...],
    options: dict[str, object],
    said: str,
) -> None:
    with pytest.raises(mapapp.MapappError, match=said):
        function(*arguments, **options)


def test_the_package_names_what_it_offers_and_loads_nothing() -> None:
    code = (
        "import sys, mapapp\n"
        "assert set(mapapp.__all__) <= set(dir(mapapp))\n"
        "heavy = {'numpy', 'pandas', 'geopandas', 'folium', 'PySide6', 'mapapp.notebook'}\n"
        "assert not heavy & set(sys.modules)\n"
        "assert all(hasattr(mapapp, name) for name in mapapp.__all__)\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


def test_a_file_of_ones_own_is_a_frame(tmp_path: Path) -> None:
    path = tmp_path / "towns.csv"
    path.write_text("name,lon,lat,n\na,123.40614655,41.80244638,1\nb,121.6,38.9,2\nc,,,3\n")
    frame = mapapp.read(path, datum="gcj02", where="n != 2", columns=["name"])
    assert frame.index.tolist() == [1, 3]
    assert frame.columns.tolist() == ["name", "geometry"]
    assert frame.crs.to_epsg() == 4326
    assert frame.geometry[1].coords[0] == pytest.approx((123.4, 41.8), abs=1e-7)
    assert frame.geometry[3] is None
    assert frame.attrs["coordinate_columns"] == ["lon", "lat"]
    assert frame.attrs["problems"] == ["Row 3: it has no coordinates, so it has no place."]


@pytest.mark.parametrize(
    ("given", "options", "said"),
    [
        ("gone.csv", {}, "gone.csv does not exist"),
        ("port", {"datum": "gcj02"}, "datum is for files; leave it out"),
        ("gone.csv", {"datm": "gcj02"}, "has no option 'datm'; did you mean 'datum'"),
        ("gone.csv", {"crs": 4326}, "crs is 4326; it must be a text"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(
    given: str, options: dict[str, Any], said: str
) -> None:
    with pytest.raises(mapapp.MapappError, match=said):
        mapapp.read(given, **options)
