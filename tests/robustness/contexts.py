"""A pytest plugin that tells coverage.py which test is running, and how long each took.

``mutate.py`` runs the tests once under ``coverage run`` with it (``-p contexts``), so that later
only those tests run that reach a changed line. The variants of a parametrised test count as one.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Generator
from pathlib import Path

import coverage
import pytest

DURATIONS_FILE = "MUTATE_DURATIONS"

_durations_s: dict[str, float] = {}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Count what runs for a test as reached by it, its fixtures included."""
    test = item.nodeid.partition("[")[0]
    measured = coverage.Coverage.current()
    assert measured is not None
    measured.switch_context(test)
    begun = time.perf_counter()
    try:
        return (yield)
    finally:
        _durations_s[test] = _durations_s.get(test, 0.0) + time.perf_counter() - begun
        measured.switch_context("")


def pytest_sessionfinish() -> None:
    """Write down how long each test took, in seconds."""
    Path(os.environ[DURATIONS_FILE]).write_text(json.dumps(_durations_s), encoding="utf-8")
