"""Records: frozen and slotted, and quicker to define than with ``dataclasses`` alone.

A picture takes a third of a second, and loads more than a hundred classes of records. A frozen
``dataclass`` writes and compiles five functions for each of them: a fifth of that time. Here the
fields are those of ``dataclasses``, so that ``replace``, ``fields`` and ``asdict`` take records,
but nothing is compiled for a class: what all records do alike is shared, and an ``__init__`` is
that of another class with as many fields, under other names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from functools import cache, partial
from operator import attrgetter
from types import CodeType, FunctionType
from typing import Any, TypeVar, dataclass_transform, overload

_T = TypeVar("_T")


@overload
def record(cls: type[_T], /) -> type[_T]: ...
@overload
def record(*, eq: bool = True, kw_only: bool = False) -> Callable[[type[_T]], type[_T]]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field, Field))
def record(cls: Any = None, /, *, eq: bool = True, kw_only: bool = False) -> Any:
    """Make a class a record: what ``@dataclass(frozen=True, slots=True)`` makes of it.

    Args:
        cls: the class, with its fields as annotations.
        eq: whether records of equal fields are equal, and have one hash; else each is itself.
        kw_only: whether all fields are given by name.

    Raises:
        TypeError: if a field that must be given follows one that need not be, or one that cannot
            be given has a default: such a field is set in ``__post_init__``.
    """
    if cls is None:
        return partial(record, eq=eq, kw_only=kw_only)
    cls.__doc__ = cls.__doc__ or cls.__name__  # or `dataclass` would write out a signature
    made = dataclass(cls, init=False, repr=False, eq=False, slots=True, kw_only=kw_only)
    made.__init__ = _initialiser(made)
    made.__setattr__, made.__delattr__ = _refuse_to_set, _refuse_to_delete
    made.__getstate__, made.__setstate__ = _state, _set_state
    _add(made, "__repr__", _written)
    if eq:
        _make_comparable(made)
    return made


def _initialiser(cls: Any) -> FunctionType:
    """``__init__``, which sets each field by the descriptor of its slot."""
    by_place = [each for each in fields(cls) if each.init and not each.kw_only]
    by_name = [each for each in fields(cls) if each.init and each.kw_only]
    given = [*by_place, *by_name]
    if any(_is_optional(each) for each in fields(cls) if not each.init):
        raise TypeError("a field that cannot be given is set in __post_init__ and has no default")
    code = _template(len(given), hasattr(cls, "__post_init__")).replace(
        co_argcount=1 + len(by_place),
        co_kwonlyargcount=len(by_name),
        co_varnames=("self", *(each.name for each in given)),
        co_qualname=f"{cls.__qualname__}.__init__",
    )
    setters = {f"set_{at}": _setter(cls, each) for at, each in enumerate(given)}
    made = FunctionType(code, setters, "__init__", _defaults(by_place))
    made.__kwdefaults__ = {each.name: each.default for each in by_name if _is_optional(each)}
    return made


@cache
def _template(count: int, has_end: bool) -> CodeType:
    """The code of an ``__init__`` of so many fields, which calls ``__post_init__`` at its end."""
    names = ", ".join(f"field_{at}" for at in range(count))
    lines = [f"set_{at}(self, field_{at})" for at in range(count)]
    lines += ["self.__post_init__()"] if has_end else []
    body = "; ".join(lines) or "pass"
    namespace: dict[str, Any] = {}
    exec(f"def __init__(self, {names}): {body}", namespace)  # noqa: S102 - nothing comes from outside
    code: CodeType = namespace["__init__"].__code__
    return code


def _setter(cls: Any, each: Field[Any]) -> Callable[[Any, Any], None]:
    """What sets a field of a record that is being made."""
    put: Callable[[Any, Any], None] = getattr(cls, each.name).__set__
    factory: Any = each.default_factory
    if factory is MISSING:
        return put
    return lambda self, value: put(self, factory() if value is MISSING else value)


def _is_optional(each: Field[Any]) -> bool:
    return each.default is not MISSING or each.default_factory is not MISSING


def _defaults(by_place: Sequence[Field[Any]]) -> tuple[Any, ...]:
    """The defaults of the last fields; MISSING for one that its setter makes."""
    optional = [each for each in by_place if _is_optional(each)]
    if optional != list(by_place[len(by_place) - len(optional) :]):
        raise TypeError(f"{optional[0].name} has a default, but not all fields after it")
    return tuple(each.default for each in optional)


def _make_comparable(cls: Any) -> None:
    values = _values_of([each.name for each in fields(cls) if each.compare])

    def __eq__(self: Any, other: object) -> bool:  # noqa: N807
        return (
            values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented
        )

    def __hash__(self: Any) -> int:  # noqa: N807
        return hash(values(self))

    _add(cls, "__eq__", __eq__)
    if cls.__dict__.get("__hash__") is None:
        cls.__hash__ = __hash__


def _values_of(names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """What gives the values of fields as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda one: tuple(getattr(one, name) for name in names)


def _add(cls: Any, name: str, function: Callable[..., Any]) -> None:
    """Add a method, unless the class has its own."""
    if name not in cls.__dict__:
        setattr(cls, name, function)


def _written(self: Any) -> str:
    shown = (f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse_to_set(self: object, name: str, value: object) -> None:  # noqa: ARG001
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: object, name: str) -> None:  # noqa: ARG001
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    """The values for a copy or a pickle."""
    return [getattr(self, each.name) for each in fields(self)]


def _set_state(self: Any, values: Sequence[Any]) -> None:
    for each, value in zip(fields(self), values, strict=True):
        object.__setattr__(self, each.name, value)
