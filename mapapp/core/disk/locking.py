"""One process at a time: for files that several windows read, change and write again."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mapapp.core.errors import ExportError

_PATIENCE_S = 2.0
_PAUSE_S = 0.002
_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of a file while the block reads and writes it.

    The lock is a hidden file beside it, which stays: the system frees it when its process ends,
    however that ends. Where it cannot be made, nothing can be written either, and there is no
    lock; nor is there on a disk that knows none.

    Raises:
        ExportError: if another process holds it for two seconds.
    """
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path.with_name(f".{path.name}.lock"), _FLAGS, 0o600)
    except OSError:
        yield
        return
    try:
        _wait_for(handle, path)
        yield
    finally:
        os.close(handle)


def _wait_for(handle: int, path: Path) -> None:
    until = time.monotonic() + _PATIENCE_S
    while not _taken(handle):
        if time.monotonic() > until:
            raise ExportError(
                "{path} is in use by another mapapp; try again in a moment.", path=path
            )
        time.sleep(_PAUSE_S)


if sys.platform == "win32":
    import msvcrt

    def _taken(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        except OSError:
            return True
        return True

else:
    import fcntl

    def _taken(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # the disk knows no locks
            return True
        return True
