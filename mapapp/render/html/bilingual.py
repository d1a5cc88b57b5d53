"""What a standalone map tells in two languages, put together out of what it tells in each."""

from __future__ import annotations

from typing import Any

from mapapp.core.text import Text
from mapapp.render.labels.words import in_language

_OF_FIRST = {"language", "lines", "labels", "called", "also_called"}
"""What is told once: the language of the page, names on the map and on top of a card, which have
both already, and numbers in a chart, where there is no room."""


def told_in_both(one: Any, other: Any) -> Any:  # noqa: ANN401 - values of JSON
    """Two values of JSON of the same form as one, whose texts are in both languages.

    Lists that are not of one length follow one another.
    """
    if one == other:
        return one
    if isinstance(one, str) and isinstance(other, str):
        return in_language(Text(one, other), "both")
    if isinstance(one, dict) and isinstance(other, dict):
        return {
            key: value if key in _OF_FIRST else told_in_both(value, other[key])
            for key, value in one.items()
        }
    if isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            return one + other
        return [told_in_both(*pair) for pair in zip(one, other, strict=True)]
    return one
