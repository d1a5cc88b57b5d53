"""Names of columns as fields can have them: each once, none empty, plain text."""

from __future__ import annotations

from collections.abc import Sequence

from mapapp.core.message import Message
from mapapp.core.texts.parsing import shown
from mapapp.core.texts.plain import plain_text

_MOST_CHARACTERS = 200


def told_apart(names: Sequence[str]) -> tuple[list[str], list[Message]]:
    """Names that differ, in any case of letters, and what had to be changed for it."""
    found: list[str] = []
    taken: set[str] = set()
    empty, twice = 0, ""
    for place, said in enumerate(names, 1):
        plain = " ".join(plain_text(said).split())[:_MOST_CHARACTERS]
        empty += not plain
        name = plain or f"column_{place}"
        tried, number = name, 1
        while tried.casefold() in taken:
            number += 1
            tried = f"{name}_{number}"
        if tried != name:
            twice = twice or name
        taken.add(tried.casefold())
        found.append(tried)
    return found, _told(empty, twice)


def name_beside(names: Sequence[str], wanted: str) -> str:
    """A name for one more column: the wanted one, numbered where another has it."""
    return told_apart([*names, wanted])[0][-1]


def _told(empty: int, twice: str) -> list[Message]:
    problems = []
    if empty:
        problems.append(
            Message("Columns without a name are called by their number: {count:,}.", count=empty)
        )
    if twice:
        problems.append(
            Message(
                "Several columns are called {name}; the later ones have a number behind it.",
                name=shown(twice),
            )
        )
    return problems
