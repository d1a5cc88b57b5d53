"""A small typed observer, so that state can be watched without Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Event(Generic[_T]):
    """Something that happened, told to whoever connected, in the order they did.

    What belongs to a QObject connects with ``mapapp.qt.parts.subscription.connect``, so that
    it ends with that object.
    """

    __slots__ = ("_connected", "_listeners")

    def __init__(self) -> None:
        self._listeners: dict[int, Callable[[_T], None]] = {}
        self._connected = 0

    def __len__(self) -> int:
        """How many listeners there are."""
        return len(self._listeners)

    def __bool__(self) -> bool:
        """An event is something, whether or not anybody listens."""
        return True

    def connect(self, listener: Callable[[_T], None]) -> Callable[[], None]:
        """Call ``listener`` with each value from now on; the answer disconnects it.

        Disconnecting twice is no mistake.
        """
        self._connected += 1
        key = self._connected
        self._listeners[key] = listener

        def disconnect() -> None:
            self._listeners.pop(key, None)

        return disconnect

    def emit(self, value: _T) -> None:
        """Tell all listeners, but none that was disconnected by one before it."""
        for key, listener in tuple(self._listeners.items()):
            if key in self._listeners:
                listener(value)
