"""Ends mapapp at random moments while it writes, and looks at what is left.

The target must be whole, the old one or the new one. After TERM and INT nothing may lie beside
it, after KILL nothing once mapapp has started again.

    python -m tests.robustness.kills --count 100
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import mapapp
from mapapp.core.errors import MapappError
from mapapp.core.map.workspace import read_workspace

_SIGNALS = (*[signal.SIGKILL] * 3, signal.SIGTERM, signal.SIGINT)
"""Of five kills three are KILL."""

_PACKAGE = Path(mapapp.__file__).parent
"""Python starts for some 20 ms before the first line of ours; a traceback from there is its own."""

HEEDED_S = 1.0
_GONE_S = 10.0
_LONGEST_S = 60.0

_SAVES = """
import signal
signal.signal(signal.SIGINT, signal.SIG_DFL)
import sys
from pathlib import Path
from mapapp.core.disk.leftovers import start_guardian
start_guardian()
from mapapp.core.map.workspace import read_workspace, write_workspace
path = Path(sys.argv[1])
workspace = read_workspace(path)
print("saving", flush=True)
while True:
    write_workspace(path, workspace)
"""


@dataclass(frozen=True, slots=True)
class Task:
    """Something that is killed: how it is run, and whether its target is whole."""

    name: str
    target: str
    command: Callable[[Path], list[str]]
    is_whole: Callable[[Path], bool]
    longest_s: float


@dataclass(frozen=True, slots=True)
class Kill:
    """What became of one kill."""

    task: str
    number: signal.Signals
    after_s: float
    heeded_s: float
    problem: str

    @property
    def is_late(self) -> bool:
        """Whether it took long to end one that could have gone on."""
        return self.number != signal.SIGKILL and self.heeded_s > HEEDED_S


def _snapshot(target: Path) -> list[str]:
    return [sys.executable, "-m", "mapapp", "snapshot", "-o", str(target), "--size", "900x600"]


def _is_picture(target: Path) -> bool:
    content = target.read_bytes()
    return content == b"old" or (
        content.startswith(b"\x89PNG") and content.endswith(b"IEND\xaeB\x60\x82")
    )


def _save(target: Path) -> list[str]:
    return [sys.executable, "-c", _SAVES, str(target)]


def _is_workspace(target: Path) -> bool:
    try:
        read_workspace(target)
    except MapappError:
        return False
    return True


SNAPSHOT = Task("snapshot", "map.png", _snapshot, _is_picture, 2.5)
SAVE = Task("save", "mine.mapapp.json", _save, _is_workspace, 1.5)

_OLD = {
    SNAPSHOT.name: b"old",
    SAVE.name: b'{"mapapp_workspace": 1, "language": "en", '
    b'"view": {"lon": 123, "lat": 41, "zoom": 8}, "layers": []}',
}


def kills(task: Task, count: int, seed: int = 1) -> Iterator[Kill]:
    """Kill a task so many times, each at a random moment."""
    chance = random.Random(f"{task.name}-{seed}")
    for number in range(count):
        which = _SIGNALS[number % len(_SIGNALS)]
        with tempfile.TemporaryDirectory(prefix="mapapp-kills-") as folder:
            yield _kill(task, Path(folder), which, chance.uniform(0, task.longest_s))


def _kill(task: Task, folder: Path, number: signal.Signals, after_s: float) -> Kill:
    target = folder / task.target
    target.write_bytes(_OLD[task.name])
    own = {"TMPDIR": str(folder), "HOME": str(folder), "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        task.command(target),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, **own},
    ) as child:
        with suppress(subprocess.TimeoutExpired):
            child.wait(after_s)
        start = time.monotonic()
        child.send_signal(number)
        _, said = child.communicate(timeout=_LONGEST_S)
        heeded_s = time.monotonic() - start
    problem = _problem(task, target, said)
    return Kill(task.name, number, after_s, heeded_s, problem)


def _problem(task: Task, target: Path, said: bytes) -> str:
    if not task.is_whole(target):
        return "broken"
    if b"Traceback" in said and os.fsencode(_PACKAGE) in said:
        return "traceback"
    until = time.monotonic() + _GONE_S
    while rest := [path.name for path in target.parent.iterdir() if path != target]:
        if time.monotonic() > until:
            return f"left {rest[0]}"
    return ""


def main() -> int:
    """Kill as often as asked, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100, help="kills of snapshot; 60 % of saves")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    failed = 0
    for task, count in ((SNAPSHOT, chosen.count), (SAVE, chosen.count * 3 // 5)):
        done = list(kills(task, count, chosen.seed))
        by_signal = Counter(each.number.name for each in done)
        problems = [each for each in done if each.problem or each.is_late]
        failed += len(problems)
        slowest = max((k.heeded_s for k in done if k.number != signal.SIGKILL), default=0.0)
        named = ", ".join(f"{name} {n}" for name, n in sorted(by_signal.items()))
        print(f"{task.name}: {count} kills ({named}), {len(problems)} failures; "
              f"TERM and INT heeded within {slowest:.2f} s")  # fmt: skip
        for each in problems:
            problem = each.problem or f"heeded after {each.heeded_s:.1f} s"
            print(f"    FAILED {each.number.name} after {each.after_s:.2f} s: {problem}")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
