"""A few seconds of ``make fuzz``, and what it once found."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.robustness.fuzz import CASES, Report, check, damaged, fuzz
from tests.robustness.targets import TARGETS, Target

ROOT = Path(__file__).resolve().parents[2]
NAMES = [target.name for target in TARGETS]
KEPT = [path for path in sorted(CASES.glob("*/*")) if path.is_file()]


def target_of(name: str) -> Target:
    return next(target for target in TARGETS if target.name == name)


@pytest.fixture(autouse=True)
def alarm() -> Iterator[None]:
    """What stops an input that takes too long is put back as it was."""
    before = signal.getsignal(signal.SIGVTALRM)
    yield
    signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_found_once_is_read_or_refused(path: Path) -> None:
    report = Report()
    check(target_of(path.parent.name), path.read_bytes(), report)
    assert report.is_clean, report.foreign


def test_each_case_has_a_parser() -> None:
    assert {path.parent.name for path in KEPT} <= set(NAMES)


@pytest.mark.parametrize("target", TARGETS, ids=NAMES)
def test_right_inputs_are_read(target: Target) -> None:
    for sample in target.samples:
        target.run(sample)


@pytest.mark.parametrize("target", TARGETS, ids=NAMES)
def test_wrong_inputs_are_read_or_refused(target: Target) -> None:
    report = fuzz(target, 120, 0, 10.0, atheris=False)
    assert report.inputs
    assert report.is_clean, {what: data[:200] for what, data in report.foreign.items()}


def fail(data: bytes) -> int:
    return [][len(data)]


@pytest.mark.parametrize(("run", "said"), [(fail, "IndexError at test_fuzz.py"), (len, "")])
def test_a_foreign_exception_is_counted_with_its_place(
    run: Callable[[bytes], object], said: str
) -> None:
    report = fuzz(replace(target_of("preset"), run=run), 40, 0, 5.0, atheris=False)
    assert report.foreign_count == (report.inputs if said else 0)
    assert all(what.startswith(said) for what in report.foreign)


def test_the_same_seed_damages_alike() -> None:
    target = target_of("layer")
    made = [[damaged(target, random.Random(7)) for _ in range(20)] for _ in range(2)]
    assert made[0] == made[1]


def test_the_command_says_what_it_did() -> None:
    command = [sys.executable, "-m", "tests.robustness.fuzz", "--target", "bridge", "--count", "60"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    name, inputs, *said = done.stdout.split()
    assert name == "bridge"
    assert int(inputs) >= 60
    assert said == ["inputs", "0", "foreign", "0", "over", "1", "s"]
