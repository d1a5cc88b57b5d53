"""The page protocol as TypeScript, out of the dataclasses of ``mapapp/bridge/messages.py``."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from inspect import getdoc
from typing import TYPE_CHECKING, Literal, Union, get_args, get_origin, get_type_hints

from mapapp.bridge import messages

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_HEAD = """\
// The messages between Qt and the map page. Written by `packaging/javascript.py protocol` from
// mapapp/bridge/messages.py, which describes each field; do not edit.
"""
_PLAIN = {str: "string", bool: "boolean", int: "number", float: "number", type(None): "null"}


def protocol_types() -> str:
    """The text of ``protocol.d.ts``."""
    written: dict[type, str] = {}
    unions = [
        _union("ToPage", messages.ToPage, written, extra={"serial": "number"}),
        _union("FromPage", messages.FromPage, written),
    ]
    return "\n".join([_HEAD, *written.values(), *unions])


def _union(
    name: str, union: object, written: dict[type, str], extra: Mapping[str, str] | None = None
) -> str:
    """All messages of one direction."""
    members = list(_messages(union))
    for each in members:
        head = {"type": f'"{vars(each)["type"]}"', **(extra or {})}
        written[each] = _interface(each, head, _wire_fields(each), written)
    return f"export type {name} = {' | '.join(each.__name__ for each in members)};\n"


def _messages(union: object) -> Iterator[type[DataclassInstance]]:
    for each in get_args(union):
        yield from _messages(each) if get_args(each) else [each]


def _wire_fields(message: type[DataclassInstance]) -> type[DataclassInstance]:
    """What holds the fields that travel: of a message that is all one thing, that thing."""
    hints = get_type_hints(message)
    names = [field.name for field in fields(message)]
    only = hints[names[0]] if len(names) == 1 else None
    return only if isinstance(only, type) and is_dataclass(only) else message


def _interface(
    named: type, head: Mapping[str, str], holder: type[DataclassInstance], written: dict[type, str]
) -> str:
    hints = get_type_hints(holder)
    told = {field.name: _type(hints[field.name], written) for field in fields(holder)}
    lines = "".join(f"  {name}: {kind};\n" for name, kind in {**head, **told}.items())
    doc = (getdoc(named) or "").partition("\n")[0]
    return f"/** {doc} */\nexport interface {named.__name__} {{\n{lines}}}\n"


def _type(hint: object, written: dict[type, str]) -> str:
    """A Python type as TypeScript; dataclasses become interfaces of their own."""
    if isinstance(hint, type) and hint in _PLAIN:
        return _PLAIN[hint]
    if isinstance(hint, type) and is_dataclass(hint):
        if hint not in written:
            written[hint] = _interface(hint, {}, hint, written)
        return hint.__name__
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Literal:
        return " | ".join(f'"{value}"' for value in inside)
    told = [_type(each, written) for each in inside if each is not ...]
    if origin is tuple:
        return f"{told[0]}[]" if inside[-1] is ... else f"[{', '.join(told)}]"
    if origin in (Union, types.UnionType):
        return " | ".join(told)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return f"Record<{told[0]}, {told[1]}>"
    raise TypeError(f"{hint} has no counterpart in TypeScript; add one to {__name__}.")
