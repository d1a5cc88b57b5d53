"""How much memory the processes of a window have."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path


def memory_mb() -> float:
    """What this process and all below it have of the memory, as if no other had any of it.

    Pages that they share count once. Of files (libraries) that is what one of them has most of: the
    share that Linux tells (PSS) would be less where another program has the same files open.
    """
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    ours = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in ours} - ours:
        ours |= more
    own_kb, files_kb = 0, Counter[str]()
    for pid in ours:
        try:
            lines = Path(f"/proc/{pid}/smaps").read_text(encoding="utf-8").splitlines()
        except OSError:
            continue
        of_process = _mapped_kb(lines)
        own_kb += of_process.pop("", 0)
        files_kb |= of_process
    return (own_kb + files_kb.total()) / 1024


def _mapped_kb(lines: list[str]) -> Counter[str]:
    """What a process has of each file, and under "" what no other program can have."""
    found, path = Counter[str](), ""
    for line in lines:
        name, *values = line.split()
        if not name.endswith(":"):
            path = values[4] if len(values) > 4 else ""
            path = path if path.startswith("/") and "org.chromium" not in path else ""
        elif name == "Rss:" and path:
            found[path] += int(values[0])
        elif name == "Pss:" and not path:
            found[""] += int(values[0])
        elif name == "Pss_Anon:" and path:
            found[path] -= int(values[0])
            found[""] += int(values[0])
    return found
