"""``make fuzz``: throws damaged and invented inputs at every parser and tells what comes out.

Three ways take turns: words of the parser's language strung together by Hypothesis, right inputs
damaged at random, and, where atheris is installed, inputs that it finds by watching which code
they reach. A parser may raise its own errors; anything else is foreign and is kept in
``tests/robustness/cases``, which an ordinary test replays.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.robustness.targets import Target

CASES = Path(__file__).with_name("cases")
MOST_BYTES = 200_000
SLOW_S = 1.0
HUNG_S = 20.0
_KEPT_BYTES = 4_096


class HungError(BaseException):
    """An input took so long that it was given up."""


@dataclass(slots=True)
class Report:
    """What came out of one parser.

    Attributes:
        inputs: how many there were.
        foreign: an input for each kind of foreign exception, by what and where it was.
        foreign_count: how many inputs had one.
        slow: inputs that took more than a second of the processor, each of three times.
    """

    inputs: int = 0
    foreign: dict[str, bytes] = field(default_factory=dict)
    foreign_count: int = 0
    slow: list[bytes] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found."""
        return not self.foreign and not self.slow

    def line(self, name: str) -> str:
        """The report in a line."""
        found = f"{self.foreign_count:>7,} foreign {len(self.slow):>5,} over 1 s"
        return f"{name:<12} {self.inputs:>8,} inputs {found}"


def check(target: Target, data: bytes, report: Report) -> None:
    """Let a parser read an input."""
    report.inputs += 1
    took_s, error = _read(target, data)
    if error is not None:
        report.foreign_count += 1
        report.foreign.setdefault(_place(error), data)
    if took_s > SLOW_S and all(_read(target, data)[0] > SLOW_S for _ in range(2)):
        report.slow.append(data)


def _read(target: Target, data: bytes) -> tuple[float, BaseException | None]:
    """How long a parser took, in seconds of the processor, and what it raised that it may not."""
    start, foreign = time.process_time(), None
    try:
        with _deadline():
            target.run(data)
    except target.errors:
        pass
    except (Exception, HungError) as error:
        foreign = error
    return time.process_time() - start, foreign


@contextmanager
def _deadline() -> Iterator[None]:
    """Give up what takes longer than ``HUNG_S`` of the processor."""
    signal.setitimer(signal.ITIMER_VIRTUAL, HUNG_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _give_up(_number: int, _frame: object) -> None:
    raise HungError


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "mapapp" in Path(frame.filename).parts]
    at = (ours or frames)[-1]
    return f"{type(error).__name__} at {Path(at.filename).name}:{at.lineno}"


# ---- inputs ------------------------------------------------------------------------------


def damaged(target: Target, dice: random.Random) -> bytes:
    """A right input with some things wrong."""
    data = dice.choice(target.samples)
    for _ in range(dice.choice((1, 1, 2, 3, 8))):
        data = dice.choice(_DAMAGES)(data, target, dice)
    return data[:MOST_BYTES]


def _span(data: bytes, dice: random.Random) -> tuple[int, int]:
    start = dice.randint(0, len(data))
    return start, min(len(data), start + dice.choice((1, 2, 8, 40)))


def _flipped(data: bytes, _target: Target, dice: random.Random) -> bytes:
    at = dice.randrange(len(data) or 1)
    return data[:at] + bytes([dice.randrange(256)]) + data[at + 1 :]


def _cut(data: bytes, _target: Target, dice: random.Random) -> bytes:
    start, end = _span(data, dice)
    return data[:start] + data[end:]


def _repeated(data: bytes, _target: Target, dice: random.Random) -> bytes:
    start, end = _span(data, dice)
    return data[:end] + data[start:end] * dice.choice((1, 2, 50, 2_000)) + data[end:]


def _with_word(data: bytes, target: Target, dice: random.Random) -> bytes:
    start, end = _span(data, dice)
    word = dice.choice(target.words).encode(errors="surrogatepass")
    return data[:start] + word + data[dice.choice((start, end)) :]


def _with_value(data: bytes, _target: Target, dice: random.Random) -> bytes:
    """Another value behind a colon or an equals sign."""
    from tests.robustness.targets import EVIL

    places = [at + 1 for at, byte in enumerate(data) if byte in b":=,["]
    if not places:
        return data
    start = dice.choice(places)
    ends = [at for at in range(start, min(start + 200, len(data))) if data[at] in b",}\n]"]
    return data[:start] + dice.choice(EVIL).encode() + data[ends[0] if ends else start :]


def _spliced(data: bytes, target: Target, dice: random.Random) -> bytes:
    other = dice.choice(target.samples)
    return data[: dice.randint(0, len(data))] + other[dice.randint(0, len(other)) :]


_DAMAGES: tuple[Callable[[bytes, Target, random.Random], bytes], ...] = (
    _flipped, _cut, _repeated, _with_word, _with_value, _with_value, _spliced,
)  # fmt: skip


# ---- ways --------------------------------------------------------------------------------


def invent(target: Target, count: int, seed: int, until: float, report: Report) -> None:
    """String words of the language together, as Hypothesis likes to."""
    import hypothesis
    from hypothesis import strategies as st

    words = st.sampled_from(target.words) | st.text(max_size=4)
    texts = st.lists(words, max_size=30).map("".join)
    inputs = texts | st.builds(_many_times, texts, st.sampled_from([20, 500]))

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(inputs)
    def run(text: str) -> None:
        if time.monotonic() < until:
            latin = target.name in ("blob", "picture")
            data = text.encode("latin-1" if latin else "utf-8", errors="ignore")
            check(target, data[:MOST_BYTES], report)

    run()


