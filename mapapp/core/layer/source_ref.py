"""How a source is named in a layer, a workspace or a command: what is needed to open it again."""

from __future__ import annotations

import re

from mapapp.core.record import record
from mapapp.core.texts.strict import StrictTable

_KIND = re.compile(r"[a-z][a-z0-9_]*")

GEOPACKAGE = "geopackage"
"""The kind of a table in a GeoPackage; ``uri`` is the path of the file."""


@record
class SourceRef:
    """A reference to a source.

    Attributes:
        kind: which opener knows it, such as ``geopackage`` (``store/sources/opening.py``).
        uri: path of a file or address of a server; empty where the kind says enough.
        table: table or layer within it; empty where it has only one.
    """

    kind: str
    uri: str = ""
    table: str = ""

    def mapping(self) -> dict[str, str]:
        """What :func:`read_source_ref` reads again; empty parts are left out."""
        parts = {"kind": self.kind, "uri": self.uri, "table": self.table}
        return {name: value for name, value in parts.items() if value}

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.uri, self.table))) or self.kind


def read_source_ref(reader: StrictTable) -> SourceRef:
    """The reference of a table with the keys ``kind``, ``uri`` and ``table``.

    Raises:
        MapappError: of the reader's own kind, if a key is missing, unknown or of a wrong type.
    """
    ref = SourceRef(
        reader.match("kind", _KIND), reader.path("uri", ""), reader.take("table", str, "")
    )
    reader.finish()
    return ref
