"""Whether a display answers, asked before Qt is: it ends the process where none does.

Asked are the libraries that Qt itself uses, so that both come to the same answer: about the ways
to name a display, about rights, and about servers that are gone.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from threading import Thread

from mapapp.core.message import Message
from mapapp.core.texts.near_names import either

_PATIENCE_S = 3.0
"""A server that is there answers within milliseconds, also through ssh."""

_WAYLAND_LIBRARIES = ("libwayland-client.so.0", "libwayland-cursor.so.0")


def platforms(environ: Mapping[str, str]) -> tuple[str, ...]:
    """The platforms of Qt that it will try, by their names; with none chosen, both of a desktop."""
    chosen = environ.get("QT_QPA_PLATFORM") or "wayland;xcb"
    return tuple(name.partition(":")[0] for name in chosen.split(";"))


def display_problem(environ: Mapping[str, str]) -> str:
    """Why no window can be opened, in words that begin a sentence; empty where one can."""
    if not sys.platform.startswith("linux"):
        return ""
    names = platforms(environ)
    if not all(name == "xcb" or name.startswith("wayland") for name in names):
        return ""  # drawn into memory, or onto the bare screen
    silent = []
    for told, answers in _displays(names, environ):
        if _in_time(answers):
            return ""
        silent.append(told)
    if not silent:
        return Message("There is no display to open a window on")
    return Message("No display answers at {displays}", displays=either(silent))


def _displays(
    names: tuple[str, ...], environ: Mapping[str, str]
) -> Iterator[tuple[str, Callable[[], bool]]]:
    """The displays that the environment names, with how to ask each."""
    if any(name.startswith("wayland") for name in names):
        if environ.get("WAYLAND_SOCKET"):  # a connection already, which asking would use up
            yield "WAYLAND_SOCKET", lambda: True
        if name := environ.get("WAYLAND_DISPLAY"):
            yield f"WAYLAND_DISPLAY={name}", lambda: _wayland_answers(name)
    if "xcb" in names and (display := environ.get("DISPLAY")):
        yield f"DISPLAY={display}", lambda: _x_answers(display)


def _in_time(answers: Callable[[], bool]) -> bool:
    """Whether the answer is yes, and comes: a far host may never answer."""
    heard: list[bool] = []
    asking = Thread(target=lambda: heard.append(answers()), name="display", daemon=True)
    asking.start()
    asking.join(_PATIENCE_S)
    return heard == [True]


def _x_answers(display: str) -> bool:
    """Whether there is an X server that lets us in, and has the screen that was named."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    screen = ctypes.c_int()  # who does not ask for its number gets any
    connection = ctypes.c_void_p(xcb.xcb_connect(os.fsencode(display), ctypes.byref(screen)))
    answered = not xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return answered


def _wayland_answers(display: str) -> bool:
    try:
        wayland, _ = map(ctypes.CDLL, _WAYLAND_LIBRARIES)
    except OSError:
        return False
    wayland.wl_display_connect.restype = ctypes.c_void_p
    connection = wayland.wl_display_connect(os.fsencode(display))
    if connection:
        wayland.wl_display_disconnect(ctypes.c_void_p(connection))
    return connection is not None
