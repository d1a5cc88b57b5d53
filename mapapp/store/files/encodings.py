"""How texts of a file are written, told from their bytes.

UTF-8 is told by its own rules: other texts of some length hardly ever obey them. GB18030 (with
GBK and GB 2312 in it) and Big5 accept much of one another's bytes; they are told apart by how
many of their pairs are common characters: level 1 of GB 2312 (rows 16 to 55, sorted by sound)
and level 1 of Big5 (A440 to C67E, the frequent ones), as their standards arrange them.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DBF_LANGUAGES = {0x4D: "gbk", 0x4F: "big5", 0x7A: "gbk", 0x78: "big5"}
"""Language drivers of dBASE for code pages 936 and 950 (Esri's list of byte 29)."""

_NO_TEXTS = ("idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape")
"""Those of Python's that are no encodings of files."""

_LANGUAGE_AT, _DBF_HEADER_BYTES = 29, 32
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SAMPLE_BYTES = 1_000_000


def encoding_of(content: bytes, *, is_part: bool = False) -> str:
    """The encoding of a text, as Python calls it: ``utf-8``, ``utf-16``, ``gb18030``, ``big5``.

    Args:
        content: the text, or
        is_part: its beginning only, so that a character may be cut at its end.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name
    if pairs := _wide(content):
        return pairs
    if _is_utf8(content, is_part=is_part):
        return "utf-8"
    return _chinese(content)


def dbf_encoding(path: Path) -> str:
    """The encoding of the texts in a dBASE table that no ``.cpg`` stands beside.

    By its language driver or, where that is not Chinese, by its bytes.
    """
    with path.open("rb") as file:
        content = file.read(_SAMPLE_BYTES)
    stated = _DBF_LANGUAGES.get(content[_LANGUAGE_AT]) if len(content) > _LANGUAGE_AT else None
    texts = content[_DBF_HEADER_BYTES:]
    return stated or ("utf-8" if _is_utf8(_texts_only(texts), is_part=True) else _chinese(texts))


def known_encoding(name: str) -> str | None:
    """The name of an encoding that Python and iconv know, or None where it is none of texts.

    Args:
        name: in any spelling: ``UTF-16``, ``utf16``, ``GB 18030``, ``GB-18030``, ``cp936``.
    """
    for spelt in (name, re.sub(r"[\s._-]", "", name)):
        try:
            found = codecs.lookup(spelt)
        except (LookupError, ValueError):
            continue
        if getattr(found, "_is_text_encoding", True) and found.name not in _NO_TEXTS:
            return found.name.replace("_", "-")  # as iconv has them: EUC-KR, MAC-ROMAN
    return None


def _texts_only(content: bytes) -> bytes:
    """Bytes without numbers in binary, which stand between the fields of a header."""
    return content.replace(b"\0", b" ")


def _wide(content: bytes) -> str | None:
    """UTF-16 without its mark: its commas and line ends have zeros, all on one side."""
    sample = content[:4000]
    if len(sample) < 4 or b"\0" not in sample:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    name = "utf-16-be" if even else "utf-16-le"
    is_text = not _CONTROLS.search(sample.decode(name, errors="ignore"))
    return name if is_text and not (even and odd) else None


def _is_utf8(content: bytes, *, is_part: bool) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(content, final=not is_part)
    except UnicodeDecodeError:
        return False
    return True


def _chinese(content: bytes) -> str:
    """GB18030 or Big5, by how many of the pairs of bytes are common characters."""
    gb = big5 = at = 0
    sample = content[:_SAMPLE_BYTES]
    while at < len(sample) - 1:
        lead, trail = sample[at], sample[at + 1]
        if lead < 0x80:
            at += 1
            continue
        gb += 0xB0 <= lead <= 0xD7 and trail >= 0xA1
        big5 += 0xA4 <= lead <= 0xC6 and (0x40 <= trail <= 0x7E or trail >= 0xA1)
        gb -= 0x40 <= trail <= 0x7E
        big5 -= lead > 0xF9
        at += 2
    return "big5" if big5 > gb else "gb18030"
