"""Which projection a sheet is wanted in, by its name; nothing here loads PROJ."""

from __future__ import annotations

from typing import Literal, get_args

from mapapp.core.errors import UsageError
from mapapp.core.geo.extent import SHENYANG
from mapapp.core.record import record
from mapapp.core.texts.near_names import either
from mapapp.core.texts.parsing import shown

ProjectionName = Literal[
    "mercator", "equal-earth", "winkel-tripel", "azimuthal-equidistant", "lambert", "gauss-kruger"
]
PROJECTIONS: tuple[ProjectionName, ...] = get_args(ProjectionName)
ABOUT_A_PLACE: ProjectionName = "azimuthal-equidistant"
"""The one whose distances are true from a place, which can be chosen."""


@record
class ProjectionChoice:
    """A projection by name; ``center`` is the place, in degrees, that distances are true from."""

    name: ProjectionName = "mercator"
    center: tuple[float, float] = SHENYANG

    @classmethod
    def parse(cls, text: str) -> ProjectionChoice:
        """Read ``lambert`` or ``azimuthal-equidistant:123.4,41.8``.

        Raises:
            UsageError: if there is no such projection, or the place is none.
        """
        wanted, colon, place = (part.strip() for part in text.partition(":"))
        found = next((name for name in PROJECTIONS if name == wanted), None)
        if found is None:
            raise UsageError(
                "There is no projection {name}; choose {names}.",
                name=shown(wanted),
                names=either(PROJECTIONS),
            )
        if not colon:
            return cls(found)
        if found != ABOUT_A_PLACE:
            raise UsageError(
                "Only azimuthal-equidistant is about a place; write {name} alone.", name=found
            )
        return cls(found, _place(place))

    @property
    def is_mercator(self) -> bool:
        """Whether it is that of the window."""
        return self.name == "mercator"

    def __str__(self) -> str:
        if self.name == ABOUT_A_PLACE and self.center != SHENYANG:
            return "{}:{!r},{!r}".format(self.name, *self.center)
        return self.name


MERCATOR = ProjectionChoice()


def _place(text: str) -> tuple[float, float]:
    try:
        lon, lat = (float(part) for part in text.split(","))
    except ValueError:
        lon = lat = float("nan")
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise UsageError(
            "The place {text} of the projection is not LON,LAT; write "
            "azimuthal-equidistant:123.43,41.8.",
            text=shown(text),
        )
    return lon, lat
