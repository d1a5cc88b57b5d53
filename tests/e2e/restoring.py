"""Puts a window that several tests share back to how it was when it was opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QDialog, QDockWidget

from mapapp.core.map.arrangement import Arrangement
from mapapp.core.map.state import ViewState
from mapapp.core.style.symbology import Theme
from mapapp.core.text import Language
from tests.e2e.driver import Driver


@dataclass(frozen=True, slots=True)
class Start:
    """How a window is: its layers, words, colours, place, size, and which docks are shown."""

    arrangement: Arrangement
    language: Language
    theme: Theme
    view: ViewState
    size: QSize
    docks: frozenset[str]

    @classmethod
    def of(cls, driver: Driver) -> Self:
        """How it is now."""
        state = driver.state
        return cls(
            Arrangement.of(state), state.language, state.theme, state.view, driver.window.size(),
            frozenset(dock.objectName() for dock in docks(driver) if dock.isVisible()),
        )  # fmt: skip

    def restore(self, driver: Driver) -> None:
        """Make it so again, with nothing selected, searched, said or asked."""
        window, state = driver.window, driver.state
        close_all(driver)
        window.resize(self.size)
        state.select(())
        window.built_in.places.unpin()
        self.arrangement.apply(state)
        state.set_language(self.language)
        state.set_theme(self.theme)
        for dock in docks(driver):
            dock.setVisible(dock.objectName() in self.docks)
        size_px = (self.view.width_px, self.view.height_px)
        driver.qtbot.waitUntil(lambda: driver.view.size().toTuple() == size_px)
        driver.settle()
        driver.go_to(self.view.lon, self.view.lat, self.view.zoom)
        window.status.clearMessage()
        self.expect(driver)

    def expect(self, driver: Driver) -> None:
        """Expect that nothing of the last test is left."""
        now = Start.of(driver)
        assert (now.arrangement, now.language, now.theme) == (
            self.arrangement, self.language, self.theme,
        )  # fmt: skip
        assert (now.size, now.docks) == (self.size, self.docks)
        place = (self.view.lon, self.view.lat, self.view.zoom)
        assert (now.view.lon, now.view.lat, now.view.zoom) == pytest.approx(place)
        assert not driver.state.selection
        assert not driver.window.status.currentMessage()
        assert not driver.window.built_in.searching.box.text()
        assert not driver.window.built_in.details.cards
        assert driver.window.built_in.places.place is None
        assert QApplication.activePopupWidget() is None
        assert not any(dialog.isVisible() for dialog in driver.window.findChildren(QDialog))


def docks(driver: Driver) -> list[QDockWidget]:
    """The docks of a window."""
    return driver.window.findChildren(QDockWidget)


def close_all(driver: Driver) -> None:
    """Close what a test has left open: dialogs, popups, the search, the tour."""
    while popup := QApplication.activePopupWidget():
        popup.close()
    for dialog in driver.window.findChildren(QDialog):
        dialog.close()
    box = driver.window.built_in.searching.box
    box.clear()
    box.popup.hide()
    driver.view.setFocus()
