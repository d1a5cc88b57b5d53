"""Files of one's own on the command line: what is in them, shown, asked and converted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyogrio
import pytest

from mapapp.cli import main
from mapapp.core.disk.assets import asset
from mapapp.render.request.metadata import read_request

Capture = pytest.CaptureFixture[str]
TOWNS = "名称,lng,lat,people\n沈阳,123.4,41.8,9\n大连,121.6,38.9,7\n"


@pytest.fixture
def towns(tmp_path: Path) -> Path:
    path = tmp_path / "towns.csv"
    path.write_text(TOWNS, encoding="gb18030")
    return path


def answer(capsys: Capture, *typed: object) -> Any:
    assert main([str(word) for word in typed]) == 0
    return json.loads(capsys.readouterr().out)


def complaint(capsys: Capture, code: int, *typed: object) -> str:
    assert main([str(word) for word in typed]) == code
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    return said


def test_layers_answers_as_the_contract_says(capsys: Capture, towns: Path) -> None:
    (layer,) = answer(capsys, "layers", towns, "--json")["layers"]
    problems = layer.pop("problems")
    assert layer == {
        "name": "towns",
        "geometry": "point",
        "crs": "EPSG:4326",
        "features": 2,
        "extent": [121.6, 38.9, 123.4, 41.8],
        "fields": [
            {"name": "名称", "type": "text"},
            {"name": "lng", "type": "real"},
            {"name": "lat", "type": "real"},
            {"name": "people", "type": "integer"},
        ],
        "encoding": "GB18030",
    }
    assert len(problems) == 1
    assert "taken for longitude and latitude (EPSG:4326)" in problems[0]


def test_rows_come_with_what_a_dialog_asks_about(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "metres.csv"
    path.write_text("name,x,y\na,41535000,4628649\n")
    (layer,) = answer(capsys, "layers", path, "--json", "--rows", "5")["layers"]
    assert (layer["crs"], layer["crs_guess"], layer["extent"]) == (None, "EPSG:4529", None)
    assert layer["coordinate_columns"] == ["x", "y"]
    assert layer["kinds"] == ["point"]
    assert layer["rows"] == [["a", "41535000", "4628649"]]


def test_layers_tells_people_in_lines(capsys: Capture, towns: Path) -> None:
    assert main(["layers", str(towns), "--rows", "1", "--lang", "zh"]) == 0
    said = capsys.readouterr().out
    assert "towns" in said
    assert "沈阳 | 123.4 | 41.8 | 9" in said
    assert "EPSG:4326" in said
    assert "No reference" not in said


def test_identify_looks_into_a_file(capsys: Capture, towns: Path) -> None:
    found = answer(capsys, "identify", "123.41", "41.8", "--data", towns, "--json")["features"]
    assert [(each["layer"], each["id"], each["name_en"]) for each in found] == [
        ("towns", "1", "沈阳")
    ]
    assert found[0]["properties"] == {"lng": 123.4, "lat": 41.8, "people": 9}
    assert found[0]["distance_m"] == pytest.approx(831, abs=2)


def request(capsys: Capture, *typed: object) -> dict[str, Any]:
    """The request that a snapshot would be made of."""
    table: dict[str, Any] = answer(capsys, "snapshot", "-o", "a.png", "--print-request", *typed)
    return table


def test_a_snapshot_shows_a_file_with_names_and_credit(capsys: Capture, towns: Path) -> None:
    made = request(capsys, "--data", towns, "--datum", "gcj02", "--encoding", "gb18030")
    (layer,) = made["layers"]
    assert layer["source"] == {
        "kind": "file",
        "uri": str(towns),
        "options": {"datum": "gcj02", "encoding": "gb18030"},
    }
    assert layer["title"] == {"en": "towns", "zh": "towns"}
    assert layer["roles"] == {"name_en": "名称"}
    assert layer["credit"]["en"] == "towns.csv"
    west, south, east, north = made["area"]["extent"]
    assert max(west - 121.59, 123.4 - east, south - 38.89, 41.8 - north) < 0


def test_files_lie_over_the_layers_that_are_named(capsys: Capture, towns: Path) -> None:
    other = towns.with_name("other.csv")
    other.write_text('geom\nPOINT(123 41)\n"POLYGON((123 41,124 41,124 42,123 41))"\n')
    made = request(capsys, "--data", towns, "--data", f"{other}:other", "--layers", "port")
    titles = [layer.get("title", {}).get("en", layer["id"]) for layer in made["layers"]]
    assert titles == ["other (points)", "other (areas)", "towns", "port"]
    assert len({json.dumps(layer["symbol"]["light"]) for layer in made["layers"][:3]}) == 2
    extent = request(capsys, "--data", towns, "--extent", "120,40,121,41")["area"]["extent"]
    assert extent == [120, 40, 121, 41]


def test_files_lie_over_the_layers_of_a_request(capsys: Capture, towns: Path) -> None:
    asked = towns.with_name("request.json")
    asked.write_text('{"file": "a.png", "layers": ["port"]}')
    made = request(capsys, "--request", asked, "--data", towns)
    own, port = made["layers"]
    assert (own["id"], port) == ("own_1", {"id": "port"})


def test_files_take_no_id_of_a_layer_of_other_files(capsys: Capture, towns: Path) -> None:
    asked, other = towns.with_name("request.json"), towns.with_name("other.csv")
    other.write_bytes(towns.read_bytes())
    first = request(capsys, "--data", other, "--data", towns)
    asked.write_text(json.dumps(first))
    made = request(capsys, "--request", asked, "--data", towns, "--data", other)
    assert [layer["id"] for layer in made["layers"]] == ["own_3", "own_4", "own_2", "own_1"]


def test_files_are_in_each_picture_of_a_batch(towns: Path) -> None:
    lines = towns.with_name("lines.jsonl")
    wanted: list[dict[str, Any]] = [
        {"file": "usual.png"},
        {"file": "ports.png", "layers": ["port"], "area": {"extent": [120, 38, 124, 42]}},
        {"file": "below.png", "layers": ["port", "own_1"], "area": {"layer": "own_1"}},
    ]
    for each in wanted:
        each |= {"file": str(towns.with_name(each["file"])), "size_px": [320, 240], "parts": []}
    lines.write_text("\n".join(map(json.dumps, wanted)))
    assert main(["snapshot", "--batch", str(lines), "--data", str(towns)]) == 0
    from_below = [list(read_request(Path(each["file"])).layers or ()) for each in wanted]
    assert from_below == [["own_1"], ["port", "own_1"], ["own_1", "port"]]


def test_an_atlas_is_still_taken_for_one(capsys: Capture) -> None:
    made = request(capsys, "--data", asset("data", "atlas.gpkg"))
    assert not made.get("layers")


def test_convert_writes_what_is_asked_for(capsys: Capture, towns: Path) -> None:
    out = towns.with_name("out.csv")
    where = ("--where", "people > 8", "--to-datum", "gcj02")
    assert main(["convert", str(towns), "-o", str(out), *where]) == 0
    assert out.read_text("utf-8-sig") == "名称,people,lon,lat\n沈阳,9,123.40614655,41.80244638\n"
    assert main(["convert", str(out), "-o", str(out), "--datum", "gcj02"]) == 0
    assert out.read_text("utf-8-sig") == "名称,people,lon,lat\n沈阳,9,123.4,41.8\n"
    assert "mapapp: No reference system is stated" in capsys.readouterr().err


def test_a_layer_without_rows_is_written_without_rows(towns: Path) -> None:
    empty, out = towns.with_name("empty.geojson"), towns.with_name("out.gpkg")
    empty.write_text('{"type": "FeatureCollection", "features": []}')
    assert main(["convert", str(empty), "-o", str(out)]) == 0
    assert out.exists()


def test_layers_without_places_are_left_out_and_named(capsys: Capture, towns: Path) -> None:
    book, out = towns.with_name("book.gpkg"), towns.with_name("out.gpkg")
    assert main(["convert", str(towns), "-o", str(book)]) == 0
    notes = pa.table({"note": ["a"]})
    pyogrio.raw.write_arrow(notes, book, layer="notes", driver="GPKG", append=True)
    capsys.readouterr()
    assert main(["convert", str(book), "-o", str(out)]) == 0
    assert "Layers left out because they have no places: notes." in capsys.readouterr().err


def test_what_cannot_be_is_one_sentence(capsys: Capture, towns: Path) -> None:
    out = towns.with_name("out.gpkg")
    convert = ("convert", towns, "-o", out)
    assert "does not exist" in complaint(capsys, 1, "layers", "nothing.csv")
    assert "has no layer 'x'" in complaint(capsys, 1, "layers", f"{towns}:x")
    assert "--rows" in complaint(capsys, 2, "layers", towns, "--rows", "21")
    assert "did you mean people?" in complaint(capsys, 2, *convert, "--where", "peopl > 1")
    assert "has no such rows" in complaint(capsys, 1, *convert, "--where", "people > 99")
    assert "'EPSG:0' is not known" in complaint(capsys, 1, *convert, "--to-crs", "EPSG:0")
    assert "is for the atlas" in complaint(
        capsys, 2, "identify", "1", "1", "--data", towns, "--layers", "port"
    )
    assert not out.exists()


def test_several_files_are_opened_together_without_the_word_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [tmp_path / name for name in ("wells.csv", "parks.geojson")]
    for path in files:
        path.touch()
    opened: list[list[Path]] = []

    def remember(paths: list[Path]) -> int:
        opened.append(paths)
        return 0

    monkeypatch.setattr("mapapp.app.run_window", remember)
    for word in ([], ["open"]):
        assert main([*word, *map(str, files)]) == 0
    assert opened == [files, files]
