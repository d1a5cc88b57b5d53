"""Names of any length and with any tag in them: lists, tables and tooltips stay texts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication

from mapapp.core.disk.assets import asset
from mapapp.core.geo.extent import LIAONING
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import MapState
from mapapp.core.text import Language
from mapapp.core.texts.plain import MOST_SHOWN
from mapapp.qt.details.feature_list import FeatureList
from mapapp.qt.details.in_view import read_in_view
from mapapp.qt.parts.background import Background
from mapapp.qt.parts.layer_reader import LayerReader
from mapapp.qt.parts.tip import plain_tip
from mapapp.qt.table.table_panel import TablePanel
from mapapp.render.labels.names import Named, feature_candidates
from mapapp.render.labels.text import measurer
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue
from tests.hostile_atlas import edited

NAME = '<img src="file:///etc/hostname"> ' + "Harbour " * 100_000
ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)


@pytest.fixture
def hostile(tmp_path: Path, specs: tuple[LayerSpec, ...]) -> Iterator[Atlas]:
    """An atlas whose ports all have one enormous name and note, with a tag in it."""
    path = Path(shutil.copy(asset("data", "atlas.gpkg"), tmp_path))
    with edited(path) as db:
        db.execute("UPDATE port SET name_en = ?1, note = ?1", (NAME,))
    with Atlas(path, specs) as opened:
        yield opened


def refuse_markup(tip: str) -> None:
    """A tooltip shows what it is given as text, with its tag readable."""
    document = QTextDocument()
    if GuiQt.mightBeRichText(tip):
        document.setHtml(tip)
    else:
        document.setPlainText(tip)
    assert "<img src" in document.toPlainText()


def test_a_table_shows_bounded_texts(
    qapp: QApplication, hostile: Atlas, specs: tuple[LayerSpec, ...]
) -> None:
    panel = TablePanel(MapState(specs, "en", "light"), LayerCatalogue(hostile))
    panel.show_layer("port")
    panel.model.set_columns(("name_en", "note"))
    for column in (0, 1):
        shown, tip = (panel.model.data(panel.model.index(0, column), role) for role in ROLES)
        assert len(shown) == MOST_SHOWN + 1
        assert len(tip) < 5000
        refuse_markup(tip)
    assert next(iter(panel.model.kept_rows())) == [NAME, NAME], "files keep it whole"


def test_a_list_shows_bounded_texts(
    qapp: QApplication, hostile: Atlas, specs: tuple[LayerSpec, ...]
) -> None:
    state = MapState(specs, "en", "light")
    catalogue = LayerCatalogue(hostile)
    features = FeatureList(state, catalogue, LayerReader(lambda: catalogue, Background("test")))
    [port] = [spec for spec in specs if spec.id == "port"]
    assert state.view.extent.split()[0].bounds[0] < LIAONING.east
    features._show(read_in_view(catalogue, None, state.view.extent, [(port, None)]))
    items = list(features._items.values())
    assert items
    for item in items:
        assert len(item.text()) == MOST_SHOWN + 1
        assert len(item.toolTip()) < 5000
        refuse_markup(item.toolTip())


class Counting(dict[int, float]):
    """Widths of characters that count how often they are asked for."""

    asked = 0

    def get(self, character: int, default: float = 1.0) -> float:  # type: ignore[override]
        self.asked += 1
        return super().get(character, default)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_only_the_beginning_of_a_name_is_measured_for_the_map(
    specs: tuple[LayerSpec, ...], hostile: Atlas, language: Language
) -> None:
    [port] = [spec for spec in specs if spec.id == "port"]
    name = hostile.features("port")[0].name
    widths = Counting(measurer().regular)
    counting = replace(measurer(), regular=widths)
    named = [Named("a", port, name, 0, 0, 5)]
    [candidate] = feature_candidates(named, 20, language, counting, bilingual=True)
    assert candidate.lines
    assert candidate.extra
    assert 0 < widths.asked < 20 * MOST_SHOWN


@pytest.mark.parametrize("text", ["Dalian", "a < b", "", "a & b\nc"])
def test_a_usual_tip_is_as_it_is(text: str) -> None:
    assert plain_tip(text) == text
