"""``mapapp export-data``: facts and layers as files for other programs."""

from __future__ import annotations

import csv
import json
import sys
import zipfile
from pathlib import Path

import pytest

from mapapp.cli import main

Capture = pytest.CaptureFixture[str]


def test_export_data_joins_facts_with_entity_and_source(tmp_path: Path) -> None:
    target = tmp_path / "atlas.csv"
    assert main(["export-data", "-o", str(target)]) == 0
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    wrong = next(row for row in rows if row["number"] == "481.5")
    assert wrong["entity_id"] == "cgip"
    assert wrong["source_publisher"] == "e-works"
    assert [path.name for path in tmp_path.iterdir()] == ["atlas.csv"]


def test_a_fraction_is_a_number_beside_its_text(tmp_path: Path) -> None:
    target = tmp_path / "atlas.csv"
    assert main(["export-data", "-o", str(target)]) == 0
    with target.open(encoding="utf-8-sig", newline="") as file:
        [row] = [row for row in csv.DictReader(file) if row["text"] == "1/7"]
    assert float(row["number"]) == pytest.approx(0.142857, abs=1e-6)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_written_in_the_encoding_that_is_asked_for(tmp_path: Path, encoding: str) -> None:
    target = tmp_path / "atlas.csv"
    assert main(["export-data", "-o", str(target), "--encoding", encoding]) == 0
    text = target.read_text(encoding=encoding)
    assert "沈阳" in text
    assert text.startswith("entity_id")


def test_an_encoding_is_for_csv_only(capsys: Capture, tmp_path: Path) -> None:
    target = str(tmp_path / "atlas.xlsx")
    assert main(["export-data", "-o", target, "--encoding", "gb18030"]) == 2
    assert "--encoding is for .csv" in capsys.readouterr().err


def test_export_data_writes_features_with_their_facts(tmp_path: Path) -> None:
    target = tmp_path / "atlas.geojson"
    assert main(["export-data", "-o", str(target)]) == 0
    document = json.loads(target.read_text(encoding="utf-8"))
    features = {feature["id"]: feature for feature in document["features"]}
    assert features["port-dalian"]["geometry"]["type"] == "Point"
    assert features["liaoning"]["geometry"] is None
    assert features["cgip"]["properties"]["facts"]
    assert {source["id"] for source in document["sources"]} >= {"source-000"}


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
def test_every_fact_is_handed_on_with_its_source(tmp_path: Path, suffix: str) -> None:
    import pandas as pd

    path = tmp_path / f"atlas.{suffix}"
    assert main(("export-data", "-o", str(path))) == 0
    if suffix == "xlsx":
        with zipfile.ZipFile(path) as book:
            assert "481.5" in book.read("xl/worksheets/sheet1.xml").decode()
        return
    table = pd.read_csv(path) if suffix == "csv" else pd.read_parquet(path)
    assert {481.5, 48.15} <= set(table["number"])


@pytest.mark.parametrize(("suffix", "library"), [("xlsx", "xlsxwriter"), ("parquet", "pyarrow")])
def test_a_missing_library_is_named(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, library: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    assert main(["export-data", "-o", str(tmp_path / f"atlas.{suffix}")]) == 1
    assert library in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_layers_are_handed_on_by_id(capsys: Capture, tmp_path: Path) -> None:
    target = tmp_path / "ports.csv"
    assert main(["export-data", "--layers", "port", "--lang", "zh", "-o", str(target)]) == 0
    assert "港口" in target.read_text(encoding="utf-8-sig")
    assert main(["export-data", "--layers", "none", "-o", str(target)]) == 2
    assert "names no layer" in capsys.readouterr().err
