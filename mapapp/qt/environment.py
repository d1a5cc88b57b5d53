"""What must be settled before Qt starts: a display, and Chromium's switches.

Qt aborts the process where there is no display, so it is looked for before QApplication.
"""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping

from mapapp.core.errors import EnvironmentProblemError
from mapapp.core.log import logger

_qt_log = logger("qt")

_FLAGS = "QTWEBENGINE_CHROMIUM_FLAGS"
_HEADLESS = frozenset({"offscreen", "minimal", "vnc"})


def require_display(environ: MutableMapping[str, str]) -> None:
    """Make sure that Qt will find a display.

    Raises:
        EnvironmentProblemError: where there is none and no headless platform was chosen.
    """
    if not sys.platform.startswith("linux") or _platform(environ) in _HEADLESS:
        return
    if not (environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")):
        raise EnvironmentProblemError(
            "There is no display to open a window on; make pictures with "
            "'mapapp snapshot -o map.pdf', or set DISPLAY."
        )


def configure_chromium(environ: MutableMapping[str, str]) -> None:
    """Choose Chromium's switches: no background traffic, and as root no sandbox.

    The sandbox cannot start as root (as in a container); anywhere else it stays on.
    """
    flags = ["--disable-background-networking", "--disable-component-update"]
    if sys.platform.startswith("linux") and os.geteuid() == 0:
        flags.append("--no-sandbox")
        _qt_log.info("Running as root: Chromium's sandbox is off.")
    if _platform(environ) in _HEADLESS:
        flags.append("--disable-gpu")
    environ[_FLAGS] = " ".join([*flags, environ.get(_FLAGS, "")]).strip()


def _platform(environ: MutableMapping[str, str]) -> str:
    return environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
