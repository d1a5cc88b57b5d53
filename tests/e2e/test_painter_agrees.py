"""The live map and the painter draw the same view: the same symbols, places and colours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtWidgets import QApplication
from pytestqt.exceptions import TimeoutError as QtTimeoutError
from pytestqt.qtbot import QtBot

from mapapp.core.disk.assets import asset
from mapapp.core.layer.spec import LayerSpec
from mapapp.paint.devices.bands import whole_image
from mapapp.paint.export import Printer
from mapapp.qt.shell.main_window import MainWindow
from mapapp.render.request.request import ExportRequest
from mapapp.render.sheet.composition import Composition
from tests.e2e.driver import TIMEOUT_MS, Driver, driven_window
from tests.e2e.pixels import Pixels, pixels
from tests.e2e.restoring import Start
from tests.timing import PatientBot

LIAONING = (122.4, 41.0, 7.0)
SHENYANG = (123.43, 41.78, 11.0)
IN_SHENYANG = ("industrial_park", "high_tech_zone", "rail_hub", "enterprise", "institution")
OVER_LIAONING = ("port", "airport", "ftz_area")
COLOUR_TOLERANCE = 3
NEAR_COLOUR = 40
ISOLATED_PX = 24.0
REDDISH = 30
FADED = 300


@pytest.fixture(scope="module")
def _large_window(
    qapp: QApplication, request: pytest.FixtureRequest, specs: tuple[LayerSpec, ...]
) -> Iterator[tuple[MainWindow, Start]]:
    with driven_window(qapp, PatientBot(request), specs) as driver:
        driver.enlarge()
        yield driver.window, Start.of(driver)


@pytest.fixture
def window(_large_window: tuple[MainWindow, Start], qtbot: QtBot) -> Driver:
    """A window of the usual size: symbols of a smaller picture are smaller than in a window."""
    main, start = _large_window
    driver = Driver(main, qtbot)
    start.restore(driver)
    return driver


def painted(window: Driver) -> Composition:
    """The same view and layers as the window shows, put together for the painter."""
    state = window.state
    request = ExportRequest(
        path=Path("view.png"),
        format="png",
        area=state.view.extent,
        layers=tuple(spec.id for spec in state.visible_specs()),
        size_px=(state.view.width_px, state.view.height_px),
        parts=frozenset(),
    )
    atlas, basemap = asset("data", "atlas.gpkg"), asset("data", "basemap.gpkg")
    with Printer(atlas, basemap, state.specs) as printer:
        return printer.composed(request)


def colour_of(spec: LayerSpec) -> Pixels:
    tone = spec.symbol.colour.light
    return np.array([int(tone[i : i + 2], 16) for i in (1, 3, 5)], dtype=np.int16)


def in_colour(image: Pixels, colour: Pixels) -> NDArray[np.bool_]:
    return np.asarray(np.abs(image - colour).max(axis=2) <= NEAR_COLOUR)


def centre(image: Pixels, colour: Pixels, box: tuple[slice, slice]) -> NDArray[np.float64]:
    """Where a symbol lies in a box: the middle of its pixels, weighed by their colour."""
    away = np.abs(image[box] - colour).sum(axis=2)
    weight = np.clip(1 - away / FADED, 0, None)
    rows, columns = np.indices(weight.shape)
    return np.array([(weight * columns).sum(), (weight * rows).sum()]) / weight.sum()


def most_frequent(colours: Pixels) -> Pixels:
    values, counts = np.unique(colours, axis=0, return_counts=True)
    return np.asarray(values[counts.argmax()])


def isolated(composition: Composition, layer: str) -> list[tuple[float, float, int]]:
    """Symbols of a layer that nothing is drawn over, with half their size."""
    marks, view = composition.scene.marks, composition.scene.view
    return [
        (mark.x, mark.y, round(mark.symbol.size_px / 2))
        for mark in marks
        if mark.layer == layer
        and all(
            other is mark or np.hypot(other.x - mark.x, other.y - mark.y) > ISOLATED_PX
            for other in marks
        )
        and 20 < mark.x < view.width_px - 20
        and 20 < mark.y < view.height_px - 60
    ]


def differences(
    page: Pixels, paper: Pixels, composition: Composition, spec: LayerSpec
) -> list[str]:
    """What differs between the symbols of a layer on the page and those of the painter."""
    colour = colour_of(spec)
    masks = in_colour(page, colour), in_colour(paper, colour)
    found = []
    for x, y, reach in isolated(composition, spec.id):
        box = np.s_[round(y) - reach : round(y) + reach, round(x) - reach : round(x) + reach]
        if not masks[0][box].any() or not masks[1][box].any():
            found.append(f"{spec.id} is missing at {x:.0f},{y:.0f}")
            continue
        apart = np.abs(centre(page, colour, box) - centre(paper, colour, box)).max()
        if apart > 1:
            found.append(f"{spec.id} lies {apart:.1f} px apart at {x:.0f},{y:.0f}")
        pairs = zip((page, paper), masks, strict=True)
        seen = [most_frequent(image[box][mask[box]]) for image, mask in pairs]
        if np.abs(seen[0] - seen[1]).max() > COLOUR_TOLERANCE:
            found.append(f"{spec.id} has another colour at {x:.0f},{y:.0f}: {seen}")
    return found


def grown(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """A mask and everything within a pixel of it."""
    padded = np.pad(mask, 1)
    height, width = mask.shape
    near = [padded[dy : dy + height, dx : dx + width] for dy in range(3) for dx in range(3)]
    return np.logical_or.reduce(near)


@pytest.mark.parametrize(
    ("layer", "place"),
    [
        *((layer, LIAONING) for layer in OVER_LIAONING),
        *((layer, SHENYANG) for layer in IN_SHENYANG),
    ],
)
def test_symbols_have_the_same_place_and_colour(
    window: Driver, layer: str, place: tuple[float, float, float]
) -> None:
    window.state.set_solo(layer)
    window.go_to(*place)
    composition = painted(window)
    paper = pixels(whole_image(composition))
    spec = next(spec for spec in window.state.specs if spec.id == layer)
    assert isolated(composition, layer)
    found: list[str] = []

    def agrees() -> bool:
        found[:] = differences(pixels(window.picture()), paper, composition, spec)
        return not found

    try:
        window.qtbot.waitUntil(agrees, timeout=TIMEOUT_MS // 4)
    except QtTimeoutError:
        pytest.fail("; ".join(found))


def test_lines_have_the_same_course(window: Driver) -> None:
    window.state.set_solo("friendship_link")
    window.go_to(*LIAONING)
    paper = pixels(whole_image(painted(window)))

    def agrees() -> bool:
        images = pixels(window.picture()), paper
        masks = [image[:, :, 0] - image[:, :, 1] > REDDISH for image in images]
        common = [(mask & grown(other)).sum() / mask.sum() for mask, other in (masks, masks[::-1])]
        on_page, on_paper = common  # names at the frame of paper cover some of them
        return bool(on_page > 0.88 and on_paper > 0.96)

    window.qtbot.waitUntil(agrees, timeout=TIMEOUT_MS // 4)
