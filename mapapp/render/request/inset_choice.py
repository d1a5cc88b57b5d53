"""Which crowded part of a map is drawn larger beside it, as it was asked for."""

from __future__ import annotations

from collections.abc import Sequence

from mapapp.core.errors import UsageError
from mapapp.core.folding import folded
from mapapp.core.geo.extent import Extent
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.texts.near_names import nearest_or
from mapapp.core.texts.parsing import shown

AUTO, NONE = "auto", "none"
_MOST_LETTERS = 100
_OTHERWISE = Message("choose auto, none, a city of the map such as shenyang, or W,S,E,N.")


@record
class InsetChoice:
    """``auto`` is the most crowded part, where it has room, and ``none`` no inset at all.

    Any other ``name`` is that of a city, unless there is an ``extent`` in its stead.
    """

    name: str = AUTO
    extent: Extent | None = None

    @classmethod
    def parse(cls, text: str) -> InsetChoice:
        """Read ``auto``, ``none``, the name of a city in either language, or ``W,S,E,N``.

        Raises:
            UsageError: if it is none of these.
        """
        wanted = text.strip()
        if "," in wanted:
            return cls("", Extent.parse(wanted))
        if not wanted or len(wanted) > _MOST_LETTERS:
            raise UsageError(
                "The inset {text} cannot be; choose auto, none, a city such as shenyang, or "
                "W,S,E,N in degrees.",
                text=shown(text),
            )
        return cls(wanted)

    @property
    def is_auto(self) -> bool:
        """Whether mapapp chooses, and leaves it out where it has no room."""
        return self.extent is None and self.name == AUTO

    @property
    def is_none(self) -> bool:
        """Whether there is to be no inset."""
        return self.extent is None and self.name == NONE

    def city_among(self, names: Sequence[tuple[str, str]]) -> int:
        """Which of some cities, by their English and Chinese names, is meant: the first of it.

        Raises:
            UsageError: if none is; the message names the nearest.
        """
        wanted = folded(self.name)
        for i, both in enumerate(names):
            if wanted in map(folded, both):
                return i
        raise UsageError(
            "There is no city {name} for an inset; {hint}",
            name=shown(self.name),
            hint=nearest_or(self.name, [each for both in names for each in both], _OTHERWISE),
        )

    def __str__(self) -> str:
        return ",".join(map(repr, self.extent.bounds)) if self.extent else self.name


AUTO_INSET = InsetChoice()
