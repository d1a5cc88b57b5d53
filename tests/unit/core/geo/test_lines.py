"""Lines are taken apart into stretches and put together again."""

from __future__ import annotations

import numpy as np
import shapely

from mapapp.core.geo.lines import segments_of

WEST, EAST = shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)


def test_a_stretch_that_two_rings_share_is_counted_whichever_way_it_goes() -> None:
    segments = segments_of(shapely.get_rings([WEST, EAST.reverse()]))
    shared = segments.lines((segments.counts > 1) & segments.first)
    assert [set(line.coords) for line in shared] == [{(1.0, 0.0), (1.0, 1.0)}]
    assert shapely.length(segments.lines(segments.counts == 1)).sum() == 6


def test_lines_are_as_long_as_what_is_chosen_goes_on() -> None:
    lines = np.array([shapely.LineString([(0, 0), (1, 0), (2, 0), (3, 0)]),
                      shapely.LineString([(3, 0), (4, 0)])])  # fmt: skip
    segments = segments_of(lines)
    assert shapely.equals(segments.lines(np.ones(4, bool)), lines).all(), "never over a gap"
    chosen = segments.lines(np.array([True, False, True, True]))
    assert [list(line.coords) for line in chosen] == [
        [(0, 0), (1, 0)], [(2, 0), (3, 0)], [(3, 0), (4, 0)],
    ]  # fmt: skip
    assert len(segments.lines(np.zeros(4, bool))) == 0


def test_a_stretch_is_near_a_line_by_its_middle() -> None:
    segments = segments_of(np.array([shapely.LineString([(0, 0), (2, 0), (20, 9)])]))
    coast = np.array([shapely.LineString([(1, 0.04), (1, 9)])])
    assert segments.near(coast, 0.05).tolist() == [True, False]
    assert segments.near(coast, 0.03).tolist() == [False, False]
    assert segments.near(np.array([], dtype=object), 0.05).tolist() == [False, False]
