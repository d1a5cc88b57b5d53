"""What an object hears of the core's events ends with it."""

from __future__ import annotations

import ast
import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.exceptions import capture_exceptions
from shiboken6 import delete

import mapapp
from mapapp.core.events import Event
from mapapp.qt.parts.subscription import connect, connect_each

pytestmark = pytest.mark.qt

PROGRAM = Path(mapapp.__file__).parent
EVENTS = frozenset({
    "layers_changed", "unopened_changed", "visibility_changed", "opacity_changed",
    "order_changed", "solo_changed", "selection_changed", "filter_changed",
    "as_of_changed", "language_changed", "theme_changed", "data_returned",
})  # fmt: skip
"""Names that only events of the core have; others are also those of Qt signals."""


def test_a_listener_ends_with_its_owner(qapp: QApplication) -> None:
    event: Event[str] = Event()
    told: list[str] = []
    owner = QObject()
    connect(owner, event, told.append)
    event.emit("before")
    delete(owner)
    event.emit("after")
    assert told == ["before"]
    assert len(event) == 0


def test_a_child_stops_listening_with_its_parent(qapp: QApplication) -> None:
    event: Event[str] = Event()
    parent = QWidget()
    label = QLabel(parent)
    connect(label, event, label.setText)
    delete(parent)
    event.emit("after")
    assert len(event) == 0


def test_an_owner_that_dies_while_others_are_told_hears_nothing(qapp: QApplication) -> None:
    event: Event[str] = Event()
    told: list[str] = []
    killer, victim = QObject(), QObject()
    connect(killer, event, lambda _: delete(victim))
    connect(victim, event, told.append)
    event.emit("once")
    assert told == []
    assert len(event) == 1


def test_a_listener_that_fails_keeps_nobody_else_from_hearing(qapp: QApplication) -> None:
    event: Event[str] = Event()
    told: list[str] = []
    owner = QObject()

    def fail(_: str) -> None:
        raise KeyError("broken")

    connect(owner, event, fail)
    connect(owner, event, told.append)
    with capture_exceptions() as caught:
        event.emit("all")
    assert told == ["all"]
    assert [kind for kind, *_ in caught] == [KeyError]


def test_one_act_follows_each_of_several_events(qapp: QApplication) -> None:
    one, other = Event[str](), Event[int]()
    acts: list[int] = []
    owner = QObject()
    connect_each(owner, (one, other), lambda: acts.append(1))
    one.emit("x")
    other.emit(1)
    delete(owner)
    one.emit("x")
    assert acts == [1, 1]


def test_disconnecting_twice_is_no_mistake() -> None:
    event: Event[str] = Event()
    leave = event.connect(print)
    leave()
    leave()
    gc.collect()
    assert len(event) == 0
    assert event, "an event without listeners is an event all the same"


def direct_connects(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        event = node.func.value
        if node.func.attr == "connect" and isinstance(event, ast.Attribute):
            of_state = ast.unparse(event.value).rpartition(".")[2] in ("state", "_state")
            if event.attr in EVENTS or of_state:
                yield f"{file.name}:{node.lineno} {ast.unparse(event)}"


def test_no_widget_connects_to_an_event_without_saying_whose_listener_it_is() -> None:
    files = [*(PROGRAM / "qt").rglob("*.py"), PROGRAM / "app.py"]
    found = [each for file in files for each in direct_connects(file)]
    assert not found, f"use mapapp.qt.parts.subscription.connect: {found}"
