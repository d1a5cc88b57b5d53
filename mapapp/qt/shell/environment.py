"""What must be settled before Qt starts: a display, and Chromium's switches."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, MutableMapping

from mapapp.core.errors import EnvironmentProblemError
from mapapp.core.log import logger
from mapapp.qt.shell.display import display_problem, platforms

_qt_log = logger("qt")

_FLAGS = "QTWEBENGINE_CHROMIUM_FLAGS"
_HEADLESS = frozenset({"offscreen", "minimal", "vnc"})


def require_display(environ: Mapping[str, str]) -> None:
    """Make sure that Qt will find a display.

    Raises:
        EnvironmentProblemError: where there is none and no headless platform was chosen.
    """
    if problem := display_problem(environ):
        raise EnvironmentProblemError(
            "{problem}; make pictures with 'mapapp snapshot -o map.pdf', or set DISPLAY.",
            problem=problem,
        )


def draw_offscreen(environ: MutableMapping[str, str]) -> None:
    """Choose the platform without a display, and hush what it says of missing graphics cards."""
    environ["QT_QPA_PLATFORM"] = "offscreen"
    if not _qt_log.isEnabledFor(logging.DEBUG):
        environ.setdefault("QT_LOGGING_RULES", "*.warning=false")
        environ[_FLAGS] = f"--log-level=3 {environ.get(_FLAGS, '')}".strip()


def configure_chromium(environ: MutableMapping[str, str]) -> None:
    """Choose Chromium's switches: no background traffic, and as much of its sandbox as can be.

    As root (as in a container) the sandbox cannot start. Where others may not make namespaces,
    Chromium would end the process; it then goes without those, and keeps its filter of system
    calls.
    """
    flags = ["--disable-background-networking", "--disable-component-update"]
    if sys.platform.startswith("linux") and os.geteuid() == 0:
        flags.append("--no-sandbox")
        _qt_log.info("Running as root: Chromium's sandbox is off.")
    elif sys.platform.startswith("linux") and not _may_make_namespaces():
        flags.append("--disable-namespace-sandbox")
        _qt_log.info("No namespaces may be made: Chromium's sandbox goes without.")
    if platforms(environ)[0] in _HEADLESS:
        flags.append("--disable-gpu")
    environ[_FLAGS] = " ".join([*flags, environ.get(_FLAGS, "")]).strip()


def _may_make_namespaces() -> bool:
    """Whether this user may make those that Chromium makes; some systems forbid a part of them."""
    tool = shutil.which("unshare")
    if tool is None:
        return True
    command = [tool, "--user", "--pid", "--net", "true"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
