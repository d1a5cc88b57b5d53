"""``mapapp geocode``: all rows stay, and those whose place is known have it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from mapapp.cli import main

Capture = pytest.CaptureFixture[str]
ROWS = "名称,省份,n\n沈阳,辽宁,1\nDalain,,2\nxyzzyqqq,,3\n,,4\nXinmin,重庆,5\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "towns.csv"
    path.write_text(ROWS, encoding="gb18030")
    return path


def geocode(*typed: object) -> int:
    return main(["geocode", *map(str, typed)])


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_all_rows_stay_and_get_lon_lat_matched_and_score(capsys: Capture, table: Path) -> None:
    out = table.with_name("out.csv")
    assert geocode(table, "--column", "名称", "-o", out) == 0
    rows = rows_of(out)
    assert list(rows[0]) == ["名称", "省份", "n", "lon", "lat", "matched", "score"]
    assert [row["n"] for row in rows] == ["1", "2", "3", "4", "5"]
    assert (rows[0]["lon"], rows[0]["lat"]) == ("123.43278", "41.79222")
    assert [row["matched"] for row in rows] == [
        "辽宁省沈阳市", "Dalian, Liaoning", "", "", "Xinmin, Chongqing",
    ]  # fmt: skip
    assert rows[2]["lon"] == rows[2]["lat"] == rows[2]["score"] == ""
    said = capsys.readouterr().err
    assert said == "mapapp: Rows with a place: 3 of 5, of which doubtful: 2; without one: 2.\n"


def test_json_names_what_is_to_be_looked_at_with_candidates(capsys: Capture, table: Path) -> None:
    assert geocode(table, "--column", "名称", "-o", table.with_name("o.csv"), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["matched"]) == (5, 3)
    assert [(each["row"], each["text"]) for each in told["unmatched"]] == [(3, "xyzzyqqq"), (4, "")]
    dalain = told["doubtful"][0]
    assert (dalain["row"], dalain["text"]) == (2, "Dalain")
    assert set(dalain["candidates"][0]) == {"name_en", "name_zh", "area", "lon", "lat", "score"}
    scores = [each["score"] for each in dalain["candidates"]]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("suffix", [".gpkg", ".xlsx"])
def test_other_formats_have_the_rows_as_points(capsys: Capture, table: Path, suffix: str) -> None:
    out = table.with_name(f"out{suffix}")
    assert geocode(table, "--column", "名称", "-o", out) == 0
    capsys.readouterr()
    assert main(["layers", str(out), "--json"]) == 0
    (layer,) = json.loads(capsys.readouterr().out)["layers"]
    assert (layer["geometry"], layer["features"]) == ("point", 5)
    names = [field["name"] for field in layer["fields"]]
    assert names[-4:] == ["lon", "lat", "matched", "score"]


def test_a_spreadsheet_is_read_and_columns_of_the_names_stay(
    capsys: Capture, tmp_path: Path
) -> None:
    plain, sheet, out = (tmp_path / name for name in ("in.tsv", "in.xlsx", "out.csv"))
    plain.write_text("City\tlon\nOsaka\told\n")
    assert geocode(plain, "--column", "city", "-o", sheet) == 0
    assert geocode(sheet, "--column", "CITY", "-o", out) == 0
    (row,) = rows_of(out)
    assert row["lon"] == "old"
    assert row["matched"] == row["matched_2"] == "Osaka, Japan"
    assert row["lon_3"] == row["lon_2"]


def test_the_least_score_and_the_area_are_chosen(capsys: Capture, table: Path) -> None:
    out = table.with_name("out.csv")
    assert geocode(table, "--column", "名称", "-o", out, "--min-score", "0.9") == 0
    assert [row["matched"] != "" for row in rows_of(out)] == [True, False, False, False, False]
    assert geocode(table, "--column", "名称", "-o", out, "--within", "Chongqing") == 0
    assert [row["matched"] != "" for row in rows_of(out)] == [False, False, False, False, True]


@pytest.mark.parametrize(
    ("typed", "code", "sentence"),
    [
        (("--column", "名字"), 2, "There is no column '名字'; it has 名称, 省份, n."),
        (("--column", "名称", "--within", "Nowhereland"), 2, "is called 'Nowhereland'"),
        (("--column", "名称", "--min-score", "7"), 2, "--min-score"),
        (("--column", "名称", "--encoding", "klingon"), 1, "There is no encoding 'klingon'"),
    ],
)
def test_a_wrong_input_is_one_sentence_and_writes_nothing(
    capsys: Capture, table: Path, typed: tuple[str, ...], code: int, sentence: str
) -> None:
    out = table.with_name("out.csv")
    assert geocode(table, "-o", out, *typed) == code
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert sentence in said
    assert [path.name for path in table.parent.iterdir()] == [table.name]


def test_a_table_without_rows_or_a_target_without_format_is_refused(
    capsys: Capture, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_text("name,n\n")
    assert geocode(empty, "--column", "name", "-o", tmp_path / "o.csv") == 1
    assert "has no rows" in capsys.readouterr().err
    assert geocode(empty, "--column", "name", "-o", tmp_path / "o.doc") == 2
    assert "is no file that mapapp can write" in capsys.readouterr().err
