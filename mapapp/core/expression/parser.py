"""Filter expressions such as ``status = "operating" and area_km2 > 20``.

.. code-block:: text

    expression := all ("or" all)*
    all        := term ("and" term)*
    term       := "not" term | "(" expression ")" | test
    test       := field ("=" | "!=" | "<" | "<=" | ">" | ">=" | "contains") value
                | field "starts" "with" "text"
                | field ["not"] "in" "(" value ("," value)* ")"
                | field "is" ["not"] "empty"
    value      := number | "text" | date (2023, 2023-05 or 2023-05-19) | known

Fields have English and Chinese names; a name with spaces stands in brackets, as in
``[Core area]``. A value that the field is known to have, such as ``planned`` or ``规划``, needs no
quotation marks. The words and signs of the language may be Chinese too. An expression is data: it
becomes a tree and then closures over a row, and nothing of it is ever run as code.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import cast

from mapapp.core.dates import is_date
from mapapp.core.expression.tokens import (
    ExpressionError,
    Token,
    half_width,
    shortened,
    tokens,
    wrong,
)
from mapapp.core.expression.tree import (
    And,
    Compare,
    Empty,
    Field,
    In,
    Node,
    Not,
    Operator,
    Or,
    Scalar,
    name_text,
)
from mapapp.core.expression.words import is_known
from mapapp.core.message import Message

_MAX_DEPTH = 50
_LEAST_LIKENESS = 0.6
_GROUPED = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")

OPERATORS: Mapping[str, tuple[Operator, ...]] = {
    "number": ("=", "!=", "<", "<=", ">", ">="),
    "date": ("=", "!=", "<", "<=", ">", ">="),
    "text": ("=", "!=", "contains", "starts with"),
}
"""What can be asked of a field, by its kind."""

_STARTS_WITH_ZH = "开头为"
_NO_NUMBER = Message("This is no number; write digits, such as 20.")
_NO_DATE = Message("This is no date; write a year, a month or a day, such as 2017-03.")
_JOINT = Message("the expression goes on without a joint; write and or or.")
_EMPTY = Message("is must be followed by empty or not empty.")
_OPEN = Message("a list of values starts with (.")
_NEXT = Message("the list goes on with , or ends with ).")
_CLOSE = Message("a ( is still open; close it with ).")
_DEEP = Message("this is nested too deeply; write it with fewer parentheses.")


def parse(text: str, fields: Iterable[Field]) -> Node:
    """Read an expression about some fields.

    Raises:
        ExpressionError: if it is not one; the message says where, and what to write.
    """
    parser = _Parser(tokens(text), tuple(fields))
    node = parser.expression(0)
    parser.finish()
    return node


def typed_value(text: str, field: Field) -> Scalar:
    """What was typed for a field, without quotation marks; numbers may have commas, as shown.

    Raises:
        ExpressionError: if the field cannot have it.
    """
    if field.kind == "text":
        return text
    plain = half_width(text).strip()
    words = tokens(plain.replace(",", "") if _GROUPED.fullmatch(plain) else plain)
    value = _fitting(words[0], field) if len(words) == 2 else None
    if value is None:
        raise ExpressionError(_NO_DATE if field.kind == "date" else _NO_NUMBER, 0)
    return value


class _Parser:
    """Recursive descent over the words; each method takes what its rule describes."""

    def __init__(self, words: list[Token], fields: tuple[Field, ...]) -> None:
        self._words = words
        self._next = 0
        self._fields = fields
        self._names = {key: field for field in fields for key in _keys(field)}
        self._names |= {_key(field.id): field for field in fields}

    def expression(self, depth: int) -> Node:
        terms = [self._all(depth)]
        while self._take("or"):
            terms.append(self._all(depth))
        return Or(tuple(terms)) if len(terms) > 1 else terms[0]

    def finish(self) -> None:
        if self._token.kind != "end":
            raise wrong(self._token, _JOINT)

    @property
    def _token(self) -> Token:
        return self._words[self._next]

    def _take(self, *meanings: str) -> Token | None:
        token = self._token
        if token.kind not in ("keyword", "sign") or token.value not in meanings:
            return None
        self._next += 1
        return token

    def _all(self, depth: int) -> Node:
        terms = [self._term(depth)]
        while self._take("and"):
            terms.append(self._term(depth))
        return And(tuple(terms)) if len(terms) > 1 else terms[0]

    def _term(self, depth: int) -> Node:
        if depth > _MAX_DEPTH:
            raise wrong(self._token, _DEEP)
        if self._take("not"):
            return Not(self._term(depth + 1))
        if self._take("("):
            node = self.expression(depth + 1)
            if not self._take(")"):
                raise wrong(self._token, _CLOSE, "joint")
            return node
        return self._test(self._field())

    def _field(self) -> Field:
        token = self._token
        if token.kind != "name":
            example = self._fields[0].id if self._fields else "status"
            problem = Message(
                "a field is missing; write one, such as {field}.", field=name_text(example)
            )
            raise wrong(token, problem, "field")
        self._next += 1
        field = self._names.get(_key(str(token.value)))
        if field is None:
            raise wrong(token, self._no_field(str(token.value)))
        return field

    def _test(self, field: Field) -> Node:
        operators = OPERATORS[field.kind]
        if sign := self._take(*operators):
            return Compare(field, cast(Operator, sign.value), self._value(field))
        if field.kind == "text" and self._take_starts_with():
            return Compare(field, "starts with", self._value(field))
        if self._take("is_empty"):
            return Empty(field)
        if self._take("is"):
            return self._empty(field)
        negated = self._take("not")
        if self._take("in"):
            listed = In(field, self._list(field))
            return Not(listed) if negated else listed
        problem = Message(
            "{field} must be compared; write {operators}, in (…) or is empty.",
            field=name_text(field.id),
            operators=operators,
        )
        raise wrong(self._token, problem, "operator", field)

    def _take_starts_with(self) -> bool:
        """Words that mean nothing elsewhere, for columns may be called so."""
        words = [word.word.casefold() for word in self._words[self._next : self._next + 2]]
        taken = 2 if words == ["starts", "with"] else int(words[0] == _STARTS_WITH_ZH)
        self._next += taken
        return taken > 0

    def _empty(self, field: Field) -> Node:
        negated = self._take("not")
        if not self._take("empty"):
            raise wrong(self._token, _EMPTY)
        return Not(Empty(field)) if negated else Empty(field)

    def _list(self, field: Field) -> tuple[Scalar, ...]:
        if not self._take("("):
            raise wrong(self._token, _OPEN)
        values = [self._value(field)]
        while self._take(","):
            values.append(self._value(field))
        if not self._take(")"):
            raise wrong(self._token, _NEXT)
        return tuple(values)

    def _value(self, field: Field) -> Scalar:
        token = self._token
        value = _fitting(token, field) if token.kind in ("value", "name") else None
        if value is None:
            raise wrong(token, _unfit(token, field), "value", field)
        self._next += 1
        return value

    def _no_field(self, name: str) -> Message:
        near = _likest_name(name, self._fields)
        if near:
            hint = Message("did you mean {field}?", field=name_text(near))
        else:
            known = [name_text(field.id) for field in self._fields[:8]]
            hint = Message("known are {fields}.", fields=known)
        return Message("there is no such field; {hint}", hint=hint)


def _unfit(token: Token, field: Field) -> Message:
    """What to write instead of a word that is no value of a field."""
    name = name_text(field.id)
    match field.kind:
        case "number":
            return Message("{field} is a number; compare it with one, such as 20.", field=name)
        case "date":
            return Message(
                "{field} is a date; write a year, a month or a day, such as 2017-03.", field=name
            )
        case "text":
            return Message(
                '{field} is text; write it in quotation marks, such as "{example}".',
                field=name,
                example=field.values[0] if field.values else shortened(token.word) or "…",
            )


def _likest_name(name: str, fields: Iterable[Field]) -> str | None:
    """The field name most like ``name`` as a whole or in one of its parts, if any is."""
    names = [known for field in fields for known in (field.id, *field.aliases)]
    scores = {known: _likeness(_key(name), known) for known in names}
    best = max(scores, key=lambda known: scores[known], default=None)
    return best if best is not None and scores[best] >= _LEAST_LIKENESS else None


def _likeness(name: str, known: str) -> float:
    parts = [known, *known.split("_")]
    return max(_ratio(name, part) for part in parts)


def _ratio(name: str, known: str) -> float:
    """How alike two names are; a long one is like none of ours, and takes long to compare."""
    matcher = difflib.SequenceMatcher(None, name, known)
    bound = matcher.real_quick_ratio()
    return matcher.ratio() if bound >= _LEAST_LIKENESS else bound


def _key(name: str) -> str:
    return "_".join(name.casefold().split())


def _keys(field: Field) -> list[str]:
    names = (field.label.en, field.label.zh, *field.aliases)
    return [_key(name) for name in names if name]


def _fitting(token: Token, field: Field) -> Scalar | None:
    """The value of a word, if a field of this kind can have it."""
    match field.kind:
        case "number":
            return token.value if isinstance(token.value, float) else None
        case "text":
            return _text(token, field)
        case "date":
            text = token.value if isinstance(token.value, str) else half_width(token.word)
            return text if is_date(text) else None


def _text(token: Token, field: Field) -> str | None:
    """A text in quotation marks, or a word that the field is known to have."""
    text = token.value
    is_text = isinstance(text, str) and (token.kind == "value" or is_known(text, field))
    return str(text) if is_text else None
