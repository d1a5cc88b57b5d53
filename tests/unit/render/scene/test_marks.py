"""Symbols as columns: what is chosen, how they are numbered, and how few objects that takes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely

from mapapp.core.layer.feature import FeatureSet
from mapapp.core.layer.spec import LabelSpec, LayerSpec
from mapapp.core.text import Text
from mapapp.render.scene.layer import SceneLayer, make_layer
from mapapp.render.scene.marks import Marks, fid_array, no_marks, numbered
from mapapp.render.scene.scene import names_in
from mapapp.render.view.viewport import Viewport


def layer_of(
    specs: tuple[LayerSpec, ...], geometries: list[object], **columns: list[object]
) -> SceneLayer:
    spec = next(spec for spec in specs if spec.id == "port")
    fids = np.arange(10, 10 + len(geometries))
    features = FeatureSet("port", fids, np.array(geometries, dtype=object), columns)
    return make_layer(replace(spec, label=LabelSpec()), features, ())


def marks_of(specs: tuple[LayerSpec, ...]) -> Marks:
    points = [shapely.Point(1, 2), shapely.MultiPoint([(3, 4), (5, 6)]), None, shapely.Point(7, 8)]
    return layer_of(
        specs,
        points,
        id=["a", "b", "c", "d"],
        name_en=["A", None, "C", "D"],
        status=["operating", "planned", "planned", "operating"],
    ).marks


def test_each_point_knows_its_feature_and_its_number_in_it(specs: tuple[LayerSpec, ...]) -> None:
    marks = marks_of(specs)
    told = [(mark.fid, mark.id, mark.name, mark.part, mark.lon) for mark in marks]
    assert told == [
        (10, "a", Text("A", ""), 0, 1.0),
        (11, "b", Text("", ""), 0, 3.0),
        (11, "b", Text("", ""), 1, 5.0),
        (13, "d", Text("D", ""), 0, 7.0),
    ]
    assert marks.alone.tolist() == [True, False, False, True]


def test_looks_are_numbered_in_the_order_in_which_they_come_up(
    specs: tuple[LayerSpec, ...],
) -> None:
    marks = marks_of(specs)
    assert marks.styles.tolist() == [0, 1, 1, 0]
    assert [style.fill for style in marks.symbology] == ["solid", "outline"]


def test_selected_ones_come_last_and_stand_out(specs: tuple[LayerSpec, ...]) -> None:
    marks = marks_of(specs).selecting(frozenset([11, 10]))
    assert marks.fids.tolist() == [13, 10, 11, 11]
    assert marks.selected.tolist() == [False, True, True, True]
    assert [mark.id for mark in marks] == ["d", "a", "b", "b"]


def test_some_are_chosen_by_a_set_or_by_an_array(specs: tuple[LayerSpec, ...]) -> None:
    marks = marks_of(specs)
    assert marks.only(frozenset([11])).parts.tolist() == [0, 1]
    assert marks.only(np.array([13, 99])).fids.tolist() == [13]
    assert fid_array({5}).dtype == fid_array(np.array([5])).dtype == np.int64


def test_each_combination_of_values_is_asked_for_once() -> None:
    asked: list[object] = []

    def style(row: object) -> str:
        asked.append(row)
        return "same" if len(asked) > 1 else "first"

    columns = {"kind": ["x", "y", "x", "z"], "other": [1, 2, 1, 2]}
    rows = np.array([3, 1, 0, 2, 2])
    made, numbers = numbered(columns, ("kind", "missing", "kind"), style, rows)
    assert asked == [{"kind": "z"}, {"kind": "y"}, {"kind": "x"}]
    assert (made, numbers.tolist()) == (["first", "same"], [0, 1, 1, 1, 1])


def test_a_layer_without_any_column_is_drawn_too(specs: tuple[LayerSpec, ...]) -> None:
    (mark,) = layer_of(specs, [shapely.Point(1, 2)]).marks
    assert (mark.id, mark.name, mark.title("en")) == ("", Text("", ""), "")
    assert len(no_marks()) == 0
    assert list(no_marks()) == []


def test_very_many_symbols_in_a_view_have_no_names(specs: tuple[LayerSpec, ...]) -> None:
    view = Viewport.at_scale(120, 40, 100, 800, 600)
    points = [shapely.Point(120 + i / 1000, 40) for i in range(30)]
    layer = layer_of(specs, [*points, shapely.Point(0, 0)], id=list("x" * 31))
    assert len(list(names_in(layer, view, 30))) == 30
    assert list(names_in(layer, view, 29)) == []
    chosen = [name.selected for name in names_in(layer, view, selected={12})]
    assert chosen.index(True) == 2
    assert chosen.count(True) == 1
