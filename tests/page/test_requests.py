"""What the page's requests are answered with, and in which thread the answer is made."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWebEngineCore import QWebEnginePage
from shiboken6 import delete

from mapapp.bridge.resources import PageResources
from mapapp.core.errors import DataError
from tests.page.page import TIMEOUT_MS, Page


class Slow:
    """Something to fetch that is made only when the test lets it."""

    def __init__(self, resources: PageResources) -> None:
        self.go = threading.Event()
        self.begun = threading.Event()
        self.made: list[str] = []
        self.threads: set[int] = set()
        resources.add_prefix("/slow/", self.make)

    def make(self, rest: str) -> bytes | None:
        self.threads.add(threading.get_ident())
        self.begun.set()
        assert self.go.wait(TIMEOUT_MS / 1000)
        self.made.append(rest)
        return rest.encode() if rest != "nothing.json" else None


@pytest.fixture
def slow(page: Page) -> Iterator[Slow]:
    slow = Slow(page.resources)
    yield slow
    slow.go.set()


def fetch(page: Page, path: str, options: str = "{}") -> None:
    """Begin to fetch; the outcome comes to be in the page's ``window.got``."""
    page.run(
        f"[window.got = '', fetch('{path}', {options})"
        ".then(async a => { window.got = a.ok ? await a.text() : `refused: ${a.status}`; })"
        ".catch(e => { window.got = `refused: ${e}`; })][0]"
    )


def outcome(page: Page) -> str:
    """What was fetched, as soon as it is there."""
    poll = "setInterval(() => { if (window.got) { clearInterval(t); y(window.got); } }, 5)"
    return str(page.run(f"new Promise(y => {{ const t = {poll}; }})"))


def test_what_takes_long_is_made_beside_the_window(page: Page, slow: Slow) -> None:
    fetch(page, "/slow/a.json")
    page.qtbot.waitUntil(slow.begun.is_set, timeout=TIMEOUT_MS)
    assert page.run("window.got") == "", "the window goes on meanwhile"
    slow.go.set()
    assert outcome(page) == "a.json"
    assert threading.get_ident() not in slow.threads


def test_all_is_made_in_one_thread_which_may_keep_files_open(page: Page, slow: Slow) -> None:
    slow.go.set()
    for name in ("a.json", "b.json", "c.json"):
        fetch(page, f"/slow/{name}")
        assert outcome(page) == name
    assert len(slow.threads) == 1


def test_a_request_that_was_given_up_is_neither_answered_nor_made(page: Page, slow: Slow) -> None:
    page.run("[window.stop1 = new AbortController(), 0][1]")
    fetch(page, "/slow/a.json", "{signal: stop1.signal}")
    fetch(page, "/slow/b.json", "{signal: stop1.signal}")
    page.qtbot.waitUntil(slow.begun.is_set, timeout=TIMEOUT_MS)
    page.run("[stop1.abort(), 0][1]")
    page.qtbot.waitUntil(lambda: not page.view.background._waiting, timeout=TIMEOUT_MS)
    slow.go.set()
    fetch(page, "/slow/c.json")
    assert outcome(page) == "c.json"
    assert slow.made == ["a.json", "c.json"]


def test_a_view_may_end_while_something_is_made(page: Page, slow: Slow) -> None:
    fetch(page, "/slow/a.json")
    fetch(page, "/slow/b.json")
    page.qtbot.waitUntil(slow.begun.is_set, timeout=TIMEOUT_MS)
    threading.Timer(0.05, slow.go.set).start()
    page.view.background.stop()
    assert slow.made == ["a.json"]


def test_a_maker_that_finds_nothing_is_told_as_any_missing_path(
    page: Page, slow: Slow, expected_log: Any
) -> None:
    expected_log("The page asked for /slow/nothing.json, which is not there")
    slow.go.set()
    fetch(page, "/slow/nothing.json")
    assert outcome(page).startswith("refused")


@pytest.mark.parametrize("is_quick", [True, False])
def test_a_maker_that_fails_is_reported(page: Page, is_quick: bool) -> None:
    def fail() -> bytes:
        raise DataError("atlas.gpkg cannot be read; restore it.")

    page.resources.add("/broken.json", fail, is_quick=is_quick)
    with page.qtbot.capture_exceptions() as reported:
        fetch(page, "/broken.json")
        assert outcome(page).startswith("refused")
    assert [str(error) for _, error, _ in reported] == ["atlas.gpkg cannot be read; restore it."]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_the_page_can_only_read(page: Page, slow: Slow, expected_log: Any, method: str) -> None:
    expected_log("Refused a request for mapapp://app/slow/a.json from mapapp://app")
    fetch(page, "/slow/a.json", f"{{method: '{method}'}}")
    assert outcome(page).startswith("refused")
    assert not slow.begun.is_set()


@pytest.mark.parametrize("base", ["about:blank", "mapapp://elsewhere/"])
def test_a_page_of_others_gets_nothing(
    page: Page, slow: Slow, expected_log: Any, base: str
) -> None:
    expected_log("Refused a request for mapapp://app/slow/a.json from ")
    other = QWebEnginePage(page.view._profile)
    with page.qtbot.waitSignal(other.loadFinished, timeout=TIMEOUT_MS):
        other.setHtml("<p>", QUrl(base))
    answers: list[object] = []
    other.runJavaScript(
        "fetch('mapapp://app/slow/a.json').then(a => { window.got = `${a.ok}`; },"
        " e => { window.got = 'false'; }); 0"
    )

    def answered() -> bool:
        other.runJavaScript("window.got", answers.append)
        return bool(answers and answers[-1])

    page.qtbot.waitUntil(answered, timeout=TIMEOUT_MS)
    assert answers[-1] == "false"
    assert not slow.begun.is_set()
    delete(other)
