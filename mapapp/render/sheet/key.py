"""The key to the numbers that stand on a map for names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from mapapp.core.style.theme import Ground, ground
from mapapp.render.labels.paper import KeyEntry, circled
from mapapp.render.labels.words import AND_MORE, Wording, in_language, main_language
from mapapp.render.request.request import ExportRequest
from mapapp.render.scene.scene import Scene
from mapapp.render.sheet.blocks import Block, Run
from mapapp.render.sheet.cautions import filled
from mapapp.render.sheet.furniture import SMALL, paragraph
from mapapp.render.sheet.omissions import Omission

KEY_NAME: Final = "key"
KEY_GAP = 1.0
_INDENT = 13.0
_MOST_NAMES = 12
"""Names of a heap that are told; of more, the rest is counted: nobody looks one of 35 up."""
_SEPARATORS = {"en": "; ", "zh": "；", "both": "; "}


def key_lines(
    entries: Sequence[KeyEntry], request: ExportRequest, width: float
) -> tuple[Block, ...]:
    """A line or more for each number, hanging, in the order of the numbers.

    Of a heap of many symbols some names are told, and how many there are besides.
    """
    colours = ground(request.theme)
    return tuple(_entry(entry, request.language, width, colours) for entry in entries)


def names_without_room(scenes: Iterable[Scene]) -> list[Omission]:
    """How many of the symbols in sight on these maps have neither a name nor a number, if some."""
    shown = count = 0
    for scene in scenes:
        told = {label.key for label in scene.labels}
        view = scene.view
        for each in scene.named:
            is_in_sight = 0 <= each.x <= view.width_px and 0 <= each.y <= view.height_px
            if is_in_sight and each.half_px is not None and each.spec.label:
                count += each.count
                shown += each.count if each.key in told else 0
    return [Omission("names", shown, count)] if shown < count else []


def _entry(entry: KeyEntry, language: Wording, width: float, colours: Ground) -> Block:
    text = _SEPARATORS[language].join(_told(entry, language))
    told = paragraph(text, SMALL, width, colours.label, indent=_INDENT)
    number = paragraph(circled(entry.number), SMALL, width, colours.label)
    first = replace(number.items[0], x=0.0)
    lines = (replace(run, continues=True) for run in told.items if isinstance(run, Run))
    return replace(told, items=(first, *lines))


def _told(entry: KeyEntry, language: Wording) -> list[str]:
    """Each name once; of very many the first ones, and the number of the others."""
    main = main_language(language)
    said = (in_language(name, language) or name.get(main) for name in entry.names)
    names = list(dict.fromkeys(name for name in said if name))
    others = len(names) - _MOST_NAMES
    if others <= 1:  # one more name is no longer than to say so
        return names
    return [*names[:_MOST_NAMES], in_language(filled(AND_MORE, f"{others:,}"), language)]
