"""pytest run again and again, each time in a fork of a process that has imported what is slow.

Starting Python with pytest, numpy and the others takes longer than most of the tests that look at
one line.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

# What is imported already has no asserts that pytest would have to rewrite.
_QUIET = ("-W", "ignore:Module already imported:pytest.PytestAssertRewriteWarning")


class RunTests(Protocol):
    """Runs pytest with arguments, for so many seconds at most; the answer is its exit code."""

    def __call__(self, arguments: Sequence[str], limit_s: float) -> int:
        """Negative where it was ended: by its limit, or by a crash."""


@contextmanager
def forked_tests(tree: Path, environment: Mapping[str, str]) -> Iterator[RunTests]:
    """A process that runs pytest in a folder; it and all it started end with the block."""
    process = subprocess.Popen(
        [sys.executable, __file__], cwd=tree, env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    asks, answers = process.stdin, process.stdout

    def run(arguments: Sequence[str], limit_s: float) -> int:
        asks.write(json.dumps([list(arguments), limit_s]) + "\n")
        asks.flush()
        return int(answers.readline())

    try:
        yield run
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        answers.close()


def _serve() -> None:
    """Answer each line of arguments with the exit code of pytest in a fork."""
    import hypothesis  # noqa: F401
    import numpy as np  # noqa: F401
    import pyproj  # noqa: F401
    import pytest
    import shapely  # noqa: F401

    for line in sys.stdin:
        arguments, limit_s = json.loads(line)
        child = os.fork()
        if child == 0:
            signal.setitimer(signal.ITIMER_REAL, limit_s)  # nobody handles it: it ends the child
            nowhere = os.open(os.devnull, os.O_RDWR)
            for stream in range(3):
                os.dup2(nowhere, stream)
            os._exit(pytest.main([*_QUIET, *arguments]))
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve()
