"""Layers of files before they are added: read once, tried otherwise, and left as they are."""

from __future__ import annotations

from pathlib import Path

import geopandas
import pytest
import shapely

from mapapp.core.errors import DataError
from mapapp.core.layer.roles import NO_ROLES, Roles
from mapapp.store.adding.candidates import brought, look_into, looked_at_anew
from mapapp.store.files.raw import ReadOptions
from mapapp.store.sources import files
from mapapp.store.sources.opening import open_source

AT = (123.4, 41.8)


def table(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "wells.csv"
    path.write_text(text, encoding=encoding)
    return path


def layers(folder: Path, name: str = "two.gpkg") -> Path:
    path = folder / name
    frame = geopandas.GeoDataFrame({"名称": ["a"]}, geometry=[shapely.Point(AT)], crs=4326)
    frame.to_file(path, layer="spots", engine="pyogrio")
    frame.set_geometry([shapely.box(*AT, 124, 42)], crs=4326).to_file(
        path, layer="areas", engine="pyogrio"
    )
    return path


def test_a_reference_system_is_tried_on_what_was_read(tmp_path: Path) -> None:
    path = table(tmp_path, "id,x,y\n1,41533000,4630000\n")
    (found,) = look_into(path)
    assert not found.can_be_added
    assert found.report.crs_guess == "EPSG:4529"
    path.unlink()
    tried = looked_at_anew(found, ReadOptions(crs="EPSG:4529"))
    assert tried.can_be_added
    assert tried.report.extent is not None
    assert tried.report.extent[:2] == pytest.approx(AT, abs=0.1)
    assert not any("reference system" in problem for problem in tried.report.problems)


def test_a_reference_system_that_there_is_not_is_a_problem_and_can_be_mended(
    tmp_path: Path,
) -> None:
    (found,) = look_into(table(tmp_path, "name,lon,lat\nA,123.4,41.8\n"))
    wrong = looked_at_anew(found, ReadOptions(crs="EPSG:nonsense"))
    assert not wrong.can_be_added
    assert "EPSG:nonsense" in str(wrong.report.problems[-1])
    assert looked_at_anew(wrong, ReadOptions()).report.problems == found.report.problems


def test_another_encoding_reads_the_file_again(tmp_path: Path) -> None:
    (found,) = look_into(table(tmp_path, "名称,lon,lat\n测站,123.4,41.8\n", "gb18030"))
    assert found.report.sample[0][0] == "测站"
    wrong = looked_at_anew(found, ReadOptions(encoding="big5"))
    assert wrong.report.fields[0].name != "名称"
    assert wrong.report.encoding.casefold() == "big5"


def test_columns_of_names_and_years_are_guessed_and_can_be_others_that_there_are(
    tmp_path: Path,
) -> None:
    (found,) = look_into(table(tmp_path, "code,name,成立,lon,lat\n7,A,2014,123.4,41.8\n"))
    assert found.roles == Roles(name_en="name", since="成立")
    chosen = [Roles(name_en="code"), NO_ROLES, Roles(name_en="gone")]
    assert [found.with_roles(each).roles for each in chosen] == [*chosen[:2], found.roles]


def test_texts_are_no_years(tmp_path: Path) -> None:
    (found,) = look_into(table(tmp_path, "name,年份,lon,lat\nA,去年,123.4,41.8\n"))
    assert found.roles.since is None


def test_what_is_odd_about_the_file_itself_is_said_again(tmp_path: Path) -> None:
    (found,) = look_into(table(tmp_path, "a,a,lon,lat\n7,8,123.4,41.8\n"))
    assert found.report.problems
    wrong = looked_at_anew(found, ReadOptions(crs="EPSG:nonsense"))
    assert wrong.report.problems[0] == found.report.problems[0]
    assert looked_at_anew(wrong, ReadOptions()).report.problems == found.report.problems


@pytest.mark.parametrize(
    ("row", "is_asked"), [("123.4,41.8", True), ("2.35,48.86", False)], ids=["china", "paris"]
)
def test_the_datum_matters_in_china_only(tmp_path: Path, row: str, is_asked: bool) -> None:
    (found,) = look_into(table(tmp_path, f"lon,lat\n{row}\n"))
    assert found.may_be_shifted is is_asked


def test_tables_of_a_geopackage_stay_in_their_file(tmp_path: Path) -> None:
    found = look_into(layers(tmp_path))
    assert [each.report.name for each in found] == ["areas", "spots"]
    assert [each.found for each in found] == [None, None]
    assert [each.report.features for each in found] == [1, 1]
    assert found[0].report.sample == (("a",),)
    assert found[0].sketch.lines[0].shape[1] == 2
    (layer,) = brought(found[0])
    assert (layer.ref.table, layer.geometry, layer.held) == ("areas", "polygon", None)
    source = open_source(layer.ref)
    assert source.count() == 1
    source.close()


def test_each_kind_of_geometry_becomes_a_layer_that_needs_no_second_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mixed.geojson"
    mixed = [shapely.Point(AT), shapely.LineString([AT, (124, 42)])]
    geopandas.GeoDataFrame(geometry=mixed, crs=4326).to_file(path)
    (found,) = look_into(path)
    made = brought(found)
    assert {each.geometry for each in made} == {"point", "line"}
    assert all(each.is_one_of_several for each in made)
    monkeypatch.setattr(files, "raw_layers", lambda *_: pytest.fail("it is read again"))
    for each in made:
        source = open_source(each.ref)
        assert source.schema.geometry == each.geometry
        source.close()


@pytest.mark.parametrize("name", ["two.gpkg", "two.geojson"])
def test_looking_leaves_file_and_folder_as_they_are(tmp_path: Path, name: str) -> None:
    path = layers(tmp_path, name) if name.endswith("gpkg") else tmp_path / name
    if not path.exists():
        geopandas.GeoDataFrame(geometry=[shapely.Point(AT)], crs=4326).to_file(path)
    before = path.read_bytes(), path.stat().st_mtime_ns, path.parent.stat().st_mtime_ns
    for each in look_into(path):
        for layer in brought(each):
            open_source(layer.ref).close()
    assert (path.read_bytes(), path.stat().st_mtime_ns, path.parent.stat().st_mtime_ns) == before
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_a_sketch_stays_small(tmp_path: Path) -> None:
    rows = "".join(f"{120 + at / 10000},{41}\n" for at in range(10_000))
    (found,) = look_into(table(tmp_path, f"lon,lat\n{rows}"))
    assert 500 < len(found.sketch.points) <= 1_500
    assert found.sketch.points[:, 0].max() == pytest.approx(121, abs=0.01)


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="does not exist"):
        look_into(tmp_path / "gone.csv")
