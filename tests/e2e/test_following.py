"""Files of layers that change, go and come back while they are shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapapp.bridge.messages import SetVisibleFeatures, ShowLayers
from mapapp.core.expression.filters import LayerFilter
from mapapp.qt.shell.problems import Problems
from tests.e2e.driver import TIMEOUT_MS, Driver
from tests.e2e.test_adding import added, replaced, written

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("last_of_window")]

HEAD, ROW = "name,depth,lon,lat", "Old well,12.5,122.35,40.65"


def said(driver: Driver) -> str:
    problems: Problems = driver.window.built_in.problems
    return "" if problems.bar.isHidden() else problems.bar.sentence.text()


def wait_for(driver: Driver, sentence: str) -> None:
    driver.qtbot.waitUntil(lambda: sentence in said(driver), timeout=TIMEOUT_MS)


def test_of_two_lost_files_the_one_that_is_still_lost_is_named(
    window: Driver, tmp_path: Path
) -> None:
    first, second = (written(tmp_path / name, HEAD, ROW) for name in ("first.csv", "second.csv"))
    added(window, first)
    layer = added(window, second)
    kept = first.rename(first.with_suffix(".kept"))
    wait_for(window, "first.csv does not exist")
    second.unlink()
    wait_for(window, "second.csv does not exist")
    kept.rename(first)
    window.window.built_in.problems.bar.retry_wanted.emit()
    files = window.window.built_in.following.files
    window.qtbot.waitUntil(lambda: files[first].error is None, timeout=TIMEOUT_MS)
    wait_for(window, "second.csv does not exist")
    window.state.remove_layer(layer)
    window.qtbot.waitUntil(lambda: not said(window), timeout=TIMEOUT_MS)


def test_what_is_said_of_others_stays_when_a_file_is_back(window: Driver, tmp_path: Path) -> None:
    path = written(tmp_path / "wells.csv", HEAD, ROW)
    added(window, path)
    kept = path.rename(path.with_suffix(".kept"))
    wait_for(window, "wells.csv does not exist")
    window.window.built_in.problems.bar.say("Another sentence.", can_retry=False)
    window.window.built_in.problems._said = None
    kept.rename(path)
    file = window.window.built_in.following.files[path]
    window.qtbot.waitUntil(lambda: file.error is None, timeout=TIMEOUT_MS)
    assert said(window) == "Another sentence."


def test_dialogs_offer_the_columns_that_the_file_has_now(window: Driver, tmp_path: Path) -> None:
    path = written(tmp_path / "wells.csv", HEAD, ROW)
    layer = added(window, path)
    built_in = window.window.built_in
    summary = built_in.summing.summarise(layer)
    filtering = built_in.filtering.filter(layer)
    replaced(path, "name,flow,lon,lat", "Old well,3,122.35,40.65", "New well,4,122.35,40.65")

    def columns() -> set[str]:
        return {summary.column.itemData(row) for row in range(summary.column.count())}

    window.qtbot.waitUntil(lambda: "flow" in columns(), timeout=TIMEOUT_MS)
    assert "depth" not in columns()
    assert filtering.count.text() == "2 of 2 shown"
    for dialog in (summary, filtering):
        dialog.close()


def test_of_one_changed_file_the_page_is_sent_its_layer_alone(
    window: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "wells.csv", HEAD, ROW)
    layer = added(window, path)
    window.state.set_filter(layer, LayerFilter("depth > 1"))
    window.state.set_filter("port", LayerFilter("name_en is not empty"))
    controller = window.window.controller
    before = [controller._source(spec) for spec in window.state.specs]
    sent: list[object] = []
    send = window.window.view.send
    monkeypatch.setattr(window.window.view, "send", lambda each: (sent.append(each), send(each)))
    replaced(path, HEAD, ROW, "New well,4,122.35,40.65")
    window.qtbot.waitUntil(
        lambda: any(isinstance(each, ShowLayers) for each in sent), timeout=TIMEOUT_MS
    )
    window.settle()
    for message in sent:
        if isinstance(message, ShowLayers):
            news = [now.id for now, was in zip(message.layers, before, strict=True) if now != was]
            assert news == [layer]
    assert {each.layer for each in sent if isinstance(each, SetVisibleFeatures)} == {layer}
