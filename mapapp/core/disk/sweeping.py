"""What killed processes left behind: how temporaries are named, and when they are swept.

A process that is killed cannot take its temporaries back. So their names say who made them,
``mapapp-MACHINE-PROCESS-…``, and whoever next works in the same folder sweeps it, once:

- What a process of this machine made goes as soon as that process is gone.
- What another machine made (on a folder of the network), this one before it was started anew,
  or a container with processes of its own, goes a day after its last change: whether its
  process still works cannot be asked. So it is on Windows, where asking ends the process.
- What another user owns, or is named in another way, stays.
"""

from __future__ import annotations

import functools
import os
import re
import sys
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_NAME = re.compile(r"\.?mapapp-(?P<machine>[0-9a-f]{8})-(?P<process>\d{1,10})-.+", re.DOTALL)
_OLD_S = 86_400.0
_KNOWS_OTHERS = sys.platform != "win32"

_swept: set[Path] = set()


def temporary_prefix() -> str:
    """How the name of a temporary of this process begins; a dot before it hides it."""
    return f"mapapp-{_machine()}-{os.getpid()}-"


def sweep(folder: Path) -> None:
    """Remove what killed processes left in a folder, the first time this process asks."""
    if folder not in _swept:
        _swept.add(folder)
        for leftover in _leftovers(folder):
            remove(leftover)


def remove(path: Path) -> None:
    """Remove a file or a folder with all in it, as far as that can be."""
    with suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            import shutil

            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()


def _leftovers(folder: Path) -> Iterator[Path]:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            name = _NAME.fullmatch(entry.name)
            if name and _is_left(name["machine"], int(name["process"]), entry):
                yield Path(entry.path)


def _is_left(machine: str, process: int, entry: os.DirEntry[str]) -> bool:
    try:
        known = entry.stat(follow_symlinks=False)
    except OSError:  # another sweeper was here
        return False
    if _KNOWS_OTHERS and known.st_uid != os.geteuid():
        return False
    is_gone = _KNOWS_OTHERS and machine == _machine() and not _is_running(process)
    return is_gone or time.time() - known.st_mtime > _OLD_S


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)  # asks, and sends nothing
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # it is somebody else's
        return True
    return True


@functools.cache
def _machine() -> str:
    """Where a number of a process means the same: the machine since its start, or a container."""
    parts = [_host()]
    with suppress(OSError):
        parts.append(Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii"))
        parts.append(str(Path("/proc/self/ns/pid").readlink()))
    return f"{zlib.crc32(' '.join(parts).encode(errors='replace')):08x}"


def _host() -> str:
    if sys.platform == "win32":
        return os.environ.get("COMPUTERNAME", "")
    return os.uname().nodename
