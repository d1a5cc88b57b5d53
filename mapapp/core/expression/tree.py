"""The tree of a filter expression, and how it is written out again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import field as dataclass_field
from typing import Literal

from mapapp.core.record import record
from mapapp.core.text import NO_TEXT, Text

FieldKind = Literal["number", "text", "date"]
Operator = Literal["=", "!=", "<", "<=", ">", ">=", "contains", "starts with"]
Scalar = float | str

KEYWORDS = frozenset({"and", "or", "not", "in", "is", "empty", "contains"})
_SIMPLE_NAME = re.compile(r"[^\W\d]\w*")
_LARGEST_EXACT = 2.0**53


@record
class Word:
    """A value of a field that people do not read as it stands, such as ``planned``.

    Attributes:
        value: what the file has.
        said: how it is read.
        others: what else people write for it.
    """

    value: str
    said: Text
    others: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        """All that means it, the value first."""
        told = (self.value, self.said.en, self.said.zh, *self.others)
        return tuple(dict.fromkeys(text for text in told if text))


@record
class Field:
    """Something an expression can ask about.

    Attributes:
        id: how it is written, such as ``area``.
        kind: what its values are; dates are texts such as ``2023-05``.
        label: its title in the table, which an expression may use as well.
        unit: of its numbers, as it stands over a column; may be empty.
        aliases: other names, such as ``area_km2``.
        values: texts it is known to have, for completion; a field is the same without them.
        separator: what stands between the values of a column that lists several; else empty.
        words: its values that are read otherwise than they stand there.
        is_truth: whether its numbers are 1 for yes and 0 for no.
    """

    id: str
    kind: FieldKind
    label: Text
    unit: Text = NO_TEXT
    aliases: tuple[str, ...] = ()
    values: tuple[str, ...] = dataclass_field(default=(), compare=False)
    separator: str = ""
    words: tuple[Word, ...] = ()
    is_truth: bool = False

    def said(self, value: str) -> Text:
        """How a value of it is read."""
        found = next((word.said for word in self.words if word.value == value), None)
        return found or Text(value, value)


def field_of_column(name: str, kind: FieldKind = "text") -> Field:
    """A column as a field that is called like it."""
    return Field(name, kind, Text(name, name))


@record
class Compare:
    """A field against a value; dates are compared as far as the value is exact."""

    field: Field
    operator: Operator
    value: Scalar


@record
class In:
    """A field equal to one of some values."""

    field: Field
    values: tuple[Scalar, ...]


@record
class Exactly:
    """A field that is, as a text, just one of some texts: by it ids are looked up.

    Unlike :class:`In` it goes by case and width of letters, so that a database can use the index
    of the column. No expression says it, and the field is none that lists several values.
    """

    field: Field
    values: tuple[str, ...]


@record
class Empty:
    """A field without a value."""

    field: Field


@record
class Not:
    """The opposite of a term."""

    term: Node


@record
class And:
    """All of two or more terms."""

    terms: tuple[Node, ...]


@record
class Or:
    """One of two or more terms."""

    terms: tuple[Node, ...]


Leaf = Compare | In | Exactly | Empty
Node = Leaf | Not | And | Or


def with_leaves(node: Node, replaced: Callable[[Leaf], Node]) -> Node:
    """The same expression with another one in place of each test of a field.

    ``!=`` is handed over as the opposite of ``=``, which it is.
    """
    match node:
        case Compare(field, "!=", value):
            return Not(replaced(Compare(field, "=", value)))
        case Not(term):
            return Not(with_leaves(term, replaced))
        case And(terms):
            return And(tuple(with_leaves(term, replaced) for term in terms))
        case Or(terms):
            return Or(tuple(with_leaves(term, replaced) for term in terms))
        case Compare() | In() | Exactly() | Empty():
            return replaced(node)


def fields_of(node: Node) -> Iterator[Field]:
    """The fields that an expression tests, one perhaps several times."""
    match node:
        case Not(term):
            yield from fields_of(term)
        case And(terms) | Or(terms):
            for term in terms:
                yield from fields_of(term)
        case Compare() | In() | Exactly() | Empty():
            yield node.field


def to_text(node: Node) -> str:
    """The expression as a user would type it; parsing it gives the same tree.

    Of :class:`Exactly` it says what comes nearest, an :class:`In`.
    """
    match node:
        case Compare(field, operator, value):
            return f"{name_text(field.id)} {operator} {value_text(value)}"
        case In(field, values) | Exactly(field, values):
            return f"{name_text(field.id)} in ({', '.join(map(value_text, values))})"
        case Empty(field):
            return f"{name_text(field.id)} is empty"
        case Not(term):
            return f"not ({to_text(term)})"
        case And(terms):
            return " and ".join(_grouped(term, (And, Or)) for term in terms)
        case Or(terms):
            return " or ".join(_grouped(term, (Or,)) for term in terms)


def name_text(name: str) -> str:
    """A field's name, in brackets where it would not be read as one word."""
    if _SIMPLE_NAME.fullmatch(name) and name.casefold() not in KEYWORDS:
        return name
    return f"[{name.replace(']', ']]')}]"


def value_text(value: Scalar) -> str:
    """A number, or a text in quotation marks."""
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    whole = value.is_integer() and abs(value) < _LARGEST_EXACT
    return str(int(value)) if whole else repr(value)


def _grouped(term: Node, weaker: tuple[type[And | Or], ...]) -> str:
    text = to_text(term)
    return f"({text})" if isinstance(term, weaker) else text
