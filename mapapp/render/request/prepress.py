"""What a print shop may want of a PDF: bleed, crop marks, a standard, a printing condition."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, cast, get_args

from mapapp.core.errors import UsageError
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.texts.near_names import either, nearest_or
from mapapp.core.texts.parsing import shown
from mapapp.core.texts.strict import StrictTable

PdfStandard = Literal["", "a-2b", "x-4"]
PDF_STANDARDS: tuple[PdfStandard, ...] = get_args(PdfStandard)
MOST_BLEED_MM = 25.0
_MARK_MM = 5.0
_LEAST_MARK_GAP_MM = 3.0


@record
class Prepress:
    """What a PDF has for those who print it.

    Attributes:
        bleed_mm: how far what reaches the edge goes on beyond it, to be cut off.
        crop_marks: whether lines outside the page show where to cut.
        standard: ``a-2b`` for PDF/A-2b (ISO 19005-2), to be kept for ever; ``x-4`` for PDF/X-4
            (ISO 15930-7), to be printed; or empty.
        output_profile: an ICC profile of the print shop's, for ``x-4``; else that of Fogra39.

    Raises:
        UsageError: if anything of it cannot be.
    """

    bleed_mm: float = 0.0
    crop_marks: bool = False
    standard: PdfStandard = ""
    output_profile: Path | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.bleed_mm <= MOST_BLEED_MM:
            raise UsageError(
                "A bleed of {bleed_mm:g} mm cannot be; choose from 0 to {most_mm:g}, mostly 3.",
                bleed_mm=self.bleed_mm,
                most_mm=MOST_BLEED_MM,
            )
        if self.standard not in PDF_STANDARDS:
            known = PDF_STANDARDS[1:]
            hint = nearest_or(self.standard, known, Message("choose {names}.", names=either(known)))
            raise UsageError(
                "There is no PDF standard {name}; {hint}", name=shown(self.standard), hint=hint
            )
        if self.output_profile is not None and self.standard != "x-4":
            raise UsageError("An output profile is for PDF/X-4; choose the standard x-4 with it.")

    def __bool__(self) -> bool:
        """Whether anything is wanted."""
        return self != NO_PREPRESS

    @property
    def mark_gap_mm(self) -> float:
        """From the edge of the page to its crop marks: they begin outside the bleed."""
        return max(self.bleed_mm, _LEAST_MARK_GAP_MM)

    @property
    def margin_mm(self) -> float:
        """How much larger the sheet of the PDF is than the page, on each side."""
        return self.mark_gap_mm + _MARK_MM if self.crop_marks else self.bleed_mm


NO_PREPRESS = Prepress()


def prepress_table(prepress: Prepress) -> dict[str, Any]:
    """What is wanted as a table of JSON values; what is as usual is left out."""
    table = {
        "bleed_mm": prepress.bleed_mm,
        "crop_marks": prepress.crop_marks,
        "standard": prepress.standard,
        "output_profile": str(prepress.output_profile or ""),
    }
    return {key: value for key, value in table.items() if value}


def prepress_from(table: StrictTable | None) -> Prepress:
    """What such a table wants.

    Raises:
        UsageError: if any key is wrong or unknown.
    """
    if table is None:
        return NO_PREPRESS
    profile = table.path("output_profile", "")
    prepress = Prepress(
        table.number("bleed_mm", 0, MOST_BLEED_MM, 0.0),
        table.take("crop_marks", bool, default=False),
        cast(PdfStandard, table.take("standard", str, "")),
        Path(profile) if profile else None,
    )
    table.finish()
    return prepress
