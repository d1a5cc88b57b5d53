"""Characters that no font of this machine can draw: they are told, not passed over."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QFontMetrics

from mapapp.core.log import logger
from mapapp.paint.text_painter import map_font
from mapapp.render.labels.text import measurer
from mapapp.render.sheet.blocks import Run
from mapapp.render.sheet.composition import Composition

_log = logger("export")


def tell_missing_glyphs(composition: Composition) -> None:
    """Log which characters of a picture will be boxes."""
    missing = missing_characters("".join(_texts(composition)))
    if missing:
        _log.warning(
            "No font here can draw %s: boxes stand for them; install a font that has them.",
            " ".join(missing),
        )


def missing_characters(text: str) -> list[str]:
    """The characters of a text that neither our font nor another one of this machine has."""
    strange = sorted({char for char in text if ord(char) not in measurer().regular})
    if not strange:
        return []
    metrics = QFontMetrics(map_font(bold=False, italic=False))
    return [char for char in strange if not metrics.inFontUcs4(ord(char))]


def _texts(composition: Composition) -> Iterator[str]:
    for block in composition.sheet.blocks:
        yield from (item.text for item in block.items if isinstance(item, Run))
    for label in composition.scene.labels:
        yield from (line.text for line in label.lines)
