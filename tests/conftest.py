"""What every test runs under: no display, no home, no log noise, no trace in the checkout."""

from __future__ import annotations

import logging
import os
import re
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from mapapp.core.disk.assets import asset
from mapapp.core.layer.spec import LayerSpec, load_layer_specs

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from mapapp.store.atlas import Atlas

pytest_plugins = ["tests.timing"]

ROOT = Path(__file__).resolve().parents[1]
GUARDED = ("data", "layers", "resources")
MEMORY, ENOUGH_BYTES = Path("/dev/shm"), 2 * 1024**3  # noqa: S108 - in place of the folder of all


def write_to_memory() -> None:
    """Put temporary files where none waits for a disk: databases of tests wait for each commit."""
    has_room = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH_BYTES
    if has_room and "TMPDIR" not in os.environ:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # it is looked for anew


write_to_memory()
HOME = Path(tempfile.mkdtemp(prefix="mapapp-tests-"))

ExpectedLog = Callable[[str], None]


def clean_environment() -> None:
    """Point every folder of the user into ``HOME`` and forget the user's own settings."""
    for name in [name for name in os.environ if name.startswith("MAPAPP_")]:
        del os.environ[name]
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["HOME"] = str(HOME)
    for kind in ("CACHE", "CONFIG", "DATA", "STATE"):
        os.environ[f"XDG_{kind}_HOME"] = str(HOME / kind.lower())
    runtime = HOME / "runtime"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)


def heed_interrupts() -> None:
    """Let children heed SIGINT, though a shell that starts the tests with ``&`` ignores it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: who tests a window waits for its page now and then."""
    return (os.cpu_count() or 1) + 1


clean_environment()  # before any test module imports Qt
heed_interrupts()


def choose_examples() -> None:
    """Try a few examples of each property, other ones in each run; ``make properties`` many.

    No example has a deadline: how long one takes says more of the machine than of the code.
    """
    unhurried = hypothesis.settings(
        deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    for name, count in (("few", 30), ("many", 300)):
        hypothesis.settings.register_profile(name, unhurried, max_examples=count)
    hypothesis.settings.load_profile("few")


choose_examples()


def checkout_state() -> dict[str, tuple[int, int]]:
    """What a test could leave behind: names at the top, names, sizes and times of the data."""
    guarded = (path for name in GUARDED for path in (ROOT / name).rglob("*"))
    files = {path: path.stat() for path in guarded if path.is_file()}
    top = {path.name: (0, 0) for path in ROOT.iterdir() if not path.name.startswith(".")}
    return top | {str(path): (stat.st_size, stat.st_mtime_ns) for path, stat in files.items()}


@pytest.fixture(scope="session", autouse=True)
def _checkout_stays_as_it_was() -> Iterator[None]:
    before = checkout_state()
    yield
    after = checkout_state()
    changed = sorted(name for name in before | after if before.get(name) != after.get(name))
    assert not changed, f"the tests changed the checkout: {changed}"


def pytest_unconfigure() -> None:
    """Remove the home of this run."""
    shutil.rmtree(HOME, ignore_errors=True)


class Records(logging.Handler):
    """Collects what is logged at WARNING or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(f"{record.levelname} {record.name}: {record.getMessage()}")


def forget_logging() -> None:
    """Undo what a command of this process said of the log, to a stream that is closed by now."""
    ours = logging.getLogger("mapapp")
    ours.setLevel(logging.NOTSET)
    ours.handlers.clear()


@pytest.fixture(autouse=True)
def expected_log() -> Iterator[ExpectedLog]:
    """Allow, and ask for, a log record of WARNING or above; any other fails the test.

    Call it with a regular expression that is searched in ``LEVEL logger: message``.
    """
    patterns: list[str] = []
    records = Records()
    logging.getLogger().addHandler(records)
    yield patterns.append
    logging.getLogger().removeHandler(records)
    forget_logging()
    surprises = [
        text for text in records.texts if not any(re.search(want, text) for want in patterns)
    ]
    silent = [want for want in patterns if not any(re.search(want, t) for t in records.texts)]
    assert not surprises, f"unexpected log records: {surprises}"
    assert not silent, f"never logged: {silent}"


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The application as ``mapapp`` makes it, in place of pytest-qt's: with our URL scheme."""
    from mapapp.app import make_application

    return make_application()


@pytest.fixture(scope="session", autouse=True)
def _application_of_all(request: pytest.FixtureRequest) -> None:
    """Make the one application that a process may have, before a picture makes one without widgets.

    Which test comes first in a process is chance, so it does not wait for the first that asks.
    """
    if any("qapp" in getattr(item, "fixturenames", ()) for item in request.session.items):
        request.getfixturevalue("qapp")


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """In place of pytest-qt's: one that is patient."""
    from tests.timing import PatientBot

    return PatientBot(request)


@pytest.fixture(scope="session")
def specs() -> tuple[LayerSpec, ...]:
    """The layers that mapapp ships."""
    return load_layer_specs(asset("layers"))


@pytest.fixture(scope="session")
def atlas(specs: tuple[LayerSpec, ...]) -> Iterator[Atlas]:
    """The atlas that mapapp ships; it is only read, so that all tests share it."""
    from mapapp.store.atlas import Atlas

    with Atlas(asset("data", "atlas.gpkg"), specs) as opened:
        yield opened
