"""Arguments of others, checked: what cannot be is one sentence of ours, not a TypeError."""

from __future__ import annotations

import functools
import inspect
import math
import operator
from collections.abc import Callable, Iterable, Mapping
from numbers import Real
from typing import ParamSpec, TypeVar, cast, get_args

from mapapp.core.errors import UsageError
from mapapp.core.message import Message
from mapapp.core.text import Language
from mapapp.core.texts.near_names import nearest_hint
from mapapp.core.texts.parsing import shown

_P = ParamSpec("_P")
_R = TypeVar("_R")

_NAMED = (inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


def checked(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Raise a ``UsageError`` where Python would raise a ``TypeError`` for a wrong call.

    It names the nearest argument, unless the function takes all: see :func:`refuse_unknown`.
    """
    signature = inspect.signature(function)
    parameters = [each for name, each in signature.parameters.items() if name != "self"]
    known = [each.name for each in parameters if each.kind in _NAMED]
    takes_all = any(each.kind is inspect.Parameter.VAR_KEYWORD for each in parameters)
    name = function.__qualname__.removesuffix(".__init__")

    @functools.wraps(function)
    def call(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        if not takes_all:
            refuse_unknown(name, kwargs, known)
        try:
            signature.bind(*args, **kwargs)
        except TypeError as error:
            raise UsageError(
                "{name}() cannot be called so ({reason}); correct it.", name=name, reason=error
            ) from None
        return function(*args, **kwargs)

    return call


def refuse_unknown(function: str, given: Iterable[str], known: Iterable[str]) -> None:
    """Raise a ``UsageError`` for the first name that is no option of a function."""
    names = list(known)
    for name in given:
        if name not in names:
            hint = nearest_hint(str(name), names, Message("its options are"))
            raise UsageError(
                "{function}() has no option {name}; {hint}",
                function=function,
                name=shown(name),
                hint=hint,
            )


def text(name: str, value: object) -> str:
    """A text that was given as the argument ``name``."""
    if not isinstance(value, str):
        raise wrong(name, value, Message("it must be a text"))
    return value


def year(value: object) -> int | None:
    """A year, or None for all that is known."""
    if value is None:
        return None
    try:
        whole = operator.index(cast("int", value))  # the whole numbers of numpy, too
    except TypeError:
        whole = 0
    if isinstance(value, bool) or not 1 <= whole <= 9999:
        raise wrong("year", value, Message("it must be a whole number from 1 to 9999"))
    return whole


def language(value: object) -> Language:
    """A language of the atlas."""
    if not isinstance(value, str) or value not in get_args(Language):
        raise wrong("language", value, Message("choose 'en' or 'zh'"))
    return cast("Language", value)


def share(name: str, value: object) -> float:
    """A number from 0 to 1."""
    is_number = isinstance(value, Real) and not isinstance(value, bool)
    number = float(cast("float", value)) if is_number else math.nan
    if not 0 <= number <= 1:
        raise wrong(name, value, Message("it must be a number from 0 to 1"))
    return number


def names(name: str, value: object) -> tuple[str, ...]:
    """Several names, such as those of columns."""
    is_many = isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping)
    found = tuple(cast("Iterable[object]", value)) if is_many else ()
    if not is_many or not all(isinstance(each, str) for each in found):
        raise wrong(name, value, Message("it must be a list of names"))
    return cast("tuple[str, ...]", found)


def wrong(name: str, value: object, remedy: Message) -> UsageError:
    """The complaint about the value of an argument."""
    said = shown(value) if isinstance(value, str | int | float) else f"a {type(value).__name__}"
    return UsageError("{name} is {said}; {remedy}.", name=name, said=said, remedy=remedy)
