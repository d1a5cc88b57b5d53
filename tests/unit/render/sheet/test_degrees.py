"""What is written at the graticule: decimals, sides, and never under a card."""

from __future__ import annotations

import itertools

import pytest

from mapapp.core.geo.extent import LIAONING, Extent
from mapapp.core.style.ground import GROUND_STYLE
from mapapp.core.style.theme import ground
from mapapp.render.sheet.blocks import Run
from mapapp.render.sheet.degrees import degree_runs, run_box
from mapapp.render.view.graticule import graticule
from mapapp.render.view.viewport import Viewport

VIEW = Viewport.fitted(LIAONING, 900, 700)
COLOURS = ground("light")


def runs(view: Viewport = VIEW, *taken: tuple[float, ...], all_sides: bool = False) -> list[Run]:
    return list(degree_runs(view, COLOURS, taken, all_sides=all_sides))  # type: ignore[arg-type]


@pytest.mark.parametrize("width_deg", [20, 3, 0.9, 0.4, 0.05, 0.01])
def test_all_degrees_have_the_same_decimals(width_deg: float) -> None:
    extent = Extent(123.4, 41.79, 123.4 + width_deg, 41.79 + width_deg / 2)
    net = graticule(Viewport.fitted(extent, 900, 700))
    texts = [text for _, text in (*net.meridians, *net.parallels)]
    assert len(texts) >= 4
    assert len({len(text.split("°")[0].partition(".")[2]) for text in texts}) == 1
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("width_deg", [100, 8, 0.5, 0.05, 0.01])
def test_lines_are_as_far_apart_as_is_quiet(width_deg: float) -> None:
    extent = Extent(100, 20, 100 + width_deg, 20 + width_deg / 2)
    xs = [x for x, _ in graticule(Viewport.fitted(extent, 900, 450)).meridians]
    gaps = {round(b - a, 3) for a, b in itertools.pairwise(xs)}
    assert min(gaps) >= GROUND_STYLE.graticule.least_spacing_px
    assert max(gaps) <= 2.5 * GROUND_STYLE.graticule.least_spacing_px + 1


def test_degrees_are_above_and_at_the_left() -> None:
    for run in runs():
        assert run.y < 12 if run.text.endswith("E") else run.x < 5


def test_degrees_may_be_on_all_four_sides() -> None:
    around = runs(all_sides=True)
    assert len(around) == 2 * len(runs())
    assert {run.text for run in around if run.y > 690} == {
        run.text for run in runs() if run.text.endswith("E")
    }
    assert {run.text for run in around if run.x > 850} >= {
        run.text for run in runs() if run.text.endswith("N")
    }


def test_degrees_outside_of_the_frame_are_on_all_sides_whatever_lies_on_the_map() -> None:
    card = (0.0, 0.0, 900.0, 700.0)
    outside = degree_runs(VIEW, COLOURS, [card], all_sides=True, is_outside=True)
    assert len(outside) >= 2 * len(runs())
    sides = set()
    for run in outside:
        left, top, right, _ = run_box(run)
        is_out = {"left": right < 0, "right": left > 900, "top": run.y < 0, "bottom": top > 695}
        assert any(is_out.values()), run
        sides |= {side for side, is_there in is_out.items() if is_there}
    assert sides == {"left", "right", "top", "bottom"}


def test_degrees_under_a_card_go_to_the_other_side() -> None:
    card = (0.0, 0.0, 900.0, 30.0)
    meridians = [run for run in runs(VIEW, card) if run.text.endswith("E")]
    assert len(meridians) == sum(run.text.endswith("E") for run in runs())
    assert all(run.y > 690 for run in meridians)


def test_no_degree_is_under_a_card() -> None:
    cards = ((0.0, 0.0, 900.0, 30.0), (0.0, 400.0, 900.0, 700.0))
    for run in runs(VIEW, *cards, all_sides=True):
        left, top, right, bottom = run_box(run)
        assert not any(
            left < card[2] and right > card[0] and top < card[3] and bottom > card[1]
            for card in cards
        )
