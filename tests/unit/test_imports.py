from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import packaging

ROOT = Path(__file__).resolve().parents[2]
QT = {"PySide6", "shiboken6"}
HEAVY = {"branca", "folium", "geopandas", "pandas", "pyogrio", "pypinyin"}
IMPORT_ALL = """
import importlib, pkgutil, sys
package = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(getattr(package, "__path__", []), package.__name__ + "."):
    importlib.import_module(module.name)
print(*sys.modules)
"""


def loaded_by(package: str) -> set[str]:
    """Top-level modules a fresh Python holds after importing every module of ``package``."""
    command = [sys.executable, "-W", "error", "-c", IMPORT_ALL, package]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in run.stdout.split()}


@pytest.mark.parametrize("package", ["core", "store", "making", "render", "bridge"])
def test_package_loads_no_qt(package: str) -> None:
    assert not loaded_by(f"mapapp.{package}") & QT


@pytest.mark.parametrize(
    "package", ["core", "store", "render", "bridge", "paint", "qt", "app", "cli"]
)
def test_package_loads_no_heavy_library(package: str) -> None:
    assert not loaded_by(f"mapapp.{package}") & HEAVY


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
