"""The standard output, which whoever started the program may have closed."""

from __future__ import annotations

import sys
from typing import TextIO

from mapapp.core.errors import EnvironmentProblemError
from mapapp.core.message import Message


def open_output() -> TextIO:
    """The standard output.

    Raises:
        EnvironmentProblemError: if it is closed.
    """
    return _open(sys.stdout, Message("The standard output is closed; name a file instead."))


def open_input() -> TextIO:
    """The standard input.

    Raises:
        EnvironmentProblemError: if it is closed.
    """
    return _open(sys.stdin, Message("The standard input is closed; name a file instead."))


def write_output(data: bytes | memoryview) -> None:
    """Write bytes to the standard output, all of them.

    Raises:
        EnvironmentProblemError: if it is closed.
    """
    stream = open_output().buffer
    stream.write(data)
    stream.flush()


def _open(stream: TextIO | None, otherwise: Message) -> TextIO:
    """A stream; Python has None for one that was closed when it started."""
    if stream is None:
        raise EnvironmentProblemError(otherwise)
    return stream
