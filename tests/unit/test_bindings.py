from __future__ import annotations

import functools
import json
import subprocess
import sys

import pytest

IMPORTED = """
import importlib, json, linecache, sys
from re import _compiler
lengths = []
compiled = _compiler.compile
def compile_told(pattern, flags=0):
    lengths.append(len(str(pattern)))
    return compiled(pattern, flags)
_compiler.compile = compile_told
importlib.import_module(sys.argv[1])
longest = max(lengths)
import wave
from PySide6.QtCore import QPointF
try:
    QPointF("wide", [1, 2])
except TypeError as error:
    said = str(error)
print(json.dumps([wave.__file__ in linecache.cache, longest, said]))
"""

LONG = 5_000
"""Characters of a pattern; PySide6's of nested brackets have more, all others less."""


@functools.cache
def after_import(module: str) -> tuple[bool, int, str]:
    """Whether sources of later modules are read, the longest pattern, and an error of PySide6."""
    command = [sys.executable, "-c", IMPORTED, module]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    reads_sources, longest, said = json.loads(run.stdout)
    return reads_sources, longest, said


@pytest.mark.parametrize("module", ["mapapp.paint", "mapapp.paint.fonts", "mapapp.paint.export"])
def test_sources_of_what_is_imported_later_are_not_read(module: str) -> None:
    reads_sources, _, _ = after_import(module)
    assert not reads_sources


def test_patterns_of_signatures_are_not_compiled_at_each_start() -> None:
    _, longest, _ = after_import("mapapp.paint")
    assert longest < LONG


def test_a_wrong_argument_is_explained_as_ever() -> None:
    _, _, said = after_import("mapapp.paint")
    assert said == after_import("PySide6.QtCore")[2]
    assert "QPointF.__init__(xpos: float, ypos: float, /)" in said


def test_pyside_still_reads_sources_and_compiles_them() -> None:
    """When this fails, some of mapapp/paint/bindings.py has outlived its purpose."""
    reads_sources, longest, _ = after_import("PySide6.QtCore")
    assert reads_sources
    assert longest > LONG
