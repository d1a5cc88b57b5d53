from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mapapp.core.texts.near_names import nearest_hint, nearest_name, nearest_or

NAMES = st.lists(st.text(max_size=12), max_size=8, unique=True)


def test_the_nearest_name_is_offered_or_all_are_listed() -> None:
    assert nearest_hint("prot", ["port", "park"]) == "did you mean 'port'?"
    assert nearest_hint("xyz", ["port", "park"], "layers are") == "layers are port, park."
    assert nearest_hint("xyz", []) == "it has none."
    assert nearest_or("prot", ["port"], "add it.") == "did you mean 'port'?"
    assert nearest_or("xyz", ["port"], "add it.") == "add it."


@given(st.text(max_size=12), NAMES)
def test_a_name_that_is_near_is_one_of_the_known(name: str, known: list[str]) -> None:
    near = nearest_name(name, known)
    assert near is None or near in known
    if name in known:
        assert near == name


@given(st.text(min_size=1, max_size=12), NAMES.filter(bool))
def test_with_no_likeness_asked_for_any_name_is_near(name: str, known: list[str]) -> None:
    assert nearest_name(name, known, 0.0) in known
