"""The real page in the real engine: what it may do, and what it says."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from mapapp.bridge import messages as m
from mapapp.render.scene.live import PAGE_CONTROLS_PX
from tests.page.page import TIMEOUT_MS, Page


@pytest.mark.parametrize(
    "code",
    [
        "fetch('https://example.org/')",
        "fetch('http://127.0.0.1:9/')",
        "fetch('file:///etc/passwd')",
        "fetch('mapapp://elsewhere/index.html')",
        (
            "new Promise((yes, no) => { const i = new Image(); i.onload = yes;"
            " i.onerror = () => no('image'); i.src = 'https://example.org/a.png'; })"
        ),
        (
            "new Promise((yes, no) => { const w = new WebSocket('wss://example.org');"
            " w.onopen = yes; w.onerror = () => no('socket'); })"
        ),
    ],
)
def test_the_page_reaches_nothing_outside(asked_page: Page, code: str, expected_log: Any) -> None:
    expected_log("js:")  # the engine reports each refusal on the console
    assert str(asked_page.run(f"(async () => {code})()")).startswith("refused")


def test_the_page_cannot_make_code_of_text(asked_page: Page) -> None:
    assert str(asked_page.run("(async () => eval('1'))()")).startswith("refused")


def test_a_path_that_is_not_served_is_refused(asked_page: Page, expected_log: Any) -> None:
    expected_log("which is not there")
    assert str(asked_page.run("fetch('/../../etc/passwd').then(a => a.ok)")) == "False"


def test_the_page_cannot_be_led_away(page: Page) -> None:
    page.view.page().runJavaScript("location.href = 'https://example.org/'")
    page.settle()
    assert page.view.page().url() == QUrl("mapapp://app/index.html")


def test_the_page_says_its_view_when_it_is_moved(asked_page: Page) -> None:
    with asked_page.qtbot.waitSignal(asked_page.view.view_changed, timeout=TIMEOUT_MS) as moved:
        asked_page.view.send(m.SetView(-87.65, 41.85, 6.5))
    [view] = moved.args
    assert (view.lon, view.lat, view.zoom) == pytest.approx((-87.65, 41.85, 6.5), abs=1e-6)
    assert (view.width_px, view.height_px) == (640, 480)
    assert view.west < -87.65 < view.east


def test_a_view_near_by_is_shown_as_exactly_as_one_far_away(asked_page: Page) -> None:
    for lon in (122.0, 122.001):  # a third of a pixel
        with asked_page.qtbot.waitSignal(asked_page.view.view_changed, timeout=TIMEOUT_MS) as moved:
            asked_page.view.send(m.SetView(lon, 41, 8))
        assert moved.args[0].lon == pytest.approx(lon, abs=1e-9)


def test_fitting_an_extent_over_the_antimeridian_shows_it(asked_page: Page) -> None:
    with asked_page.qtbot.waitSignal(asked_page.view.view_changed, timeout=TIMEOUT_MS) as moved:
        asked_page.view.send(m.FitExtent(100, 0, 290, 75))
    [view] = moved.args
    assert view.west == pytest.approx(100, abs=0.1)
    assert view.east == pytest.approx(290, abs=0.1)


def test_names_are_never_markup(asked_page: Page) -> None:
    asked_page.view.send(m.SetHint("<img src=x onerror=alert(1)>`${1}`"))
    asked_page.settle()
    assert asked_page.run("document.querySelector('.hint').childElementCount") == 0
    assert asked_page.run("document.querySelector('.hint').textContent").startswith("<img")


def test_a_layer_that_cannot_be_fetched_is_told(page: Page, expected_log: Any) -> None:
    expected_log("which is not there")
    expected_log("The map page failed")
    expected_log("js:")
    page.view.send(
        m.ShowLayers((m.LayerSource("x", "/geometry/x.bin", "/symbology/x.json", True),))
    )
    page.settle()


def test_the_world_fills_the_window_at_the_lowest_zoom(page: Page) -> None:
    page.view.send(m.SetTheme({}))
    page.view.send(m.SetView(0, 0, 0))
    page.settle()
    view = page.run(
        "(() => { const b = document.getElementById('map').getBoundingClientRect();"
        " return b.height; })()"
    )
    with page.qtbot.waitSignal(page.view.view_changed, timeout=TIMEOUT_MS) as moved:
        page.view.send(m.SetView(20, 70, 0))
    [there] = moved.args
    assert 256 * 2**there.zoom >= view
    assert there.north <= 85.06
    assert there.south >= -85.06


def test_a_notice_is_shown_as_text_until_there_is_none(asked_page: Page) -> None:
    asked_page.view.send(m.SetNotice("<b>No ground</b>"))
    asked_page.settle()
    assert asked_page.run("document.querySelector('.notice').textContent") == "<b>No ground</b>"
    asked_page.view.send(m.SetNotice(""))
    asked_page.settle()
    assert asked_page.run("document.querySelector('.notice').hidden") is True


def test_the_buttons_are_called_as_the_window_says(asked_page: Page) -> None:
    for words in (m.SetWords("zh", "放大", "缩小"), m.SetWords("en", "Zoom in", "Zoom out")):
        asked_page.view.send(words)
        asked_page.settle()
        assert asked_page.run("document.documentElement.lang") == words.language
        for button, title in (("in", words.zoom_in), ("out", words.zoom_out)):
            called = f"document.querySelector('.leaflet-control-zoom-{button}')"
            assert asked_page.run(f"{called}.title") == title
            assert asked_page.run(f"{called}.getAttribute('aria-label')") == title


def turn_wheel(page: Page, degrees: int, pixels: int = 0) -> float:
    """By how many levels a turn over the middle of the map, in eighths of a degree, zooms."""
    target = page.view.focusProxy()
    middle = QPointF(target.rect().center())
    with page.qtbot.waitSignal(page.view.view_changed, timeout=TIMEOUT_MS) as before:
        page.view.send(m.SetView(122, 41, 7.5 if degrees > 0 else 8.5))
    with page.qtbot.waitSignal(page.view.view_changed, timeout=TIMEOUT_MS) as after:
        QApplication.sendEvent(
            target,
            QWheelEvent(
                middle, target.mapToGlobal(middle), QPoint(0, pixels), QPoint(0, degrees),
                Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase, False,
            ),
        )  # fmt: skip
    return float(after.args[0].zoom - before.args[0].zoom)


@pytest.mark.parametrize(("notches", "levels"), [(1, 1), (-1, -1)])
def test_a_notch_of_the_wheel_is_about_a_level(
    asked_page: Page, notches: int, levels: float
) -> None:
    asked_page.view.send(m.SetTheme({}))
    assert turn_wheel(asked_page, 120 * notches) == pytest.approx(levels, abs=0.1)


def test_what_a_trackpad_says_is_taken_as_finely_as_it_comes(asked_page: Page) -> None:
    asked_page.view.send(m.SetTheme({}))
    assert 0 < turn_wheel(asked_page, 10, 5) < 0.1


def test_what_the_page_shows_beside_the_map_lies_where_no_label_is_put(page: Page) -> None:
    page.view.send(m.SetTheme({}))
    page.view.send(m.SetView(122, 41, 9))
    page.settle()
    boxes = page.run(
        "[...document.querySelectorAll('.leaflet-control')].map(each => {"
        " const b = each.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; })"
    )
    kept = [
        ((640 - width) * right, (480 - height) * bottom, width, height)
        for right, bottom, width, height in PAGE_CONTROLS_PX
    ]
    assert len(boxes) == len(kept)
    for left, top, right, bottom in boxes:
        assert any(
            x <= left and y <= top and right <= x + width and bottom <= y + height
            for x, y, width, height in kept
        ), (left, top, right, bottom)


COUNT_CLOSING = """
import(new URL('canvas.js', document.baseURI).href).then(({ pathOf }) => {
  const Path = window.Path2D;
  let measured = 0;   // Chromium measures all of a path whenever a ring of it is closed
  window.Path2D = class {
    constructor() { this.steps = 0; }
    moveTo() { this.steps += 1; }
    lineTo() { this.steps += 1; }
    closePath() { measured += this.steps; }
    addPath({ steps }) { this.steps += steps; }
  };
  const costs = [1, 500, 1000].map(rings => {
    measured = 0;
    const whole = pathOf(rings, true, path => { path.moveTo(0, 0); path.lineTo(1, 1); });
    return [measured, whole.steps];
  });
  window.Path2D = Path;
  return costs;
})
"""


def test_a_path_of_many_rings_costs_no_more_for_each_than_one_of_few(page: Page) -> None:
    assert page.run(COUNT_CLOSING) == [[2, 2], [1000, 1000], [2000, 2000]]


COMPARE_LINES = """
import(new URL('pixels.js', document.baseURI).href).then(({ Pixels, littleEndian }) => {
  const alphas = draw => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 40, height: 30 });
    const context = canvas.getContext('2d');
    draw(context);
    return context.getImageData(0, 0, 40, 30).data;
  };
  const lines = [
    [3, 4.5, 37, 4.5], [5.5, 28, 5.5, 8], [10, 25, 30, 10], [20, 28, 26, 9], [-9, 20, 50, 27],
    [38, 2, 60, 9],
  ];
  const exact = alphas(context => {
    context.strokeStyle = '#e00010';
    context.lineCap = 'butt';
    for (const [x, y, ...end] of lines) context.stroke(new Path2D(`M${x} ${y}L${end.join(' ')}`));
  });
  const made = alphas(context => {
    const pixels = new Pixels(40, 30);
    for (const line of lines) pixels.line(...line, littleEndian('#e00010'), 255);
    pixels.drawOn(context);
  });
  const alone = alphas(context => new Pixels(40, 30).drawOn(context));
  const covered = data => [...data].filter((_, i) => i % 4 === 3);
  const off = covered(made).map((alpha, i) => Math.abs(alpha - covered(exact)[i]));
  return {
    worst: Math.max(...off), mean: off.reduce((a, b) => a + b) / off.length,
    red: made.find(value => value > 0), left: Math.max(...alone),
  };
})
"""


def test_a_line_pixel_by_pixel_is_where_the_canvas_draws_it(page: Page) -> None:
    compared = page.run(COMPARE_LINES)
    assert compared["mean"] < 3
    assert compared["worst"] < 140, "at most about half a pixel, at the ends"
    assert compared["red"] >= 0xD0
    assert compared["left"] == 0, "pixels begin empty"
