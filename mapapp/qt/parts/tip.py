"""Tooltips of texts that come with the data."""

from __future__ import annotations

from PySide6.QtGui import Qt

from mapapp.core.texts.plain import shortened

_MOST_CHARACTERS = 2000


def plain_tip(text: str) -> str:
    """A text as a tooltip shows it letter by letter.

    Qt takes a tooltip with a tag in it for markup and would load its pictures, wherever they are.
    """
    text = shortened(text, _MOST_CHARACTERS)
    return Qt.convertFromPlainText(text) if Qt.mightBeRichText(text) else text
