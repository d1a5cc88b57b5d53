"""What tests learn from the system and its tools."""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

PACKAGING = Path(__file__).resolve().parents[1] / "packaging"


def packaging_script(name: str) -> ModuleType:
    """A script of ``packaging/``, loaded anew by its path as that folder is no package."""
    spec = spec_from_file_location(f"script_{name}", PACKAGING / f"{name}.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PACKAGES: dict[str, str] = packaging_script("doctor").TEST_TOOLS


def needed(tool: str) -> str:
    """The path of a tool; without it the test is skipped, and in CI, where none may be, fails."""
    package = PACKAGES[tool]
    found = shutil.which(tool)
    if found is None:
        reason = f"{tool} is missing; install {package}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def output(tool: str, *arguments: str | Path) -> str:
    """What a tool says; the test is skipped where it is missing."""
    command = [needed(tool), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def is_open(path: str) -> bool:
    """Whether this process has a file open, as Linux tells."""
    links = Path("/proc/self/fd").iterdir()
    return any(os.path.realpath(link) == path for link in links)
