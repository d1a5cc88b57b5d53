"""PDF/A-2b (ISO 19005-2) and PDF/X-4 (ISO 15930-7): what they ask for beyond what is there.

All fonts are in the file, and nothing is encrypted, so that little is left: colours with a
profile, an output intent, and metadata that name the standard. A PDF/X may have no links on what
is printed (``pdf.py`` leaves them out).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace

from mapapp.paint.devices.pdf_extras import PageExtras
from mapapp.paint.devices.pdf_file import PdfFile
from mapapp.paint.devices.pdf_metadata import PdfMetadata
from mapapp.paint.devices.prepress.colours import name_colours
from mapapp.paint.devices.prepress.crop_marks import add_crop_marks
from mapapp.paint.devices.prepress.intent import add_profile, output_intent, output_profile, srgb
from mapapp.render.request.prepress import Prepress
from mapapp.render.request.request import ExportRequest

_POINTS_PER_MM = 72 / 25.4
_PDF_A = (
    '<pdfaid:part xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">2</pdfaid:part>'
    '<pdfaid:conformance xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">B</pdfaid:conformance>'
)
_PDF_X = (
    '<pdfxid:GTS_PDFXVersion xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">PDF/X-4'
    "</pdfxid:GTS_PDFXVersion><pdf:Trapped>False</pdf:Trapped>"
    '<xmpMM:DocumentID xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">uuid:{id}</xmpMM:DocumentID>'
    '<xmpMM:VersionID xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">1</xmpMM:VersionID>'
    '<xmpMM:RenditionClass xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">default'
    "</xmpMM:RenditionClass>"
)


def finish_for_print(
    file: PdfFile,
    pages: Sequence[tuple[int, PageExtras]],
    request: ExportRequest,
    metadata: PdfMetadata,
) -> PdfMetadata:
    """Add what a print shop wants; the answer are the metadata that go with it.

    Raises:
        UsageError: if the output profile cannot be used.
    """
    prepress = request.prepress
    if prepress.crop_marks:
        for page, extras in pages:
            add_crop_marks(file, page, extras.place, prepress.mark_gap_mm * _POINTS_PER_MM)
    match prepress.standard:
        case "a-2b":
            return _archived(file, [page for page, _ in pages], metadata)
        case "x-4":
            return _printed(file, [page for page, _ in pages], prepress, metadata)
        case _:
            return metadata


def _archived(file: PdfFile, pages: Sequence[int], metadata: PdfMetadata) -> PdfMetadata:
    """Make a file a PDF/A-2b: its device colours are those of the output intent (6.2.4.3)."""
    profile = srgb()
    stream = add_profile(file, profile)
    intent = output_intent("GTS_PDFA1", profile, stream)
    file.extend(file.catalog, {"/OutputIntents": f"[ {intent} ]"})
    for page in pages:
        _colour(file, page, stream)
    return replace(metadata, more=_PDF_A)


def _printed(
    file: PdfFile, pages: Sequence[int], prepress: Prepress, metadata: PdfMetadata
) -> PdfMetadata:
    """Make a file a PDF/X-4.

    Its colours stay sRGB, with their profile, and are separated by the print shop (6.2.4).
    """
    profile = output_profile(prepress.output_profile)
    intent = output_intent("GTS_PDFX", profile, add_profile(file, profile))
    file.extend(file.catalog, {"/OutputIntents": f"[ {intent} ]"})
    stream = add_profile(file, srgb())
    for page in pages:
        _colour(file, page, stream)
        group = f"<< /S /Transparency /CS [ /ICCBased {stream} 0 R ] >>"
        file.extend(page, {"/Group": group})
    return replace(metadata, more=_PDF_X.format(id=uuid.uuid4()))


def _colour(file: PdfFile, page: int, profile: int) -> None:
    """Let the colours of a page be those of a profile, and name no others."""
    space = f"[ /ICCBased {profile} 0 R ]"
    meanings = {"DefaultRGB": space, "CSp": space, "PCSp": f"[ /Pattern {space} ]"}
    name_colours(file, page, meanings)
