"""What a sheet of a book tells beside its map: its feature's figures and ties, or the contents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from mapapp.core.record import record
from mapapp.core.style.theme import Ground, ground
from mapapp.core.text import COLON, SEMICOLON, Text, bracketed
from mapapp.render.labels import words
from mapapp.render.labels.words import in_language, main_language
from mapapp.render.request.request import ExportRequest
from mapapp.render.sheet import furniture as make
from mapapp.render.sheet.blocks import Block, Run, stacked
from mapapp.render.sheet.book_page import BookPage, Contents, FactSheet, Tie
from mapapp.render.sheet.figures import Citation, SheetFigure
from mapapp.render.sheet.omissions import SheetPart
from mapapp.render.sheet.sections import Section

_INDENT = 6.0
_NUMBER_WIDTH = 16.0
_ENTRIES_TOGETHER = 2
"""No fewer stand below the head of the contents in a column."""

_ENTRY_GAP, _FACT_GAP = 2.0, 3.5


@record
class FactSections:
    """The sections of a sheet of a book, in columns of some width."""

    request: ExportRequest
    page: BookPage
    citations: Mapping[str, Citation]
    width: float

    def sections(self) -> Iterator[Section]:
        """All of them, in the order in which they are read."""
        if self.page.contents:
            yield self._contents(self.page.contents)
        if self.page.facts and "figures" in self.request.parts:
            yield from self._facts(self.page.facts)

    def _contents(self, contents: Contents) -> Section:
        """The names with the numbers of their sheets, each leading there."""
        order = self._paragraph(contents.order, is_aside=True)
        listed = [self._entry(number, name) for number, name in enumerate(contents.names, 1)]
        first = stacked("entry", [order, *listed[:_ENTRIES_TOGETHER]], _ENTRY_GAP)
        last = [self._paragraph(text, is_aside=True) for text in (contents.unplaced,) if text]
        entries = (first, *listed[_ENTRIES_TOGETHER:], *last)
        return self._section("contents", words.CONTENTS, entries)

    def _facts(self, facts: FactSheet) -> Iterator[Section]:
        numbers = facts.numbers
        told = [self._figure(figure, numbers) for figure in facts.figures]
        if not told:
            nothing = in_language(words.NO_FACTS, self.request.language)
            told = [self._paragraph(nothing, is_aside=True)]
        remarks = (self._paragraph(text, is_aside=True) for text in self._remarks(facts))
        yield self._section("facts", words.FACTS, (*told, *remarks), _FACT_GAP)
        if facts.ties:
            yield self._section("ties", words.TIES, tuple(self._ties(facts)))
        if numbers and "sources" in self.request.parts:
            cited = {number: self.citations[id_] for id_, number in numbers.items()}
            lines = make.sources(cited, self.width, self._colours)
            yield self._section("sources", words.SOURCES, tuple(lines))

    def _remarks(self, facts: FactSheet) -> Iterator[str]:
        if facts.note:
            yield facts.note
        if facts.left_out:
            left_out = in_language(words.LEFT_OUT, self.request.language)
            yield left_out.format(facts.left_out)

    def _figure(self, figure: SheetFigure, numbers: Mapping[str, int]) -> Block:
        """A figure after its label, each value with the number of its source."""
        language = main_language(self.request.language)
        cited = zip(figure.texts, figure.sources, strict=True)
        values = [f"{text} [{numbers[source]}]" if source else text for text, source in cited]
        said = SEMICOLON.get(language).join(values)
        return self._paragraph(f"{figure.label}{COLON.get(language)}{said}")

    def _ties(self, facts: FactSheet) -> Iterator[Block]:
        """What it is tied to, the first of each kind with that above it, so that they stay one."""
        ink = self._colours.label
        for label, ties in groupby(facts.ties, key=lambda tie: tie.label):
            first, *others = (self._tie(tie, facts.numbers) for tie in ties)
            head = make.paragraph(label, make.SMALL, self.width, ink, bold=True)
            yield stacked("tie", [head, first], _ENTRY_GAP)
            yield from others

    def _tie(self, tie: Tie, numbers: Mapping[str, int]) -> Block:
        page = in_language(words.ON_PAGE, self.request.language).format(tie.page)
        where = bracketed(page, main_language(self.request.language)) if tie.page else ""
        cited = "".join(f" [{numbers[source]}]" for source in tie.sources)
        return leading(self._paragraph(tie.name + where + cited, indent=_INDENT), tie.page)

    def _entry(self, number: int, name: str) -> Block:
        """A name after its number, which are read as one."""
        block = self._paragraph(name, indent=_NUMBER_WIDTH)
        lines = (replace(item, continues=True) for item in block.items if isinstance(item, Run))
        (figures,) = self._paragraph(str(number)).items
        return leading(replace(block, items=(figures, *lines)), number)

    def _paragraph(self, text: str, *, indent: float = 0.0, is_aside: bool = False) -> Block:
        ink = self._colours.label_secondary if is_aside else self._colours.label
        return make.paragraph(text, make.SMALL, self.width, ink, indent=indent)

    def _section(
        self, part: SheetPart, title: Text, pieces: tuple[Block, ...], gap: float = _ENTRY_GAP
    ) -> Section:
        text = in_language(title, self.request.language)
        head = make.heading(text, self.width, self._colours)
        return Section(part, head, pieces, gap)

    @property
    def _colours(self) -> Ground:
        return ground(self.request.theme)


def leading(block: Block, page: int) -> Block:
    """The block with its texts leading to a sheet of the book; 0 leads nowhere."""
    items = tuple(replace(i, page=page) if isinstance(i, Run) else i for i in block.items)
    return replace(block, items=items)
