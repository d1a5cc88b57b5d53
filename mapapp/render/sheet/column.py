"""What stands beside or below the map, in columns: as much as there is room for."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from mapapp.core.record import record
from mapapp.core.style.theme import Ground, ground
from mapapp.core.text import Text
from mapapp.render.labels import words
from mapapp.render.labels.paper import KeyEntry
from mapapp.render.labels.room import BoxPx
from mapapp.render.labels.words import in_language
from mapapp.render.request.request import ExportRequest
from mapapp.render.sheet import furniture as make
from mapapp.render.sheet.blocks import Block, stacked
from mapapp.render.sheet.figures import Citation, SheetFigure, numbered_sources
from mapapp.render.sheet.key import key_block
from mapapp.render.sheet.legend import Legend
from mapapp.render.sheet.remarks import notes

SECTION_GAP = 11.0
_MAX_FIGURES = 14


@record
class SheetContent:
    """What the furniture tells: the legend, figures that matter most first, citations by id.

    ``remarks`` must be said, if there is room at all; ``points`` are where the map has features,
    in its pixels: cards keep off them. ``key`` tells the numbers on the map.
    """

    legend: Legend
    figures: Sequence[SheetFigure]
    citations: Mapping[str, Citation]
    remarks: Sequence[str] = ()
    points: Sequence[tuple[float, float]] = ()
    key: Sequence[KeyEntry] = ()


@record
class FurnitureColumns:
    """The furniture of a page in columns of some width."""

    request: ExportRequest
    content: SheetContent
    width: float

    def fitting(
        self, boxes: Sequence[BoxPx], least: int = 0, *, details: bool = True
    ) -> list[Block] | None:
        """As much as fits into boxes, in its place; None if that is too little.

        The last figures go first, with their sources. ``least`` says how many there must be,
        ``details`` whether the legend tells how well places are known.
        """
        most = min(len(self.content.figures), _MAX_FIGURES)
        if "figures" not in self.request.parts:
            most = 0
        counts = range(min(least, most), most + 1)
        always = list(self._without_figures(details=details))

        @functools.cache
        def poured(count: int) -> list[Block] | None:
            return _poured(boxes, [*always, *self._figures(count)])

        fitting = bisect.bisect_left(counts, 1, key=lambda count: poured(count) is None)
        return poured(counts[fitting - 1]) if fitting else None

    def _without_figures(self, *, details: bool) -> Iterator[Block]:
        colours = ground(self.request.theme)
        if "legend" in self.request.parts:
            yield from self._legend(colours, details=details)
        if self.content.key:
            told = key_block(self.content.key, self.request.language, self.width, colours)
            yield self._titled(words.KEY, told)
        if self.content.remarks:
            yield make.notes(self.content.remarks, self.width, colours)
        if told_notes := notes(self.request):
            yield self._titled(words.NOTES, make.notes(told_notes, self.width, colours))

    def _figures(self, count: int) -> Iterator[Block]:
        colours = ground(self.request.theme)
        figures = self.content.figures[:count]
        if figures:
            numbers = numbered_sources(figures)
            language = self.request.language
            listed = make.figures(figures, numbers, language, self.width, colours)
            yield self._titled(words.FIGURES, listed)
            if "sources" in self.request.parts:
                cited = {number: self.content.citations[id_] for id_, number in numbers.items()}
                yield self._titled(words.SOURCES, make.sources(cited, self.width, colours))

    def _legend(self, colours: Ground, *, details: bool) -> Iterator[Block]:
        legend = self.content.legend
        if legend.layers:
            entries = make.legend(legend.layers, make.BODY, self.width, colours.label)
            yield self._titled(words.LEGEND, entries)
        if details and legend.certainty:
            ink = colours.label_secondary
            entries = make.legend(legend.certainty, make.SMALL, self.width, ink)
            yield self._titled(words.CERTAINTY, entries)
        if details and legend.notes:
            yield make.notes(legend.notes, self.width, colours)

    def _titled(self, title: Text, block: Block) -> Block:
        head = make.heading(
            in_language(title, self.request.language), self.width, ground(self.request.theme)
        )
        return stacked(block.name, [head, block], 4.0)


def _poured(boxes: Sequence[BoxPx], sections: Iterable[Block]) -> list[Block] | None:
    """The sections one below another, from box to box; None if they need more of them."""
    placed: list[Block] = []
    rooms = iter(boxes)
    left, y, _, floor = next(rooms)
    for section in sections:
        while y + section.height > floor:
            room = next(rooms, None)
            if room is None:
                return None
            left, y, _, floor = room
        placed.append(section.at(left, y))
        y += section.height + SECTION_GAP
    return placed
