"""The names of a table with what was found of each, and what somebody chose instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from mapapp.core.record import record
from mapapp.core.text import NO_TEXT
from mapapp.store.geocoding.geocoder import PlaceMatch
from mapapp.store.geocoding.named_rows import NamedRows
from mapapp.store.geocoding.place_names import NamedPlace
from mapapp.store.geocoding.placed_rows import Matches, PlacedRows, best_of, by_row
from mapapp.store.geocoding.scoring import SURE, PlaceCandidate

Judgement = Literal["waiting", "sure", "doubtful", "unmatched", "chosen"]
"""What is thought of the place of a name: ``chosen`` is what somebody said, none too."""

_CHOSEN = 1.0


@record
class PlaceCounts:
    """Of how many rows of a table the place is known.

    Attributes:
        rows: how many there are.
        placed: those with a place.
        doubtful: those of them that somebody should look at.
    """

    rows: int
    placed: int
    doubtful: int

    @property
    def unmatched(self) -> int:
        """Those without a place."""
        return self.rows - self.placed


class PlaceChoices:
    """What is found of names bit by bit, and what somebody chooses; names count from 0."""

    def __init__(self, names: Sequence[NamedRows]) -> None:
        self.names = names
        self._found: list[Matches | None] = [None] * len(names)
        self._others: dict[int, Matches] = {}  # of what somebody typed
        self._chosen: dict[int, PlaceMatch | None] = {}
        self._rows = sum(len(each.rows) for each in names)
        self._placed = self._doubtful = 0

    @property
    def counts(self) -> PlaceCounts:
        """Of how many rows the place is known by now."""
        return PlaceCounts(self._rows, self._placed, self._doubtful)

    def keep(self, earlier: PlaceChoices) -> None:
        """Choose what somebody has chosen earlier for the same names."""
        chosen = {earlier.names[name].query: place for name, place in earlier._chosen.items()}
        for name, named in enumerate(self.names):
            if named.query in chosen:
                self.choose(name, chosen[named.query])

    def take(self, first: int, found: Sequence[Matches]) -> None:
        """Have what was found of some names that follow each other."""
        for name, matches in enumerate(found, first):
            self._count(name, -1)
            self._found[name] = matches
            self._count(name, +1)

    def offered(self, name: int) -> Matches:
        """What a name may mean, the best first; before that what somebody typed for it."""
        others = self._others.get(name, ())
        taken = {each.candidate.place for each in others}
        found = self._found[name] or ()
        return (*others, *(each for each in found if each.candidate.place not in taken))

    def place(self, name: int) -> PlaceMatch | None:
        """The place of a name: what somebody chose, or else the best if it is good enough."""
        if name in self._chosen:
            return self._chosen[name]
        return best_of(self._found[name] or ())

    def choose(self, name: int, place: PlaceMatch | None) -> None:
        """Have a place for a name, or none, because somebody says so; that is sure."""
        self._count(name, -1)
        self._chosen[name] = place and _surely(place)
        self._count(name, +1)

    def offer(self, name: int, found: Matches) -> None:
        """Have other places for a name to choose from as well; the first of them is chosen."""
        self._others[name] = found
        self.choose(name, found[0])

    def judgement(self, name: int) -> Judgement:
        """What is thought of the place of a name."""
        return "chosen" if name in self._chosen else self.judged(name)

    def judged(self, name: int) -> Judgement:
        """The same by what was found only."""
        found = self._found[name]
        if found is None:
            return "waiting"
        best = best_of(found)
        if best is None:
            return "unmatched"
        return "sure" if best.score >= SURE else "doubtful"

    def needs_a_look(self, name: int) -> bool:
        """Whether somebody should look at a name, or did so because of what was found."""
        return name in self._chosen or self.judged(name) in ("doubtful", "unmatched")

    def placed_rows(self) -> PlacedRows:
        """The places of all rows."""
        numbered = enumerate(self.names)
        return by_row((named, self.offered(name), self.place(name)) for name, named in numbered)

    def _count(self, name: int, sign: int) -> None:
        """Count the rows of a name in, or out before it changes: all anew would take too long."""
        rows = sign * len(self.names[name].rows)
        self._placed += rows * (self.place(name) is not None)
        self._doubtful += rows * (self.judgement(name) == "doubtful")


def place_by_hand(lon: float, lat: float, label: str) -> PlaceMatch:
    """A place that somebody says, in degrees of WGS84, and what it is to be called."""
    place = NamedPlace(NO_TEXT, "place", lon, lat, 0, "", "")
    return PlaceMatch(PlaceCandidate(place, _CHOSEN), label)


def _surely(place: PlaceMatch) -> PlaceMatch:
    return replace(place, candidate=replace(place.candidate, score=_CHOSEN))
