"""PDF: true vectors, embedded subset fonts, real text, and a map that GIS programs can place."""

from __future__ import annotations

import re
from html import escape

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from mapapp import __version__
from mapapp.core.errors import ExportError
from mapapp.core.mercator import lat_of, lon_of
from mapapp.paint.sheet import paint_sheet
from mapapp.render.composition import Composition
from mapapp.render.request import CSS_DPI

_DPI = 1200
_POINTS_PER_CSS_PX = 72 / CSS_DPI
_PAGE = re.compile(rb"\n(\d+) 0 obj\n<<\n(/Type /Page\n.*?)>>\nendobj", re.DOTALL)
_TRAILER = re.compile(rb"trailer\n<<\n/Size (\d+).*startxref\n(\d+)\s+%%EOF\s*\Z", re.DOTALL)
_WKT = (
    'PROJCS["WGS 84 / Pseudo-Mercator",GEOGCS["WGS 84",DATUM["WGS_1984",'
    'SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433]],PROJECTION["Mercator_1SP"],'
    'PARAMETER["central_meridian",0],PARAMETER["scale_factor",1],'
    'PARAMETER["false_easting",0],PARAMETER["false_northing",0],'
    'UNIT["metre",1],AUTHORITY["EPSG","3857"]]'
)

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{description}</rdf:li></rdf:Alt>
</dc:description><xmp:CreatorTool>mapapp {version}</xmp:CreatorTool>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def pdf_bytes(composition: Composition, description: str) -> bytes:
    """A composition as a PDF of one page; ``description`` goes into its XMP metadata."""
    request = composition.request
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    width, height = (side * _POINTS_PER_CSS_PX for side in request.css_size)
    size = QPageSize(
        QSizeF(width, height), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch
    )
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    writer.setResolution(_DPI)
    writer.setTitle(request.title)
    writer.setCreator(f"mapapp {__version__}")
    xmp = _XMP.format(
        title=escape(request.title), description=escape(description), version=__version__
    )
    writer.setDocumentXmpMetadata(QByteArray(xmp.encode()))
    painter = QPainter(writer)
    painter.scale(_DPI / CSS_DPI, _DPI / CSS_DPI)
    paint_sheet(painter, composition)
    if not painter.end():
        raise ExportError("The PDF could not be painted; try a smaller page.")
    return _with_viewport(bytes(buffer.data().data()), composition)


def _with_viewport(data: bytes, composition: Composition) -> bytes:
    """The PDF with the map's place on earth, added as an incremental update.

    Qt cannot say it. An update (ISO 32000-2, 7.5.6) repeats the one object that changes, the
    page, behind the end of the file, so that nothing has to be read or moved.
    """
    page = _PAGE.search(data)
    trailer = _TRAILER.search(data)
    if page is None or trailer is None:
        raise ExportError("The PDF engine wrote no page; try a smaller page.")
    number, body = page.group(1), page.group(2)
    size, previous = trailer.group(1), trailer.group(2)
    start = len(data)
    changed = b"%s 0 obj\n<<\n%s%s>>\nendobj\n" % (number, body, _viewport(composition))
    table = b"xref\n%s 1\n%010d 00000 n \n" % (number, start)
    entries = re.sub(
        rb"/Size \d+", b"/Size %s\n/Prev %s" % (size, previous), trailer.group(0), count=1
    )
    entries = entries[: entries.index(b"startxref")]
    return b"%s%s%s%sstartxref\n%d\n%%%%EOF\n" % (
        data,
        changed,
        table,
        entries,
        start + len(changed),
    )


def _viewport(composition: Composition) -> bytes:
    """Where the map lies on the page and on earth (ISO 32000-2, 12.9 and 12.10)."""
    frame, view = composition.sheet.frame, composition.scene.view
    points = frame.unit * _POINTS_PER_CSS_PX
    left, top, right, bottom = (side * points for side in frame.map)
    height = frame.height * points
    west, east = lon_of(view.left), lon_of(view.right)
    south, north = lat_of(view.bottom), lat_of(view.top)
    corners = (north, west, south, west, south, east, north, east)
    return (
        f"/VP [ << /Type /Viewport /Name (map) "
        f"/BBox [ {left:.3f} {height - bottom:.3f} {right:.3f} {height - top:.3f} ] "
        "/Measure << /Type /Measure /Subtype /GEO /Bounds [ 0 1 0 0 1 0 1 1 ] "
        f"/GPTS [ {' '.join(f'{corner:.8f}' for corner in corners)} ] "
        f"/LPTS [ 0 1 0 0 1 0 1 1 ] /GCS << /Type /PROJCS /EPSG 3857 /WKT ({_WKT}) >> >> >> ]\n"
    ).encode()
