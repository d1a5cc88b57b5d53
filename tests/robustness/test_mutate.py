"""The mutation tester on a tiny project: what it finds, and that it leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
CODE = '''"""A tiny module."""

LIMIT = 10


def is_large(number: int) -> bool:
    return number > LIMIT


def unused(number: int) -> int:
    return number + 1
'''
TESTS = """
from tiny.core.sizes import is_large

def test_sizes():
    assert is_large(20)
    assert not is_large(3)
"""

SETTINGS = '[tool.pytest.ini_options]\nfilterwarnings = ["error"]\n'


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A project whose one test does not hold where the limit lies."""
    root = tmp_path / "project"
    files = {
        "tiny/core/sizes.py": CODE,
        "tests/unit/test_sizes.py": TESTS,
        "pyproject.toml": SETTINGS,
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def command(root: Path, *arguments: str) -> list[str]:
    script = str(HERE / "mutate.py")
    return [sys.executable, script, "--root", str(root), *arguments]


def environment(tmp_path: Path) -> dict[str, str]:
    """With a folder of its own for temporary files, and one plugin in place of all."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    return os.environ | {
        "TMPDIR": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTEST_PLUGINS": "_hypothesis_pytestplugin",  # mutate.py chooses a profile
    }


def content(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_survivor_is_told_from_a_mutant_that_was_killed(tiny: Path, tmp_path: Path) -> None:
    before = content(tiny)
    done = subprocess.run(
        command(tiny, "tiny/core/sizes.py"), capture_output=True, text=True, check=True,
        env=environment(tmp_path),
    )  # fmt: skip
    told = done.stdout.splitlines()
    assert "tiny/core/sizes.py:7: survived: number > LIMIT  →  (number >= LIMIT)" in told
    assert "tiny/core/sizes.py:3: survived: 10  →  (11)" in told
    assert "tiny/core/sizes.py:11: untested: number + 1  →  (number - 1)" in told
    assert not [line for line in told if "return None" in line and ":7:" in line]
    assert told[-1] == ("1 of 6 mutants killed (17%); 2 survived, 3 on lines that no test reaches.")
    assert content(tiny) == before
    assert not list((tmp_path / "temporary").iterdir())


def test_tests_that_fail_already_are_told(tiny: Path, tmp_path: Path) -> None:
    (tiny / "tests/unit/test_sizes.py").write_text("def test_no():\n    assert False\n")
    done = subprocess.run(
        command(tiny, "tiny/core/sizes.py"), capture_output=True, text=True, check=False,
        env=environment(tmp_path),
    )  # fmt: skip
    assert done.returncode == 2
    assert "the tests fail before anything is changed" in done.stderr


def test_tests_that_fail_only_in_the_second_run_are_told(tiny: Path, tmp_path: Path) -> None:
    once = TESTS + "    import pathlib\n    pathlib.Path('ran').mkdir()\n"
    (tiny / "tests/unit/test_sizes.py").write_text(once, encoding="utf-8")
    done = subprocess.run(
        command(tiny, "tiny/core/sizes.py"), capture_output=True, text=True, check=False,
        env=environment(tmp_path),
    )  # fmt: skip
    assert done.returncode == 2
    assert "tests that reach tiny/core/sizes.py fail when run by themselves" in done.stderr


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_leaves_nothing_behind(
    tiny: Path, tmp_path: Path, stop: signal.Signals
) -> None:
    (tiny / "tests/unit/test_sizes.py").write_text(
        TESTS + "    while not is_large(11):\n        pass\n", encoding="utf-8"
    )
    before = content(tiny)
    with subprocess.Popen(
        command(tiny, "tiny/core/sizes.py"), text=True, stdout=subprocess.PIPE,
        env=environment(tmp_path),
    ) as process:  # fmt: skip
        assert process.stdout is not None
        next(line for line in process.stdout if line.startswith("…"))  # now it changes the copy
        process.send_signal(stop)
        process.stdout.read()
    assert process.returncode == 128 + stop
    assert content(tiny) == before
    assert not list((tmp_path / "temporary").iterdir())


def test_files_changed_since_a_revision_are_chosen(tiny: Path, tmp_path: Path) -> None:
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org"]
    for arguments in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "First"]):
        subprocess.run([*git, *arguments], cwd=tiny, check=True)
    changed = tiny / "tiny/core/sizes.py"
    changed.write_text(CODE.replace("LIMIT = 10", "LIMIT = 12"), encoding="utf-8")
    done = subprocess.run(
        command(tiny, "--package", "tiny", "--since", "HEAD", "--per-file", "1"),
        capture_output=True, text=True, check=True, env=environment(tmp_path),
    )  # fmt: skip
    assert "Changing 1 files" in done.stdout


def test_nothing_changed_is_told(tiny: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        command(tiny, "--since", "no-such-revision"), capture_output=True, text=True, check=False,
        env=environment(tmp_path),
    )  # fmt: skip
    assert done.returncode == 2
    assert "name a revision" in done.stderr
