"""What an error says of a name that is not known: the nearest that is, or all there are."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest_hint(name: str, known: Iterable[str], listed_as: str = "it has") -> str:
    """The end of a sentence about an unknown name: ``did you mean 'port'?``.

    Where no known name is near enough all are listed, introduced by ``listed_as``.
    """
    names = list(known)
    near = difflib.get_close_matches(name, names, 1)
    return f"did you mean {near[0]!r}?" if near else f"{listed_as} {', '.join(names) or 'none'}."
