"""The theme that is chosen, that of the system, and that which others set."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.settings import SettingsFile
from mapapp.core.map.state import MapState
from mapapp.core.style.symbology import Theme
from mapapp.qt.parts.style import COLOURS, apply_theme
from mapapp.qt.shell import appearance as module
from mapapp.qt.shell.appearance import Appearance

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def settings(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "settings.json")


@pytest.fixture
def state(specs: tuple[LayerSpec, ...]) -> MapState:
    return MapState(specs, "en", "light")


@pytest.fixture
def appearance(
    qtbot: QtBot, qapp: QApplication, state: MapState, settings: SettingsFile
) -> Iterator[Appearance]:
    parent = QObject()
    yield Appearance(state, settings, parent)
    apply_theme(qapp, "light", "en")


def checked(appearance: Appearance) -> list[str]:
    return [c.id for c in appearance.commands() if c.is_checked and c.is_checked()]


@pytest.mark.parametrize("theme", ["dark", "contrast", "light"])
def test_a_choice_dresses_the_application_and_is_kept(
    appearance: Appearance, settings: SettingsFile, qapp: QApplication, theme: Theme
) -> None:
    appearance.choose(theme)
    qapp.processEvents()  # it has a turn of its own
    assert qapp.palette().window().color() == QColor(COLOURS[theme].window)
    assert settings.now.theme == theme
    assert checked(appearance) == [f"view.{theme}"]


def test_the_system_is_followed_until_something_else_is_chosen(
    appearance: Appearance, state: MapState, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def system_turns(theme: Theme) -> None:
        monkeypatch.setattr(
            module, "resolve_theme", lambda choice: theme if choice == "system" else choice
        )
        hints = qapp.styleHints()
        hints.colorSchemeChanged.emit(hints.colorScheme())

    system_turns("dark")
    assert state.theme == "dark"
    assert checked(appearance) == ["view.system"]
    appearance.choose("contrast")
    system_turns("light")
    assert state.theme == "contrast"
    appearance.choose("system")
    assert state.theme == "light"


def test_a_theme_that_was_set_by_others_becomes_the_choice(
    appearance: Appearance, state: MapState, settings: SettingsFile
) -> None:
    state.set_theme("dark")
    assert settings.now.theme == "dark"
    assert checked(appearance) == ["view.dark"]


def test_ctrl_d_goes_to_dark_and_back(appearance: Appearance, state: MapState) -> None:
    toggle = next(c for c in appearance.commands() if "Ctrl+D" in c.shortcuts)
    toggle.run()
    assert state.theme == "dark"
    toggle.run()
    assert state.theme == "light"


def test_what_is_worn_already_is_not_put_on_again(qtbot: QtBot, qapp: QApplication) -> None:
    """Qt would dress each widget of each window anew for it."""
    dressed = []

    class Widget(QWidget):
        def changeEvent(self, event: QEvent) -> None:
            if event.type() == QEvent.Type.StyleChange:
                dressed.append(event.type())

    apply_theme(qapp, "light", "en")
    widget = Widget()
    qtbot.addWidget(widget)
    widget.ensurePolished()
    dressed.clear()
    apply_theme(qapp, "light", "en")
    assert not dressed
    apply_theme(qapp, "dark", "en")
    assert dressed
    apply_theme(qapp, "light", "en")
