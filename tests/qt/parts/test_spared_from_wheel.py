"""Whoever makes a list, a number or a slider spares it from the wheel."""

from __future__ import annotations

import re
from pathlib import Path

import mapapp.qt

_MADE = re.compile(r"\b(QComboBox|QSpinBox|QDoubleSpinBox|QDateEdit|QSlider|QDial)\(")


def test_each_field_that_a_wheel_would_change_is_spared() -> None:
    forgotten = []
    for file in Path(mapapp.qt.__path__[0]).rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        if _MADE.search(text) and "spare_from_wheel(" not in text:
            forgotten.append(file.name)
    assert not forgotten
