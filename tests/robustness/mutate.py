"""Mutation testing: which small changes of the code does no test notice?

    python tests/robustness/mutate.py [--since REVISION] [--minutes N] [FILE …]

Each file that changed since a revision is changed again, in one small way at a time
(``mutants.py``), in a copy of the tree; a change after which all tests still pass is a survivor
and is printed. The tests run once under coverage.py first, so that for each change only those run
that reach its line, and those named after the file (``test_knowledge.py`` for ``knowledge.py``).

Why not a library: mutmut 3.8 runs on this tree, but leaves out decorated functions (all our
properties) and everything outside functions (the table of units, where a wrong factor survived
for long); cosmic-ray runs one test command a file and does not know which tests reach a line.

What runs only in child processes or in tests/e2e and tests/page is not seen here; name other
tests with ``--tests``. The tree itself is never written to, and the copy goes with the process.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from contexts import DURATIONS_FILE
from coverage import CoverageData
from forked import RunTests, forked_tests
from mutants import Mutant, mutants_of

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
_NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv", "__pycache__", ".hypothesis", ".*_cache", "dist", "node_modules"
)
_FOLDERS: Mapping[str, Sequence[str]] = {
    "paint": ("tests/unit", "tests/golden"),
    "render": ("tests/unit", "tests/golden"),
    "qt": ("tests/unit", "tests/qt"),
    "app.py": ("tests/unit", "tests/qt"),
}
_OTHERS = ("tests/unit",)
# The profile "ci" of hypothesis has the same examples each time and no deadlines.
_PYTEST = ("-q", "-x", "-p", "no:cacheprovider", "--hypothesis-profile=ci")

Outcome = Literal["killed", "survived", "untested"]


class MutateError(Exception):
    """Told in one sentence: what, where, what to do."""


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked for.

    Attributes:
        root: the tree, which is only read.
        files: relative to the root.
        tests: folders or files, relative to the root.
        minutes: how long, without the first run of the tests.
        per_file: at most so many mutants a file, drawn by ``seed``.
    """

    root: Path
    files: tuple[str, ...]
    tests: tuple[str, ...]
    minutes: float
    per_file: int
    seed: int


