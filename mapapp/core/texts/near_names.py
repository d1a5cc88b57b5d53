"""What an error says of a name that is not known: the nearest that is, or all there are."""

from __future__ import annotations

from collections.abc import Iterable


def nearest_hint(name: str, known: Iterable[str], listed_as: str = "it has") -> str:
    """The end of a sentence about an unknown name: ``did you mean 'port'?``.

    Where no known name is near enough all are listed, introduced by ``listed_as``.
    """
    names = list(known)
    return nearest_or(name, names, f"{listed_as} {', '.join(names) or 'none'}.")


def nearest_or(name: str, known: Iterable[str], otherwise: str) -> str:
    """The same, with another end of the sentence where no known name is near enough."""
    near = nearest_name(name, known)
    return otherwise if near is None else f"did you mean {near!r}?"


def nearest_name(name: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """The known name that is most like a name; None if none is, from 0 (not at all) to 1."""
    import difflib

    near = difflib.get_close_matches(name, list(known), 1, likeness)
    return near[0] if near else None
