"""A PDF of Qt's, taken apart into its objects and written anew with others.

Only what Qt writes is understood: one table of references, and dictionaries that are not
compressed and have one entry a line.
"""

from __future__ import annotations

import functools
import re
import zlib
from collections.abc import Iterable, Mapping
from itertools import pairwise

from mapapp.core.errors import ExportError

_TRAILER = re.compile(
    rb"trailer\n<<\n/Size (\d+)\s*(.*?)>>\s*startxref\n(\d+)\s+%%EOF\s*\Z", re.DOTALL
)
_SECTION = re.compile(rb"xref\n0 (\d+)\s*\n")
_OBJECT = re.compile(rb"\s*\d+ 0 obj\s*")
_REFERENCE = rb" (\d+) 0 R"
_REFERENCES = re.compile(rb"(\d+) 0 R")
_KIDS = re.compile(rb"/Kids\s*\[(.*?)\]", re.DOTALL)
_LENGTH = re.compile(rb"/Length \d+ 0 R")
_STREAM = b"stream\n"
_ENTRY_BYTES = 20
_VERSION = b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n"
"""The newest that both PDF/A-2 and PDF/X-4 allow (ISO 19005-2, 6.1.2; ISO 15930-7, 6.1)."""


class PdfFile:
    """The objects of a PDF of Qt's, by their numbers; they are read, changed, added and dropped.

    Raises:
        ExportError: if the PDF is not of the form that Qt writes.
    """

    def __init__(self, data: bytes) -> None:
        trailer = _TRAILER.search(data)
        if trailer is None:
            raise ExportError("The PDF engine wrote no end of file; try a smaller page.")
        self._entries = trailer[2]
        self._objects = _objects(data, int(trailer[3]))
        self._size = int(trailer[1])
        self.catalog = self.reference(self._entries, "/Root")
        self.info = self.reference(self._entries, "/Info")
        self.metadata = self.reference(self.body(self.catalog), "/Metadata")
        self._tree = self.reference(self.body(self.catalog), "/Pages")

    def pages(self) -> list[int]:
        """The numbers of the pages, in order."""
        kids = _KIDS.search(self.body(self._tree))
        return [int(number) for number in _REFERENCES.findall(kids[1] if kids else b"")]

    def keep_pages(self, numbers: Iterable[int]) -> None:
        """Let the document have these pages only."""
        kept = list(numbers)
        kids = f"/Kids [ {references(kept)} ] /Count {len(kept)}"
        self.replace(self._tree, f"<< /Type /Pages {kids} >>")

    def body(self, number: int) -> bytes:
        """What stands between ``obj`` and ``endobj``."""
        return self._objects[number]

    def reference(self, text: bytes, key: str) -> int:
        """The number of the object to which a key of a dictionary refers."""
        found = _reference_of(key).search(text)
        if found is None:
            raise ExportError("The PDF engine wrote no pages; try a smaller page.")
        return int(found[1])

    def stream(self, number: int, most_bytes: int = 0) -> bytes:
        """What a stream holds, or no more than so much of its beginning."""
        head, stored = self._stored(number)
        if b"/FlateDecode" not in head:
            return stored[: most_bytes or None]
        return zlib.decompressobj().decompress(stored, most_bytes)

    def stored_bytes(self, number: int) -> int:
        """How long a stream is in the file."""
        return len(self._stored(number)[1])

    def close_stream(self, number: int) -> None:
        """Let a stream tell its length itself, not another object."""
        head, stored = self._stored(number)
        self.drop([self.reference(head, "/Length")])
        told = _LENGTH.sub(b"/Length %d" % len(stored), head)
        self._objects[number] = b"%s%s%s\nendstream" % (told, _STREAM, stored)

    def drop_stream(self, number: int) -> None:
        """Leave a stream out, with the object that tells its length."""
        head, _, _ = self.body(number).partition(_STREAM)
        self.drop([number, self.reference(head, "/Length")])

    def _stored(self, number: int) -> tuple[bytes, bytes]:
        """The dictionary of a stream and its bytes as they are in the file."""
        head, _, rest = self.body(number).partition(_STREAM)
        size = int(self.body(self.reference(head, "/Length")))
        return head, rest[:size]

    def add(self, body: str) -> int:
        """Add an object; the answer is its number."""
        number = self._size
        self._size += 1
        self._objects[number] = body.encode("latin-1")
        return number

    def add_stream(self, data: bytes, entries: str = "", *, packed: bool = True) -> int:
        """Add a stream; ``entries`` are others of its dictionary."""
        number = self.add("")
        self.replace_stream(number, data, entries, packed=packed)
        return number

    def replace(self, number: int, body: str) -> None:
        """Write an object in another way."""
        self._objects[number] = body.encode("latin-1")

    def replace_stream(
        self, number: int, data: bytes, entries: str = "", *, packed: bool = True
    ) -> None:
        """Write a stream in another way."""
        filtered = " /Filter /FlateDecode" if packed else ""
        stored = zlib.compress(data) if packed else data
        head = f"<< {entries} /Length {len(stored)}{filtered} >>\nstream\n".encode("latin-1")
        self._objects[number] = b"%s%s\nendstream" % (head, stored)

    def extend(self, number: int, entries: Mapping[str, str]) -> None:
        """Give a dictionary entries, in place of those of the same name: Qt has one a line."""
        lines = self.body(number).removesuffix(b">>").splitlines()
        kept = [line for line in lines if line.split(b" ")[0].decode("latin-1") not in entries]
        new = [f"{name} {value}".encode("latin-1") for name, value in entries.items()]
        self._objects[number] = b"\n".join([*kept, *new, b">>"])

    def drop(self, numbers: Iterable[int]) -> None:
        """Leave objects out."""
        for number in numbers:
            self._objects.pop(number, None)

    def finish(self) -> bytes:
        """The PDF as it is now."""
        parts, offsets, end = [_VERSION], dict[int, int](), len(_VERSION)
        for number, body in sorted(self._objects.items()):
            part = b"%d 0 obj\n%s\nendobj\n" % (number, body)
            parts.append(part)
            offsets[number] = end
            end += len(part)
        parts.append(b"xref\n0 %d\n" % self._size)
        parts.extend(_table(self._size, offsets))
        parts.append(b"trailer\n<<\n/Size %d\n%s>>\n" % (self._size, self._entries))
        parts.append(b"startxref\n%d\n%%%%EOF\n" % end)
        return b"".join(parts)