@dataclass(frozen=True, slots=True)
class Reach:
    """Which tests reach which lines, and how long each takes in seconds."""

    by_line: Mapping[str, Mapping[int, Sequence[str]]]
    seconds: Mapping[str, float]

    def tests(self, file: str, mutant: Mutant) -> list[str]:
        """Tests for a change, the quickest first.

        What runs on import alone (context "") is felt by every test that reaches the file.
        """
        lines = self.by_line.get(file, {})
        reached = {test for line in mutant.lines for test in lines.get(line, ())}
        if reached == {""}:
            reached = {test for tests in lines.values() for test in tests}
        if not reached:
            return []
        name = f"test_{Path(file).stem}.py"
        named = [test for test in self.seconds if Path(test.partition("::")[0]).name == name]
        return sorted({*named, *reached} - {""}, key=lambda test: (self.seconds[test], test))

    def limit_s(self, tests: Iterable[str]) -> float:
        """How long some tests may take before a change counts as noticed: it hangs them."""
        return 30.0 + 5.0 * sum(self.seconds[test] for test in tests)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; 0 also with survivors, 2 where nothing could be run."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may start us without
    try:
        options = _options(arguments)
        with _folder() as folder:
            _say(_summary(run(folder, options)))
    except MutateError as error:
        sys.stderr.write(f"mutate: {error}\n")
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder that is gone afterwards, although processes that were ended may still write."""
    folder = Path(tempfile.mkdtemp(prefix="mapapp-mutate-"))
    try:
        yield folder
    finally:
        for stop in (signal.SIGINT, signal.SIGTERM):
            signal.signal(stop, signal.SIG_IGN)
        ends = time.monotonic() + 10
        while folder.exists() and time.monotonic() < ends:
            shutil.rmtree(folder, ignore_errors=True)


def changed_files(root: Path, package: str, since: str | None) -> tuple[str, ...]:
    """The Python files of a package that differ from a revision, those not committed too."""
    since = since or _default_revision(root)
    listed = _git(root, "diff", "--name-only", "--diff-filter=d", since, "--", f"{package}/*.py")
    return tuple(listed.splitlines())


def _default_revision(root: Path) -> str:
    """Where this branch left main; on main itself the commit before."""
    head = _git(root, "rev-parse", "HEAD")
    base = _git(root, "merge-base", "HEAD", "main", fallback=head)
    return base if base != head else f"{head}~1"


def _git(root: Path, *arguments: str, fallback: str | None = None) -> str:
    done = subprocess.run(
        ["git", *arguments], check=False, cwd=root, capture_output=True, text=True
    )
    if done.returncode == 0:
        return done.stdout.strip()
    if fallback is not None:
        return fallback
    raise MutateError(f"git {' '.join(arguments)}: {done.stderr.strip()}; name a revision.")


def run(folder: Path, options: Options) -> Iterator[tuple[str, Mutant, Outcome]]:
    """Try mutants of all files by turns until the time is over.

    Raises:
        MutateError: if the tests fail already.

    Args:
        folder: an empty one for the copy that is changed; the caller removes it.
        options: what is asked for.
    """
    tree = folder / "tree"
    shutil.copytree(options.root, tree, ignore=_NOT_COPIED, symlinks=True)
    environment = _environment(folder)
    reach = _reach(tree, environment, options)
    sound: set[str] = set()
    ends = time.monotonic() + 60 * options.minutes
    with forked_tests(tree, environment | {"PYTHONDONTWRITEBYTECODE": "1"}) as run_tests:
        for file, mutant in _drawn(tree, options):
            if time.monotonic() > ends:
                _say(f"The {options.minutes:g} minutes are over.")
                return
            tests = reach.tests(file, mutant)
            if tests and file not in sound:
                _check_sound(run_tests, tests, file, reach.limit_s(tests))
                sound.add(file)
            outcome = _outcome(run_tests, tree / file, mutant, tests, reach.limit_s(tests))
            if outcome != "killed":
                _say(f"{file}:{mutant.line}: {outcome}: {mutant}")
            yield file, mutant, outcome


def _environment(folder: Path) -> dict[str, str]:
    """The copy goes before the tree that is installed; all temporary files go with the copy."""
    temporary = folder / "temporary"
    temporary.mkdir()
    paths = {"PYTHONPATH": f"{folder / 'tree'}{os.pathsep}{HERE}", "TMPDIR": str(temporary)}
    return os.environ | paths | {DURATIONS_FILE: str(folder / "durations")}


def _drawn(tree: Path, options: Options) -> Iterator[tuple[str, Mutant]]:
    """Mutants in an order that depends on the seed alone, one of each file by turns."""
    queues = []
    for file in options.files:
        mutants = mutants_of((tree / file).read_bytes())
        random.Random(f"{options.seed} {file}").shuffle(mutants)
        queues.append([(file, mutant) for mutant in mutants[: options.per_file]])
    for turn in range(options.per_file):
        yield from (queue[turn] for queue in queues if turn < len(queue))


def _reach(tree: Path, environment: dict[str, str], options: Options) -> Reach:
    data = tree.parent / "coverage"
    package = Path(options.files[0]).parts[0]
    _say(f"Running {', '.join(options.tests)} once to see what they reach …")
    begun = time.monotonic()
    _run_all_tests(
        ["coverage", "run", f"--data-file={data}", f"--source={package}", "-m", "pytest",
         *_PYTEST, "-p", "contexts", *options.tests], tree, environment,
    )  # fmt: skip
    _say(f"… {time.monotonic() - begun:.0f} s. Changing {len(options.files)} files by turns:")
    measured = CoverageData(str(data))
    measured.read()
    by_line = {file: measured.contexts_by_lineno(str(tree / file)) for file in options.files}
    for file in options.files:  # compiled code is told from a change only by its second and size
        for compiled in (tree / file).parent.glob(f"__pycache__/{Path(file).stem}.*"):
            compiled.unlink()
    return Reach(by_line, json.loads(Path(environment[DURATIONS_FILE]).read_text("utf-8")))


def _run_all_tests(module: Sequence[str], tree: Path, environment: dict[str, str]) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", *module], cwd=tree, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    try:
        told, _ = process.communicate()
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    if process.returncode != 0:
        raise MutateError(f"the tests fail before anything is changed; mend them first:\n{told}")


def _check_sound(run_tests: RunTests, tests: Sequence[str], file: str, limit_s: float) -> None:
    """Without a change the chosen tests must pass, or each mutant would seem to be killed."""
    if run_tests([*_PYTEST, *tests], limit_s) != 0:
        raise MutateError(
            f"tests that reach {file} fail when run by themselves, such as {tests[0]}"
        )


def _outcome(
    run_tests: RunTests, target: Path, mutant: Mutant, tests: Sequence[str], limit_s: float
) -> Outcome:
    if not tests:
        return "untested"
    source = target.read_bytes()
    target.write_bytes(mutant.apply(source))
    try:
        code = run_tests([*_PYTEST, *tests], limit_s)
    finally:
        target.write_bytes(source)
    return "survived" if code == 0 else "killed"


def _summary(tried: Iterable[tuple[str, Mutant, Outcome]]) -> str:
    counts: dict[str, Counter[Outcome]] = {}
    for file, _, outcome in tried:
        counts.setdefault(file, Counter())[outcome] += 1
    lines = [
        f"{file}: {killed['killed']} of {killed.total()} killed" for file, killed in counts.items()
    ]
    total: Counter[Outcome] = sum(counts.values(), Counter())
    share = total["killed"] / max(total.total(), 1)
    lines.append(
        f"{total['killed']} of {total.total()} mutants killed ({share:.0%}); "
        f"{total['survived']} survived, {total['untested']} on lines that no test reaches."
    )
    return "\n".join(lines)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _options(arguments: Sequence[str] | None) -> Options:
    parser = argparse.ArgumentParser(prog="mutate", description="Which changes does no test see?")
    parser.add_argument("files", nargs="*", help="files to change; else those changed since …")
    parser.add_argument("--root", type=Path, default=ROOT, help="another tree than this one")
    parser.add_argument("--package", default="mapapp", help="another package than mapapp")
    parser.add_argument("--since", help="a revision; else where this branch left main")
    parser.add_argument("--tests", nargs="+", help="test folders; else chosen by package")
    parser.add_argument("--minutes", type=float, default=10.0, help="time box (10)")
    parser.add_argument("--per-file", type=int, default=40, help="most mutants a file (40)")
    parser.add_argument("--seed", type=int, default=1, help="which mutants are drawn (1)")
    asked = parser.parse_args(arguments)
    files = tuple(asked.files) or changed_files(asked.root, asked.package, asked.since)
    if not files:
        raise MutateError("no Python file has changed; name a revision with --since, or files.")
    missing = [file for file in files if not (asked.root / file).is_file()]
    if missing:
        raise MutateError(f"{missing[0]} is no file of {asked.root}; name it from there.")
    tests = tuple(asked.tests or _folders(files))
    return Options(asked.root, files, tests, asked.minutes, asked.per_file, asked.seed)


def _folders(files: Iterable[str]) -> list[str]:
    """The test folders that are worth running for some files."""
    packages = [Path(file).parts[1] for file in files]
    return sorted({folder for name in packages for folder in _FOLDERS.get(name, _OTHERS)})


if __name__ == "__main__":
    sys.exit(main())
