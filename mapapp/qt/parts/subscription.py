"""Ties what an object hears of ``core.events`` to the life of that object."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from PySide6.QtCore import QObject
from shiboken6 import isValid

from mapapp.core.events import Event
from mapapp.qt.parts.guard import report

_T = TypeVar("_T")


def connect(owner: QObject, event: Event[_T], listener: Callable[[_T], object]) -> None:
    """Call ``listener`` with each value of an event for as long as ``owner`` exists.

    A closed dialog is deleted by Qt, not by Python: a listener that is left over would call
    into a widget that is gone. A listener that fails is reported and keeps nobody else from
    hearing.
    """

    def tell(value: _T) -> None:
        if not isValid(owner):  # its children may still change things while it goes
            return
        try:
            listener(value)
        except Exception as error:
            report(error)

    owner.destroyed.connect(event.connect(tell))


def connect_each(owner: QObject, events: Iterable[Event[Any]], act: Callable[[], object]) -> None:
    """Call ``act`` after any of several events, whatever their values, as :func:`connect` does."""
    for event in events:
        connect(owner, event, lambda _: act())