def _objects(data: bytes, table: int) -> dict[int, bytes]:
    """The objects of a file by number; each ends where the next one in the file begins."""
    section = _SECTION.match(data, table)
    if section is None:
        raise ExportError("The PDF engine wrote no table of objects; try a smaller page.")
    starts = dict[int, int]()
    for number in range(int(section[1])):
        entry = section.end() + number * _ENTRY_BYTES
        if data[entry + 17 : entry + 18] == b"n":
            starts[int(data[entry : entry + 10])] = number
    ends = [*sorted(starts), table]
    found = {}
    for start, end in pairwise(ends):
        head = _OBJECT.match(data, start)
        stop = data.rindex(b"endobj", start, end)
        found[starts[start]] = data[head.end() if head else start : stop].rstrip()
    return found


@functools.cache
def _reference_of(key: str) -> re.Pattern[bytes]:
    return re.compile(re.escape(key.encode()) + _REFERENCE)


def _table(size: int, offsets: Mapping[int, int]) -> Iterable[bytes]:
    """The lines of a table of references; those that are free form a ring (ISO 32000-2, 7.5.4)."""
    free = [number for number in range(size) if number not in offsets]
    following = dict(zip(free, [*free[1:], 0], strict=True))
    for number in range(size):
        if number in offsets:
            yield b"%010d 00000 n \n" % offsets[number]
        else:
            yield b"%010d %05d f \n" % (following[number], 1 if number else 65535)


def references(numbers: Iterable[int]) -> str:
    """Objects as an array refers to them."""
    return " ".join(f"{number} 0 R" for number in numbers)


def pdf_text(text: str) -> str:
    """A text string (ISO 32000-2, 7.9.2.2) in hexadecimal."""
    return f"<FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>"


def pdf_address(url: str) -> str:
    """An address as a string of ASCII."""
    from urllib.parse import quote

    safe = quote(url, safe="%/:=&?~#+!$,;'@*[]")
    return f"({safe})"
