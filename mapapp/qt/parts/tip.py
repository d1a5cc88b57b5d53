"""Tooltips of texts that come with the data."""

from __future__ import annotations

from PySide6.QtGui import Qt

from mapapp.core.texts.plain import shortened

_MOST_CHARACTERS, _LONGEST_LINE = 2000, 90


def plain_tip(text: str) -> str:
    """A text as a tooltip shows it letter by letter.

    Qt takes a tooltip with a tag in it for markup and would load its pictures, wherever they are.
    Only markup is wrapped, so that a long line becomes some, too.
    """
    text = shortened(text, _MOST_CHARACTERS)
    if not Qt.mightBeRichText(text) and max(map(len, text.split("\n"))) <= _LONGEST_LINE:
        return text
    return Qt.convertFromPlainText(text, Qt.WhiteSpaceMode.WhiteSpaceNormal)
