"""Puts random values into random cells of an atlas: what `mapapp check` passes must not fail.

A copy that is refused must be refused by every command in a sentence, too.

    python -m tests.robustness.mutations --count 300
"""

from __future__ import annotations

import argparse
import io
import os
import random
import shutil
import sqlite3
import struct
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from mapapp.cli import main as mapapp
from mapapp.core.disk.assets import asset

_VALUES: tuple[object, ...] = (
    None, "", "x", "-5", "2023", "2023-13", "0001", "9999-12-31", "a;b;;c", "\0", "\u202e", "yes",
    "x" * 5000, "1e400", "nan", 0, -1, 7, 2**53 + 1, 2**63 - 1, -(2**63), 0.5, -1e30, 1e308,
    float("inf"), b"", b"\xff\xfe", b"GP\0\1" + struct.pack("<iBIdd", 4326, 1, 1, 123.0, 41.0),
    b"GP\0\1" + struct.pack("<iBIdd", 4326, 1, 1, float("nan"), float("nan")),
    b"GP\0\1" + struct.pack("<iBIdd", 4326, 1, 1, -180.0, 90.0),
    b"GP\0\1" + struct.pack("<iBII", 4326, 1, 7, 0),
    b"GP\0\1" + struct.pack("<iBII", 4326, 1, 5, 0),
    b"GP\0\1" + struct.pack("<iBIIdddd", 4326, 1, 2, 2, 1.0, 1.0, 1.0, 1.0),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trial:
    """One changed atlas: what was changed, whether `check` passed it, and what failed."""

    changes: tuple[str, ...]
    passed: bool
    faults: tuple[str, ...]


def trials(count: int, seed: int = 1) -> Iterator[Trial]:
    """Change so many copies, and run the commands on each."""
    for number in range(count):
        with tempfile.TemporaryDirectory(prefix="mapapp-mutations-") as folder:
            yield _trial(Path(folder), random.Random(f"{seed}-{number}"))


def _trial(folder: Path, chance: random.Random) -> Trial:
    (folder / "data").mkdir()
    path = folder / "data" / "atlas.gpkg"
    shutil.copyfile(asset("data", "atlas.gpkg"), path)
    changes = tuple(_changes(path, chance))
    before = os.environ.get("MAPAPP_ASSETS")
    os.environ["MAPAPP_ASSETS"] = str(folder)
    try:
        code, said = _run("check", str(path))
        runs = [("check", code, said), *((c[0], *_run(*c)) for c in _commands(folder))]
    finally:
        del os.environ["MAPAPP_ASSETS"]
        if before is not None:
            os.environ["MAPAPP_ASSETS"] = before
    faults = [f"{name}: {said}" for name, _, said in runs if "has a fault" in said]
    if code == 0:
        faults += [f"{name}: {said}" for name, failed, said in runs if failed]
    return Trial(changes, code == 0, tuple(faults))


def _changes(path: Path, chance: random.Random) -> Iterator[str]:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        triggers = db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            db.execute(f'DROP TRIGGER "{name}"')
        tables = [
            name
            for (name,) in db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' "
                "AND name NOT LIKE 'rtree%' AND name NOT LIKE 'sqlite%'"
            )
        ]
        for _ in range(chance.randint(1, 3)):
            table = chance.choice([*tables, "fact", "fact", "port", "industrial_park"])
            columns = [row[1] for row in db.execute(f'PRAGMA table_info("{table}")')]
            column, value = chance.choice(columns), chance.choice(_VALUES)
            where = chance.choice(("1", "rowid = 1", "rowid % 3 = 0"))
            try:
                db.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE {where}', (value,))
            except sqlite3.IntegrityError:
                continue
            yield f"{table}.{column} = {value!r:.40} where {where}"


def _commands(folder: Path) -> Iterator[tuple[str, ...]]:
    yield "search", "port"
    yield "identify", "123.2", "41.75", "--json"
    yield "facts", "cgip"
    yield "facts", "port-dalian", "--lang", "zh"
    yield ("conflicts",)
    yield "sources", "--json"
    yield "export-data", "-o", str(folder / "facts.csv")
    yield "export-data", "-o", str(folder / "facts.geojson")
    yield "snapshot", "-o", str(folder / "map.svg"), "--size", "500x400"
    yield "snapshot", "-o", str(folder / "map.html"), "--size", "500x400"


def _run(*arguments: str) -> tuple[int, str]:
    """Exit code and last line of the complaint of a command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = mapapp(list(arguments))
    lines = err.getvalue().strip().splitlines()
    unknown = code == 2 and bool(lines) and "There is no entity" in lines[-1]
    return 0 if unknown else code, lines[-1] if lines else ""


def main() -> int:
    """Change as many as asked, and print what failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    seen: Counter[str] = Counter()
    for trial in trials(chosen.count, chosen.seed):
        seen["passed" if trial.passed else "refused"] += 1
        if trial.faults:
            seen["failed"] += 1
            print(*trial.changes, *(f"    FAILED {fault}" for fault in trial.faults), sep="\n")
    print(f"{chosen.count} atlases: {seen['passed']} passed by check, {seen['refused']} refused; "
          f"{seen['failed']} failures")  # fmt: skip
    return int(seen["failed"] > 0)


if __name__ == "__main__":
    sys.exit(main())
