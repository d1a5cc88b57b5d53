"""What a PDF says about itself, twice: in its XMP and, for old programs, in its Info dictionary."""

from __future__ import annotations

from dataclasses import field
from datetime import UTC, datetime
from html import escape

from PySide6.QtCore import qVersion

from mapapp.core.record import record
from mapapp.core.version import __version__
from mapapp.paint.devices.pdf_file import PdfFile, pdf_text

CREATOR = f"mapapp {__version__}"

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{description}</rdf:li></rdf:Alt>
</dc:description><xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:MetadataDate>{date}</xmp:MetadataDate><pdf:Producer>{producer}</pdf:Producer>
{more}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


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
    xmp = _XMP.format(
        title=escape(metadata.title),
        description=escape(metadata.description),
        creator=escape(CREATOR),
        producer=escape(metadata.producer),
        date=f"{metadata.made:%Y-%m-%dT%H:%M:%SZ}",
        more=metadata.more,
    )
    entries = "/Type /Metadata /Subtype /XML"
    file.replace_stream(file.metadata, xmp.encode(), entries, packed=False)
    file.replace(
        file.info,
        f"<< /Title {pdf_text(metadata.title)} /Creator {pdf_text(CREATOR)} "
        f"/Producer {pdf_text(metadata.producer)} /CreationDate ({date}) /ModDate ({date}) "
        "/Trapped /False >>",
    )
