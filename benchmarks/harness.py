"""What the benchmarks share: whole processes measured, results printed one JSON line each.

A benchmark is a script ``bench_*.py`` that prints :class:`Result` lines; ``run.py`` runs them
all and makes the table. A result names its target and, where there is one, a peer that was
measured in the same run on the same data.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"


@dataclass(frozen=True, slots=True)
class Result:
    """One figure. ``target`` is an upper bound in ``unit``, or as a ratio to the peer."""

    name: str
    value: float
    unit: str
    target: float | None = None
    peer: str = ""
    peer_value: float | None = None
    target_is_ratio: bool = False
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Our figure over the peer's."""
        return self.value / self.peer_value if self.peer_value else None

    @property
    def met(self) -> bool | None:
        """Whether the target was met; None where there is none or no peer to compare with."""
        measured = self.ratio if self.target_is_ratio else self.value
        return None if self.target is None or measured is None else measured <= self.target

    def emit(self) -> None:
        """Print the result for ``run.py``."""
        print(json.dumps(asdict(self)), flush=True)


@dataclass(frozen=True, slots=True)
class Process:
    """Wall seconds and peak resident memory of one run of a command."""

    wall_s: float
    peak_mb: float


def run_process(command: Sequence[str], environ: Mapping[str, str] | None = None) -> Process:
    """Run a command to its end; a failure is an error here too.

    Compiled modules are kept between runs, as they are for a user.
    """
    kept = {name: value for name, value in os.environ.items() if name != _NO_BYTECODE}
    started = time.perf_counter()
    child = subprocess.Popen(
        command, env={**kept, **(environ or {})}, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {child.returncode}")
    return Process(time.perf_counter() - started, usage.ru_maxrss / 1024)


def median_process(
    command: Sequence[str], runs: int = 7, environ: Mapping[str, str] | None = None
) -> Process:
    """The median of several runs, after one that warms the caches."""
    run_process(command, environ)
    measured = [run_process(command, environ) for _ in range(runs)]
    return Process(
        statistics.median(run.wall_s for run in measured),
        statistics.median(run.peak_mb for run in measured),
    )


def timings_ms(call: Callable[[], object], runs: int = 200) -> list[float]:
    """Milliseconds of each of many calls, after a few that warm up."""
    for _ in range(5):
        call()
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        call()
        times.append(1000 * (time.perf_counter() - started))
    return times


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 do not exceed."""
    return sorted(values)[min(int(len(values) * 0.95), len(values) - 1)]


def mapapp(*arguments: str) -> list[str]:
    """The command line of mapapp under this Python."""
    return [sys.executable, "-m", "mapapp", *arguments]
