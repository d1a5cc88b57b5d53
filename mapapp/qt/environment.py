"""What must be settled before Qt starts: a display, and Chromium's switches."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping, MutableMapping

from mapapp.core.errors import EnvironmentProblemError
from mapapp.core.log import logger
from mapapp.qt.display import display_problem, platforms

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
            f"{problem}; make pictures with 'mapapp snapshot -o map.pdf', or set DISPLAY."
        )


def draw_offscreen(environ: MutableMapping[str, str]) -> None:
    """Choose the platform without a display, and hush what it says of missing graphics cards."""
    environ["QT_QPA_PLATFORM"] = "offscreen"
    if not _qt_log.isEnabledFor(logging.DEBUG):
        environ.setdefault("QT_LOGGING_RULES", "*.warning=false")
        environ[_FLAGS] = f"--log-level=3 {environ.get(_FLAGS, '')}".strip()


def configure_chromium(environ: MutableMapping[str, str]) -> None:
    """Choose Chromium's switches: no background traffic, and as root no sandbox.

    The sandbox cannot start as root (as in a container); anywhere else it stays on.
    """
    flags = ["--disable-background-networking", "--disable-component-update"]
    if sys.platform.startswith("linux") and os.geteuid() == 0:
        flags.append("--no-sandbox")
        _qt_log.info("Running as root: Chromium's sandbox is off.")
    if platforms(environ)[0] in _HEADLESS:
        flags.append("--disable-gpu")
    environ[_FLAGS] = " ".join([*flags, environ.get(_FLAGS, "")]).strip()
