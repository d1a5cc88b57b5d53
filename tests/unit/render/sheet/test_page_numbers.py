"""The numbers of sheets on the map that opens a book."""

from __future__ import annotations

import itertools

import pytest

from mapapp.core.style.theme import ground
from mapapp.render.labels.room import BoxPx
from mapapp.render.sheet.blocks import Block, Run
from mapapp.render.sheet.page_numbers import NumberPlacing, places, ranges

MAP: BoxPx = (0.0, 0.0, 400.0, 300.0)


def placed(points: dict[int, tuple[float, float]], taken: tuple[BoxPx, ...] = ()) -> list[Block]:
    return NumberPlacing(MAP, taken, ground("light")).blocks(points)


def texts(blocks: list[Block]) -> list[str]:
    return [item.text for block in blocks for item in block.items if isinstance(item, Run)]


def overlap(one: BoxPx, other: BoxPx) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


@pytest.mark.parametrize(
    ("numbers", "text"),
    [([4], "4"), ([1, 2], "1, 2"), ([1, 2, 3, 7], "1–3, 7"), ([2, 4, 5, 6, 8], "2, 4–6, 8")],
)
def test_numbers_of_one_place_are_told_in_short(numbers: list[int], text: str) -> None:
    assert ranges(numbers) == text


def test_what_is_drawn_in_one_place_has_one_number_card() -> None:
    assert places({1: (10, 10), 2: (200, 10), 3: (14, 7)}) == {(10, 10): [1, 3], (200, 10): [2]}
    assert texts(placed({1: (10, 10), 2: (200, 10), 3: (14, 7)})) == ["1, 3", "2"]


def test_numbers_cover_neither_one_another_nor_what_stands_on_the_map() -> None:
    points = {i + 1: (100.0 + 12 * (i % 4), 100.0 + 12 * (i // 4)) for i in range(8)}
    card = (60.0, 60.0, 130.0, 96.0)
    blocks = placed(points, (card,))
    assert len(blocks) == len(points)
    for one, other in itertools.combinations([card, *(block.box for block in blocks)], 2):
        assert not overlap(one, other)


@pytest.mark.parametrize("corner", [(1.0, 1.0), (399.0, 1.0), (1.0, 299.0), (399.0, 299.0)])
def test_a_number_stays_on_the_map(corner: tuple[float, float]) -> None:
    ((left, top, right, bottom),) = (block.box for block in placed({12: corner}))
    assert 0 <= left < right <= 400
    assert 0 <= top < bottom <= 300


def test_a_number_leads_to_its_sheet() -> None:
    (block,) = placed({12: (50, 50)})
    assert [item.page for item in block.items if isinstance(item, Run)] == [12]
