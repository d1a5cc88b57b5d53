"""PDF: true vectors, embedded subset fonts, real text, and a map that GIS programs can place."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from mapapp import __version__
from mapapp.core.errors import ExportError
from mapapp.core.mercator import lat_of, lon_of
from mapapp.paint.sheet import paint_sheet
from mapapp.render.composition import Composition
from mapapp.render.request import CSS_DPI

if TYPE_CHECKING:
    import pikepdf

_DPI = 1200
_POINTS_PER_CSS_PX = 72 / CSS_DPI
_TAB, _SPACE = b"<0009>", b"<0020>"
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
    return _finished(bytes(buffer.data().data()), composition)


def _finished(data: bytes, composition: Composition) -> bytes:
    """The PDF with a text layer that has spaces, and with the map's place on earth."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream):
                _mend_spaces(thing)
        pdf.pages[0].obj.VP = pikepdf.Array([_viewport(composition, pdf)])
        pdf.save(out)
    return out.getvalue()


def _mend_spaces(stream: pikepdf.Stream) -> None:
    """WORKAROUND: Qt's PDF engine says that the glyph of the space stands for a tab."""
    content = stream.read_bytes()
    if b"begincmap" in content and _TAB in content:
        stream.write(content.replace(_TAB, _SPACE))


def _viewport(composition: Composition, pdf: pikepdf.Pdf) -> pikepdf.Object:
    """Where the map lies on the page and on earth (ISO 32000-2, 12.9 and 12.10)."""
    from pikepdf import Array, Dictionary, Name, String

    frame, view = composition.sheet.frame, composition.scene.view
    points = frame.unit * _POINTS_PER_CSS_PX
    left, top, right, bottom = (side * points for side in frame.map)
    page = frame.height * points
    west, east = lon_of(view.left), lon_of(view.right)
    south, north = lat_of(view.bottom), lat_of(view.top)
    corners = [0, 1, 0, 0, 1, 0, 1, 1]
    measure = Dictionary(
        Type=Name.Measure,
        Subtype=Name.GEO,
        Bounds=Array(corners),
        GPTS=Array([north, west, south, west, south, east, north, east]),
        LPTS=Array(corners),
        GCS=Dictionary(Type=Name.PROJCS, EPSG=3857, WKT=String(_WKT)),
    )
    box = Array([left, page - bottom, right, page - top])
    return Dictionary(
        Type=Name.Viewport, BBox=box, Name=String("map"), Measure=pdf.make_indirect(measure)
    )
