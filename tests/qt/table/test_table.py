"""The attribute table as a Qt model, and as files."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mapapp.core.errors import ExportError, UsageError
from mapapp.qt.table import table_model
from mapapp.qt.table.table_model import TableModel
from mapapp.render.card.table_cells import CellWriter, first_columns
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.table_file import write_table

pytestmark = pytest.mark.qt


def make_model(atlas: Atlas, layer: str, *columns: str, year: int | None = None) -> TableModel:
    table = LayerCatalogue(atlas).table(layer, year)
    model = TableModel(table, CellWriter.of(atlas, "en", year))
    model.set_columns(columns)
    return model


@pytest.fixture
def zones(qapp: QApplication, atlas: Atlas) -> Iterator[TableModel]:
    model = make_model(atlas, "ftz_area", "id", "status", "area")
    tester = QAbstractItemModelTester(model)
    yield model
    tester.deleteLater()


def column(model: TableModel, number: int) -> list[str]:
    return [model.index(row, number).data() for row in range(model.rowCount())]


def test_the_head_has_the_unit(zones: TableModel) -> None:
    assert zones.titles() == ["Identifier", "Status", "Area (km²)"]


def test_figures_are_ordered_by_number(zones: TableModel) -> None:
    zones.sort(2, Qt.SortOrder.DescendingOrder)
    assert column(zones, 2) == ["59.96", "29.97", "29.96", "1.25"]


def test_only_rows_that_pass_are_shown(zones: TableModel) -> None:
    fid = zones.fid(2)
    zones.set_visible(np.array([fid]))
    assert zones.rowCount() == 1
    assert zones.total == 4
    assert zones.rows_of([fid, 99]) == [0]


def test_a_cell_says_who_says_so(zones: TableModel) -> None:
    row = column(zones, 0).index("ftz-shenyang")
    origin = zones.index(row, 2).data(Qt.ItemDataRole.ToolTipRole)
    assert origin == (
        "29.97 km² · Hong Kong Trade Development Council, China (Liaoning) Pilot Free Trade Zone"
    )


def test_columns_stand_in_the_order_of_the_table(zones: TableModel) -> None:
    zones.set_columns(["area", "id"])
    assert zones.titles() == ["Identifier", "Area (km²)"]


def test_an_undated_figure_stands_in_brackets_when_looking_back(
    qapp: QApplication, atlas: Atlas
) -> None:
    model = make_model(atlas, "ftz_area", "area", year=2020)
    assert "(29.97)" in column(model, 0)


def test_large_tables_are_ordered_in_the_background(
    qapp: QApplication, qtbot: QtBot, atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_model, "_ROWS_AT_ONCE", 2)
    model = make_model(atlas, "ftz_area", "area")
    assert model.rowCount() == 0
    with qtbot.waitSignal(model.rows_changed):
        pass
    with qtbot.waitSignal(model.rows_changed):
        model.sort(0)
    assert column(model, 0)[0] == "1.25"


def test_first_are_names_status_precision_and_key_figures(atlas: Atlas) -> None:
    spec = next(spec for spec in atlas.specs if spec.id == "industrial_park")
    shown = first_columns(LayerCatalogue(atlas).table("industrial_park"), spec)
    assert shown[:4] == ("name_en", "name_zh", "status", "precision")
    assert "gross_industrial_output" in shown


def test_csv_keeps_numbers_and_chinese(zones: TableModel, tmp_path: Path) -> None:
    target = tmp_path / "zones.csv"
    zones.set_columns(["id", "name_zh", "area"])
    write_table(target, zones.titles(), zones.kept_rows())
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["Identifier"]: row for row in csv.DictReader(file)}
    assert rows["ftz-dalian-bonded-area"]["Name (Chinese)"] == "大连保税区"
    assert float(rows["ftz-dalian"]["Area (km²)"]) == 59.96


def test_xlsx_never_holds_a_formula(tmp_path: Path) -> None:
    target = tmp_path / "rows.xlsx"
    write_table(target, ["name", "figure"], [['=HYPERLINK("x")', 1.5], ["大连", None]])
    with zipfile.ZipFile(target) as book:
        parts = {name: book.read(name).decode() for name in book.namelist()}
    assert "<f>" not in parts["xl/worksheets/sheet1.xml"]
    assert "=HYPERLINK" in parts["xl/sharedStrings.xml"]
    assert "<v>1.5</v>" in parts["xl/worksheets/sheet1.xml"]
    assert "大连" in parts["xl/sharedStrings.xml"]


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"name it \.csv or \.xlsx"):
        write_table(tmp_path / "rows.ods", ["name"], [])


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExportError):
        write_table(tmp_path / "no" / "rows.csv", ["name"], [])
    assert list(tmp_path.iterdir()) == []
