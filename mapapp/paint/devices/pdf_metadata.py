"""What a PDF says about itself, twice: in its XMP and, for old programs, in its Info dictionary."""

from __future__ import annotations

from dataclasses import field
from datetime import UTC, datetime

from PySide6.QtCore import qVersion

from mapapp.core.record import record
from mapapp.core.version import __version__
from mapapp.paint.devices.pdf_file import PdfFile, pdf_text
from mapapp.paint.devices.xmp import escaped, xmp_packet

CREATOR = f"mapapp {__version__}"

_MORE = """<dc:format>application/pdf</dc:format>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:MetadataDate>{date}</xmp:MetadataDate><pdf:Producer>{producer}</pdf:Producer>
{more}"""


@record
class PdfMetadata:
    """Title, description, and when a document was made; ``more`` are further XMP properties."""

    title: str
    description: str
    more: str = ""
    made: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))

    @property
    def producer(self) -> str:
        """The program that paints."""
        return f"Qt {qVersion()}"


def write_metadata(file: PdfFile, metadata: PdfMetadata) -> None:
    """Write both."""
    date = f"{metadata.made:D:%Y%m%d%H%M%SZ}"
    more = _MORE.format(
        producer=escaped(metadata.producer),
        date=f"{metadata.made:%Y-%m-%dT%H:%M:%SZ}",
        more=metadata.more,
    )
    xmp = xmp_packet(metadata.title, metadata.description, more)
    entries = "/Type /Metadata /Subtype /XML"
    file.replace_stream(file.metadata, xmp, entries, packed=False)
    file.replace(
        file.info,
        f"<< /Title {pdf_text(metadata.title)} /Creator {pdf_text(CREATOR)} "
        f"/Producer {pdf_text(metadata.producer)} /CreationDate ({date}) /ModDate ({date}) "
        "/Trapped /False >>",
    )
