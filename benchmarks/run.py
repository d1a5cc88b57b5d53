"""Run every benchmark (or those named) and print one table: ``make bench``."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from harness import Result

FOLDER = Path(__file__).parent


def results(script: Path) -> list[Result]:
    """Run one benchmark and read what it printed."""
    done = subprocess.run([sys.executable, script], stdout=subprocess.PIPE, text=True, check=True)
    return [Result(**json.loads(line)) for line in done.stdout.splitlines() if line[:1] == "{"]


def row(result: Result) -> str:
    """One line of the table."""
    peer = f"{result.peer_value:.4g} {result.peer}" if result.peer_value else ""
    ratio = f"{result.ratio:.2f}" if result.ratio else ""
    target = "" if result.target is None else f"≤ {result.target:g}"
    target += " ×" if result.target_is_ratio else ""
    verdict = {True: "met", False: "MISSED", None: ""}[result.met]
    value = f"{result.value:.4g} {result.unit}"
    return f"{result.name:<52}{value:>14}  {peer:<24}{ratio:>6}  {target:>9}  {verdict}"


def main(names: list[str]) -> None:
    """Run the benchmarks whose file name contains one of ``names``, or all."""
    scripts = sorted(FOLDER.glob("bench_*.py"))
    chosen = [s for s in scripts if not names or any(name in s.stem for name in names)]
    print(f"{'benchmark':<52}{'ours':>14}  {'peer':<24}{'ratio':>6}  {'target':>9}")
    for script in chosen:
        for result in results(script):
            print(row(result), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
