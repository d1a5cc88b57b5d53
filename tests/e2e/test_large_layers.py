"""A layer of very many points does not make the window stand still: table, tree, list in view."""

from __future__ import annotations

from collections.abc import Callable

import geopandas
import numpy as np
import pytest
import shapely
from PySide6.QtCore import Qt

from mapapp.core.expression.filters import LayerFilter
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.style.symbology import SymbolSpec, Tone
from mapapp.core.text import Text
from mapapp.qt.layers.layer_model import COUNT, LayerModel
from mapapp.store.sources.memory import of_frame
from tests.e2e.driver import Driver
from tests.e2e.watchdog import Watchdog

pytestmark = [pytest.mark.e2e, pytest.mark.timed]

MANY = 100_000


@pytest.fixture
def wells(window: Driver) -> LayerSpec:
    """The layer, known to a window that does not show it yet."""
    chance = np.random.default_rng(5)
    points = shapely.points(chance.uniform(118, 126, MANY), chance.uniform(38, 44, MANY))
    frame = geopandas.GeoDataFrame({"depth": np.arange(MANY)}, geometry=points, crs="EPSG:4326")
    source = of_frame(frame, "wells")
    window.window.catalogue.hold(source)
    symbol = SymbolSpec(Tone("#E00010", "#E00010"), "square", 6.0)
    return LayerSpec("wells", Text("Wells", "水井"), "mine", source.ref, "point", 999, symbol)


def test_tree_table_and_list_follow_a_large_layer(window: Driver, wells: LayerSpec) -> None:
    state, built_in = window.state, window.window.built_in
    tree, table, listed = built_in.layers.model(), built_in.table, built_in.features.tree.model()
    assert isinstance(tree, LayerModel)

    def is_counted(text: str) -> Callable[[], bool]:
        return lambda: tree.index_of("wells", COUNT).data() == text

    def is_listed() -> bool:
        titles = [str(listed.index(row, 0).data()) for row in range(listed.rowCount())]
        return any(title.endswith("+") for title in titles)

    def is_sorted() -> bool:
        return table.model.rowCount() == MANY and table.model.texts(0)[0] == f"{MANY - 1:,}"

    half = LayerFilter(f"depth >= {MANY // 2}")
    steps: dict[str, tuple[Callable[[], object], Callable[[], bool]]] = {
        "tree": (lambda: state.add_layer(wells), is_counted(f"{MANY:,}")),
        "table": (lambda: built_in.open_table("wells"), lambda: table.model.rowCount() == MANY),
        "order": (lambda: table.view.sortByColumn(0, Qt.SortOrder.DescendingOrder), is_sorted),
        "filter": (
            lambda: state.set_filter("wells", half), is_counted(f"{MANY // 2:,} of {MANY:,}"),
        ),
        "list": (built_in.side.show_features, is_listed),
    }  # fmt: skip
    for what, (act, is_there) in steps.items():
        with Watchdog() as watchdog:
            act()
            window.qtbot.waitUntil(is_there)
        watchdog.expect_answers(what=what)
        window.settle()
