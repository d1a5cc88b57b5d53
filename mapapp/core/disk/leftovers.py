"""What a process that ends at once would leave behind, and who takes it away then.

TERM and INT end a command of mapapp where it stands, as the system does it: a handler in Python
would wait for SQLite, GEOS or a painter to return, which may take minutes. So a small process of
its own, the guardian, is told of each file that is only half made. When the pipe to it closes,
however that came about, it removes what is still there.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_MADE, _GONE, _END = b"+", b"-", b"\0"
_SPARED = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")


class _Guardian:
    """The pipe to the guardian of this process, or None where it has none."""

    pipe: int | None = None
    process = 0


@contextmanager
def left_behind(path: Path) -> Iterator[None]:
    """While the block runs, a file or folder is removed if this process ends.

    To be entered before the file is made. Whoever made it removes it in the usual way.
    """
    _tell(_MADE, path)
    try:
        yield
    finally:
        _tell(_GONE, path)


def start_guardian() -> None:
    """Start the guardian of this process; before any other thread or heavy library is there.

    Where the system cannot fork there is none.
    """
    if not hasattr(os, "fork"):
        return
    ours, pipe = os.pipe()
    try:
        process = os.fork()
    except OSError:  # too many processes: all works as before, only nobody guards
        os.close(ours)
        os.close(pipe)
        return
    if process == 0:
        _guard(ours)
    os.close(ours)
    _Guardian.pipe, _Guardian.process = pipe, process


def dismiss_guardian() -> None:
    """Let the guardian remove what is left, and end."""
    if _Guardian.pipe is None:
        return
    os.close(_Guardian.pipe)
    _Guardian.pipe = None
    with suppress(ChildProcessError):
        os.waitpid(_Guardian.process, 0)


def _tell(what: bytes, path: Path) -> None:
    if _Guardian.pipe is None:
        return
    with suppress(OSError):  # somebody killed it
        os.write(_Guardian.pipe, what + os.fsencode(path.absolute()) + _END)


def _guard(pipe: int) -> None:
    """Be the guardian. It holds nothing of its parent's: no output, no folder, no terminal."""
    try:
        for name in _SPARED:
            signal.signal(getattr(signal, name), signal.SIG_IGN)
        os.setsid()
        os.chdir("/")
        nowhere = os.open(os.devnull, os.O_RDWR)
        for standard in range(3):
            os.dup2(nowhere, standard)
        os.dup2(pipe, 3)
        os.closerange(4, os.sysconf("SC_OPEN_MAX"))
        for path in _unfinished(3):
            _remove(path)
    finally:
        os._exit(0)


def _unfinished(pipe: int) -> set[bytes]:
    """What is still only half made when the pipe closes."""
    paths: set[bytes] = set()
    rest = b""
    while part := os.read(pipe, 1 << 16):
        *lines, rest = (rest + part).split(_END)
        for line in lines:
            (paths.add if line.startswith(_MADE) else paths.discard)(line[1:])
    return paths


def _remove(path: bytes) -> None:
    import shutil

    with suppress(OSError):
        if os.path.isdir(path) and not os.path.islink(path):  # noqa: PTH112, PTH114 - bytes
            shutil.rmtree(path, ignore_errors=True)
        else:
            os.unlink(path)  # noqa: PTH108 - bytes
