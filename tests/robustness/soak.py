"""Uses the real window by chance for long, and counts what went wrong and what was left behind.

``.venv/bin/python tests/robustness/soak.py --actions 3000 --seed 1`` prints figures before and
after, and exits 1 if there was any exception, unexpected log record or Qt message, or a listener
too many.
"""

# ruff: noqa: E402 - the root comes to the path first; figures are printed

from __future__ import annotations

import argparse
import faulthandler
import gc
import logging
import os
import re
import sys
import time
import tomllib
import traceback
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from shutil import rmtree
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.conftest import HOME  # isort: skip - it also gives the program a home of its own

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from mapapp.app import make_application, open_window
from mapapp.core.disk.assets import asset
from mapapp.core.layer.spec import load_layer_specs
from mapapp.qt.parts.faults import exceptions_told
from mapapp.qt.parts.guard import report
from mapapp.qt.shell.main_window import MainWindow
from tests.e2e.dialogs import close_all, events, modal_dialogs_dismissed
from tests.robustness.soak_actions import Person

_SETTLE_S = 30.0
_WARM_UP = 40


@dataclass(slots=True)
class Findings:
    """What went wrong, with the action after which it was seen."""

    action: str = ""
    exceptions: list[str] = field(default_factory=list)
    records: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    stalls: list[str] = field(default_factory=list)

    def take(self, error: Exception) -> None:
        """Note an exception that ended in ``sys.excepthook``."""
        text = "".join(traceback.format_exception(error))
        self.exceptions.append(f"[{self.action}] {text}")

    @property
    def total(self) -> int:
        """How much went wrong."""
        return sum(map(len, (self.exceptions, self.records, self.messages, self.stalls)))

    def texts(self) -> list[str]:
        """All of it."""
        return [*self.exceptions, *self.records, *self.messages, *self.stalls]


class _Records(logging.Handler):
    def __init__(self, findings: Findings) -> None:
        super().__init__(logging.WARNING)
        self._findings = findings

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info is None:  # an exception is counted already
            text = f"{record.levelname} {record.name}: {record.getMessage()}"
            self._findings.records.append(f"[{self._findings.action}] {text}")


@dataclass(frozen=True, slots=True)
class Figures:
    """What the program holds at a moment.

    Of its memory ``own_mb`` is what a leak would make grow, though the allocator keeps some of it
    free. ``frames_mb`` are pictures of the page, which Chromium shares with the window and has more
    or fewer of as the map changes. The rest is the code of libraries.
    """

    rss_mb: float
    own_mb: float
    frames_mb: float
    helpers_rss_mb: float
    handles: int
    threads: int
    listeners: int
    objects: int

    def __str__(self) -> str:
        return (
            f"RSS {self.rss_mb:.0f} MB (own {self.own_mb:.0f}, frames {self.frames_mb:.0f}), "
            f"helpers {self.helpers_rss_mb:.0f} MB, "
            f"handles {self.handles}, threads {self.threads}, listeners {self.listeners}, "
            f"objects {self.objects}"
        )


def main() -> int:
    """Soak as asked for; the answer is the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--actions", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--trace", action="store_true", help="tell each action before it is done")
    chosen = parser.parse_args()
    faulthandler.enable()
    findings = Findings()
    with ExitStack() as closing:
        folder = Path(closing.enter_context(TemporaryDirectory(prefix="mapapp-soak-")))
        began_s = time.monotonic()
        before, after = _soak(chosen, findings, folder, closing)
    for text in findings.texts()[:40]:
        print(text)
    left = after.listeners - before.listeners
    print(f"{chosen.actions} actions, seed {chosen.seed}, {time.monotonic() - began_s:.0f} s")
    print(
        f"exceptions {len(findings.exceptions)}, log records {len(findings.records)}, "
        f"Qt messages {len(findings.messages)}, stalls {len(findings.stalls)}"
    )
    print(f"before: {before}\nafter:  {after}")
    return int(findings.total > 0 or left > 0)


def _soak(
    chosen: argparse.Namespace, findings: Findings, folder: Path, closing: ExitStack
) -> tuple[Figures, Figures]:
    _collect_messages(findings)
    logging.getLogger().addHandler(_Records(findings))
    make_application()
    window = open_window(load_layer_specs(asset("layers")), closing, folder / "config")

    def tell(error: Exception) -> None:
        findings.take(error)
        window.built_in.problems.reported.emit(error)

    closing.enter_context(exceptions_told(tell))
    closing.enter_context(modal_dialogs_dismissed())
    window.show()
    _settle(window, findings)
    chance = Random(chosen.seed)
    person = Person(window, chance, folder)
    warm_up = min(_WARM_UP, chosen.actions // 2)
    _act(warm_up, person, findings, window, chosen)
    before = _figures(window)
    _act(chosen.actions - warm_up, person, findings, window, chosen)
    after = _figures(window)
    window.close()
    return before, after


def _act(
    count: int, person: Person, findings: Findings, window: MainWindow, chosen: argparse.Namespace
) -> None:
    """Do some actions; now and then, and in the end, everything that was opened is closed."""
    for _ in range(count):
        findings.action, act = person.next_action()
        if chosen.trace:
            print(findings.action, flush=True)
        try:
            act()
        except Exception as error:
            report(error)
        QCoreApplication.processEvents()
        if person.closes_everything():
            _tidy(window, findings)
    _tidy(window, findings)


def _tidy(window: MainWindow, findings: Findings) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    close_all(app, window)
    _settle(window, findings)


def _settle(window: MainWindow, findings: Findings) -> None:
    """Wait until the page shows all that was sent to it."""
    seen: list[bool] = []
    connection = window.view.settled.connect(lambda: seen.append(True))
    deadline_s = time.monotonic() + _SETTLE_S
    window.view.ping()
    while not (window.view.is_ready and seen):
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        if not window.view.is_ready:
            window.view.ping()
        if time.monotonic() > deadline_s:
            findings.stalls.append(f"[{findings.action}] the page did not answer")
            break
    window.view.settled.disconnect(connection)


def _figures(window: MainWindow) -> Figures:
    gc.collect()
    own = Path("/proc/self")
    return Figures(
        *(_memory_mb(own, kind) for kind in ("VmRSS", "RssAnon", "RssShmem")),
        sum(_memory_mb(child, "VmRSS") for child in _children(os.getpid())),
        len(list((own / "fd").iterdir())),
        len(list((own / "task").iterdir())),
        sum(map(len, events(window).values())),
        len(window.findChildren(QObject)),
    )


def _memory_mb(process: Path, kind: str) -> float:
    """One of the kinds of resident memory that ``/proc/PID/status`` tells."""
    try:
        found = re.search(rf"{kind}:\s+(\d+) kB", (process / "status").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


def _children(pid: int) -> list[Path]:
    """All processes that a process has started, and those that they have."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += [Path("/proc") / child, *_children(int(child))]
    return found


def _collect_messages(findings: Findings) -> None:
    """Take what Qt says; what the offscreen platform always says is known to pytest."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    known = settings["tool"]["pytest"]["ini_options"]["qt_log_ignore"]

    def take(kind: QtMsgType, _context: object, text: str) -> None:
        is_bad = kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)
        if is_bad and not any(re.search(each, text) for each in known):
            findings.messages.append(f"[{findings.action}] Qt: {text}")

    qInstallMessageHandler(take)


if __name__ == "__main__":
    try:
        code = main()
    finally:
        rmtree(HOME, ignore_errors=True)
    sys.exit(code)
