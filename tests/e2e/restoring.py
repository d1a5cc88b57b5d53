"""Puts a window that several tests share back to how it was when it was opened."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Self

import pytest
from PySide6.QtCore import QByteArray, QEvent, QSize
from PySide6.QtWidgets import QApplication, QDialog, QDockWidget

from mapapp.core.map.arrangement import Arrangement
from mapapp.core.map.history import ViewHistory
from mapapp.core.map.settings import Settings, SettingsFile
from mapapp.core.map.state import ViewState
from mapapp.core.style.symbology import Theme
from mapapp.core.text import Language
from mapapp.qt.export.export_job import ExportJob
from mapapp.qt.parts.job_progress import JobProgress
from mapapp.qt.parts.layer_job import LayerJob
from tests.e2e.driver import Driver


@dataclass(frozen=True, slots=True)
class Start:
    """How a window is: layers, words, colours, place, size, docks, table, and what is kept."""

    arrangement: Arrangement
    language: Language
    theme: Theme
    view: ViewState
    size: QSize
    docks: frozenset[str]
    layout: QByteArray
    table: str
    settings: Settings

    @classmethod
    def of(cls, driver: Driver) -> Self:
        """How it is now."""
        state, window = driver.state, driver.window
        return cls(
            Arrangement.of(state), state.language, state.theme, state.view, window.size(),
            frozenset(dock.objectName() for dock in docks(driver) if dock.isVisible()),
            window.saveState(), window.built_in.table.layer, chosen(driver),
        )  # fmt: skip

    def restore(self, driver: Driver) -> None:
        """Make it so again, with nothing selected, searched, said, asked or to be undone."""
        close_all(driver)
        self._restore_map(driver)
        self._restore_panels(driver)
        driver.window.activateWindow()
        driver.qtbot.waitUntil(driver.window.isActiveWindow)
        driver.view.setFocus()
        driver.qtbot.waitUntil(lambda: self._has_size(driver))
        self._go_back(driver)
        driver.window.status.clearMessage()
        forget_workspace(driver)
        driver.window.built_in.history.begin_anew()
        forget_views(driver)
        forget_bookmarks(driver)
        forget_received(driver)
        if chosen(driver) != self.settings:
            settings(driver).update(
                **{field.name: getattr(self.settings, field.name) for field in fields(Settings)}
            )
        self.expect(driver)

    def _go_back(self, driver: Driver) -> None:
        """Show the view it had to the pixel."""
        driver.take_size()
        if driver.state.view != self.view:
            driver.window.controller.go_to(self.view)
        driver.settle()
        if driver.state.view != self.view:  # it was still on its way somewhere
            driver.go_to(self.view.lon, self.view.lat, self.view.zoom)

    def _restore_map(self, driver: Driver) -> None:
        state, built_in = driver.state, driver.window.built_in
        if built_in.measuring.measurement is not None or built_in.measuring.is_active:
            built_in.measuring.clear()
        built_in.picker.stop()
        if built_in.places.place is not None:
            built_in.places.unpin()
        state.select(())
        self.arrangement.apply(state)
        state.set_language(self.language)
        state.set_theme(self.theme)

    def _restore_panels(self, driver: Driver) -> None:
        window, built_in = driver.window, driver.window.built_in
        readout, wanted = window.status.readout, (self.settings.system, self.settings.style)
        if window.saveState() != self.layout:
            window.restoreState(self.layout)
        if (readout.system, readout.style_of_degrees) != wanted:
            readout.choose(*wanted)
        built_in.problems.bar.hide()
        built_in.side.setCurrentIndex(0)
        built_in.details.show_all_cards(self.settings.all_cards)
        built_in.layers.expandAll()
        built_in.layers.clearSelection()
        built_in.layers.setCurrentIndex(built_in.layers.rootIndex())
        built_in.layers.scrollToTop()
        built_in.table.text.clear()
        built_in.table.in_view.setChecked(False)
        if built_in.table.layer != self.table:
            built_in.table.show_layer(self.table)

    def _has_size(self, driver: Driver) -> bool:
        """Whether it has its size, which it takes once what held it open is gone."""
        driver.window.resize(self.size)
        size_px = (self.view.width_px, self.view.height_px)
        return driver.view.size().toTuple() == size_px

    def expect(self, driver: Driver) -> None:
        """Expect that nothing of the last test is left."""
        now = Start.of(driver)
        assert (now.arrangement, now.language, now.theme) == (
            self.arrangement, self.language, self.theme,
        )  # fmt: skip
        assert (now.size, now.docks) == (self.size, self.docks)
        assert (now.table, now.settings) == (self.table, self.settings)
        place = (self.view.lon, self.view.lat, self.view.zoom)
        assert (now.view.lon, now.view.lat, now.view.zoom) == pytest.approx(place)
        assert not driver.state.selection
        self._expect_nothing_open(driver)

    def _expect_nothing_open(self, driver: Driver) -> None:
        window, built_in = driver.window, driver.window.built_in
        assert not window.status.currentMessage()
        assert not built_in.searching.box.text()
        assert not built_in.details.cards
        assert built_in.places.place is None
        assert built_in.tour.bubble is None
        assert built_in.measuring.measurement is None
        assert not built_in.measuring.is_active
        assert not built_in.picker.is_active
        assert not built_in.history.undo_text + built_in.history.redo_text
        assert not built_in.navigation._history.can_go_back
        assert built_in.problems.bar.isHidden()
        assert built_in.workspaces._files.path is None
        assert QApplication.activePopupWidget() is None
        for kind in (QDialog, LayerJob, ExportJob, JobProgress):
            assert not window.findChildren(kind)


def settings(driver: Driver) -> SettingsFile:
    """What the window remembers of its user."""
    return driver.window.built_in.exporting._settings


def chosen(driver: Driver) -> Settings:
    """What the user has chosen; sizes are kept a while after they have changed."""
    return replace(settings(driver).now, geometry="", docks="")


def forget_bookmarks(driver: Driver) -> None:
    """Have none, as nobody has at first."""
    bookmarking = driver.window.built_in.bookmarking
    vars(bookmarking).pop("bookmarks", None)
    bookmarking.path.unlink(missing_ok=True)


def forget_workspace(driver: Driver) -> None:
    """Have no file of a workspace open."""
    files = driver.window.built_in.workspaces._files
    if files.path is not None:
        files.path = None
        files.changed.emit()


def forget_received(driver: Driver) -> None:
    """Have no atlas of others: a workspace that names one is opened elsewhere."""
    for atlas in driver.window.built_in.workspaces._profile.received.glob("*"):
        atlas.unlink()


def forget_views(driver: Driver) -> None:
    """Have no view to go back or forward to."""
    views = driver.window.built_in.navigation._history
    vars(views).update(vars(ViewHistory()))
    views.visit(driver.state.view)
    driver.window.commands.refresh()


def docks(driver: Driver) -> list[QDockWidget]:
    """The docks of a window."""
    return driver.window.findChildren(QDockWidget)


def close_all(driver: Driver) -> None:
    """Close what a test has left open: dialogs, popups, the search, the tour, exports."""
    while popup := QApplication.activePopupWidget():
        popup.close()
    for dialog in driver.window.findChildren(QDialog):
        dialog.close()
        dialog.deleteLater()
    for progress in driver.window.findChildren(JobProgress):
        progress.close_for_good()
    driver.window.built_in.tour._take_away()
    box = driver.window.built_in.searching.box
    box.clear()
    box.popup.hide()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
