"""The maps of a sheet with their names: the large one, its inset, and one key to both."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mapapp.core.record import record
from mapapp.render.labels.label import Candidate
from mapapp.render.labels.paper import KeyEntry
from mapapp.render.labels.room import BoxPx
from mapapp.render.labels.words import Wording
from mapapp.render.scene.labelling import Further, label_scene, with_numbers
from mapapp.render.scene.scene import Scene
from mapapp.render.sheet.column import Furniture
from mapapp.render.sheet.draft import Draft
from mapapp.render.sheet.inset import Inset
from mapapp.render.sheet.key import KEY_NAME
from mapapp.render.sheet.omissions import Omission
from mapapp.render.sheet.sheet import Sheet, lay_out
from mapapp.store.basemap import Basemap

if TYPE_CHECKING:
    from mapapp.render.scene.link_ends import LinkEnd

_BESIDE_FRAME_PX = 3.0
"""How far names of an inset stay from its frame, at which nothing is written."""


@record
class NamedMaps:
    """The large map and its inset, or None. The numbers of both go on from one to the other.

    ``ends`` says of how many of the links that leave the large map it is not told where they lead.
    """

    main: Scene
    inset: Inset | None
    ends: tuple[Omission, ...] = ()

    @property
    def scenes(self) -> tuple[Scene, ...]:
        """What the maps show."""
        return (self.main, *((self.inset.scene,) if self.inset else ()))

    @property
    def key(self) -> tuple[KeyEntry, ...]:
        """What tells the numbers of both maps."""
        return (*self.main.key, *(self.inset.scene.key if self.inset else ()))

    def with_numbers(self, most: int) -> NamedMaps:
        """The same with so many numbers at most, those of the large map first."""
        main = with_numbers(self.main, most)
        if self.inset is None:
            return replace(self, main=main)
        taken = len(main.key)
        scene = with_numbers(self.inset.scene, most - taken, after=taken)
        return replace(self, main=main, inset=replace(self.inset, scene=scene))


def name_maps(
    draft: Draft,
    basemap: Basemap,
    ends: Sequence[LinkEnd],
    keep_free: Sequence[BoxPx],
    most_numbers: int,
) -> NamedMaps:
    """The maps of a layout with names; ``ends`` are those of links, ``keep_free`` more than cards.

    Ends that have no room for their names side by side are named together.
    """
    inset, language = draft.inset, draft.furniture.request.language
    pointer = [inset.name] if inset and inset.name else []
    frames = [inset.ring_box] if inset and inset.name else []

    def named_with(end_names: Iterable[Candidate]) -> Scene:
        return label_scene(
            draft.scene, basemap, language, keep_free=keep_free, most_numbers=most_numbers,
            further=Further([*pointer, *end_names], frames),
        )  # fmt: skip

    main, missing = _with_ends(ends, language, named_with) if ends else (named_with(()), ())
    if inset is None:
        return NamedMaps(main, None, missing)
    small = label_scene(
        inset.scene, basemap, language, most_numbers=most_numbers, margin_px=_BESIDE_FRAME_PX
    )
    return NamedMaps(main, replace(inset, scene=small), missing).with_numbers(most_numbers)


def _with_ends(
    ends: Sequence[LinkEnd], language: Wording, named_with: Callable[[Iterable[Candidate]], Scene]
) -> tuple[Scene, tuple[Omission, ...]]:
    """The map with the names of the ends of links, and how many have none, if some."""
    from mapapp.render.scene.link_ends import end_candidates, with_all_ends

    scene, shown = with_all_ends(ends, lambda groups: named_with(end_candidates(groups, language)))
    return scene, (Omission("ends", shown, len(ends)),) if shown < len(ends) else ()


def with_key(furniture: Furniture, bare: Sheet, named: NamedMaps) -> tuple[Sheet, NamedMaps]:
    """The layout with a key to as many numbers of its maps as have room, and those numbers.

    A key is too long that is not whole on the sheet, or pushes another part off it, or the end of
    one; the key to the ground may give way to it, and figures and sources where they can follow on
    a further page.
    """
    moving = {"ground", *(("figures", "sources") if furniture.can_spill else ())}
    kept = {block.name for block in bare.blocks} - moving - {f"{part}_rest" for part in moving}
    staying = {KEY_NAME, f"{KEY_NAME}_rest", *kept} - _later(bare)

    @functools.cache  # what was tried last is taken
    def with_numbers_to(count: int) -> tuple[Sheet, NamedMaps]:
        some = named.with_numbers(count)
        told = replace(furniture, content=replace(furniture.content, key=some.key))
        return lay_out(told.request, bare.frame, some.main.view, told), some

    def is_too_long(count: int) -> bool:
        sheet, some = with_numbers_to(count)
        there = {block.name for block in sheet.blocks}
        missing = {each.part for each in sheet.omitted} - {each.part for each in bare.omitted}
        goes_on = staying & _later(sheet)
        return bool(some.key) and (not {*kept, KEY_NAME} <= there or bool(missing or goes_on))

    counts = range(len(named.key) + 1)
    if is_too_long(counts[-1]):
        counts = counts[: bisect.bisect_left(counts, True, key=is_too_long)]
    return with_numbers_to(counts[-1])


def _later(sheet: Sheet) -> set[str]:
    """What stands on the pages after a sheet."""
    return {block.name for page in sheet.further for block in page.blocks}
