"""The window answers while it shows a layer of very many points, some of them in one place."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest
import shapely
from PySide6.QtTest import QTest

from mapapp.bridge.messages import FanOut, SetHint, ToPage
from mapapp.core.expression.filters import LayerFilter
from mapapp.core.layer.roles import Roles
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.style.symbology import SymbolSpec, Tone
from mapapp.core.text import Text
from mapapp.store.sources.memory import MemorySource, of_arrow
from tests.e2e.driver import TIMEOUT_MS, Driver
from tests.e2e.watchdog import LONGEST_MS, Watchdog

pytestmark = [pytest.mark.e2e, pytest.mark.timed]

COUNT, AT = 100_000, (122.35, 40.65)
DEPTHS = np.arange(COUNT) % 99
ROLES = Roles(name_en="name", status="state", district="place")
SYMBOL = SymbolSpec(Tone("#E00010", "#E00010"), "square", 8.0)


def crowd() -> MemorySource:
    """A third in one place, a third in pairs, and a third all over Liaoning."""
    chance, third = np.random.default_rng(5), COUNT // 3
    places = [
        np.tile(AT, (third, 1)),
        np.repeat(chance.normal(AT, 0.2, (third // 2, 2)), 2, axis=0),
        chance.uniform((119, 39), (125, 43), (COUNT - third - third // 2 * 2, 2)),
    ]
    columns = {
        "name": [f"Well {i}" for i in range(COUNT)],
        "depth": DEPTHS,
        "state": np.where(DEPTHS < 50, "planned", "operating"),
        "place": [f"Village {i % 20}" for i in range(COUNT)],
        "geometry": shapely.to_wkb(shapely.points(np.concatenate(places))),
    }
    return of_arrow(pa.table(columns), "wells")


class Used:
    """The window with the layer, used step by step; each is over when all of it is shown.

    Attributes:
        hints: what stood under the cursor.
    """

    def __init__(self, driver: Driver, patch: pytest.MonkeyPatch) -> None:
        self.hints: list[str] = []
        self._driver = driver
        self._shown: list[int | None] = []
        self._send = driver.view.send
        patch.setattr(driver.view, "send", self._note)
        source = crowd()
        driver.window.catalogue.hold(source)
        title, roles = Text("Wells", "水井"), ROLES
        self._spec = LayerSpec(
            "wells", title, "mine", source.ref, "point", 999, SYMBOL, roles=roles
        )
        driver.go_to(*AT, 8)

    def show(self) -> None:
        self._driver.state.add_layer(self._spec)
        self._wait_for(None)

    def hover(self) -> None:
        """Over the place where most of them are, and away from it."""
        for step in range(12):
            at = self._driver.point(AT[0] + step / 100, AT[1])
            with self._driver.qtbot.waitSignal(self._driver.view.hovered, timeout=TIMEOUT_MS):
                QTest.mouseMove(self._driver.view.focusProxy(), at)

    def filter(self) -> None:
        self._driver.state.set_filter("wells", LayerFilter("depth < 10"))
        self._wait_for(int((DEPTHS < 10).sum()))

    def show_table(self) -> None:
        """Its fields have their values, for completion, as soon as they are read."""
        self._driver.window.built_in.open_table("wells")
        catalogue = self._driver.window.catalogue
        self._driver.qtbot.waitUntil(
            lambda: any(len(f.values) == 20 for f in catalogue.table("wells").own)
        )
        self._driver.settle()

    def hide(self) -> None:
        self._driver.state.set_visible("wells", False)
        self._wait_for(int((DEPTHS < 10).sum()))

    def change_theme(self) -> None:
        state = self._driver.state
        state.set_theme("dark" if state.theme == "light" else "light")
        self._driver.settle()

    def _wait_for(self, count: int | None) -> None:
        """Until so many are on the map and the cursor meets them: all of them for None."""
        self._shown.clear()
        self._driver.qtbot.waitUntil(lambda: count in self._shown)
        self._driver.settle()

    def _note(self, message: ToPage) -> None:
        if isinstance(message, SetHint):
            self.hints.append(message.text)
        is_new = isinstance(message, FanOut)  # it comes with each scene that was put together
        if is_new and self._driver.state.has("wells"):
            catalogue, state = self._driver.window.catalogue, self._driver.state
            found = catalogue.visible_fids("wells", state.map_criteria("wells"))
            self._shown.append(None if found is None else len(found))
        self._send(message)


def test_the_window_keeps_answering_with_a_hundred_thousand_points(
    window: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = Used(window, monkeypatch)
    with Watchdog() as without:  # in a change of theme Qt dresses every widget anew, in one go
        used.change_theme()
    steps: list[tuple[Callable[[], None], float]] = [
        (used.show, LONGEST_MS),
        (used.hover, LONGEST_MS),
        (used.filter, LONGEST_MS),
        (used.hover, LONGEST_MS),
        (used.show_table, LONGEST_MS),
        (used.change_theme, without.longest_ms + LONGEST_MS),
        (used.hide, LONGEST_MS),
    ]
    for act, most_ms in steps:
        with Watchdog() as watchdog:
            act()
        watchdog.expect_answers(most_ms, act.__name__)
    assert any(hint.startswith("Well ") for hint in used.hints)
