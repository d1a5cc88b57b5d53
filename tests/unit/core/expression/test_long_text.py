"""What people paste is bounded before it is parsed, and parsed in a time that grows with it.

Each of these texts took from half a second to minutes before; now all take some milliseconds.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mapapp.core.errors import UsageError
from mapapp.core.expression.completion import _begun, completions
from mapapp.core.expression.parser import parse
from mapapp.core.expression.tokens import MAX_TEXT as MAX_FILTER
from mapapp.core.expression.tokens import ExpressionError
from mapapp.core.expression.tree import Field
from mapapp.core.geo.positions.parser import parse_position
from mapapp.core.geo.positions.reading import MAX_TEXT as MAX_POSITION
from mapapp.core.search import MAX_QUERY, SearchEntry, SearchIndex
from mapapp.core.text import Text
from tests.timing import expect_within

MOST_S = 0.25
FIELDS = tuple(
    Field(f"status_of_{number}", "text", Text(f"Status {number}", f"状态{number}"))
    for number in range(40)
)
REPEATED = (
    " ", "9", "41°", "1 ", "1\t", "( ", "''", '"', "(", "[", "沈", "a", "ab ", "<", "1e", ".", "9.",
    "2023-", "status_", "not ", "a,", "°", "N", "EN", "\ufdfa", "41 47 32 ", "GK ", "UTM ", "X",
)  # fmt: skip
HEADS = ("", "41, ", '"', "status_of_1 = ")
TAILS = ("x", " ")


def texts(length: int) -> list[str]:
    """Texts of a length that tempt a parser to try its ways again and again."""
    made = [
        (head + part * length)[: length - len(tail)] + tail
        for part in REPEATED for head in HEADS for tail in TAILS
    ]  # fmt: skip
    return list(dict.fromkeys(made))


def expect_no_time(run: Callable[[str], object], length: int) -> None:
    """Expect that each text takes little of this process's time, and a short sentence at most."""
    for text in texts(length):
        start = time.process_time()
        said = ""
        try:
            run(text)
        except UsageError as error:
            said = str(error)
        assert len(said) < 300
        expect_within(time.process_time() - start, MOST_S, text[:20])


@pytest.mark.timed
def test_positions_take_no_time() -> None:
    expect_no_time(parse_position, MAX_POSITION)


@pytest.mark.timed
def test_filters_take_no_time() -> None:
    expect_no_time(lambda text: parse(text, FIELDS), MAX_FILTER)


@pytest.mark.timed
def test_completions_take_no_time() -> None:
    expect_no_time(lambda text: completions(text, len(text), FIELDS), MAX_FILTER)
    expect_no_time(lambda text: completions(text, len(text), FIELDS), 32_767)


def test_what_is_too_long_is_a_sentence() -> None:
    assert parse_position("41.79, 123.43".ljust(MAX_POSITION))
    with pytest.raises(UsageError, match="at most 2000 characters"):
        parse_position("41.79, 123.43".ljust(MAX_POSITION + 1))
    assert parse('status_of_1 = "a"'.ljust(MAX_FILTER), FIELDS)
    with pytest.raises(ExpressionError, match="at most 10,000 characters") as caught:
        parse('status_of_1 = "a"'.ljust(MAX_FILTER + 1), FIELDS)
    assert "最多 10,000 个字符" in caught.value.text("zh")


def test_nothing_is_called_by_a_text_that_is_too_long() -> None:
    index = SearchIndex([SearchEntry("a", "port", Text("Dalian", "大连"), "", "", "", None, None)])
    assert index.search("dalian".ljust(MAX_QUERY))
    assert not index.search("dalian".ljust(MAX_QUERY + 1))


def test_a_long_number_of_metres_is_far_outside_of_its_zone() -> None:
    with pytest.raises(UsageError):
        parse_position("X 462678 Y " + "9" * 180)


@pytest.mark.parametrize(
    ("text", "begun"),
    [("status", "status"), ("a = b", "b"), ("12ab", "ab"), ("a ", ""), ("a <", "<"), ("1", ""),
     ("[Core ar", "[Core ar"), ("[a] ", ""), ('a = "x y', '"x y'), ('a = "x" ', ""),
     ("[a [b", "[a [b"), ("a1", "a1")],
)  # fmt: skip
def test_a_completion_begins_with_the_word_at_the_cursor(text: str, begun: str) -> None:
    assert _begun(text) == begun


@pytest.mark.parametrize(
    "arguments",
    [("search", "x" * 100_000),
     ("snapshot", "-o", "a.png", "--filter", "port:" + "9" * 100_000 + "x"),
     ("snapshot", "-o", "a.png", "--extent", "-" + "9" * 100_000 + "x")],
)  # fmt: skip
def test_long_arguments_are_one_short_sentence(arguments: tuple[str, ...], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mapapp", *arguments]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=30, cwd=tmp_path
    )
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert len(line) < 300
