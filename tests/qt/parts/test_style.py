"""Text can be read on every ground it stands on, in every theme."""

from __future__ import annotations

from typing import get_args

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from mapapp.core.style.symbology import Theme
from mapapp.qt.parts.style import COLOURS, palette, style_sheet
from tests.unit.core.style.test_theme import contrast

LEAST: dict[Theme, float] = {"light": 4.5, "dark": 4.5, "contrast": 7.0}
Role = QPalette.ColorRole
on_every_theme = pytest.mark.parametrize("theme", get_args(Theme))


@on_every_theme
def test_every_ink_can_be_read_on_every_ground(theme: Theme) -> None:
    colours = COLOURS[theme]
    pairs = {
        (ink, ground)
        for ink in ("text", "secondary", "accent", "warning")
        for ground in ("window", "panel")
    }
    pairs |= {("text", "hover"), ("accent", "hover"), ("on_accent", "accent")}
    weak = {
        (ink, ground): round(ratio, 2)
        for ink, ground in pairs
        if (ratio := contrast(getattr(colours, ink), getattr(colours, ground))) < LEAST[theme]
    }
    assert not weak


@on_every_theme
def test_what_style_sheets_do_not_reach_can_be_read_too(theme: Theme) -> None:
    shown = palette(theme)
    for ink, ground in (
        (Role.WindowText, Role.Window),
        (Role.Text, Role.Base),
        (Role.Text, Role.AlternateBase),
        (Role.ButtonText, Role.Button),
        (Role.PlaceholderText, Role.Base),
        (Role.HighlightedText, Role.Highlight),
        (Role.Link, Role.Base),
        (Role.ToolTipText, Role.ToolTipBase),
    ):
        pair = shown.color(ink).name(), shown.color(ground).name()
        assert contrast(*pair) >= LEAST[theme], (ink, ground)


@on_every_theme
@pytest.mark.parametrize("is_enabled", [True, False])
def test_a_tick_that_cannot_be_changed_is_grey(
    qtbot: QtBot, theme: Theme, is_enabled: bool
) -> None:
    box = QCheckBox()
    qtbot.addWidget(box)
    box.setStyleSheet(style_sheet(theme, "en"))
    box.setChecked(True)
    box.setEnabled(is_enabled)
    image = box.grab().toImage()
    colours = {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }
    assert (COLOURS[theme].accent.lower() in colours) is is_enabled


def test_lines_are_seen_in_high_contrast() -> None:
    colours = COLOURS["contrast"]
    assert contrast(colours.line, colours.panel) >= 7
    assert ":focus" in style_sheet("contrast", "en").removeprefix(style_sheet("light", "en"))
