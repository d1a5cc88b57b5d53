"""Say what this machine lacks, with the line that brings it.

Runs before anything is installed: standard library only, any Python 3.11 or later.
``--tests`` also looks for the tools of the tests; ``--packages`` prints Debian packages only.
"""

from __future__ import annotations

import ctypes
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Iterator

# Shared libraries that Qt WebEngine and Qt's X11 plugin load and the PySide6 wheels
# do not bring, with the Debian package of each.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libXcomposite.so.1": "libxcomposite1",
    "libXdamage.so.1": "libxdamage1",
    "libXext.so.6": "libxext6",
    "libXfixes.so.3": "libxfixes3",
    "libXrandr.so.2": "libxrandr2",
    "libXtst.so.6": "libxtst6",
    "libasound.so.2": "libasound2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libexpat.so.1": "libexpat1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgbm.so.1": "libgbm1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libnspr4.so": "libnspr4",
    "libnss3.so": "libnss3",
    "libudev.so.1": "libudev1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-dri3.so.0": "libxcb-dri3-0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbfile.so.1": "libxkbfile1",
}
TEST_TOOLS = {"pdftotext": "poppler-utils", "gdal_merge.py": "gdal-bin"}


def missing(tests: bool) -> Iterator[tuple[str, str]]:
    """What is not there, each with its Debian package."""
    if importlib.util.find_spec("ensurepip") is None:
        yield "Python's venv module", "python3-venv"
    if sys.platform == "linux":
        yield from ((name, package) for name, package in LIBRARIES.items() if not loads(name))
    if tests:
        yield from ((name, pkg) for name, pkg in TEST_TOOLS.items() if not shutil.which(name))


def loads(library: str) -> bool:
    """Whether the dynamic linker finds ``library``."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def apt_name(package: str) -> str:
    """The name apt knows: newer releases call some libraries ``…t64``."""
    renamed = f"{package}t64"
    known = subprocess.run(["apt-cache", "show", renamed], capture_output=True, check=False)
    return package if known.returncode else renamed


def report(names: str, packages: str) -> str:
    """The sentence and, where apt rules, the line to type."""
    if shutil.which("apt-get"):
        return f"mapapp needs {names}. Type: sudo apt-get install {packages}"
    return f"mapapp needs {names} (on Debian: {packages}); install them with your system's tool."


def main(arguments: list[str]) -> int:
    """Check, and tell; 0 if nothing is missing."""
    lacking = dict(missing(tests="--tests" in arguments))
    apt = shutil.which("apt-get") is not None
    packages = " ".join(apt_name(name) if apt else name for name in lacking.values())
    if "--packages" in arguments:
        print(packages)
        return 0
    if lacking:
        print(report(", ".join(lacking), packages), file=sys.stderr)
    return int(bool(lacking))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
