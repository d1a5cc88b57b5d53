"""Bring what this machine lacks, or say with which line it comes.

Runs before anything is installed: standard library only, any Python 3.11 or later. It looks for
what the program needs, and with ``--tests`` for the tools that some tests use instead.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

BRING = Path(__file__).resolve().with_name("bring.sh")

# Shared libraries that Qt WebEngine and Qt's X11 and Wayland plugins load and the PySide6 wheels
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
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
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
# Renamed in Debian 13 and Ubuntu 24.04, which count seconds in 64 bits everywhere.
RENAMED = frozenset({"libasound2", "libglib2.0-0"})
RENAMED_SINCE_GLIBC = (2, 39)

# What some tests run, with the Debian package of each.
TEST_TOOLS = {
    "Xvfb": "xvfb",
    "gdal_merge.py": "gdal-bin",
    "gdalinfo": "gdal-bin",
    "pdffonts": "poppler-utils",
    "pdfimages": "poppler-utils",
    "pdfinfo": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "pdftotext": "poppler-utils",
}


def missing() -> Iterator[tuple[str, str]]:
    """What the program needs and is not there, each with its Debian package."""
    if importlib.util.find_spec("ensurepip") is None:
        version = ".".join(map(str, sys.version_info[:2]))
        yield "Python's venv module", f"python{version}-venv"
    if sys.platform == "linux":
        yield from ((name, package) for name, package in LIBRARIES.items() if not loads(name))


def missing_tools() -> Iterator[tuple[str, str]]:
    """Which tools of the tests are not there, each with its Debian package."""
    yield from ((name, pkg) for name, pkg in TEST_TOOLS.items() if not shutil.which(name))


def loads(library: str) -> bool:
    """Whether the dynamic linker finds ``library``."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def apt_name(package: str) -> str:
    """The name by which this release knows a package."""
    return f"{package}t64" if package in RENAMED and glibc() >= RENAMED_SINCE_GLIBC else package


def glibc() -> tuple[int, ...]:
    """Version of the C library, which tells releases apart before apt has any list."""
    name = os.confstr("CS_GNU_LIBC_VERSION") or ""
    return tuple(int(part) for part in name.partition(" ")[2].split(".") if part.isdecimal())


def bring(lacking: dict[str, str], purpose: str = "") -> bool:
    """Install what is lacking, or have it said which line does; whether all is there now."""
    if not lacking:
        return True
    packages = sorted(set(map(apt_name, lacking.values())))
    command = ["sh", str(BRING), listed(list(lacking)) + purpose, *packages]
    return subprocess.run(command, check=False).returncode == 0


def listed(names: list[str]) -> str:
    """A few names; of many, as on a bare machine, their number."""
    few = ", ".join(names[:3])
    return few if len(names) <= 3 else f"{few} and {len(names) - 3} more"


def bring_tools() -> bool:
    """The tools of the tests; a person goes on without, but in CI no test may be left out."""
    if bring(dict(missing_tools()), purpose=" for some tests"):
        return True
    if os.environ.get("CI"):
        return False
    print("Until then these tests are skipped, each by its name.", file=sys.stderr)
    return True


def main(arguments: list[str]) -> int:
    """Bring it; 0 if there is nothing to be typed first."""
    done = bring_tools() if "--tests" in arguments else bring(dict(missing()))
    return int(not done)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
