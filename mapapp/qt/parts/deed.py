"""What can be undone besides the arrangement of the layers: changes of files, which may fail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol

Outcome = Literal["done", "failed", "lost"]
"""How taking something back ended: ``failed`` may be tried again, ``lost`` never can be."""

Then = Callable[[Outcome], None]


class Deed(Protocol):
    """Something that was done, and can be taken back and done again beside the window."""

    @property
    def name(self) -> str:
        """What it did, as it follows “Undo”, in the language of the window."""
        ...

    def undo(self, then: Then) -> None:
        """Take it back; ``then`` is told how that ended, and the user why it failed."""
        ...

    def redo(self, then: Then) -> None:
        """Do it again, likewise."""
        ...
