"""``make setup`` leaves the Python part of Shiboken as compiled files."""

from __future__ import annotations

import subprocess
import sys

SAY = """
import PySide6.QtCore
from shibokensupport.signature import loader
print(loader.__cached__)
"""


def test_shiboken_is_read_from_compiled_files() -> None:
    said = subprocess.run([sys.executable, "-c", SAY], capture_output=True, text=True, check=True)
    assert "files.dir" in said.stdout, said.stdout
    assert said.stdout.strip().endswith(".pyc")
