"""A layer of a file as it stands there, before anybody asks where its features are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapapp.core.message import Message
from mapapp.core.record import record

if TYPE_CHECKING:
    import pyarrow as pa


@record(eq=False)
class RawLayer:
    """A layer of a file.

    Attributes:
        name: what the file calls it.
        table: its columns, those of geometries left out.
        geometry: a column of well-known binary, null without a place; None where the file has
            no geometries, so that they may be in columns of numbers or texts.
        crs: the reference system that the file states, as ``EPSG:4490`` or well-known text;
            empty where it states none.
        encoding: how its texts were read.
        problems: what is odd about it, a sentence each.
    """

    name: str
    table: pa.Table
    geometry: pa.ChunkedArray | None = None
    crs: str = ""
    encoding: str = "UTF-8"
    problems: tuple[Message, ...] = ()


@record
class ReadOptions:
    """How somebody wants a file to be read; empty texts leave it to mapapp.

    Attributes:
        crs: the reference system of the coordinates, as ``EPSG:4547``, a name or well-known
            text. It goes before what the file says.
        datum: that of degrees, ``wgs84``, ``gcj02`` or ``bd09``.
        encoding: of texts, such as ``gb18030``.
        lon: the column of longitudes or eastings, or of texts that are whole positions.
        lat: the column of latitudes or northings.
    """

    crs: str = ""
    datum: str = ""
    encoding: str = ""
    lon: str = ""
    lat: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """The options in the order of ``FILE_OPTIONS``."""
        return self.crs, self.datum, self.encoding, self.lon, self.lat
