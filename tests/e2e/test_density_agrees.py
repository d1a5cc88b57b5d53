"""The painter, the page and the standalone map count points in the same squares."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.drawn_atlas import BLUE, ORANGE, RED, SEA, in_square
from tests.e2e.live_page import LivePage
from tests.e2e.test_engines_agree import (  # noqa: F401 - fixtures
    EVEN,
    Case,
    OpenWeb,
    atlas_path,
    browser,
    live,
    live_page,
    open_web,
    paint,
    show,
    sparse_path,
    until_right,
    wrong,
)

CASES = {
    "squares in the colours of their numbers, with gaps": Case(
        ("swarm",),
        (
            (*in_square(2, 0, -10, -10), ORANGE, EVEN), (*in_square(2, 0, 10, 10), ORANGE, EVEN),
            (*in_square(3, 0, -12, 12), RED, EVEN), (*in_square(3, 0, 13, -13), RED, EVEN),
            (*in_square(4, 0), SEA, EVEN), (*in_square(1, 0), SEA, EVEN),
            (*in_square(2, 1), SEA, EVEN), (*in_square(2, -1), SEA, EVEN),
            (*in_square(5, 0), ORANGE, EVEN),
        ),
    ),
    "the symbol of what is selected over its square": Case(
        ("swarm",),
        (
            (*in_square(5, 0), BLUE, EVEN), (*in_square(5, 0, 12, 12), ORANGE, EVEN),
            (*in_square(2, 0, 10, 10), ORANGE, EVEN),
        ),
        selected=(("swarm", "selected"),),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_all_three_show(
    name: str,
    atlas_path: Path,  # noqa: F811
    live: LivePage,  # noqa: F811
    open_web: OpenWeb,  # noqa: F811
    qtbot: QtBot,
    qapp: QApplication,
) -> None:
    case = CASES[name]
    assert wrong(paint(case, atlas_path), case.probes) == []
    show(live, case, atlas_path)
    until_right(qtbot, live.picture, case)
    until_right(qtbot, open_web(case).picture, case)
