"""Unpack the Python part of Shiboken into files and compile it, once for an environment.

PySide6 reads it from an archive inside a library, and compiles it at each start: a twentieth of
the time of a picture. ``SBK_EMBED=0`` is Shiboken's own switch to have it as files instead
(``signature_bootstrap.py``), which are found from then on without it.
"""

from __future__ import annotations

import compileall
import importlib.util
import os
import subprocess
import sys
from pathlib import Path


def main() -> None:
    """Write ``shiboken6/files.dir`` anew, for the Shiboken that is installed now."""
    environment = {**os.environ, "SBK_EMBED": "0"}
    subprocess.run([sys.executable, "-c", "import PySide6.QtCore"], env=environment, check=True)
    package = importlib.util.find_spec("shiboken6")
    if package is None or package.origin is None:
        raise SystemExit("shiboken6 is not installed; run `make setup`.")
    compileall.compile_dir(Path(package.origin).parent / "files.dir", quiet=1)


if __name__ == "__main__":
    main()
