"""What a script that has got into the page could try: it can harm nothing but the page."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mapapp.bridge import messages as m
from mapapp.bridge.resources import PAGE_URL, PageResources
from mapapp.qt.map.map_notice import MapNotice
from mapapp.qt.map.map_view import MapView
from mapapp.qt.map.page_files import serve_files
from tests.page.page import TIMEOUT_MS, Page

SEND = "globalThis.qt.webChannelTransport.send(JSON.stringify({}))"


@pytest.mark.parametrize(
    "message",
    [
        '{type: 6, id: 1, object: "bridge", method: "deleteLater", args: []}',
        '{type: 6, id: 1, object: "bridge", method: 3, args: []}',
        '{type: 7, object: "bridge", signal: 0}',
        '{type: 9, object: "bridge", property: 0, value: "x"}',
        "{type: 3, id: 1}",
    ],
)
def test_no_object_of_ours_can_be_called_or_deleted(asked_page: Page, message: str) -> None:
    assert str(asked_page.run(f"(async () => {SEND.format(message)})()")).startswith("refused")
    asked_page.settle()


def test_nothing_of_qt_is_in_the_page(asked_page: Page) -> None:
    assert asked_page.run("[typeof qt, typeof QWebChannel]") == ["undefined", "undefined"]


@pytest.mark.parametrize(
    "code",
    [
        "location.reload()",
        "location.href = 'index.html'",
        "location.href = 'map.js'",
        "location.href = URL.createObjectURL(new Blob(['x']))",
        (
            "document.head.append(Object.assign(document.createElement('meta'),"
            " {httpEquiv: 'refresh', content: '0'}))"
        ),
    ],
)
def test_the_page_cannot_load_itself_anew(page: Page, code: str) -> None:
    page.run("window.same = true")
    with page.qtbot.assertNotEmitted(page.view.page_ready):
        page.run(f"[{code}, 0][1]")
        page.settle()
    assert page.run("window.same") is True


def test_a_page_that_goes_elsewhere_is_brought_back(page: Page, expected_log: Any) -> None:
    expected_log("The map page went elsewhere; it is started again")
    with page.qtbot.waitSignal(page.view.page_ready, timeout=TIMEOUT_MS):
        page.view.page().runJavaScript("location.href = 'about:blank'")
    page.settle()
    assert page.view.page().url() == QUrl(PAGE_URL)


@pytest.mark.parametrize(
    ("code", "answer"),
    [("alert('x')", None), ("confirm('x')", True), ("prompt('x')", None), ("print()", None)],
)
def test_the_page_cannot_hold_the_window_with_a_box(
    asked_page: Page, code: str, answer: Any
) -> None:
    assert asked_page.run(code) == answer
    assert QApplication.activeModalWidget() is None


def test_ready_is_heard_once_a_load(asked_page: Page) -> None:
    with asked_page.qtbot.assertNotEmitted(asked_page.view.page_ready):
        asked_page.run("""[console.info('mapapp:{"type":"ready"}'), 0][1]""")
        asked_page.settle()


def test_a_message_the_page_does_not_know_is_told(page: Page, expected_log: Any) -> None:
    expected_log("The map page failed: Error: there is no message toString")
    page.view._page.receive('{"type": "toString", "serial": 1}')
    page.settle()


def test_what_the_page_cannot_do_is_told_and_hinders_nothing(page: Page, expected_log: Any) -> None:
    expected_log("The map page failed: TypeError")
    page.view._page.receive('{"type": "set_order", "serial": 1}')
    page.view.send(m.SetHint("after it"))
    page.settle()
    assert page.run("document.querySelector('.hint').textContent") == "after it"


def test_a_page_that_does_not_come_up_is_told_and_can_be_tried_again(
    qapp: QApplication, qtbot: QtBot, expected_log: Any
) -> None:
    expected_log("The map page does not come up")
    resources = PageResources()
    resources.add("/index.html", lambda: b"<!doctype html>")
    view = MapView(resources)
    view._keeper._beat.setInterval(20)
    [notice] = view.findChildren(MapNotice)
    view.start()
    view.attend()
    view.show()
    qtbot.waitUntil(notice.isVisible)
    serve_files(resources)
    with qtbot.waitSignal(view.page_ready, timeout=TIMEOUT_MS):
        notice.retried.emit()
    assert not notice.isVisible()
    view.close()
    view.shut_down()
