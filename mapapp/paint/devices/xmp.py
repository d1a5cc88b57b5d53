"""What a picture says of itself as an XMP packet (ISO 16684-1), which PDF and WebP have."""

from __future__ import annotations

from mapapp.core.version import __version__

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{description}</rdf:li></rdf:Alt>
</dc:description><xmp:CreatorTool>mapapp {version}</xmp:CreatorTool>
{more}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


_MARKS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})


def escaped(text: str) -> str:
    """A text as it may stand in XML; the module ``html`` would load all names of characters."""
    return text.translate(_MARKS)


def xmp_packet(title: str, description: str, more: str = "") -> bytes:
    """The packet of a picture, in UTF-8; ``more`` are further properties."""
    said = {"title": escaped(title), "description": escaped(description)}
    return _PACKET.format(**said, version=__version__, more=more).encode()
