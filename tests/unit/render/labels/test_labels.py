from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.core.disk.assets import asset
from mapapp.core.layer.spec import LabelSpec, load_layer_specs
from mapapp.core.style.ground import COUNTRIES_TO_ZOOM
from mapapp.core.text import Text
from mapapp.render.labels.label import Candidate, Label, Line
from mapapp.render.labels.names import Named, feature_candidates, place_spans, symbol_boxes
from mapapp.render.labels.placing import APART_PX, Surroundings, place_labels
from mapapp.render.labels.room import LINE_STEP_PX, BoxPx
from mapapp.render.labels.text import measurer

FRAME: BoxPx = (0.0, 0.0, 800.0, 600.0)


def candidate(
    key: str, x: float, y: float, text: str = "Shenyang 沈阳", priority: float = 1.0
) -> Candidate:
    return Candidate(key, x, y, (Line(text, 11.0, "feature"),), priority, half_px=9.0)


def boxes_of(candidates: list[Candidate]) -> list[BoxPx]:
    return [(c.x - 9, c.y - 9, c.x + 9, c.y + 9) for c in candidates]


def place(candidates: list[Candidate], previous: dict[str, int] | None = None) -> list[Label]:
    return place_labels(candidates, Surroundings(boxes_of(candidates)), FRAME, measurer(), previous)


def overlap(one: BoxPx, other: BoxPx) -> bool:
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > 1e-9
        and min(one[3], other[3]) - max(one[1], other[1]) > 1e-9
    )


points = st.tuples(st.floats(-20, 820), st.floats(-20, 620))


@given(st.lists(points, max_size=40))
def test_labels_meet_neither_labels_nor_symbols_nor_the_edge(
    where: list[tuple[float, float]],
) -> None:
    candidates = [candidate(str(i), x, y, priority=i % 5) for i, (x, y) in enumerate(where)]
    labels = place(candidates)
    for one, other in itertools.combinations(labels, 2):
        assert not overlap(one.box, other.box)
    for label, symbol in itertools.product(labels, boxes_of(candidates)):
        assert not overlap(label.box, symbol)
    for left, top, right, bottom in (label.box for label in labels):
        assert min(left, top) >= 0
        assert right <= 800
        assert bottom <= 600


def test_a_lone_label_stands_right_of_its_symbol() -> None:
    (label,) = place([candidate("a", 400, 300)])
    assert label.box[0] > 409
    assert label.box[1] < 300 < label.box[3]


def test_the_more_important_name_wins() -> None:
    minor, major = candidate("a", 400, 300), candidate("b", 400, 300, priority=2)
    labels = place_labels([minor, major], Surroundings(), (395, 290, 520, 312), measurer())
    assert [label.key for label in labels] == ["b"]


def test_a_name_stays_where_it_was() -> None:
    (label,) = place([candidate("a", 400, 300)], previous={"a": 3})
    assert label.position == 3
    assert label.box[2] < 400


def test_a_name_leaves_a_position_that_is_taken() -> None:
    blocker = (330.0, 290.0, 390.0, 310.0)
    labels = place_labels(
        [candidate("a", 400, 300)], Surroundings([blocker]), FRAME, measurer(), {"a": 3}
    )
    assert labels[0].position != 3


def test_extra_lines_are_dropped_where_there_is_no_room() -> None:
    wide = Candidate(
        "a", 20, 11, (Line("Dalian", 11, "feature"),), 1, 5, extra=(Line("大连", 9, "place"),)
    )
    roomy = place_labels([wide], Surroundings(), FRAME, measurer())
    tight = place_labels([wide], Surroundings(), (0, 4, 200, 19), measurer())
    assert [len(label.lines) for label in (*roomy, *tight)] == [2, 1]


def test_the_name_of_an_area_stands_in_its_middle() -> None:
    water = Candidate("sea", 400, 300, (Line("Bohai Sea", 12, "water"),), 1)
    (label,) = place_labels([water], Surroundings(), FRAME, measurer())
    assert abs((label.box[0] + label.box[2]) / 2 - 400) < 0.01


def test_a_capital_in_a_crowd_is_named_from_afar() -> None:
    city = Candidate("c", 400, 300, (Line("Shenyang", 12, "capital"),), 9, 2.5, far_px=30)
    crowd = (375.0, 275.0, 425.0, 325.0)
    (label,) = place_labels([city], Surroundings([crowd]), FRAME, measurer())
    assert not overlap(label.box, crowd)


def test_lines_are_flush_with_the_symbol_they_name() -> None:
    lines = (Line("A long first line", 11.0, "feature"), Line("short", 11.0, "feature"))
    name = Candidate("two", 400, 300, lines, 1.0, half_px=9.0)
    width = measurer().width("short", 11.0)
    for position, side in ((0, "right"), (3, "left"), (4, "above")):
        (label,) = place([name], {"two": position})
        first, second = label.lines
        left, _, right, _ = label.box
        assert label.position == position
        assert abs(first.x - left) < 1e-6
        indent = {"right": 0.0, "left": right - left - width, "above": (right - left - width) / 2}
        assert abs(second.x - (left + indent[side])) < 1e-6, side


