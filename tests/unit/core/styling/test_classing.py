"""Classes from the values of a column: as many, as coloured and as large as was chosen."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from mapapp.core.errors import UsageError
from mapapp.core.layer.spec import Geometry
from mapapp.core.style.column_values import ColumnValues, class_counts, column_values
from mapapp.core.style.palettes import EDGE, PALETTES
from mapapp.core.style.symbology import BinRule, Classes, SymbolSpec, Tone
from mapapp.core.styling.classing import (
    ClassChoice,
    choice_of,
    coloured,
    completed,
    make_classes,
    recoloured,
    suggested_field,
)
from mapapp.core.text import Text

SYMBOL = SymbolSpec(Tone("#112233", "#AABBCC"))
KINDS = ["港", "站", "港", "港", "站", "场", None, ""]


def made(choice: ClassChoice, values: ColumnValues, geometry: Geometry = "point") -> Classes:
    classes = make_classes(choice, values, SYMBOL, geometry)
    assert classes is not None
    return classes


def titles(classes: Classes) -> list[str]:
    return [each.title.en for each in classes]


def test_the_most_frequent_values_are_classes_and_the_rest_is_other() -> None:
    values = column_values(KINDS)
    choice = ClassChoice("categorised", "种类", count=2, palette="okabe_ito")
    classes = made(choice, values)
    assert titles(classes) == ["港", "站", "Other"]
    assert class_counts(classes, values) == [3, 2, 3]
    assert [each.symbol.colour for each in classes.steps] == list(PALETTES["okabe_ito"].tones(2))
    assert (values.known, values.missing, values.different) == (6, 2, 3)


def test_numbers_are_categories_without_needless_digits() -> None:
    values = column_values([1.0, 2.0, 2.0, 2.5])
    classes = made(ClassChoice("categorised", "code", palette="tol_muted"), values)
    assert titles(classes) == ["2", "1", "2.5", "Other"]
    assert classes.of(1).title.en == "1"
    assert class_counts(classes, values) == [2, 1, 1, 0]


def test_no_more_categories_than_colours() -> None:
    values = column_values([str(number) for number in range(30)])
    classes = made(ClassChoice("categorised", "a", count=12, palette="tol_bright"), values)
    assert len(classes.steps) == 6


def test_steps_cover_all_numbers_and_the_rest_has_no_figure() -> None:
    values = column_values([*range(100), None, "a", math.nan])
    classes = made(ClassChoice("graduated", "a", count=4), values)
    assert titles(classes) == ["< 25", "25–50", "50–75", "≥ 75", "No figure"]
    assert class_counts(classes, values) == [25, 25, 25, 25, 3]


@pytest.mark.parametrize("geometry", ["point", "polygon"])
def test_what_is_filled_has_an_outline_and_may_be_pale(geometry: Geometry) -> None:
    symbol = coloured(SYMBOL, Tone("#FFFFFF", "#000000"), geometry)
    assert symbol.edge == EDGE
    assert coloured(SYMBOL, Tone("#FFFFFF", "#000000"), "line").edge is None
    own = replace(SYMBOL, edge=Tone("#FF0000", "#FF0000"))
    assert coloured(own, Tone("#FFFFFF", "#000000"), geometry).edge == own.edge


def test_areas_of_symbols_go_by_the_number() -> None:
    values = column_values([0.0, 25.0, 100.0, 400.0, None])
    classes = made(ClassChoice("sized", "people", most_px=40), values)
    sizes = [classes.of(value).symbol.size_px for value in (400, 100, 25)]
    assert sizes == [40, 20, 10]
    assert classes.of(0) is classes.of(-3) is classes.of(None) is classes.fallback
    assert classes.of(9_999).symbol.size_px == 40
    assert classes.of(1e-9).symbol.size_px == 3
    assert class_counts(classes, values)[-1] == 2


@pytest.mark.parametrize(
    ("kind", "values", "said"),
    [
        ("categorised", [None, ""], "The column a has no values"),
        ("graduated", [None], "The column a has no values"),
        ("graduated", ["x", "y"], "The column a has no numbers"),
        ("graduated", [7.0, 7.0], "All numbers of the column a are 7"),
        ("sized", ["x"], "The column a has no numbers"),
        ("sized", [-1.0, 0.0], "has no number above 0"),
    ],
)
def test_a_column_that_does_not_do_is_told_in_a_sentence(
    kind: str, values: list[object], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        make_classes(ClassChoice(kind, "a"), column_values(values), SYMBOL, "point")  # type: ignore[arg-type]


def test_numbers_come_in_order_and_huge_ones_are_left_out() -> None:
    values = column_values([3.0, 1.0, 3.0, 1e200, math.inf])
    assert np.array_equal(values.numbers, [1, 3, 3])
    assert (values.known, values.missing) == (3, 2)


NUMBERS = column_values([float(number**2) for number in range(60)])


@pytest.mark.parametrize("geometry", ["point", "line", "polygon"])
@pytest.mark.parametrize(
    "choice",
    [
        ClassChoice("single"),
        ClassChoice("graduated", "a", None, "jenks", 6, "purples", is_reversed=True),
        ClassChoice("graduated", "a", None, "equal", 3, "cividis"),
        ClassChoice("categorised", "a", None, None, 4, "tol_muted", is_reversed=True),
    ],
)
def test_the_choice_is_read_back_from_its_classes(choice: ClassChoice, geometry: Geometry) -> None:
    classes = make_classes(choice, NUMBERS, SYMBOL, geometry)
    assert choice_of(classes, NUMBERS, geometry) == choice


def test_a_column_without_numbers_has_no_method() -> None:
    classes = made(ClassChoice("graduated", "a", count=3), NUMBERS)
    assert choice_of(classes, column_values(["x", "y"]), "point").method is None


def test_the_greatest_size_is_read_back() -> None:
    classes = made(ClassChoice("sized", "a", most_px=21), NUMBERS)
    assert choice_of(classes, NUMBERS, "point").most_px == 21


def test_own_colours_and_breaks_are_none_of_the_offered_and_are_completed() -> None:
    classes = made(ClassChoice("graduated", "a", count=3), NUMBERS)
    first = replace(classes.steps[0], symbol=SYMBOL)
    own = replace(classes, steps=(first, *classes.steps[1:]))
    assert choice_of(own, None, "point").palette == ""
    assert choice_of(own, None, "point").method is None
    whole = completed(choice_of(own, None, "point"), "point")
    assert (whole.method, whole.palette) == ("quantiles", "viridis")


def test_a_choice_is_completed_to_what_its_kind_has() -> None:
    asked = ClassChoice("categorised", "a", count=12, palette="blues")
    assert completed(asked, "point").palette == "okabe_ito"
    assert completed(asked, "point").count == 7
    diverging = ClassChoice("graduated", "a", palette="red_blue")
    assert completed(diverging, "polygon").palette == "red_blue"
    assert completed(diverging, "line").palette == "viridis"


def test_other_colours_keep_titles_and_bounds() -> None:
    classes = made(ClassChoice("graduated", "a", count=3), NUMBERS)
    named = replace(classes, steps=tuple(replace(s, title=Text("x", "x")) for s in classes.steps))
    blue = recoloured(named, ClassChoice("graduated", "a", palette="blues"), "point")
    assert [s.symbol.colour for s in blue.steps] == list(PALETTES["blues"].tones(3))
    assert [(s.title, s.low) for s in blue.steps] == [(s.title, s.low) for s in named.steps]


def test_the_column_to_begin_with_has_the_values_that_are_drawn_and_is_no_name() -> None:
    columns = {"no": "number", "name": "text", "trade": "text", "output": "number"}
    names = {"no", "name"}
    assert suggested_field("categorised", columns, names) == "trade"
    assert suggested_field("graduated", columns, names) == "output"
    assert suggested_field("sized", {"name": "text", "no": "number"}, names) == "no"
    assert suggested_field("categorised", {}, names) == ""


def squares(*counts: float) -> ColumnValues:
    """What squares hold."""
    return ColumnValues(np.sort(np.array(counts)), (), 0, len(counts), 0)


def test_a_density_has_colours_that_stand_out_without_an_outline() -> None:
    choice = completed(ClassChoice("density", "gone", count=3, side_px=40, palette="x"), "point")
    classes = made(choice, squares(*[1.0] * 90, *[50.0] * 20))
    assert titles(classes)[:3] == ["1–9", "10–49", "≥ 50"]
    assert (classes.field, classes.bins) == ("", BinRule(40))
    assert [each.symbol.colour for each in classes.steps] == list(
        PALETTES["viridis"].tones(3, for_lines=True)
    )
    assert classes.fallback.symbol == SYMBOL, "what is selected looks as before"


def test_of_a_density_it_is_known_what_was_chosen_and_colours_change_alone() -> None:
    choice = completed(ClassChoice("density", count=3, side_px=16), "point")
    classes = made(choice, squares(*[1.0] * 90, *[50.0] * 20))
    found = choice_of(classes, None, "point")
    assert (found.kind, found.side_px, found.count) == ("density", 16, 3)
    assert (found.palette, found.is_reversed) == ("viridis", False)
    other = recoloured(classes, replace(choice, palette="blues", is_reversed=True), "point")
    assert titles(other) == titles(classes)
    assert other.bins == classes.bins
    assert choice_of(other, None, "point").is_reversed
    assert other.steps[0].symbol.edge is None
