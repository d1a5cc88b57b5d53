"""What an error says of a name that is not known: the nearest that is, or all there are."""

from __future__ import annotations

from collections.abc import Iterable

from mapapp.core.message import Message

_IT_HAS = Message("it has")


def nearest_hint(name: str, known: Iterable[str], listed_as: Message = _IT_HAS) -> Message:
    """The end of a sentence about an unknown name: ``did you mean 'port'?``.

    Where no known name is near enough all are listed, introduced by ``listed_as``.
    """
    names = list(known)
    listed = Message("{listed_as} {names}.", listed_as=listed_as, names=names or Message("none"))
    return nearest_or(name, names, listed)


def nearest_or(name: str, known: Iterable[str], otherwise: Message) -> Message:
    """The same, with another end of the sentence where no known name is near enough."""
    near = nearest_name(name, known)
    return otherwise if near is None else Message("did you mean {name!r}?", name=near)


def either(names: Iterable[str]) -> Message:
    """One of some names: ``png, tiff or webp``."""
    *first, last = names
    return Message("{names} or {last}", names=first, last=last) if first else Message(last)


def nearest_name(name: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """The known name that is most like a name; None if none is, from 0 (not at all) to 1."""
    import difflib

    near = difflib.get_close_matches(name, list(known), 1, likeness)
    return near[0] if near else None
