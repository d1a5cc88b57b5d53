"""A small typed observer, so that state can be watched without Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Event(Generic[_T]):
    """Something that happened, told to whoever connected, in the order they did."""

    __slots__ = ("_listeners",)

    def __init__(self) -> None:
        self._listeners: list[Callable[[_T], None]] = []

    def connect(self, listener: Callable[[_T], None]) -> Callable[[], None]:
        """Call ``listener`` with each value from now on; the answer disconnects it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def emit(self, value: _T) -> None:
        """Tell all listeners."""
        for listener in tuple(self._listeners):
            listener(value)
