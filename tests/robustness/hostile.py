"""Has mapapp read hostile files, each command in a process of its own, and counts what breaks.

A crash, a hang, a traceback or "mapapp has a fault" is a failure; a sentence is none.

    python -m tests.robustness.hostile --count 40
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.robustness.hostile_atlases import ATLASES
from tests.robustness.hostile_pictures import PICTURES
from tests.robustness.hostile_workspaces import WORKSPACES, shared
from tests.robustness.odd_files import remove

LIMIT_S = 30.0
_CRASHES = (134, 139)
_WINDOW = (sys.executable, "-m", "tests.robustness.passing_window")
_MAPAPP = (sys.executable, "-m", "mapapp")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one command on one file; ``failure`` is empty where all went well."""

    file: str
    command: str
    code: int | None
    seconds: float
    failure: str


def every_file() -> list[str]:
    """The names of all files, so that few of them are of different kinds."""
    kinds = [list(ATLASES), list(WORKSPACES), list(PICTURES)]
    return [name for kind in kinds for name in kind]


def outcomes(
    name: str, commands: Sequence[str] = (), limit_s: float = LIMIT_S
) -> Iterator[Outcome]:
    """Run the commands, or all, on the file of a name."""
    folder = Path(tempfile.mkdtemp(prefix="mapapp-hostile-"))
    try:
        kinds = {**ATLASES, **WORKSPACES, **PICTURES}
        (folder / "data").mkdir()
        path = kinds[name](folder / "data")
        for title, command in _commands(name, path, folder / "out"):
            if not commands or title in commands:
                (folder / "out").mkdir(exist_ok=True)
                yield _run(name, title, command, _environment(name, title, folder), limit_s)
    finally:
        remove(folder)


def _commands(name: str, path: Path, out: Path) -> Iterator[tuple[str, list[str]]]:
    if name in PICTURES:
        yield "inspect", [*_MAPAPP, "inspect", str(path)]
        yield "open", [*_WINDOW, str(path)]
        return
    picture = [*_MAPAPP, "snapshot", "-o", str(out / "map.png"), "--size", "400x300"]
    if name in WORKSPACES:
        yield "snapshot", [*picture, "--workspace", str(path)]
        yield "open", [*_WINDOW, str(path)]
        return
    yield "check", [*_MAPAPP, "check", str(path)]
    yield "search", [*_MAPAPP, "search", "port"]
    yield "identify", [*_MAPAPP, "identify", "121.65", "38.93"]
    yield "facts", [*_MAPAPP, "facts", "port-dalian"]
    yield "conflicts", [*_MAPAPP, "conflicts"]
    yield "sources", [*_MAPAPP, "sources"]
    yield "export-data", [*_MAPAPP, "export-data", "-o", str(out / "facts.geojson")]
    yield "snapshot", [*picture, "--data", str(path)]
    yield "html", [*_MAPAPP, "snapshot", "-o", str(out / "map.html"), "--data", str(path)]
    if path.is_file():
        yield "open", [*_WINDOW, str(shared(lambda _: path)(out.parent))]
    yield "start", list(_WINDOW)


def _environment(name: str, title: str, folder: Path) -> dict[str, str]:
    """The user's folders in ``folder``; the atlas of the program is the hostile one."""
    own = {
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "XDG_DATA_HOME": str(folder / "share"),
    }
    if name in ATLASES and title != "open":
        own["MAPAPP_ASSETS"] = str(folder)
    return {**os.environ, **own}


def _run(
    name: str, title: str, command: Sequence[str], environment: dict[str, str], limit_s: float
) -> Outcome:
    start = time.monotonic()
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
    ) as child:
        try:
            out, err = child.communicate(timeout=limit_s)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.communicate()
            return Outcome(name, title, None, time.monotonic() - start, "hang")
    failure = _failure(child.returncode, (out + err).decode(errors="replace"))
    return Outcome(name, title, child.returncode, time.monotonic() - start, failure)


def _failure(code: int, said: str) -> str:
    if code < 0 or code in _CRASHES:
        return f"crash ({code})"
    for mark in ("mapapp has a fault", "Traceback (most recent call last)", "Fatal Python error"):
        if mark in said:
            lines = [line for line in said.splitlines() if mark in line or "Error" in line]
            return f"fault: {lines[-1].strip()[:110]}"
    return "" if code in (0, 1, 2) else f"code {code}"


def main() -> int:
    """Run all, or some, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="how many files")
    parser.add_argument("--skip", type=int, default=0, help="how many files to leave out first")
    parser.add_argument("--only", default="", help="names of files that hold this text")
    parser.add_argument("--commands", default="", help="of these commands only, as a,b")
    parser.add_argument("--limit", type=float, default=LIMIT_S, help="seconds a command may take")
    chosen = parser.parse_args()
    names = [name for name in every_file() if chosen.only in name][chosen.skip :][: chosen.count]
    wanted = [word for word in chosen.commands.split(",") if word]
    failed = total = 0
    slowest = 0.0
    for name in names:
        done = list(outcomes(name, wanted, chosen.limit))
        total += len(done)
        failed += sum(bool(each.failure) for each in done)
        slowest = max(slowest, *(each.seconds for each in done), 0.0)
        codes = " ".join(f"{each.command}={each.code}" for each in done)
        print(f"{name:28} {codes}", flush=True)
        for each in done:
            if each.failure:
                print(f"    FAILED {each.command}: {each.failure}", flush=True)
    print(f"{len(names)} files, {total} commands, {failed} failures; slowest {slowest:.1f} s")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
