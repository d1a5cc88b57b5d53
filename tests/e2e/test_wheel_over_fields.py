"""The wheel over a list, a number or a slider that has no focus leaves it as it is."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QScrollArea,
    QScrollBar,
    QSlider,
    QSpinBox,
    QWidget,
)

from tests.e2e.driver import Driver

Field = QComboBox | QSpinBox | QSlider


def fields() -> Iterator[Field]:
    """All that a wheel can change and that can be seen now."""
    for widget in QApplication.allWidgets():
        is_one = isinstance(widget, QComboBox | QAbstractSpinBox | QAbstractSlider)
        if is_one and not isinstance(widget, QScrollBar) and widget.isVisible():
            assert isinstance(widget, QComboBox | QSpinBox | QSlider)
            if widget.window().metaObject().className() != "QFileDialog":
                yield widget


def value(field: Field) -> int:
    return field.currentIndex() if isinstance(field, QComboBox) else field.value()


def turn(widget: QWidget, notches: int) -> None:
    """Turn the wheel over the middle of a widget, as the window system tells it."""
    middle = widget.mapTo(widget.window(), widget.rect().center())
    QTest.wheelEvent(widget.window().windowHandle(), middle, QPoint(0, 120 * notches))


def window_areas(field: QWidget) -> list[QScrollArea]:
    """The panels that scroll and have a field in them."""
    return [area for area in field.window().findChildren(QScrollArea) if area.isAncestorOf(field)]


def changed_by_wheel() -> list[str]:
    """The fields that a turn of the wheel either way has changed."""
    found = []
    for field in list(fields()):
        if focused := QApplication.focusWidget():
            focused.clearFocus()
        for area in window_areas(field):
            area.ensureWidgetVisible(field)
        before = value(field)
        for notches in (-1, 1, 1, -1):
            turn(field, notches)
            if value(field) != before:
                found.append(f"{type(field.window()).__name__}: {field.accessibleName()}")
                break
    return found


def test_no_field_is_changed_by_a_wheel_that_passes(window: Driver) -> None:
    window.window.panels.show("table")
    window.window.built_in.layers.choose("port")
    window.window.commands["map.go_to"].trigger()
    window.window.built_in.exporting.ask()
    window.qtbot.waitUntil(lambda: len(list(fields())) > 8)
    assert changed_by_wheel() == []


def test_the_wheel_over_a_list_scrolls_the_panel(window: Driver) -> None:
    dialog = window.window.built_in.exporting.ask()
    window.qtbot.waitUntil(lambda: any(f.window() is dialog for f in fields()))
    dialog.resize(dialog.width(), 300)
    area = next(a for a in dialog.findChildren(QScrollArea) if a.verticalScrollBar().maximum())
    over = next(
        f for f in fields()
        if area.isAncestorOf(f) and f.visibleRegion().contains(f.rect().center())
    )  # fmt: skip
    turn(over, -1)
    assert area.verticalScrollBar().value() > 0


def test_a_list_with_the_focus_takes_the_wheel(window: Driver) -> None:
    dialog = window.window.built_in.exporting.ask()
    window.qtbot.waitUntil(lambda: any(f.window() is dialog for f in fields()))
    combo = next(f for f in fields() if f.window() is dialog and isinstance(f, QComboBox))
    window.qtbot.waitUntil(lambda: dialog.focusWidget() is not None)  # it has settled
    combo.setFocus()
    window.qtbot.waitUntil(combo.hasFocus)
    before = value(combo)
    notches = -1 if before < combo.count() - 1 else 1

    def is_turned() -> bool:
        turn(combo, notches)  # once more where the dialog was still laid out
        return value(combo) != before

    window.qtbot.waitUntil(is_turned)
