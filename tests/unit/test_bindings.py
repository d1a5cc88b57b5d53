from __future__ import annotations

import subprocess
import sys

import pytest

WATCHED = """
import importlib, linecache, sys
importlib.import_module(sys.argv[1])
import wave
print(wave.__file__ in linecache.cache)
"""


def reads_later_sources(first: str) -> bool:
    """Whether a module that is imported after ``first`` has its source read."""
    command = [sys.executable, "-c", WATCHED, first]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return run.stdout.strip() == "True"


@pytest.mark.parametrize("module", ["mapapp.paint", "mapapp.paint.fonts", "mapapp.paint.export"])
def test_sources_of_what_is_imported_later_are_not_read(module: str) -> None:
    assert not reads_later_sources(module)


def test_pyside_still_reads_them() -> None:
    """When this fails, mapapp/paint/bindings.py has outlived its purpose."""
    assert reads_later_sources("PySide6.QtCore")
