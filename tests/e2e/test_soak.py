"""A short soak; ``make soak`` is the long one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.e2e


def test_sixty_actions_by_chance_do_no_harm() -> None:
    soak = ROOT / "tests" / "robustness" / "soak.py"
    done = subprocess.run(
        [sys.executable, soak, "--actions", "60", "--seed", "8"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "exceptions 0, log records 0, Qt messages 0, stalls 0" in done.stdout
