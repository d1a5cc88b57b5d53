"""What stands beside or below the map, in columns: as much as there is room for."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from mapapp.core.record import record
from mapapp.core.style.theme import ground
from mapapp.core.text import Text
from mapapp.render.labels import words
from mapapp.render.labels.paper import KeyEntry
from mapapp.render.labels.room import BoxPx
from mapapp.render.labels.words import in_language
from mapapp.render.request.request import ExportRequest
from mapapp.render.sheet import furniture as make
from mapapp.render.sheet.blocks import Block
from mapapp.render.sheet.cautions import Caution
from mapapp.render.sheet.figures import Citation, SheetFigure, numbered_sources
from mapapp.render.sheet.key import KEY_GAP, KEY_NAME, key_lines
from mapapp.render.sheet.keys import LegendEntry
from mapapp.render.sheet.legend import Legend
from mapapp.render.sheet.omissions import Omission, SheetPart
from mapapp.render.sheet.remarks import notes
from mapapp.render.sheet.sections import Poured, Section, poured

_MAX_FIGURES, _FIGURES_FIRST = 24, 3
_MAX_LOCATOR = 180.0
_LOCATOR_RATIOS = (0.62, 0.45)


@record
class SheetContent:
    """What the furniture tells: the legend, figures that matter most first, citations by id.

    ``remarks`` must be said, if there is room at all; ``points`` are where the map has features,
    in its pixels: cards keep off them. ``key`` tells the numbers on the map,
    ``cautions`` are for who makes the picture.
    """

    legend: Legend
    figures: Sequence[SheetFigure]
    citations: Mapping[str, Citation]
    remarks: Sequence[str] = ()
    points: Sequence[tuple[float, float]] = ()
    key: Sequence[KeyEntry] = ()
    cautions: tuple[Caution, ...] = ()


@record
class Furniture:
    """The furniture of a picture as sections of some width.

    Attributes:
        request: the picture.
        content: what there is to tell.
        width: of the sections.
        has_locator: whether a locator map would tell anything of what the map shows.
        has_heads: whether sections have headings.
        own: sections of a sheet of a book, which come before all others if all have room.
        further_width: of the sections on further pages.
        further_own: the sections of ``own`` as they are there.
        own_follows: whether they come last instead, and may go on on a further page.
        cited: the sources that those cite, in the order of their numbers.
        folio: the number of the sheet in its book, or empty.
    """

    request: ExportRequest
    content: SheetContent
    width: float
    has_locator: bool = False
    has_heads: bool = True
    own: tuple[Section, ...] = ()
    further_width: float = 0.0
    further_own: tuple[Section, ...] = ()
    own_follows: bool = False
    cited: tuple[str, ...] = ()
    folio: str = ""

    @property
    def most_figures(self) -> int:
        """How many figures are wanted."""
        return min(len(self.content.figures), _MAX_FIGURES) if self._wants("figures") else 0

    @property
    def needed_figures(self) -> int:
        """How many must be told somewhere: beside what is known of one feature, no others."""
        return 0 if self.own else self.most_figures

    def told(self) -> list[Section]:
        """All but figures, as a reader wants it: the certainty with the legend it explains."""
        return [*self.essentials(), *self.following()]

    def essentials(self) -> list[Section]:
        """What must be on the sheet: notes only if they cannot follow."""
        notes = [] if self.can_spill else self._notes()
        return [
            *self._first(),
            *self._legend(),
            *self._certainty(),
            *self._key(),
            *self._remarks(),
            *notes,
        ]

    def essentials_in_need(self) -> list[Section]:
        """The same, what must be said first."""
        notes = [] if self.can_spill else self._notes()
        return [
            *self._first(),
            *self._legend(),
            *self._key(),
            *self._remarks(),
            *self._certainty(),
            *notes,
        ]

    def following(self) -> list[Section]:
        """What may go on on a further page: notes."""
        own = self.own if self.own_follows else ()
        return [*own, *(self._notes() if self.can_spill else ())]

    def with_locator(self) -> Iterator[list[Section]]:
        """The essentials with the frame of the locator map: high or low, first or last."""
        if not self.wants_locator:
            return
        width, told = min(self.width, _MAX_LOCATOR), self.essentials()
        for ratio in _LOCATOR_RATIOS:
            frame = Block("locator", width, width * ratio, ())
            locator = Section("locator", None, (frame,), 0.0)
            yield [locator, *told]
            yield [*told, locator]

    def wanted_beside(self) -> list[Section]:
        """For what the map leaves room beside it: of a sheet of a book its small map, too."""
        return next(self.with_locator(), self.essentials()) if self.own else self.essentials()

    @property
    def wants_locator(self) -> bool:
        """Whether there is to be a locator map."""
        return self.has_locator and self._wants("locator")

    @property
    def can_spill(self) -> bool:
        """Whether there can be further pages."""
        return self.request.format == "pdf" and self.request.page is not None

    def going_on(self, rest: Iterable[Section]) -> Iterator[Section]:
        """What has no room on the sheet, as it is on further pages."""
        wide = replace(self, width=self.further_width, own=self.further_own)
        sections = {section.part: section for section in wide.told()}
        for section in rest:
            pieces = sections[section.part].pieces[-len(section.pieces) :]
            yield replace(sections[section.part], pieces=pieces, is_begun=section.is_begun)

    def figures(self, start: int, stop: int) -> list[Section]:
        """Some of the figures with the sources that they cite, numbered as on the whole picture."""
        colours, language = ground(self.request.theme), self.request.language
        chosen = self.content.figures[start:stop]
        if not chosen:
            return []
        numbers = numbered_sources(self.content.figures[: self.most_figures], self.cited)
        listed = make.figures(chosen, numbers, language, self.width, colours)
        title = words.NEARBY if self.own else words.FIGURES
        sections = [Section("figures", self._head(title), listed, make.FIGURE_GAP)]
        new = numbered_sources(chosen).keys() - {*self.cited}
        if new and self._wants("sources"):
            ids = sorted(new, key=lambda id_: numbers[id_])
            cited = {numbers[id_]: self.content.citations[id_] for id_ in ids}
            lines = make.sources(cited, self.width, colours)
            sections.append(Section("sources", self._head(words.SOURCES), lines, make.SOURCE_GAP))
        return sections

    def _first(self) -> tuple[Section, ...]:
        return () if self.own_follows else self.own

    def _legend(self) -> list[Section]:
        ink = ground(self.request.theme).label
        return self._entries("legend", words.LEGEND, self.content.legend.layers, make.BODY, ink)

    def _certainty(self) -> list[Section]:
        return self._small_entries("certainty", words.CERTAINTY, self.content.legend.certainty)

    def ground_key(self) -> list[Section]:
        """The key to the ground, for which there need be no room."""
        entries = self.content.legend.ground if self._wants("ground") else ()
        return self._small_entries("ground", words.GROUND_KEY, entries)

    def _small_entries(
        self, part: SheetPart, title: Text, entries: Sequence[LegendEntry]
    ) -> list[Section]:
        ink = ground(self.request.theme).label_secondary
        return self._entries(part, title, entries, make.SMALL, ink)

    def _entries(
        self, part: SheetPart, title: Text, entries: Sequence[LegendEntry], size: float, ink: str
    ) -> list[Section]:
        """A section of pictures with their meanings, if there are any and a legend is wanted."""
        if not entries or not self._wants("legend"):
            return []
        lines = make.legend(entries, size, self.width, ink)
        return [Section(part, self._head(title), lines, make.ENTRY_GAP)]

    def _key(self) -> Iterator[Section]:
        """The key to the numbers on the map, which comes before all that could follow elsewhere."""
        if self.content.key:
            told = key_lines(self.content.key, self.request, self.width)
            yield Section(KEY_NAME, self._head(words.KEY), told, KEY_GAP)

    def _remarks(self) -> Iterator[Section]:
        of_layers = self.content.legend.notes if self._wants("legend") else ()
        said = [*of_layers, *self.content.remarks]
        pieces = make.notes(said, self.width, ground(self.request.theme))
        if pieces:
            yield Section("remarks", None, pieces, make.NOTE_GAP)

    def _notes(self) -> Iterator[Section]:
        pieces = make.notes(notes(self.request), self.width, ground(self.request.theme))
        if pieces:
            yield Section("notes", self._head(words.NOTES), pieces, make.NOTE_GAP)

    def _wants(self, part: str) -> bool:
        return part in self.request.parts

    def _head(self, title: Text) -> Block | None:
        if not self.has_heads:
            return None
        text = in_language(title, self.request.language)
        return make.heading(text, self.width, ground(self.request.theme))


@record
class FilledColumns:
    """What of the furniture stands on the sheet, with so many figures, and what has no room."""

    furniture: Furniture
    poured: Poured
    figures: int = 0

    @property
    def locator(self) -> BoxPx | None:
        """Where there is room for the locator map."""
        for section, x, y in self.poured.placed:
            if section.part == "locator":
                return (x, y, x + section.pieces[0].width, y + section.height)
        return None

    @property
    def blocks(self) -> list[Block]:
        """What is painted as it stands."""
        return [block for block in self.poured.blocks if block.items]

    @property
    def rest(self) -> list[Section]:
        """What may go to a further page."""
        furniture = self.furniture
        wide = replace(furniture, width=furniture.further_width)
        later = wide.figures(self.figures, furniture.needed_figures)
        return [*furniture.going_on(self.poured.rest), *later]

    @property
    def without_locator(self) -> list[Omission]:
        """That the locator map is missing: no further page has one."""
        is_missing = self.furniture.wants_locator and self.locator is None
        return [Omission("locator")] if is_missing else []

    @property
    def omitted(self) -> Iterator[Omission]:
        """What of the rest is missing if there is no further page."""
        wanted = {section.part: section.count for section in self.furniture.told()}
        for section in self.poured.rest:
            count = wanted[section.part]
            yield Omission(section.part, count - section.count, count)
        if self.figures < self.furniture.needed_figures:
            yield Omission("figures", self.figures, self.furniture.needed_figures)
            if not self.figures and "sources" in self.furniture.request.parts:
                yield Omission("sources")


def filled(furniture: Furniture, boxes: Sequence[BoxPx]) -> FilledColumns:
    """As much of the furniture as fits into boxes: what must be said, the locator, figures.

    Where figures cannot follow on another page, some of them come before the locator.
    """
    best = _filled(furniture, boxes, _orders(furniture))
    if best.poured.rest and furniture.own and furniture.can_spill and not furniture.own_follows:
        return filled(replace(furniture, own_follows=True), boxes)
    enough = min(furniture.needed_figures, _FIGURES_FIRST)
    if furniture.can_spill or best.locator is None or best.figures >= enough:
        return best
    without = _filled(furniture, boxes, [furniture.essentials()])
    return without if without.figures > best.figures else best


def holds_all(furniture: Furniture, boxes: Sequence[BoxPx]) -> bool:
    """Whether :func:`filled` would leave nothing to further pages; how much it would is not tried.

    There must be such pages.
    """
    essentials, is_cut = _fitting(furniture, boxes, _orders(furniture))
    figures = furniture.figures(0, furniture.needed_figures)
    told = [*essentials, *furniture.following(), *figures]
    if not poured(boxes, told, is_cut=is_cut, ends_whole=True).rest:
        return True
    can_follow = bool(furniture.own) and not furniture.own_follows
    return can_follow and holds_all(replace(furniture, own_follows=True), boxes)


def _orders(furniture: Furniture) -> list[list[Section]]:
    """The orders of what must be said that are tried, the best first."""
    return [*furniture.with_locator(), furniture.essentials()]


def _filled(
    furniture: Furniture, boxes: Sequence[BoxPx], orders: Sequence[list[Section]]
) -> FilledColumns:
    essentials, is_cut = _fitting(furniture, boxes, orders)
    told = [*essentials, *furniture.following()]

    @functools.cache
    def with_first(count: int) -> Poured:
        sections = [*told, *furniture.figures(0, count)]
        return poured(boxes, sections, is_cut=is_cut, ends_whole=furniture.can_spill)

    if with_first(0).rest:
        return FilledColumns(furniture, with_first(0))
    counts = range(1, furniture.most_figures + 1)
    count = bisect.bisect_left(counts, True, key=lambda count: bool(with_first(count).rest))
    told += [*furniture.figures(0, count), *furniture.ground_key()]
    with_ground = poured(boxes, told, is_cut=is_cut)
    return FilledColumns(furniture, with_first(count) if with_ground.rest else with_ground, count)


def _fitting(
    furniture: Furniture, boxes: Sequence[BoxPx], orders: Sequence[list[Section]]
) -> tuple[list[Section], bool]:
    """The first order that fits, and whether lists must be cut for it; else what must be said."""
    for is_cut in (False, True):
        for sections in orders:
            if not poured(boxes, sections, is_cut=is_cut).rest:
                return sections, is_cut
    return furniture.essentials_in_need(), True