def test_a_label_stands_clear_of_lines_where_it_can() -> None:
    line = np.column_stack([np.arange(410.0, 600.0, LINE_STEP_PX), np.full(48, 300.0)])
    (free,) = place_labels([candidate("a", 400, 300)], Surroundings(), FRAME, measurer())
    (clear,) = place_labels([candidate("a", 400, 300)], Surroundings(lines=line), FRAME, measurer())
    assert free.box[1] < 300 < free.box[3]
    assert not clear.box[1] < 300 < clear.box[3]
    everywhere = np.argwhere(np.ones((200, 150))) * LINE_STEP_PX
    (label,) = place_labels(
        [candidate("a", 400, 300)], Surroundings(lines=everywhere), FRAME, measurer()
    )
    assert label.box == free.box, "a line is no reason for no label"


def test_a_name_does_not_end_at_the_symbol_of_another() -> None:
    """“Port of Huludao” between its own anchor and that of Panjin would be taken for Panjin's."""
    here = candidate("a", 100, 100, "Port of Huludao")
    right = place([here])[0].box[2]
    for away_px, position in ((APART_PX - 1, False), (APART_PX + 1, True)):
        other = (right + away_px + 8.0, 100.0, 8.0)
        around = Surroundings(boxes_of([here]), markers=[(100.0, 100.0, 8.0), other])
        (label,) = place_labels([here], around, FRAME, measurer())
        assert (label.position == 0) == position
    crowd = [(x, y, 2.0) for x in (60.0, 250.0) for y in range(60, 141, 10)]
    around = Surroundings(boxes_of([here]), markers=[(100.0, 100.0, 8.0), *crowd])
    assert place_labels([here], around, FRAME, measurer()), "rather that than no name"


def test_a_name_beside_the_symbol_of_another_is_level_with_its_own() -> None:
    """A corner of its symbol is no place for a name that ends on the level of another."""
    here = candidate("a", 100, 100, "Zhoushuizi")
    (corner,) = place([here], {"a": 6})
    assert corner.box[3] < 100, "above it, to the left"
    level = (corner.box[2] + APART_PX + 9.0, 86.0, 8.0)
    others = [level, (60.0, 125.0, 8.0), (150.0, 100.0, 8.0)]
    around = Surroundings(boxes_of([here]), markers=[(100.0, 100.0, 8.0), *others])
    (label,) = place_labels([here], around, FRAME, measurer())
    assert label.box[1] <= 100 <= label.box[3]


def test_a_label_far_from_its_symbol_is_tied_to_it() -> None:
    named = replace(candidate("a", 400, 300), far_px=30)
    (close,) = place_labels([named], Surroundings(boxes_of([named])), FRAME, measurer())
    assert close.leader is None
    crowd = (375.0, 275.0, 425.0, 325.0)
    (label,) = place_labels([named], Surroundings([crowd]), FRAME, measurer())
    assert label.leader is not None
    x0, y0, x1, y1 = label.leader
    assert math.dist((x0, y0), (400, 300)) == pytest.approx(9)
    assert label.box[0] <= x1 <= label.box[2]
    assert label.box[1] <= y1 <= label.box[3]


def test_the_name_of_a_country_moves_off_its_middle_only_where_that_is_taken() -> None:
    country = Candidate("c", 400, 300, (Line("China", 13, "country"),), 1, far_px=6)
    (free,) = place_labels([country], Surroundings(), FRAME, measurer())
    assert (free.box[0] + free.box[2]) / 2 == pytest.approx(400)
    taken = (395.0, 280.0, 420.0, 299.0)
    (moved,) = place_labels([country], Surroundings([taken]), FRAME, measurer())
    assert not overlap(moved.box, taken)


def test_large_countries_are_named_before_all_else_on_the_map_of_the_world() -> None:
    far, near = place_spans("country", 1)
    assert far.style.priority > feature_priority() > near.style.priority
    assert far.to_zoom == near.from_zoom == COUNTRIES_TO_ZOOM


def feature_priority() -> float:
    spec = replace(load_layer_specs(asset("layers"))[0], label=LabelSpec(min_zoom=0, priority=90))
    named = Named("n", spec, Text("A", "甲"), 0, 0, 5)
    return next(feature_candidates([named], 5, "en", measurer())).priority


def test_a_ring_and_a_count_keep_labels_away() -> None:
    spec = load_layer_specs(asset("layers"))[0]
    plain = Named("n", spec, Text("A", "甲"), 100, 100, 10)
    assert symbol_boxes([plain]) == [(90, 90, 110, 110)]
    ((left, _, right, _),) = symbol_boxes([replace(plain, selected=True)])
    assert right - left > 30
    symbol, (_, top, right, _) = symbol_boxes([replace(plain, count=9)])
    assert symbol == (90, 90, 110, 110)
    assert right > 110
    assert top < 90
