"""What was there in which year, of all that an atlas tells of."""

from __future__ import annotations

from functools import cached_property

from mapapp.core.fact.presence import Presence, Standing, presence_at
from mapapp.store.atlas import Atlas


class Presences:
    """The presence of the entities of an atlas by year, found once a year. Belongs to one thread.

    Args:
        atlas: stays the caller's; its statuses and facts are read when they are first needed.
    """

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._years: dict[int, Presence] = {}

    def at(self, year: int) -> Presence:
        """What was there at the end of a year.

        Raises:
            DataError: if the atlas cannot be read.
        """
        if year not in self._years:
            facts = self._atlas.all_facts()
            self._years[year] = presence_at(year, facts, self._standings)
        return self._years[year]

    @cached_property
    def _standings(self) -> dict[str, Standing]:
        return dict(self._atlas.standings())