def _many_times(text: str, times: int) -> str:
    return text * min(times, MOST_BYTES // (len(text) + 1) + 1)


def damage(target: Target, count: int, seed: int, until: float, report: Report) -> None:
    """Damage right inputs."""
    dice = random.Random(f"{target.name} {seed}")
    for _ in range(count):
        if time.monotonic() > until:
            return
        check(target, damaged(target, dice), report)


def watch(name: str, count: int, seed: int, until: float) -> Report:
    """Let atheris look for inputs; it ends its process, so it gets one of its own."""
    seconds = max(int(until - time.monotonic()), 1)
    command = [sys.executable, "-m", "tests.robustness.fuzz", "--watch", name]
    command += ["--count", str(count), "--seed", str(seed), "--seconds", str(seconds)]
    with TemporaryDirectory(prefix="mapapp-fuzz-") as folder:  # what it leaves goes with it
        environment = {**os.environ, "TMPDIR": folder}
        done = subprocess.run(command, capture_output=True, check=False, env=environment)
    lines = [line for line in done.stdout.split(b"\n") if line.startswith(b"[")]
    if not lines:
        tail = done.stderr.decode(errors="replace")[-2_000:]
        raise RuntimeError(f"atheris ended with {done.returncode} on {name}: {tail}")
    return _told(lines[-1])


def _watched(name: str, count: int, seed: int, seconds: float) -> None:
    """Run atheris on a parser and print the report as JSON."""
    import atheris

    with atheris.instrument_imports(include=["mapapp"]):
        from tests.robustness.targets import TARGETS

    target = next(each for each in TARGETS if each.name == name)
    report, until = Report(), time.monotonic() + seconds

    def run(data: bytes) -> None:
        check(target, data, report)
        if report.inputs >= count or time.monotonic() > until:
            print(_telling(report), flush=True)
            os._exit(0)

    corpus = _corpus(target)
    # The greatest memory is that of the process which started this one: it says nothing here.
    options = ["-verbosity=0", "-max_len=4096", "-timeout=60", "-rss_limit_mb=0"]
    options += [f"-seed={seed + 1}", f"-artifact_prefix={corpus}/"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], run)
    atheris.Fuzz()


def _corpus(target: Target) -> Path:
    from tempfile import mkdtemp

    folder = Path(mkdtemp(prefix="mapapp-fuzz-"))
    for number, sample in enumerate(target.samples):
        (folder / str(number)).write_bytes(sample[:4_096])
    return folder


def _telling(report: Report) -> str:
    import json

    foreign = {what: data.hex() for what, data in report.foreign.items()}
    slow = [data.hex() for data in report.slow]
    return json.dumps([report.inputs, foreign, report.foreign_count, slow])


def _told(line: bytes) -> Report:
    import json

    inputs, foreign, count, slow = json.loads(line)
    known = {what: bytes.fromhex(data) for what, data in foreign.items()}
    return Report(inputs, known, count, [bytes.fromhex(data) for data in slow])


def fuzz(target: Target, count: int, seed: int, seconds: float, *, atheris: bool) -> Report:
    """Throw ``count`` inputs at a parser, or as many as ``seconds`` are enough for."""
    signal.signal(signal.SIGVTALRM, _give_up)
    report = Report()
    ways = 3 if atheris else 2
    share, end = -(-count // ways), time.monotonic() + seconds
    invent(target, share, seed, time.monotonic() + seconds / ways, report)
    rest = count - report.inputs - (share if atheris else 0)
    damage(target, rest, seed, time.monotonic() + seconds / ways, report)
    if atheris:
        found = watch(target.name, share, seed, max(end, time.monotonic() + 5))
        report.inputs += found.inputs
        report.foreign |= found.foreign
        report.foreign_count += found.foreign_count
        report.slow += found.slow
    return report


def keep(target: str, data: bytes) -> Path:
    """Keep an input that found something, to be replayed by ``test_fuzz.py``."""
    folder = CASES / target if len(data) <= _KEPT_BYTES else Path("build", "fuzz", target)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / hashlib.sha256(data).hexdigest()[:12]
    path.write_bytes(data)
    return path


def _options() -> Any:
    parser = argparse.ArgumentParser(description=__doc__, prog="make fuzz")
    parser.add_argument("--target", action="append", metavar="NAME", help="a parser (again …)")
    parser.add_argument("--count", type=int, default=3_000, help="inputs a parser")
    parser.add_argument("--seconds", type=float, default=60.0, help="at most, a parser")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--watch", metavar="NAME", help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> int:
    """Fuzz the parsers that were asked for; the answer is 1 if anything was found."""
    chosen = _options()
    if chosen.watch:
        _watched(chosen.watch, chosen.count, chosen.seed, chosen.seconds)
    from tests.robustness.targets import TARGETS

    clean = True
    for target in TARGETS:
        if chosen.target and target.name not in chosen.target:
            continue
        with_atheris = find_spec("atheris") is not None
        report = fuzz(target, chosen.count, chosen.seed, chosen.seconds, atheris=with_atheris)
        print(report.line(target.name), flush=True)
        for what, data in [*report.foreign.items(), *(("slow", data) for data in report.slow)]:
            print(f"    {what}: {keep(target.name, data)}", flush=True)
        clean = clean and report.is_clean
    return int(not clean)


if __name__ == "__main__":
    sys.exit(main())
