"""What is opened looks like the window, and what was closed listens to nothing any more."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import SIGNAL, QAbstractAnimation, QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QStatusBar

import mapapp
from mapapp.qt.shell.main_window import MainWindow
from tests.e2e.dialog_style import Inspector
from tests.e2e.dialogs import (
    close_all,
    events,
    fire_all,
    modal_dialogs_dismissed,
    openers,
    select_a_port,
    shown_classes,
    widget_classes,
)
from tests.e2e.driver import Driver
from tests.e2e.speaking import Listener

pytestmark = pytest.mark.e2e

PROGRAM = Path(mapapp.__file__).parent
OPEN_WHILE_SWITCHED = {"help.contents", "help.tour", "layers.filter", "search", "an export"}


def receivers(window: Driver) -> dict[str, int]:
    """How many slots are connected to what lives as long as the program."""
    hints = QGuiApplication.styleHints()
    lasting: dict[str, tuple[QObject, str]] = {
        "aboutToQuit": (QApplication.instance() or window.view, "aboutToQuit()"),
        "focusChanged": (QApplication.instance() or window.view, "focusChanged(QWidget*,QWidget*)"),
        "colorSchemeChanged": (hints, "colorSchemeChanged(Qt::ColorScheme)"),
        "page_ready": (window.view, "page_ready()"),
        "painted": (window.view, "painted(int)"),
        "hovered": (window.view, "hovered(PyObject)"),
        "view_changed": (window.view, "view_changed(PyObject)"),
        "history": (window.window.built_in.history, "changed()"),
    }
    return {name: it.receivers(SIGNAL(signal)) for name, (it, signal) in lasting.items()}


def listeners(window: Driver) -> dict[str, int]:
    return {name: len(event) for name, event in events(window.window).items()}


def test_every_dialog_panel_and_popup_is_flat_speaks_chinese_and_stops_listening_when_closed(
    new_window: Driver, qapp: QApplication, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    """Opened twice, since each takes seconds: in Chinese, and in English that is switched to it."""
    main = new_window.window
    seen = shown_classes()
    for language in ("zh", "en"):  # what is made once and kept is there after the first
        new_window.state.set_language(language)
        new_window.state.set_theme("light")  # commands have changed it
        new_window.settle()
        before = listeners(new_window), receivers(new_window), kinds(main)
        inspector, listener = Inspector(), Listener(new_window, qapp)
        hear = listener.hear if language == "zh" else listener.hear_switched
        seen |= open_and_close_all(qapp, main, tmp_path, inspector, hear)
        with subtests.test(f"flat and with names in {language}"):
            assert {"QMessageBox", "QFileDialog", "QInputDialog", "ExportDialog"} <= inspector.seen
            assert not inspector.faults
        with subtests.test(f"nothing stays English of what opened in {language}"):
            assert not {name: said for name, said in listener.left.items() if said}
            assert listener.left.keys() >= OPEN_WHILE_SWITCHED
    fire_all(main)
    qapp.processEvents()
    close_all(qapp, main)  # the box that tells of settings which cannot be saved
    assert (listeners(new_window), receivers(new_window)) == before[:2]
    assert not differences(kinds(main), before[2])
    never_opened = widget_classes() - seen
    assert not never_opened, f"open them in tests/e2e/dialogs.py: {never_opened}"
    new_window.settle()


def open_and_close_all(
    qapp: QApplication,
    main: MainWindow,
    folder: Path,
    inspector: Inspector,
    hear: Callable[[str], None],
) -> set[type]:
    """Have each thing that opens looked and listened to; the answer is the classes of all of it."""
    seen: set[type] = set()
    language = main.state.language
    with modal_dialogs_dismissed(inspector.look):
        for name, open_it in openers(main, folder).items():
            select_a_port(main)
            open_it()
            qapp.processEvents()  # by then it is dressed
            seen |= shown_classes()
            for widget in QApplication.topLevelWidgets():
                if isinstance(widget, QDialog) and widget.isVisible():
                    inspector.look(widget)
            main.state.set_language(language)  # one of the commands changes it
            hear(name)
            close_all(qapp, main)
    return seen


def differences(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    names = sorted({*one, *other})
    all_ = {name: one.get(name, 0) - other.get(name, 0) for name in names}
    return {name: by for name, by in all_.items() if by}


def kinds(main: QObject) -> dict[str, int]:
    """How many objects of each class there are in the window."""
    counts: dict[str, int] = {}
    for child in main.findChildren(QObject):
        if child.objectName() == "qt_qmainwindow_extended_splitter":
            continue  # Qt makes them anew with each dock that is shown
        if isinstance(child, QTimer) and isinstance(child.parent(), QStatusBar):
            continue  # of a message that is still to be read
        if isinstance(child, QAbstractAnimation):
            continue  # Qt's own, of a menu or a dock that is still moving
        name = child.metaObject().className()
        counts[name] = counts.get(name, 0) + 1
    return counts


def test_every_listener_is_tied_to_the_life_of_an_object(window: Driver) -> None:
    loose = [
        f"{name}: {listener!r}"
        for name, event in events(window.window).items()
        for listener in event._listeners.values()
        if listener.__module__ != "mapapp.qt.parts.subscription"
    ]
    assert not loose, f"use mapapp.qt.parts.subscription.connect: {loose}"


def test_all_events_of_the_core_are_looked_at(window: Driver) -> None:
    made = sum(
        len(re.findall(r"= Event\(\)", code))
        for file in PROGRAM.rglob("*.py")
        if "mapapp.core.events" in (code := file.read_text(encoding="utf-8"))
    )
    assert len(events(window.window)) == made, "add the new bearer to tests/e2e/dialogs.py"
