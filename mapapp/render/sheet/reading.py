"""What a sheet says, in the order in which it is read aloud: headings, paragraphs, the map.

Programs that read a page to people who cannot see it go by this order, not by that of painting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from mapapp.core.geo.coordinates import bounds_text
from mapapp.core.record import record
from mapapp.render.labels import words
from mapapp.render.labels.line_breaks import is_wide
from mapapp.render.labels.words import Wording, in_language
from mapapp.render.request.request import ExportRequest
from mapapp.render.scene.scene import Scene
from mapapp.render.sheet.blocks import Block, Run
from mapapp.render.sheet.omissions import SheetPart

ReadingRole = Literal["title", "heading", "subheading", "paragraph"]

FURNITURE = "furniture"
_TITLES = ("title", "running_title")
_SECTIONS: frozenset[SheetPart] = frozenset(
    {
        "contents",
        "facts",
        "ties",
        "legend",
        "certainty",
        "key",
        "ground",
        "figures",
        "sources",
        "notes",
    }
)
_AFTER_THE_MAP = ("scale_bar", "attribution", "folio")


@record
class Passage:
    """Lines that are one heading or one paragraph, where they stand in their block."""

    role: ReadingRole
    lines: tuple[Run, ...]

    @property
    def text(self) -> str:
        """All of it; between hanzi it was broken without a space."""
        whole = ""
        for line in self.lines:
            is_open = whole and not (is_wide(whole[-1]) or is_wide(line.text[:1]))
            whole += f" {line.text}" if is_open else line.text
        return whole


def section_head(block: Block) -> Run | None:
    """The heading of a block that is a section, or None."""
    head = next((item for item in block.items if isinstance(item, Run)), None)
    return head if block.name in _SECTIONS and head and head.bold else None


def passages(block: Block) -> Iterator[Passage]:
    """The headings and paragraphs of a block."""
    head = section_head(block)
    lines: list[Run] = []
    for run in (item for item in block.items if isinstance(item, Run)):
        if lines and not run.continues:
            yield Passage(_role(block, lines[0], head), tuple(lines))
            lines = []
        lines.append(run)
    if lines:
        yield Passage(_role(block, lines[0], head), tuple(lines))


def _role(block: Block, first: Run, head: Run | None) -> ReadingRole:
    if block.name in _TITLES and first.bold:
        return "title"
    if first is head:
        return "heading"
    return "subheading" if first.bold and head else "paragraph"


def rank(block: str) -> int:
    """Whether a block is read before the map (0), after it (2) or at the end (3 and more)."""
    if block in _TITLES:
        return 0
    return 3 + _AFTER_THE_MAP.index(block) if block in _AFTER_THE_MAP else 2


MAP_RANK = 1
"""When the map is read: after the title."""


def map_in_words(request: ExportRequest, scene: Scene) -> str:
    """What the map shows, for people who cannot see it: where it lies, and its layers."""
    language = request.language
    titles = [in_language(layer.layer.spec.title, language) for layer in scene.layers]
    shown = "、".join(titles) if language == "zh" else ", ".join(titles)
    layers = [in_language(words.MAP_SHOWS, language).format(shown)] if shown else []
    name = request.title or in_language(words.MAP, language)
    place = in_language(words.MAP_LIES, language).format(bounds_text(scene.view.extent))
    return (" " if language != "zh" else "").join([f"{name}{_stop(language)}", place, *layers])


def layer_titles(scene: Scene, language: Wording) -> dict[str, str]:
    """The names of the layers of a map by id, the lowest first."""
    return {layer.id: in_language(layer.layer.spec.title, language) for layer in scene.layers}


def part_titles(layers: Mapping[str, str], language: Wording) -> dict[str, str]:
    """The same, with what lies under and over the layers of a map."""
    under = {"paper": words.PAPER, "ground": words.GROUND_KEY}
    over = {"names": words.NAMES, FURNITURE: words.FURNITURE}
    return {
        **{id_: in_language(title, language) for id_, title in under.items()},
        **layers,
        **{id_: in_language(title, language) for id_, title in over.items()},
    }


def _stop(language: Wording) -> str:
    return "。" if language == "zh" else "."
