"""Values as people say them: ``规划`` and ``planned`` ask the same of a status.

What is written stays as it is written. A test is put in the words of the file only when it is
asked, so an expression finds the same in every language of the window.
"""

from __future__ import annotations

from collections.abc import Iterator

from mapapp.core.expression.tree import Compare, Empty, Exactly, Field, In, Leaf, Node, Or, Word
from mapapp.core.folding import folded


def value_of(text: str, field: Field) -> str:
    """The value that a text means, which is mostly the text itself."""
    wanted = folded(text)
    return next((word.value for word in field.words if wanted in _folded(word)), text)


def is_known(text: str, field: Field) -> bool:
    """Whether a text is one of the values that a field is known to have, however it is said."""
    known = (*field.values, *(each for word in field.words for each in word.spellings))
    return folded(text) in map(folded, known)


def in_all_words(test: Leaf) -> Node:
    """A test that holds, too, for every value that means what it asks for."""
    field = test.field
    if not field.words or isinstance(test, Empty | Exactly):
        return test
    meant = tuple(dict.fromkeys(_meant(test)))
    if not meant:
        return test
    if isinstance(test, In):
        return In(field, tuple(dict.fromkeys((*test.values, *meant))))
    return Or((test, In(field, meant)))


def _meant(test: Compare | In) -> Iterator[str]:
    """All spellings of the words of which one is what is asked for."""
    for word in test.field.words:
        if any(_holds(test, spelling) for spelling in _folded(word)):
            yield from word.spellings


def _holds(test: Compare | In, spelling: str) -> bool:
    if isinstance(test, In):
        return any(folded(str(value)) == spelling for value in test.values)
    wanted = folded(str(test.value))
    match test.operator:
        case "contains":
            return wanted in spelling
        case "starts with":
            return spelling.startswith(wanted)
        case _:
            return wanted == spelling


def _folded(word: Word) -> tuple[str, ...]:
    return tuple(map(folded, word.spellings))
