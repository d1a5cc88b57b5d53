"""Opening files that a user names: ordinary ones only.

A FIFO waits for its writer for ever, a device may answer without end, and either can lie under
any name. So each path from outside is asked what it is before it is opened.
"""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from mapapp.core.errors import MapappError
from mapapp.core.message import Message
from mapapp.core.texts.reasons import why

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NONBLOCK", 0)  # what became a FIFO since it was asked must not wait either
)


WRITING = threading.Lock()
"""Held while SQLite writes into a file in this process, and while one is closed otherwise.

Who closes a file, however it was opened, takes away all locks that the process has on it, so that
another program could write in the middle of a transaction (POSIX;
https://www.sqlite.org/howtocorrupt.html, section 2.2).
"""


def open_ordinary(path: Path, fail: type[MapappError]) -> BufferedReader:
    """An ordinary file, opened for reading bytes; links are followed.

    Args:
        path: the file.
        fail: the error to raise.

    Raises:
        MapappError: ``fail``, if the path is missing, a folder, a FIFO, a device, a socket, a
            loop of links, or may not be read.
    """
    ask_ordinary(path, fail)
    try:
        handle = os.open(path, _FLAGS)
    except (OSError, ValueError) as error:
        raise fail(_unreadable(path, error)) from error
    file = os.fdopen(handle, "rb")
    if not stat.S_ISREG(os.fstat(handle).st_mode):  # another thing since it was asked
        file.close()
        raise fail("{path} is no ordinary file; choose another file.", path=path)
    return file


def ask_ordinary(path: Path, fail: type[MapappError]) -> os.stat_result:
    """What the system knows of an ordinary file, without opening it.

    Raises:
        MapappError: ``fail``, as :func:`open_ordinary`.
    """
    try:
        known = path.stat()
    except FileNotFoundError as error:
        raise fail(_missing(path)) from error
    except (OSError, ValueError) as error:
        raise fail(_unreadable(path, error)) from error
    if stat.S_ISDIR(known.st_mode):
        raise fail("{path} is a folder; name a file in it.", path=path)
    if not stat.S_ISREG(known.st_mode):
        raise fail("{path} is no ordinary file; choose another file.", path=path)
    return known


@contextmanager
def reading(path: Path, fail: type[MapappError]) -> Iterator[BufferedReader]:
    """An ordinary file that may be a database: it is closed while nobody writes one here.

    Raises:
        MapappError: ``fail``, as :func:`open_ordinary`.
    """
    file = open_ordinary(path, fail)
    try:
        yield file
    finally:
        with WRITING:
            file.close()


def read_beginning(path: Path, most_bytes: int, fail: type[MapappError]) -> bytes:
    """The first bytes of an ordinary file, which may be a database that is being written.

    Raises:
        MapappError: ``fail``, as :func:`open_ordinary`.
    """
    with reading(path, fail) as file:
        try:
            return file.read(most_bytes)
        except OSError as error:
            raise fail(_unreadable(path, error)) from error


def _missing(path: Path) -> Message:
    if path.is_absolute():
        return Message("{path} does not exist; check the path.", path=path)
    return Message(
        "{path} does not exist in the folder {folder}; check the name, or give the whole path.",
        path=path,
        folder=Path.cwd(),
    )


def read_ordinary(path: Path, most_bytes: int, fail: type[MapappError]) -> bytes:
    """The content of an ordinary file that is not larger than ``most_bytes``.

    Raises:
        MapappError: ``fail``, as :func:`open_ordinary`, or if the file is too large.
    """
    with open_ordinary(path, fail) as file:
        try:
            content = file.read(most_bytes + 1)
        except OSError as error:
            raise fail(_unreadable(path, error)) from error
    if len(content) > most_bytes:
        raise fail(
            "{path} is larger than {most_bytes:,} bytes; choose another file.",
            path=path,
            most_bytes=most_bytes,
        )
    return content


def _unreadable(path: Path, error: Exception) -> str:
    return Message(
        "{path} cannot be read ({reason}); check the path.", path=path, reason=why(error)
    )
