"""Many numbers are classed at once, each as it would be by itself."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from mapapp.core.style.sizes import sized_steps
from mapapp.core.style.symbol_table import range_title
from mapapp.core.style.symbology import Classes, SizeRule, SymbolClass, SymbolSpec, Tone
from mapapp.core.text import Text
from mapapp.render.scene.steps import with_steps

SYMBOL = SymbolSpec(Tone("#112233", "#AABBCC"))
FALLBACK = SymbolClass(Text("-", "-"), SYMBOL)
BOUNDS = [(-math.inf, -2.0), (-2.0, 0.0), (0.0, 7.5), (7.5, math.inf)]
STEPS = tuple(SymbolClass(range_title(*ends), SYMBOL, None, *ends) for ends in BOUNDS)
SIZED = tuple(sized_steps(SizeRule(9, 12), SYMBOL))

values = st.lists(
    st.none()
    | st.text(max_size=2)
    | st.floats(allow_infinity=False)
    | st.sampled_from([-2, 0, 7.5, 9])
)


@given(values, st.sampled_from([STEPS, SIZED]))
def test_what_stands_for_a_number_is_of_the_same_class(
    column: list[object], steps: tuple[SymbolClass, ...]
) -> None:
    classes = Classes("graduated", "a", None, steps, FALLBACK)
    told = with_steps({"a": column, "b": column}, classes)
    assert [classes.of(value) for value in told["a"]] == [classes.of(value) for value in column]
    assert len(set(told["a"])) <= len(steps) + 1
    assert told["b"] is column
