from __future__ import annotations

import builtins
import copy
import pickle
import re
from dataclasses import FrozenInstanceError, field, fields, replace
from inspect import signature
from pathlib import Path
from typing import Any, ClassVar

import pytest

from mapapp.core.record import record

ROOT = Path(__file__).resolve().parents[3]


@record
class Spot:
    """A place."""

    kind: ClassVar[str] = "spot"
    name: str
    tags: list[str] = field(default_factory=list)
    hidden: str = field(default="key", repr=False)


@record
class Named(Spot):
    size_px: int = 3


@record(eq=False)
class Itself:
    value: int


@record(kw_only=True)
class ByName:
    must: int
    may: int = 2


@record
class Checked:
    low: int
    span: int = field(init=False)

    def __post_init__(self) -> None:
        if self.low < 0:
            raise ValueError("low")
        object.__setattr__(self, "span", 10 - self.low)


@record
class One:
    value: Any

    def __repr__(self) -> str:
        return "one"


def test_fields_are_given_by_place_and_by_name() -> None:
    assert Spot("a", ["x"], hidden="s") == Spot(hidden="s", tags=["x"], name="a")
    assert Spot("a", ["x"]).tags == ["x"]
    assert str(signature(Spot)).startswith("(name, tags=")


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        (Spot, "Spot.__init__() missing 1 required positional argument: 'name'"),
        (lambda: Spot("a", nme="b"), "unexpected keyword argument 'nme'"),  # type: ignore[call-arg]
        (lambda: ByName(1), "takes 1 positional argument but 2"),  # type: ignore[call-arg]
        (lambda: Checked(1, 2), "takes 2 positional arguments but 3"),  # type: ignore[call-arg]
    ],
)
def test_wrong_arguments_are_told_as_of_any_call(wrong: Any, complaint: str) -> None:
    with pytest.raises(TypeError, match=re.escape(complaint)):
        wrong()


def test_defaults_are_made_anew_for_each() -> None:
    first, second = Spot("a"), Spot("a")
    first.tags.append("x")
    assert second.tags == []
    assert second.hidden == "key"
    assert ByName(must=1).may == 2


def test_a_field_that_must_be_given_follows_no_default() -> None:
    with pytest.raises(TypeError, match="first has a default"):
        record(type("Wrong", (), {"__annotations__": {"first": int, "then": int}, "first": 1}))


def test_a_field_that_cannot_be_given_has_no_default() -> None:
    with pytest.raises(TypeError, match="__post_init__"):
        record(type("W", (), {"__annotations__": {"a": int}, "a": field(default=1, init=False)}))


def test_a_record_is_not_changed() -> None:
    spot: Any = Spot("a")
    with pytest.raises(FrozenInstanceError, match="name"):
        spot.name = "b"
    with pytest.raises(FrozenInstanceError, match="other"):
        spot.other = "b"
    with pytest.raises(FrozenInstanceError, match="name"):
        del spot.name
    assert not hasattr(spot, "__dict__")


def test_records_of_equal_fields_and_one_class_are_equal() -> None:
    assert ByName(must=1) == ByName(must=1, may=2) != ByName(must=2)
    assert Spot("a") != Named("a")
    assert len({ByName(must=1), ByName(must=1), ByName(must=3)}) == 2
    assert One(float("nan")).__eq__(1) is NotImplemented
    value = float("nan")
    assert One(value) == One(value), "what is the same is equal, as in tuples"


def test_records_may_be_each_itself() -> None:
    assert Itself(1) != Itself(1)
    assert len({Itself(1), Itself(1)}) == 2


def test_what_runs_at_the_end_sees_and_completes_the_fields() -> None:
    assert Checked(3).span == 7
    with pytest.raises(ValueError, match="low"):
        Checked(-1)


def test_a_record_of_a_record_has_its_fields_first() -> None:
    assert [each.name for each in fields(Named)] == ["name", "tags", "hidden", "size_px"]
    assert Named("a", [], "s", 5).size_px == 5


def test_records_are_written_out_without_what_is_not_to_be_shown() -> None:
    assert repr(Spot("a")) == "Spot(name='a', tags=[])"
    assert repr(One(1)) == "one"
    assert Spot.__doc__ == "A place."


def test_records_are_replaced_copied_and_pickled() -> None:
    spot = Spot("a", ["x"])
    assert replace(spot, name="b") == Spot("b", ["x"])
    assert copy.copy(spot) == spot
    assert copy.deepcopy(spot) == spot
    assert pickle.loads(pickle.dumps(spot)) == spot  # noqa: S301 - our own


def test_records_are_matched_by_place() -> None:
    match Named("a", [], "s", 5):
        case Named(name, _, _, size_px):
            assert (name, size_px) == ("a", 5)


def test_nothing_is_compiled_for_another_class(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("compiled")

    monkeypatch.setattr(builtins, "exec", refuse)
    made: Any = record(type("Made", (), {"__annotations__": {"one": int, "two": int, "x": str}}))
    assert repr(made(1, 2, x="y")) == "Made(one=1, two=2, x='y')"


def test_whatever_is_frozen_is_a_record() -> None:
    slow = re.compile(r"(?m)^@dataclass\([^)]*frozen=True(?![^)]*order=True)")
    texts = {file: file.read_text("utf-8") for file in ROOT.joinpath("mapapp").rglob("*.py")}
    assert not [file for file, text in texts.items() if slow.search(text)]
