"""Where the links of a PDF lead, also to sheets of the same book, and how its pages are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mapapp.core.texts.links import safe_link
from mapapp.paint.devices.pdf_update import pdf_address, pdf_text
from mapapp.render.sheet.blocks import Run
from mapapp.render.sheet.composition import Composition

LinkTarget = str | int
"""An address, or the number of a sheet of the book."""


def target_of(run: Run) -> LinkTarget:
    """Where a text leads; empty or 0 where it leads nowhere."""
    return run.page or safe_link(run.link)


def sheet_number(composition: Composition) -> int:
    """That of a sheet in its book; 0 of any other."""
    return composition.page.folio.number if composition.page else 0


def link_entries(target: LinkTarget, pages: Mapping[int, int]) -> str:
    """What a link does (ISO 32000-2, 12.5.6.5); ``pages`` are the objects of sheets by number.

    The page that a sheet is on is shown whole.
    """
    if isinstance(target, int):
        return f"/Dest [ {pages[target]} 0 R /Fit ]"
    return f"/A << /S /URI /URI {pdf_address(target)} >>"


def page_labels(sheets: Sequence[int]) -> str:
    """How pages are called, each by the number of the sheet it is of (ISO 32000-2, 12.4.2).

    A page that belongs to none is called nothing, as ISO allows.
    """
    labels = (f"<< /P {pdf_text(str(sheet))} >>" if sheet else "<< >>" for sheet in sheets)
    numbered = " ".join(f"{i} {label}" for i, label in enumerate(labels))
    return f"<< /Nums [ {numbered} ] >>"
