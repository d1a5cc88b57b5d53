from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mapapp.core.disk.assets import asset
from mapapp.core.expression.filters import Criteria
from mapapp.core.expression.tokens import ExpressionError
from mapapp.core.geo.extent import Extent
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.source.answers import Keys
from mapapp.core.source.query import Sort
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.layer_table import Cell, LayerTable


@pytest.fixture
def catalogue(atlas: Atlas) -> LayerCatalogue:
    return LayerCatalogue(atlas)


def keys(fids: Keys | None) -> list[int]:
    assert fids is not None
    return [int(fid) for fid in fids]


def names(atlas: Atlas, layer: str, fids: Keys | None) -> set[str]:
    return {feature.id for feature in atlas.features(layer) if feature.fid in keys(fids)}


def column(table: LayerTable, field: str, sort: Sort) -> list[Cell]:
    place = [each.id for each in table.columns].index(field)
    return [row[place] for row in table.rows(table.fids(sort).tolist())]


def test_without_criteria_nothing_is_asked(catalogue: LayerCatalogue) -> None:
    assert catalogue.visible_fids("port", Criteria()) is None


def test_an_expression_asks_table_and_facts(atlas: Atlas, catalogue: LayerCatalogue) -> None:
    wanted = Criteria('status = "operating" and area_km2 > 29.96')
    assert names(atlas, "ftz_area", catalogue.visible_fids("ftz_area", wanted)) == {
        "ftz-dalian",
        "ftz-shenyang",
    }


def test_a_name_is_any_of_the_names(atlas: Atlas, catalogue: LayerCatalogue) -> None:
    found = catalogue.visible_fids("port", Criteria('name contains "营口"'))
    assert names(atlas, "port", found) == {"port-yingkou", "port-yingkou-bayuquan"}


def test_a_text_is_found_in_names_and_pinyin(atlas: Atlas, catalogue: LayerCatalogue) -> None:
    by_name = catalogue.visible_fids("port", Criteria(text="Dalian"))
    assert keys(by_name) == keys(catalogue.visible_fids("port", Criteria(text="大连")))
    assert names(atlas, "port", by_name) == {"port-dalian", "port-dalian-dayaowan"}


def test_only_what_is_in_the_extent_passes(atlas: Atlas, catalogue: LayerCatalogue) -> None:
    around_dalian = Criteria(extent=Extent(121.4, 38.8, 121.7, 39.0))
    assert names(atlas, "port", catalogue.visible_fids("port", around_dalian)) == {"port-dalian"}


def test_what_was_not_there_yet_does_not_pass(atlas: Atlas, catalogue: LayerCatalogue) -> None:
    shown = names(
        atlas, "friendship_city", catalogue.visible_fids("friendship_city", Criteria(year=1984))
    )
    assert "friendship-dusseldorf" in shown
    assert "friendship-chicago" not in shown


def test_a_link_is_there_as_long_as_its_city(atlas: Atlas, catalogue: LayerCatalogue) -> None:
    shown = names(
        atlas, "friendship_link", catalogue.visible_fids("friendship_link", Criteria(year=1984))
    )
    assert "link-dusseldorf" in shown
    assert "link-chicago" not in shown


def test_each_layer_answers_for_itself(atlas: Atlas, catalogue: LayerCatalogue) -> None:
    wanted = Criteria(year=2015)
    together = [keys(catalogue.visible_fids(spec.id, wanted)) for spec in atlas.specs]
    alone = [keys(LayerCatalogue(atlas).visible_fids(spec.id, wanted)) for spec in atlas.specs]
    assert together == alone
    assert all(found == sorted(found) for found in together)


def test_criteria_are_joined(catalogue: LayerCatalogue) -> None:
    wanted = Criteria('status = "operating"', text="no such text")
    assert keys(catalogue.visible_fids("port", wanted)) == []


def test_a_field_of_another_layer_is_refused(catalogue: LayerCatalogue) -> None:
    with pytest.raises(ExpressionError, match="no such field"):
        catalogue.visible_fids("port", Criteria("area_km2 > 20"))


def test_rows_sort_by_number_with_missing_last_both_ways(catalogue: LayerCatalogue) -> None:
    table = catalogue.table("industrial_park")
    for descending in (False, True):
        (first, second) = column(table, "area", Sort("area", descending))
        assert first
        assert not second


def test_lengths_sort_as_numbers(catalogue: LayerCatalogue) -> None:
    lengths = column(catalogue.table("friendship_link"), "length_km", Sort("length_km"))
    assert lengths == sorted(lengths, key=float)  # type: ignore[arg-type]


def test_names_sort_without_regard_to_case(
    tmp_path: Path, specs: tuple[LayerSpec, ...], catalogue: LayerCatalogue
) -> None:
    path = Path(shutil.copy(asset("data", "atlas.gpkg"), tmp_path / "mixed.gpkg"))
    with closing(sqlite3.connect(path)) as db:
        for name in ("IsEmpty", "MinX", "MaxX", "MinY", "MaxY"):  # its triggers name them
            db.create_function(f"ST_{name}", 1, lambda _: 0)
        db.execute("UPDATE enterprise SET name_en = lower(name_en) WHERE fid % 2")
        db.commit()
    by_name = Sort("name_en")
    with Atlas(path, specs) as other:
        mixed = LayerCatalogue(other).table("enterprise").fids(by_name).tolist()
    assert mixed == catalogue.table("enterprise").fids(by_name).tolist()


def test_chinese_names_sort_by_sound(catalogue: LayerCatalogue) -> None:
    names_zh = column(catalogue.table("port"), "name_zh", Sort("name_zh"))
    assert names_zh[0] == "大连港"
    assert names_zh.index("锦州港") < names_zh.index("盘锦港") < names_zh.index("营口港")


def test_columns_are_the_same_in_each_year(catalogue: LayerCatalogue) -> None:
    now, then = catalogue.table("industrial_park"), catalogue.table("industrial_park", 1990)
    assert now.columns == then.columns
    place = [field.id for field in then.columns].index("gross_industrial_output")
    assert then.rows([1])[0][place] == ()
