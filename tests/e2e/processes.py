"""The processes under this one, read from /proc."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path


def descendants(pid: int | None = None) -> list[int]:
    """All processes that descend from one (from this one for None), parents first."""
    parents = dict(_parents())
    found = [pid or os.getpid()]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found[1:]


def chromium_helpers() -> list[int]:
    """The zygotes and page processes of this program."""
    return [pid for pid in descendants() if "QtWebEngine" in _read(f"/proc/{pid}/cmdline")]


def is_alive(pid: int) -> bool:
    """Whether a process is there and is no zombie."""
    return _read(f"/proc/{pid}/stat").rpartition(")")[2].split()[:1] not in ([], ["Z"])


def _parents() -> Iterator[tuple[int, int]]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (fields := _read(f"{folder}/stat").rpartition(")")[2].split()):
            yield int(folder.name), int(fields[1])


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""  # it has ended meanwhile
