"""Every dialog, panel, popup and menu of the window, and the events of its state."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QPoint, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QMessageBox, QWidget

import mapapp.qt
from mapapp.bridge.messages import ContextMenu
from mapapp.core.events import Event
from mapapp.core.layer.roles import Roles
from mapapp.core.layer.source_ref import file_ref
from mapapp.core.map.layer_changes import LayersChange
from mapapp.core.map.state import FeatureRef
from mapapp.qt.export.export_job import ExportJob
from mapapp.qt.export.export_progress import ExportProgress
from mapapp.qt.export.picture_copy import PictureCopy
from mapapp.qt.parts.complaints import complain
from mapapp.qt.parts.layer_job import LayerJob
from mapapp.qt.shell.main_window import MainWindow
from mapapp.render.card.layer_file import LayerFile, LayerPart
from tests.unit.store.editing.copies import TABLE, asked, made_copy

NOT_TRIGGERED = {"file.quit"}


def widget_classes() -> set[type[QWidget]]:
    """All classes of widgets that mapapp makes; one that only others build on is none."""
    found = set()
    for info in pkgutil.walk_packages(mapapp.qt.__path__, "mapapp.qt."):
        for each in vars(importlib.import_module(info.name)).values():
            if inspect.isclass(each) and issubclass(each, QWidget) and each.__module__ == info.name:
                found.add(each)
    return {each for each in found if not each.__subclasses__()}


def shown_classes() -> set[type]:
    """The classes of all widgets that there are now."""
    return {type(widget) for widget in QApplication.allWidgets()}


def openers(window: MainWindow, folder: Path) -> Mapping[str, Callable[[], object]]:
    """All ways to open something: each command, and what opens by other means."""
    commands = {
        id_: window.commands[id_].trigger
        for id_ in window.commands.commands
        if id_ not in NOT_TRIGGERED
    }
    return commands | {
        "edit.paste": lambda: _paste_cells(window),
        "menu of a card": lambda: _open_menu_of_a_card(window),
        "menu of a layer": lambda: window.built_in.layering.show_menu(_middle_of_a_layer(window)),
        "menu of the map": lambda: window.view.context_menu_requested.emit(
            ContextMenu(123.4, 41.8, 200, 200)
        ),
        "columns of the table": window.built_in.table.columns.menu().aboutToShow.emit,
        "menu of a column": lambda: window.built_in.table.show_column_menu(QPoint(20, 8)),
        "coordinate systems": window.status.readout._menu.aboutToShow.emit,
        "submenus": lambda: [
            menu.aboutToShow.emit() for menu in window.menuBar().findChildren(QMenu)
        ],
        "search": lambda: (
            window.built_in.searching.box.ask(),
            QTest.keyClicks(window.built_in.searching.box, "da"),
        ),
        "a complaint": lambda: complain(window, "Title", "Sentence."),
        "a notice": lambda: window.built_in.problems.bar.say("Sentence.", can_retry=True),
        "the target of a picture": lambda: window.built_in.exporting._ask_target(
            window.built_in.exporting.ask(), window.built_in.exporting.base()
        ),
        "an export of data": lambda: window.built_in.data_export.start(
            _ports(window, folder)
        ).cancel(),
        "an export": lambda: window.built_in.exporting.start(_small(window, folder)).cancel(),
        "data to be added": lambda: window.built_in.adding.look_into([_wells(folder)]),
        "a new point": lambda: _ask_new_point(window, folder),
        "places by names": lambda: _look_for_places(window, folder),
        "unsaved changes": lambda: _leave_unsaved(window, folder),
    }


@contextmanager
def modal_dialogs_dismissed(
    look: Callable[[QDialog], object] = lambda _: None,
) -> Iterator[None]:
    """Look at the dialogs that stop the program until they are answered, and close them.

    Those of ours are only opened; Qt's own for files, and what those and the one for printers
    ask, are waited for.
    """
    timer = QTimer()
    timer.timeout.connect(lambda: _dismiss(look))
    timer.start(20)
    yield
    timer.stop()


def close_all(qapp: QApplication, window: MainWindow) -> None:
    """Close what was opened, and let Qt delete what it wants to delete."""
    window.built_in.searching.box.popup.hide()
    window.built_in.tour._end()
    window.built_in.measuring.clear()
    for progress in window.findChildren(ExportProgress):
        progress.close_for_good()
    while (
        window.findChildren(LayerJob)
        or window.findChildren(ExportJob)
        or window.findChildren(PictureCopy)
    ):
        qapp.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    for _ in range(3):
        while popup := QApplication.activePopupWidget():
            popup.close()
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog | QMenu) and not widget.isHidden():
                widget.close()
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        qapp.processEvents()


def events(window: MainWindow) -> dict[str, Event[Any]]:
    """All events of the core that a window can listen to, by class and name."""
    bearers = (
        window.state,
        window.built_in.remembering._settings,
        window.built_in.bookmarking.bookmarks,
    )
    return {
        f"{type(bearer).__name__}.{name}": value
        for bearer in bearers
        for name, value in vars(bearer).items()
        if isinstance(value, Event)
    }


def fire_all(window: MainWindow) -> None:
    """Fire every event with what it last told."""
    state = window.state
    values: dict[str, object] = {
        "layers_changed": LayersChange(replaced=("port",)), "unopened_changed": state.unopened,
        "visibility_changed": "port", "opacity_changed": "port", "filter_changed": "port",
        "order_changed": state.order, "solo_changed": state.solo, "view_changed": state.view,
        "selection_changed": state.selection, "as_of_changed": state.as_of_year,
        "language_changed": state.language, "theme_changed": state.theme, "data_returned": None,
    }  # fmt: skip
    for name, event in events(window).items():
        bearer, _, short = name.partition(".")
        match bearer:
            case "MapState":
                event.emit(values[short])
            case "SettingsFile" if short == "failed":
                event.emit("The settings cannot be saved; check the disk.")
            case "SettingsFile":
                event.emit(window.built_in.remembering._settings.now)
            case "Bookmarks":
                event.emit(window.built_in.bookmarking.bookmarks.all)


def select_a_port(window: MainWindow) -> None:
    """Select something, so that there is a card."""
    window.state.select([FeatureRef("port", 1)])


def _dismiss(look: Callable[[QDialog], object]) -> None:
    modal = QApplication.activeModalWidget()
    asks_for_qt = isinstance(modal, QMessageBox) and isinstance(modal.parent(), QDialog)
    if isinstance(modal, QDialog) and (asks_for_qt or isinstance(modal, QFileDialog)):
        try:
            look(modal)
        finally:
            modal.reject()


def _open_menu_of_a_card(window: MainWindow) -> None:
    if not window.built_in.details.cards:
        select_a_port(window)
    window.built_in.details.cards[0]._open_menu()


def _middle_of_a_layer(window: MainWindow) -> QPoint:
    model = window.built_in.layers.model()
    return window.built_in.layers.visualRect(model.index(0, 0, model.index(0, 0))).center()


def _small(window: MainWindow, folder: Path) -> Any:
    return replace(window.built_in.exporting.base(), path=folder / "small.png")


def _wells(folder: Path) -> Path:
    path = folder / "wells.csv"
    path.write_text("name,lon,lat\nWell,122.35,40.65\n")
    return path


def _look_for_places(window: MainWindow, folder: Path) -> None:
    path = folder / "towns.csv"
    path.write_text("town\nDalian\n")
    dialog = window.built_in.adding.look_into([path])
    while dialog.is_reading:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    dialog.find_places()


def _paste_cells(window: MainWindow) -> None:
    QGuiApplication.clipboard().setText("name\tlon\tlat\nWell\t122.35\t40.65\n")
    window.commands["edit.paste"].trigger()


def _ports(window: MainWindow, folder: Path) -> LayerFile:
    part = LayerPart(window.state.spec("port"))
    return LayerFile(folder / "ports.csv", (part,), "en")


def _ask_new_point(window: MainWindow, folder: Path) -> None:
    copy = folder / "copy.gpkg"
    if not copy.exists():
        made_copy(copy)
        words = {"name": "名称", "depth": "深度", "number": "编号", "dug": "日期"}
        for name, chinese in words.items():
            asked(copy, f"ALTER TABLE {TABLE} RENAME COLUMN {name} TO {chinese}")
    spec = replace(window.state.spec("port"), id="copy", source=file_ref(str(copy), TABLE))
    window.state.add_layer(replace(spec, roles=Roles(), classes=None))
    window.built_in.editing.show_form("copy", 123.0, 41.0)
    window.state.remove_layer("copy")


def _leave_unsaved(window: MainWindow, folder: Path) -> None:
    window.built_in.workspaces.save_to(folder / "saved.mapapp.json")
    window.state.set_opacity("port", 0.5 if window.state.opacity("port") == 1 else 1.0)
    window.built_in.workspaces.open(folder / "other.mapapp.json")
