"""What is late is judged anew; what is wrong is not."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.timing import RERUNS, expect_within, wait_until

SETTINGS = """
[pytest]
filterwarnings = error
strict = true
markers = timed: judges a duration
"""
TESTS = """
import pytest
from tests.timing import expect_within

runs = []

@pytest.fixture(autouse=True)
def run(request):
    runs.append(request.function)
    return runs.count(request.function)

@pytest.mark.timed
def test_in_time(run):
    expect_within(1, 1)

@pytest.mark.timed
def test_late_once(run):
    expect_within(2 if run == 1 else 0, 1)

@pytest.mark.timed
def test_late_always(run):
    expect_within(2, 1)

@pytest.mark.timed
def test_timed_but_wrong_once(run):
    assert run > 1

def test_wrong_once(run):
    assert run > 1

def test_late_without_the_mark(run):
    expect_within(2, 1)
"""


def test_only_what_is_late_is_judged_anew(tmp_path: Path) -> None:
    tests, settings = tmp_path / "test_some.py", tmp_path / "pytest.ini"
    tests.write_text(TESTS)
    settings.write_text(SETTINGS)
    command = [
        sys.executable, "-m", "pytest", "-c", str(settings), "-p", "pytest_rerunfailures",
        "-p", "tests.timing", "-rpfR", "--import-mode=importlib", str(tests),
    ]  # fmt: skip
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=ROOT,
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
    )  # fmt: skip
    summary = done.stdout.partition("short test summary info")[2]
    seen = re.findall(r"^(PASSED|FAILED) .*::test_(\w+)", summary, re.MULTILINE)
    reruns = Counter(re.findall(r"^RERUN .*::test_(\w+)", done.stdout, re.MULTILINE))
    assert {name: outcome for outcome, name in seen} == {
        "in_time": "PASSED",
        "late_once": "PASSED",
        "late_always": "FAILED",
        "timed_but_wrong_once": "FAILED",
        "wrong_once": "FAILED",
        "late_without_the_mark": "FAILED",
    }
    assert reruns == {"late_once": 1, "late_always": RERUNS}


def test_a_test_that_judges_a_duration_is_marked() -> None:
    with pytest.raises(RuntimeError, match=r"marked with pytest\.mark\.timed"):
        expect_within(0, 1)


def test_what_comes_in_a_moment_is_waited_for() -> None:
    turns = iter([False, False, True])
    wait_until(lambda: next(turns))
    assert list(turns) == []
