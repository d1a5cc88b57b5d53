"""A layout before its names are placed: with an inset, if one is wanted and has room."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from mapapp.core.layer.spec import LayerSpec
from mapapp.core.record import record
from mapapp.render.labels import words
from mapapp.render.labels.room import BoxPx, widened
from mapapp.render.scene.scene import Scene
from mapapp.render.sheet.blocks import Block
from mapapp.render.sheet.cautions import coarse_ground
from mapapp.render.sheet.column import Furniture
from mapapp.render.sheet.frame import Frame
from mapapp.render.sheet.inset import Inset, InsetMaker, wanted_extent
from mapapp.render.sheet.legend import make_legend
from mapapp.render.sheet.omissions import Omission
from mapapp.render.sheet.remarks import said
from mapapp.render.sheet.sheet import Sheet, lay_out
from mapapp.render.view.view import AnyView
from mapapp.store.basemap import Basemap

_CARD_GAP_PX = 3.0


@record
class Draft:
    """A layout and its map.

    Attributes:
        furniture: what is told beside the map.
        sheet: the layout, as if the inset were not there.
        scene: the map, without what an inset shows in its stead.
        inset: that, or None.
        missing: an inset that was asked for and has no room.
    """

    furniture: Furniture
    sheet: Sheet
    scene: Scene
    inset: Inset | None = None
    missing: tuple[Omission, ...] = ()

    @property
    def cards(self) -> list[BoxPx]:
        """The boxes of what lies on the map, in its pixels."""
        return cards_on_map(self._blocks, self.sheet.frame)

    @property
    def _blocks(self) -> tuple[Block, ...]:
        return (*self.sheet.blocks, *([self.inset.block] if self.inset else []))

    def finished(self, sheet: Sheet) -> Sheet:
        """A later layout with the inset, or with what is missing of it."""
        added = (self.inset.block,) if self.inset else ()
        omitted = (*sheet.omitted, *self.missing)
        return replace(sheet, blocks=(*sheet.blocks, *added), omitted=omitted)


def with_inset(
    draft: Draft,
    specs: tuple[LayerSpec, ...],
    basemap: Basemap,
    read: Callable[[AnyView], Scene],
) -> Draft:
    """The layout with the inset that is wanted; ``read`` reads what a view shows of ``specs``.

    One that nobody asked for is left out where it has no room.

    Raises:
        UsageError: if it is to show a city that is not known.
    """
    request, frame = draft.furniture.request, draft.sheet.frame
    extent = wanted_extent(request, draft.scene, basemap)
    if extent is None:
        return draft
    maker = InsetMaker(request, frame, draft.scene, draft.cards, basemap, read)
    inset = maker.made(extent)
    if inset is not None:
        furniture = _telling(draft.furniture, inset, specs, basemap)
        sheet = lay_out(request, frame, inset.main.view, furniture)
        if not _covers_any(inset.block.box, sheet.blocks):
            return Draft(furniture, sheet, inset.main, inset)
    return draft if request.inset.is_auto else replace(draft, missing=(Omission("inset"),))


def cards_on_map(blocks: Iterable[Block], frame: Frame) -> list[BoxPx]:
    """The boxes of blocks that lie on the map, with some air, in pixels of the map."""
    left, top, right, bottom = frame.map
    unit = frame.map_unit
    boxes = [block.box for block in blocks]
    on_map = [box for box in boxes if _meet(box, (left, top, right, bottom))]
    in_px = (
        ((x0 - left) / unit, (y0 - top) / unit, (x1 - left) / unit, (y1 - top) / unit)
        for x0, y0, x1, y1 in on_map
    )
    return [widened(box, _CARD_GAP_PX, _CARD_GAP_PX) for box in in_px]


def _telling(
    furniture: Furniture, inset: Inset, specs: tuple[LayerSpec, ...], basemap: Basemap
) -> Furniture:
    """What is told of both maps: the looks of both, and how rough the ground of the inset is."""
    request, content = furniture.request, furniture.content
    has_own = request.ground is not None
    legend = make_legend(inset.shown, specs, request.language, request.theme, own_borders=has_own)
    is_told = any(caution.kind == words.COARSE_GROUND for caution in content.cautions)
    rough = () if is_told else coarse_ground(basemap, inset.scene.view, inset.denominator)
    remarks = (*content.remarks, *said((each.text for each in rough), request))
    return replace(furniture, content=replace(content, legend=legend, remarks=remarks))


def _covers_any(box: BoxPx, blocks: Iterable[Block]) -> bool:
    return any(_meet(box, block.box) for block in blocks)


def _meet(one: BoxPx, other: BoxPx) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]
