"""What stands in the column beside the map: as much as there is room for."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mapapp.core.layerspec import Text
from mapapp.core.theme import Ground, ground
from mapapp.render import furniture as make
from mapapp.render import words
from mapapp.render.blocks import Block, stacked
from mapapp.render.figures import Citation, Figure, numbered_sources
from mapapp.render.legend import Legend
from mapapp.render.request import ExportRequest
from mapapp.render.scalebar import scale_bar
from mapapp.render.viewport import Viewport
from mapapp.render.words import told

SECTION_GAP = 11.0
_MAX_FIGURES = 14


@dataclass(frozen=True, slots=True)
class Content:
    """What the furniture tells: the legend, figures that matter most first, citations by id.

    ``points`` are where the map has features, in its pixels: cards keep off them.
    """

    legend: Legend
    figures: Sequence[Figure]
    citations: Mapping[str, Citation]
    points: Sequence[tuple[float, float]] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """The furniture of a page in a column of some width."""

    request: ExportRequest
    view: Viewport
    content: Content
    width: float

    def fitting(self, room: float, least: int = 0) -> list[Block] | None:
        """The fullest column within a height; ``least`` says how many figures it must have.

        The last figures go first, with their sources; then remarks. None if nothing fits.
        """
        most = min(len(self.content.figures), _MAX_FIGURES)
        if "figures" not in self.request.parts:
            most = 0
        counts = range(min(least, most), most + 1)
        for details in (True, False):
            height = functools.partial(self._height, details=details)
            fitting = bisect.bisect_right(counts, room, key=height)
            if fitting:
                return list(self._sections(counts[fitting - 1], details=details))
        return None

    def _height(self, count: int, *, details: bool) -> float:
        heights = [block.height for block in self._sections(count, details=details)]
        return sum(heights) + SECTION_GAP * (len(heights) - 1)

    def _sections(self, count: int, *, details: bool) -> Iterator[Block]:
        colours = ground(self.request.theme)
        if "legend" in self.request.parts:
            yield from self._legend(colours, details=details)
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
        notes = list(legend.notes) if details else []
        if "scale_bar" in self.request.parts and scale_bar(self.view, 100.0) is None:
            notes.append(told(words.NO_SCALE, self.request.language))
        if notes:
            yield make.notes(notes, self.width, colours)

    def _titled(self, title: Text, block: Block) -> Block:
        head = make.heading(
            told(title, self.request.language), self.width, ground(self.request.theme)
        )
        return stacked(block.name, [head, block], 4.0)
