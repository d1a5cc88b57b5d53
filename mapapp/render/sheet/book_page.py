"""What a sheet says as one of a book: which one it is, and what is known of its feature."""

from __future__ import annotations

from dataclasses import replace
from typing import Self

from mapapp.core.record import record
from mapapp.render.request.area import FeatureId
from mapapp.render.sheet.cautions import Caution
from mapapp.render.sheet.figures import SheetFigure, numbered_sources


@record
class Folio:
    """Which sheet of a book it is: its number from 1, of how many; 0 for the one that opens it."""

    book: str
    number: int
    count: int

    @property
    def text(self) -> str:
        """The number as it is printed, or nothing."""
        return f"{self.number} / {self.count}" if self.number else ""


@record
class Tie:
    """What a feature is tied to.

    Attributes:
        label: the tie in words.
        name: of what it is tied to, with what is measured of a link.
        page: the number of the sheet of that in the same book, or 0.
        sources: ids of those that say so.
    """

    label: str
    name: str
    page: int = 0
    sources: tuple[str, ...] = ()


@record
class FactSheet:
    """What is known of the feature of a sheet.

    Attributes:
        feature: whose sheet it is.
        entity: whose facts it has, or empty.
        note: a remark of the atlas on it, or empty.
        figures: its own; one without sources stands in the feature's own row.
        ties: what it is tied to.
        left_out: how many figures are not told, because they are in doubt.
        links: the lines that join it to elsewhere.
    """

    feature: FeatureId
    entity: str = ""
    note: str = ""
    figures: tuple[SheetFigure, ...] = ()
    ties: tuple[Tie, ...] = ()
    left_out: int = 0
    links: tuple[FeatureId, ...] = ()

    @property
    def numbers(self) -> dict[str, int]:
        """The number of each source, by first mention."""
        of_ties = (source for tie in self.ties for source in tie.sources)
        return numbered_sources((), (*numbered_sources(self.figures), *of_ties))


@record
class Contents:
    """What a book has: the features of its sheets, the first on sheet 1, with their names.

    ``order`` says in which order they are, ``unplaced`` which have no sheet, or is empty.
    """

    features: tuple[FeatureId, ...]
    names: tuple[str, ...]
    order: str
    unplaced: str = ""


@record
class BookPage:
    """A sheet of a book: that of a feature, or the one that opens the book.

    Attributes:
        folio: which sheet it is.
        facts: what is known of its feature, or None.
        contents: what the book has, if this opens it, or None.
        cautions: what its maker is to be told of it.
    """

    folio: Folio
    facts: FactSheet | None = None
    contents: Contents | None = None
    cautions: tuple[Caution, ...] = ()

    def with_caution(self, caution: Caution) -> Self:
        """The same with one more caution."""
        return replace(self, cautions=(*self.cautions, caution))
