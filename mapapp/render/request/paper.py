"""Sheets of paper and slides, by name or by their sides."""

from __future__ import annotations

import re

from mapapp.core.errors import UsageError
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.texts.near_names import nearest_name
from mapapp.core.texts.parsing import shown

LEAST_SIDE_MM, MOST_SIDE_MM = 60.0, 5000.0
_SIDES = re.compile(r"(\d{1,4}(?:\.\d+)?)\s*[xX×]\s*(\d{1,4}(?:\.\d+)?)\s*mm", re.ASCII)
_PORTRAIT, _LANDSCAPE = "portrait", "landscape"


@record
class PageSize:
    """A sheet: how it is called, its width and height in millimetres.

    Raises:
        UsageError: if a side is too short for a map with its attribution, or endless.
    """

    name: str
    width_mm: float
    height_mm: float

    def __post_init__(self) -> None:
        for side in (self.width_mm, self.height_mm):
            if not LEAST_SIDE_MM <= side <= MOST_SIDE_MM:
                raise UsageError(
                    "A page of {width_mm:g}x{height_mm:g} mm cannot be; each side needs "
                    "{least_side_mm:g} to {most_side_mm:g} mm (for less, give pixels).",
                    width_mm=self.width_mm,
                    height_mm=self.height_mm,
                    least_side_mm=LEAST_SIDE_MM,
                    most_side_mm=MOST_SIDE_MM,
                )

    @classmethod
    def named(cls, name: str) -> PageSize:
        """The page of ``A4``, ``A4 portrait`` or ``210x99mm``, in any case.

        Raises:
            UsageError: if there is no such page.
        """
        sides = _SIDES.fullmatch(name.strip())
        if sides:
            width, height = float(sides[1]), float(sides[2])
            return cls(f"{width:g}x{height:g}mm", width, height)
        word, _, turn = name.strip().casefold().partition(" ")
        found = next((page for page in PAGES if page.name.casefold() == word), None)
        if found is None or turn not in ("", _PORTRAIT, _LANDSCAPE):
            raise UsageError(
                "There is no page {name}; {hint}",
                name=shown(name),
                hint=_hint(word if turn else name),
            )
        return found.portrait() if turn == _PORTRAIT else found

    @property
    def is_portrait(self) -> bool:
        """Whether it stands upright."""
        return self.height_mm > self.width_mm

    def portrait(self) -> PageSize:
        """The same sheet standing upright."""
        if self.height_mm >= self.width_mm:
            return self
        if self.name.endswith("mm"):
            return PageSize.named(f"{self.height_mm:g}x{self.width_mm:g}mm")
        return PageSize(f"{self.name} {_PORTRAIT}", self.height_mm, self.width_mm)


PAGES = (
    PageSize("A5", 210, 148),
    PageSize("A4", 297, 210),
    PageSize("A3", 420, 297),
    PageSize("A2", 594, 420),
    PageSize("A1", 841, 594),
    PageSize("A0", 1189, 841),
    PageSize("letter", 279.4, 215.9),
    PageSize("slide16x9", 338.67, 190.5),
    PageSize("square", 210, 210),
)
"""The sheets that have a name, lying on their long side."""


def _hint(name: str) -> str:
    known = [page.name for page in PAGES]
    folded = {page.casefold(): page for page in known}
    near = nearest_name(name.casefold(), folded)
    if near and len(name) > 2:
        return Message("did you mean {name!r}?", name=folded[near])
    return Message(
        "choose one of {names} (with portrait after it), or write 210x99mm.", names=list(known)
    )
