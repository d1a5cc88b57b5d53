from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

import packaging
from mapapp.cli.program import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
QT = {"PySide6", "shiboken6"}
HEAVY = {"branca", "folium", "geopandas", "pandas", "pyogrio", "pypinyin"}
SNAPSHOT_LOADS = 498
"""How many modules a PDF may load, with those of Python and of libraries; there is little room."""
SNAPSHOT = """
import sys
from mapapp.cli import main
assert main(["snapshot", "--page", "A4", "-o", sys.argv[1]]) == 0
print(*sys.modules)
"""
BEFORE_THE_PAGE = """
from mapapp.app import make_application
app = make_application()
import os, sys
print(*sys.modules, flush=True)
os._exit(0)
"""
OPEN_WINDOW = """
import os, sys
from contextlib import ExitStack
from mapapp.app import make_application, open_window
app = make_application()
with ExitStack() as closing:
    window = open_window(None, closing)
    window.show()
    view = window.view
    view.painted.connect(lambda serial: app.quit() if serial >= view.serial else None)
    app.exec()
    print(*sys.modules, flush=True)
    os._exit(0)
"""
IMPORT_ALL = """
import importlib, pkgutil, sys
for name in sys.argv[1:]:
    before = set(sys.modules)
    package = importlib.import_module(name)
    for module in pkgutil.walk_packages(getattr(package, "__path__", []), f"{name}."):
        importlib.import_module(module.name)
    print(name, *(set(sys.modules) - before))
"""
WITHOUT_QT = ("core", "store", "bridge", "render", "making")
"""Those without heavy libraries come first: the last may load some."""
WITHOUT_HEAVY = ("paint", "cli", "app", "qt")


@cache
def loaded_by(packages: Sequence[str]) -> dict[str, set[str]]:
    """Top-level modules that a fresh Python loads for all modules of one package after another."""
    names = [f"mapapp.{package}" for package in packages]
    command = [sys.executable, "-W", "error", "-c", IMPORT_ALL, *names]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = [line.split() for line in run.stdout.splitlines()]
    return {
        name.removeprefix("mapapp."): {each.partition(".")[0] for each in loaded}
        for name, *loaded in lines
    }


def loaded_when(code: str, *arguments: str) -> set[str]:
    """All modules that a fresh Python holds after running ``code``."""
    command = [sys.executable, "-c", code, *arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(run.stdout.split())


@pytest.mark.parametrize("package", WITHOUT_QT)
def test_package_loads_no_qt(package: str) -> None:
    assert not loaded_by(WITHOUT_QT)[package] & QT


@pytest.mark.parametrize("package", [*WITHOUT_QT[:-1], *WITHOUT_HEAVY])
def test_package_loads_no_heavy_library(package: str) -> None:
    group = WITHOUT_QT if package in WITHOUT_QT else WITHOUT_HEAVY
    assert not loaded_by(group)[package] & HEAVY


def test_a_snapshot_loads_no_more_than_it_needs(tmp_path: Path) -> None:
    loaded = loaded_when(SNAPSHOT, str(tmp_path / "map.pdf"))
    others = {f"mapapp.cli.{name}" for name in COMMANDS if name != "snapshot"}
    windows = {"PySide6.QtWidgets", "PySide6.QtPrintSupport", "mapapp.app", "mapapp.qt"}
    for_other_work = {"mapapp.bridge", "mapapp.making", "mapapp.render.html", "pikepdf", "PIL"}
    for_other_pictures = {"mapapp.render.request.presets", "mapapp.render.sheet.worldfile"}
    for_the_map = {"mapapp.core.map", "mapapp.core.search", "mapapp.store.sources.near"}
    libraries = {"email", "importlib.metadata", "numpy.ma", "numpy.random", "png", "pyarrow"}
    for_complaints = {"difflib"}
    unneeded = for_other_work | for_other_pictures | for_the_map | for_complaints
    assert not loaded & (others | windows | unneeded | libraries | HEAVY)
    assert len(loaded) <= SNAPSHOT_LOADS


@pytest.mark.e2e
def test_chromium_is_started_before_what_takes_long_is_loaded() -> None:
    long = {"numpy", "shapely", "sqlite3", "mapapp.core.layer.spec", "mapapp.qt.shell.main_window"}
    assert not loaded_when(BEFORE_THE_PAGE) & long


@pytest.mark.e2e
def test_the_window_opens_without_what_is_wanted_later() -> None:
    dialogs = {"mapapp.qt.export.export_dialog", "mapapp.qt.help.about_dialog"}
    painters = {"mapapp.paint.export", "mapapp.paint.sheet_painter"}
    libraries = {"numpy.ma", "pyarrow"}
    assert not loaded_when(OPEN_WINDOW) & (dialogs | painters | libraries | HEAVY)


def test_the_main_window_knows_few_modules() -> None:
    file = ROOT / "mapapp" / "qt" / "shell" / "main_window.py"
    text = file.read_text(encoding="utf-8")
    imports = re.findall(r"^from (mapapp\S+) import", text, re.MULTILINE)
    assert len(imports) < 20, "what it can do is an extension: list it in qt/shell/built_in.py"


@pytest.mark.parametrize("folder", ["data", "layers", "packaging", "resources", "tests"])
def test_folder_is_no_package(folder: str) -> None:
    assert not list((ROOT / folder).rglob("__init__.py"))


def test_our_packaging_folder_hides_no_library() -> None:
    assert "site-packages" in Path(packaging.__file__).parts
