"""Geometries of files: their kinds, their parts, and what crosses the antimeridian."""

from __future__ import annotations

import numpy as np
import shapely

from mapapp.store.files.faults import Faults
from mapapp.store.files.shapes import families_in, family_of, made_fit, only, turned_back

POINT, AREA = shapely.Point(1, 2), shapely.box(0, 0, 1, 1)
BOTH = shapely.GeometryCollection([POINT, shapely.GeometryCollection([AREA, AREA])])


def shapes(*some: object) -> np.ndarray:
    found = np.empty(len(some), dtype=object)
    found[:] = some
    return found


def test_kinds_are_found_also_within_collections() -> None:
    assert family_of(shapes(POINT, None)) == "point"
    assert family_of(shapes(POINT, AREA)) is None
    assert family_of(shapes(None)) is None
    assert families_in(shapes(None, BOTH)) == ("polygon", "point")
    assert families_in(shapes(shapely.LinearRing([(0, 0), (1, 1), (1, 0)]))) == ("line",)


def test_rows_keep_only_their_parts_of_a_kind() -> None:
    found = only(shapes(POINT, AREA, BOTH, None), "polygon")
    assert [each and each.geom_type for each in found] == [None, "Polygon", "MultiPolygon", None]
    assert len(found[2].geoms) == 2


def test_what_crosses_itself_is_cut_at_180_too() -> None:
    bow_tie = shapely.Polygon([(170, 0), (190, 10), (190, 0), (170, 10)])
    (cut,) = turned_back(shapes(bow_tie))
    assert cut.bounds == (-180, 0, 180, 10)
    assert round(cut.area, 6) == 100


def test_what_runs_on_beyond_180_is_cut_there() -> None:
    line = shapely.LineString([(170, 0), (190, 10)])
    far = shapely.box(200, 0, 210, 10)
    here = shapely.box(0, 0, 1, 1)
    cut, moved, kept = turned_back(shapes(line, far, here))
    assert cut.geom_type == "MultiLineString"
    assert cut.bounds == (-180, 0, 180, 10)
    assert shapely.length(cut) == shapely.length(line)
    assert moved.bounds == (-160, 0, -150, 10)
    assert kept is here


def test_what_is_odd_names_the_first_row_and_counts() -> None:
    faults = Faults()
    empty, endless = shapely.Point(), shapely.LineString([(0, 0), (np.inf, 1)])
    found = made_fit(shapes(POINT, empty, empty, endless), faults)
    assert faults.told == (
        "2 rows, the first of them row 2: its geometry is empty.",
        "Row 4: a coordinate is no number or infinite, so it has no place.",
    )
    assert found[3] is None
    assert faults.untold(np.array([True, True, False, False])).tolist() == [
        True,
        False,
        False,
        False,
    ]
