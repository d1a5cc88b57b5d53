"""What can be written next in a filter expression."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mapapp.core.expression.parser import OPERATORS, parse
from mapapp.core.expression.tokens import ExpressionError
from mapapp.core.expression.tree import Field, name_text, value_text
from mapapp.core.folding import folded
from mapapp.core.record import record
from mapapp.core.text import Text, bracketed

_SIGNS = "<>=!"
_DIGITS = re.compile(r"\d*")
_LETTERS = re.compile(r"\w*")
_JOINTS = ("and", "or")
_TESTS = ("in (", "is empty", "is not empty")


@record
class Completion:
    """A suggestion: ``text`` replaces what stands from ``start`` to the cursor."""

    text: str
    start: int
    hint: Text


def completions(text: str, cursor: int, fields: Iterable[Field]) -> tuple[Completion, ...]:
    """What can stand at the cursor, of that what begins with the word that is being written."""
    known = tuple(fields)
    before = text[:cursor]
    begun = _begun(before)
    start = cursor - len(begun)
    wanted = folded(begun.strip('"[]'))
    return tuple(
        Completion(word, start, hint)
        for word, names, hint in _words(text[:start], known)
        if word != begun and any(folded(name).startswith(wanted) for name in names)
    )


def _begun(before: str) -> str:
    """The word the cursor stands in; nothing after a complete term.

    It is looked for from the cursor back: a search from the start takes the square of the length.
    """
    if before.count('"') % 2 == 1:
        return before[before.rindex('"') :]
    opened = before.find("[", before.rfind("]") + 1)
    if opened >= 0:
        return before[opened:]
    signs = len(before) - len(before.rstrip(_SIGNS))
    if signs:
        return before[-signs:]
    letters = _LETTERS.match(before[::-1])
    word = letters[0][::-1] if letters else ""
    digits = _DIGITS.match(word)
    return word[digits.end() :] if digits else word


def _words(head: str, fields: tuple[Field, ...]) -> Iterator[tuple[str, tuple[str, ...], Text]]:
    """Each word that may follow ``head``, the names it goes by, and what it means."""
    expected, field = _expected(head, fields)
    if expected == "field":
        for each in fields:
            names = (each.id, each.label.en, each.label.zh, *each.aliases)
            yield name_text(each.id), names, _title(each)
    elif expected == "operator" and field is not None:
        for word in (*OPERATORS[field.kind], *_TESTS):
            yield word, (word,), Text("", "")
    elif expected == "value" and field is not None:
        for value in field.values:
            yield value_text(value), _spellings(field, value), _hint(field, value)
    elif expected == "joint":
        for word in _JOINTS:
            yield word, (word,), Text("", "")


def _expected(head: str, fields: tuple[Field, ...]) -> tuple[str, Field | None]:
    try:
        parse(head, fields)
    except ExpressionError as error:
        return error.expected, error.field
    return "joint", None


def _spellings(field: Field, value: str) -> tuple[str, ...]:
    return next((word.spellings for word in field.words if word.value == value), (value,))


def _hint(field: Field, value: str) -> Text:
    """How a value is read, where that says more than what is written."""
    said = field.said(value)
    return Text(*("" if text == value else text for text in (said.en, said.zh)))


def _title(field: Field) -> Text:
    label, unit = field.label, field.unit
    return Text(label.en + bracketed(unit.en, "en"), label.zh + bracketed(unit.zh, "zh"))
