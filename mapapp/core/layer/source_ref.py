"""How a source is named in a layer, a workspace or a command: what is needed to open it again."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mapapp.core.record import record
from mapapp.core.texts.strict import StrictTable

_KIND = re.compile(r"[a-z][a-z0-9_]*")

GEOPACKAGE = "geopackage"
"""The kind of a table in a GeoPackage; ``uri`` is the path of the file."""

FILE = "file"
"""The kind of a layer in a file of any format; ``uri`` is its path (``store/files``)."""

FILE_OPTIONS = ("crs", "datum", "encoding", "lon", "lat", "geometry")
"""What may be said of how a file is to be read; :class:`SourceRef` has them in this order."""

DATUMS = ("wgs84", "gcj02", "bd09")
"""What the option ``datum`` may say."""


@record
class SourceRef:
    """A reference to a source.

    Attributes:
        kind: which opener knows it, such as ``geopackage`` (``store/sources/opening.py``).
        uri: path of a file or address of a server; empty where the kind says enough.
        table: table or layer within it; empty where it has only one.
        options: how it is to be read, as pairs of ``FILE_OPTIONS`` and texts, in that order:
            its reference system, its datum (``gcj02``), the encoding of its texts, the columns
            of its coordinates, and the one kind of geometry wanted of several.
    """

    kind: str
    uri: str = ""
    table: str = ""
    options: tuple[tuple[str, str], ...] = ()

    def mapping(self) -> dict[str, object]:
        """What :func:`read_source_ref` reads again; empty parts are left out."""
        parts = {"kind": self.kind, "uri": self.uri, "table": self.table}
        return {
            name: value for name, value in {**parts, "options": dict(self.options)}.items() if value
        }

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.uri, self.table))) or self.kind


def read_source_ref(reader: StrictTable) -> SourceRef:
    """The reference of a table with the keys ``kind``, ``uri``, ``table`` and ``options``.

    Raises:
        MapappError: of the reader's own kind, if a key is missing, unknown or of a wrong type.
    """
    ref = SourceRef(
        reader.match("kind", _KIND),
        reader.path("uri", ""),
        reader.take("table", str, ""),
        _options(reader.sub("options")),
    )
    reader.finish()
    return ref


def file_ref(
    path: str, layer: str = "", options: Mapping[str, str | None] | None = None
) -> SourceRef:
    """The reference to a layer of a file; options that are None or empty are not said."""
    said = options or {}
    chosen = tuple((name, said[name] or "") for name in FILE_OPTIONS if said.get(name))
    return SourceRef(FILE, path, layer, chosen)


def _options(reader: StrictTable | None) -> tuple[tuple[str, str], ...]:
    if reader is None:
        return ()
    said = {name: reader.take(name, str, "") for name in FILE_OPTIONS}
    reader.finish()
    return file_ref("", options=said).options
