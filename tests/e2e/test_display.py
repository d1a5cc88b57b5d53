"""With a display, with a wrong one and without: the command as a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from mapapp.core.layer.spec import LayerSpec
from mapapp.qt.shell.photographer import SIZE_PX
from tests.e2e.test_launch import WINDOW
from tests.e2e.test_launch import run as run_process
from tests.tools import needed, output

MAPAPP = (sys.executable, "-m", "mapapp")
DISPLAYS = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_SESSION_TYPE"}
NOBODY = "9471"
WAYLAND = {"WAYLAND_DISPLAY": "wayland-nobody"}
FEW_NAMESPACES = (
    "echo 0 > /proc/sys/user/max_net_namespaces;"
    'exec unshare --user --map-user=1000 --map-group=1000 "$@"'
)


def run(*command: str | Path, **displays: str) -> tuple[int, str, str]:
    """Run a command where only these displays are named."""
    environ = {name: value for name, value in os.environ.items() if name not in DISPLAYS}
    return run_process(*command, environ=environ | displays)


@pytest.fixture(scope="module")
def x_display() -> Iterator[str]:
    """A real X server of its own: the name of its display."""
    reading, writing = os.pipe()
    command = [needed("Xvfb"), "-displayfd", str(writing), "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
        server.terminate()


@pytest.fixture
def silent_display() -> Iterator[str]:
    """A display whose server takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1] - 6000}"


def expect_refusal(found: tuple[int, str, str], *words: str) -> None:
    code, said, complaint = found
    assert (code, said, complaint.count("\n")) == (1, "", 1)
    assert all(word in complaint for word in ("mapapp snapshot", *words)), complaint


def test_without_a_display_one_sentence_names_the_snapshot() -> None:
    expect_refusal(run(*MAPAPP), "no display")


@pytest.mark.parametrize(
    "displays",
    [
        {"DISPLAY": f":{NOBODY}"},
        {"DISPLAY": f"localhost:{NOBODY}.0"},
        {"DISPLAY": "nonsense"},
        {"DISPLAY": f":{NOBODY}", "QT_QPA_PLATFORM": "xcb"},
        {"WAYLAND_DISPLAY": "wayland-nobody"},
        {"WAYLAND_DISPLAY": "wayland-nobody", "DISPLAY": f":{NOBODY}"},
    ],
    ids=lambda displays: " ".join(f"{name}={value}" for name, value in displays.items()),
)
def test_a_display_where_nobody_is_is_one_sentence(displays: dict[str, str]) -> None:
    named = [f"{name}={value}" for name, value in displays.items() if "DISPLAY" in name]
    expect_refusal(run(*MAPAPP, **displays), *named)


def test_a_display_that_never_answers_is_one_sentence(silent_display: str) -> None:
    expect_refusal(run(*MAPAPP, DISPLAY=silent_display), silent_display)


def test_a_screen_that_the_display_has_not_is_one_sentence(x_display: str) -> None:
    expect_refusal(run(*MAPAPP, DISPLAY=f"{x_display}.4"))


def test_the_window_paints_on_a_real_display(x_display: str) -> None:
    """A display that answers is enough, whatever else is named."""
    script = "import os\nfrom mapapp.qt.shell.environment import require_display as require\n"
    script += "require(os.environ)\n" + WINDOW
    code, said, complaint = run(sys.executable, "-c", script, DISPLAY=x_display, **WAYLAND)
    assert (code, said) == (0, "painted []\n"), complaint


def test_without_a_display_the_window_and_a_sheet_are_shown_in_pictures(
    tmp_path: Path, specs: tuple[LayerSpec, ...]
) -> None:
    folder = tmp_path / "new" / "pictures"
    code, said, complaint = run(*MAPAPP, "--or-pictures", folder, DISPLAY=f":{NOBODY}")
    assert (code, complaint, said.count("\n")) == (0, "", 1)
    assert all(str(folder / name) in said for name in ("window.png", "sheet.pdf"))
    assert {path.name for path in folder.iterdir()} == {"window.png", "sheet.pdf"}
    window = QImage(str(folder / "window.png"))
    assert window.size().toTuple() == SIZE_PX
    seen = {window.pixelColor(x, y).name() for x in range(300, 1000) for y in range(100, 700)}
    assert "#3a4ec8" in seen  # the sea ports
    assert "Port of Dalian" in output("pdftotext", folder / "sheet.pdf", "-")


@pytest.mark.parametrize("displays", [{}, {"DISPLAY": f":{NOBODY}"}])
def test_pictures_where_a_file_lies_are_one_sentence(
    tmp_path: Path, displays: dict[str, str]
) -> None:
    (tmp_path / "taken").touch()
    code, said, complaint = run(*MAPAPP, "--or-pictures", tmp_path / "taken", **displays)
    assert (code, said, complaint.count("\n")) == (1, "", 1)
    assert "taken" in complaint


def test_the_map_comes_up_where_few_namespaces_are_allowed(tmp_path: Path) -> None:
    """Chromium's own test is too coarse there: it ends the process."""
    code, _, complaint = run(
        "unshare", "--user", "--map-root-user", "sh", "-c", FEW_NAMESPACES, "sh",
        *MAPAPP, "--verbose", "--or-pictures", tmp_path,
    )  # fmt: skip
    assert code == 0, complaint
    assert "No namespaces may be made" in complaint
    assert (tmp_path / "window.png").is_file()
