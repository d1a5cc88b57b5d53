"""What of a picture has no room: named once by the layout, and told in one sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from mapapp.core.message import Message
from mapapp.core.record import record

SheetPart = Literal[
    "title", "subtitle", "legend", "certainty", "key", "ground", "remarks", "notes", "figures",
    "sources", "locator", "scale_bar", "north_arrow", "facts", "ties", "contents",
    "inset", "names", "ends",
]  # fmt: skip
"""Parts of a picture as people tell them apart: ``certainty`` is that of the legend, ``remarks``
are what mapapp says of the map, ``names`` those of its symbols, ``ends`` those of where links lead
that leave it; a sheet of a book has ``facts`` and ``ties`` of its feature."""

_NAMES: dict[SheetPart, Message] = {
    "title": Message("title"),
    "subtitle": Message("subtitle"),
    "legend": Message("legend"),
    "certainty": Message("how well a place is known"),
    "key": Message("key to the numbers"),
    "ground": Message("key to the ground"),
    "remarks": Message("remarks on the map"),
    "notes": Message("notes"),
    "figures": Message("key figures"),
    "sources": Message("sources"),
    "locator": Message("locator map"),
    "scale_bar": Message("scale bar"),
    "north_arrow": Message("north arrow"),
    "facts": Message("figures"),
    "ties": Message("ties"),
    "contents": Message("contents"),
    "inset": Message("inset map"),
    "names": Message("names of symbols"),
    "ends": Message("names of far ends of links"),
}


@record
class Omission:
    """A part that is not on the picture, or not all of it.

    Attributes:
        part: which.
        shown, wanted: how many of its entries or lines are there, and how many there are in all;
            0 shown where it is not there.
    """

    part: SheetPart
    shown: int = 0
    wanted: int = 0

    @property
    def message(self) -> Message:
        """The part, and how much of it is missing."""
        name = _NAMES[self.part]
        if not self.shown:
            return name
        return Message(
            "{part} ({missing} of {wanted})",
            part=name,
            missing=self.wanted - self.shown,
            wanted=self.wanted,
        )


def omission_message(omitted: Iterable[Omission]) -> Message | None:
    """What has no room, as a sentence that says what helps; None if all is there."""
    parts = [omission.message for omission in omitted]
    if not parts:
        return None
    return Message(
        "No room for: {parts}. Choose a larger page or picture, or show less.", parts=parts
    )
