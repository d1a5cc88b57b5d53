"""What Qt cannot say in a PDF, added behind its end as an incremental update.

An update (ISO 32000-2, 7.5.6) repeats the objects that change and adds new ones, so that
nothing has to be moved. Only what Qt writes is understood: one table of references, and
dictionaries that are not compressed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from mapapp.core.errors import ExportError

_TRAILER = re.compile(
    rb"trailer\n<<\n/Size (\d+)(.*?)>>\s*startxref\n(\d+)\s+%%EOF\s*\Z", re.DOTALL
)
_ROOT = re.compile(rb"/Root (\d+) 0 R")
_PAGES = re.compile(rb"/Pages (\d+) 0 R")
_KIDS = re.compile(rb"/Kids\s*\[(.*?)\]", re.DOTALL)
_SECTION = re.compile(rb"xref\n0 (\d+)\s*\n")
_ENTRY_BYTES = 20


class PdfUpdate:
    """A PDF of Qt's with objects that are changed or added.

    Raises:
        ExportError: if the PDF is not of the form that Qt writes.
    """

    def __init__(self, data: bytes) -> None:
        trailer = _TRAILER.search(data)
        if trailer is None:
            raise ExportError("The PDF engine wrote no end of file; try a smaller page.")
        self._data = data
        self._size, self._entries, self._table = int(trailer[1]), trailer[2], int(trailer[3])
        self._changed: dict[int, bytes] = {}
        self.catalog = self._number(_ROOT, self._entries)

    def pages(self) -> list[int]:
        """The numbers of the pages, in order."""
        tree = self._number(_PAGES, self._body(self.catalog))
        kids = _KIDS.search(self._body(tree))
        return [int(number) for number in re.findall(rb"(\d+) 0 R", kids[1] if kids else b"")]

    def add(self, body: str) -> int:
        """Add an object; the answer is its number."""
        number = self._size
        self._size += 1
        self._changed[number] = body.encode("latin-1")
        return number

    def replace(self, number: int, body: str) -> None:
        """Write an object that was added in another way."""
        self._changed[number] = body.encode("latin-1")

    def extend(self, number: int, entries: Mapping[str, str]) -> None:
        """Give a dictionary entries, in place of those of the same name: Qt has one a line."""
        lines = self._body(number).removesuffix(b">>").splitlines()
        kept = [line for line in lines if line.split(b" ")[0].decode("latin-1") not in entries]
        new = [f"{name} {value}".encode("latin-1") for name, value in entries.items()]
        self._changed[number] = b"\n".join([*kept, *new, b">>"])

    def finish(self) -> bytes:
        """The PDF with its update."""
        parts, table, offset = [self._data], [], len(self._data)
        for number, body in sorted(self._changed.items()):
            written = b"%d 0 obj\n%s\nendobj\n" % (number, body)
            table.append(b"%d 1\n%010d 00000 n \n" % (number, offset))
            parts.append(written)
            offset += len(written)
        return b"%sxref\n%strailer\n<<\n/Size %d\n/Prev %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (
            b"".join(parts), b"".join(table), self._size, self._table, self._entries, offset,
        )  # fmt: skip

    def _body(self, number: int) -> bytes:
        """What stands between ``obj`` and ``endobj``."""
        if number in self._changed:
            return self._changed[number]
        section = _SECTION.match(self._data, self._table)
        if section is None:
            raise ExportError("The PDF engine wrote no table of objects; try a smaller page.")
        entry = section.end() + number * _ENTRY_BYTES
        start = self._data.index(b"obj", int(self._data[entry : entry + 10])) + 3
        return self._data[start : self._data.index(b"endobj", start)].strip()

    def _number(self, pattern: re.Pattern[bytes], text: bytes) -> int:
        found = pattern.search(text)
        if found is None:
            raise ExportError("The PDF engine wrote no pages; try a smaller page.")
        return int(found[1])


def pdf_text(text: str) -> str:
    """A text string (ISO 32000-2, 7.9.2.2) in hexadecimal."""
    return f"<FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>"


def pdf_address(url: str) -> str:
    """An address as a string of ASCII."""
    from urllib.parse import quote

    safe = quote(url, safe="%/:=&?~#+!$,;'@*[]")
    return f"({safe})"
