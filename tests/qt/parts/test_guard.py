"""No exception leaves a method that Qt calls; all end in one place."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import CellType, ModuleType
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, QThreadPool, QTimer, Signal, Slot
from PySide6.QtGui import QUndoCommand, QUndoStack
from PySide6.QtWidgets import QApplication
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

import mapapp.paint
import mapapp.qt
from mapapp.core.errors import DataError
from mapapp.qt.parts.faults import exceptions_told
from mapapp.qt.parts.guard import guarded
from tests.conftest import ExpectedLog

pytestmark = pytest.mark.qt


class BrokenError(Exception):
    """What every method raises here."""


def is_qt(each: type) -> bool:
    return each.__module__.startswith("PySide6")


def classes() -> Iterator[type]:
    """All our classes that build on one of Qt's."""
    for package in (mapapp.qt, mapapp.paint):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield from of_module(importlib.import_module(info.name))
    yield from of_module(importlib.import_module("mapapp.app"))


def of_module(module: ModuleType) -> Iterator[type]:
    for each in vars(module).values():
        is_ours = inspect.isclass(each) and each.__module__ == module.__name__
        if is_ours and any(map(is_qt, each.__mro__)):
            yield each


def overrides() -> list[tuple[str, Callable[..., Any]]]:
    """All methods of ours that Qt may call in place of one of its own."""
    return [
        (f"{each.__module__}.{each.__name__}.{name}", method)
        for each in classes()
        for name, method in vars(each).items()
        if inspect.isfunction(method) and not name.startswith("__")
        if any(name in vars(base) for base in each.__mro__ if is_qt(base))
    ]


def inner(method: Callable[..., Any]) -> CellType:
    """Where the guard keeps the method that it calls."""
    code, closure = method.__code__, method.__closure__ or ()
    return closure[code.co_freevars.index("method")]


def test_there_are_overrides_to_look_at() -> None:
    names = [name.rpartition(".")[2] for name, _ in overrides()]
    assert len(names) > 60
    assert {"undo", "redo", "mergeWith", "data", "flags", "paint", "paintEvent", "eventFilter",
            "requestStarted", "javaScriptConsoleMessage"} <= set(names)  # fmt: skip


def test_every_override_is_guarded() -> None:
    bare = [name for name, method in overrides() if not hasattr(method, "is_guarded")]
    assert not bare, f"they need @guarded(…): {bare}"


@pytest.mark.parametrize(("name", "method"), overrides(), ids=[name for name, _ in overrides()])
def test_an_override_that_raises_answers_as_if_there_were_nothing(
    name: str, method: Callable[..., Any]
) -> None:
    cell = inner(method)
    kept = cell.cell_contents

    def fail(*_arguments: object) -> None:
        raise BrokenError(name)

    cell.cell_contents = fail
    try:
        with capture_exceptions() as caught:
            answer = method(None)
    finally:
        cell.cell_contents = kept
    assert [kind for kind, *_ in caught] == [BrokenError]
    answered = inspect.signature(method).return_annotation
    assert answer is None or type(answer).__name__ in answered or answered == "Any"
    if answered in ("bool", "int"):
        assert answer in (False, 0, -1), "nothing is handled, there are no rows"


def test_a_step_that_cannot_be_undone_does_not_end_the_program(qapp: QApplication) -> None:
    class Step(QUndoCommand):
        @guarded(None)
        def undo(self) -> None:
            raise BrokenError("undo")

        @guarded(None)
        def redo(self) -> None:
            raise BrokenError("redo")

    stack = QUndoStack()
    with capture_exceptions() as caught:
        stack.push(Step())
        stack.undo()
        stack.redo()
    assert [str(error) for _, error, _ in caught] == ["redo", "undo", "redo"]


class Sender(QObject):
    """Sends, and takes what it sends."""

    sent = Signal(int)

    @Slot(int)
    def marked_slot(self, _number: int) -> None:
        raise BrokenError("marked slot")

    def method(self, _number: int) -> None:
        raise BrokenError("method")


def fail(text: str, *_: object) -> None:
    raise BrokenError(text)


def fail_by_itself(_number: int) -> None:
    raise BrokenError("function")


WAYS: dict[str, Callable[[Sender], object]] = {
    "a slot": lambda it: it.sent.connect(it.marked_slot),
    "a method": lambda it: it.sent.connect(it.method),
    "a function": lambda it: it.sent.connect(fail_by_itself),
    "a lambda": lambda it: it.sent.connect(lambda _: fail("lambda")),
    "a partial": lambda it: it.sent.connect(partial(fail, "partial")),
    "a queued method": lambda it: it.sent.connect(it.method, Qt.ConnectionType.QueuedConnection),
    "a single shot": lambda it: it.sent.connect(
        lambda _: QTimer.singleShot(0, it, lambda: fail("timer"))
    ),
    "destroyed": lambda it: (
        it.sent.connect(lambda _: it.deleteLater())
        and it.destroyed.connect(partial(fail, "destroyed"))
    ),
    "a thread": lambda it: it.sent.connect(
        lambda _: QThreadPool.globalInstance().start(lambda: fail("thread"))
    ),
}
"""Every way in which Qt calls something of ours that is no override."""


def test_slots_are_connected_in_these_ways_only() -> None:
    """A method or signal (Attribute), a function (Name), a lambda, or a partial (Call)."""
    program = Path(mapapp.qt.__path__[0])
    nodes = [
        node.args[0]
        for file in (*program.rglob("*.py"), program.parent / "app.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr == "connect"
    ]
    assert len(nodes) > 150
    assert all(isinstance(node, ast.Attribute | ast.Name | ast.Lambda | ast.Call) for node in nodes)


@pytest.mark.qt_no_exception_capture
@pytest.mark.parametrize("way", WAYS)
def test_what_leaves_a_slot_is_logged_and_told(
    way: str, qtbot: QtBot, expected_log: ExpectedLog
) -> None:
    expected_log("ERROR mapapp.app: mapapp has a fault")
    told: list[Exception] = []
    sender = Sender()
    WAYS[way](sender)
    with exceptions_told(told.append):
        sender.sent.emit(1)
        qtbot.waitUntil(lambda: bool(told))
    assert [type(error) for error in told] == [BrokenError]


@pytest.mark.qt_no_exception_capture
def test_the_same_fault_is_told_each_time_and_logged_now_and_then(
    qapp: QApplication, caplog: pytest.LogCaptureFixture, expected_log: ExpectedLog
) -> None:
    expected_log("mapapp has a fault")
    told: list[Exception] = []
    sender = Sender()
    sender.sent.connect(sender.method)
    with exceptions_told(told.append):
        for _ in range(1000):
            sender.sent.emit(1)
    assert len(told) == 1000
    assert [record.getMessage() for record in caplog.records] == [
        "mapapp has a fault",
        "mapapp has a fault (for the 10th time)",
        "mapapp has a fault (for the 100th time)",
        "mapapp has a fault (for the 1000th time)",
    ]
    assert all(record.exc_info for record in caplog.records), "with where it came from"


@pytest.mark.qt_no_exception_capture
def test_a_sentence_for_the_user_is_logged_without_a_traceback(
    qapp: QApplication, caplog: pytest.LogCaptureFixture, expected_log: ExpectedLog
) -> None:
    expected_log("WARNING mapapp.app: atlas.gpkg is missing; put it back.")
    sender = Sender()

    def refuse(_: int) -> None:
        raise DataError("atlas.gpkg is missing; put it back.")

    sender.sent.connect(refuse)
    with exceptions_told(lambda _: None):
        sender.sent.emit(1)
    [record] = caplog.records
    assert record.exc_info is None
