"""How a sheet of a book differs from any other: what it tells, what it marks, its small map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import shapely

from mapapp.core.expression.filters import VisibleFids
from mapapp.core.geo.extent import Extent
from mapapp.core.record import record
from mapapp.core.style.theme import ground
from mapapp.core.text import NO_TEXT
from mapapp.render.labels.text import measurer
from mapapp.render.request.area import FeatureId
from mapapp.render.request.request import ExportRequest
from mapapp.render.request.resolving import feature_of
from mapapp.render.scene.scene import Choice, Scene
from mapapp.render.sheet import furniture as make
from mapapp.render.sheet.blocks import Block
from mapapp.render.sheet.book_page import BookPage, Contents
from mapapp.render.sheet.column import Furniture
from mapapp.render.sheet.fact_sections import FactSections
from mapapp.render.sheet.frame import Frame
from mapapp.render.sheet.link_locator import LinkMap, keys_by_layer
from mapapp.render.sheet.page_numbers import NumberPlacing, Point
from mapapp.render.sheet.sections import Section
from mapapp.render.sheet.sheet import Sheet
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue


@record
class BookSheet:
    """A sheet of a book in the making."""

    page: BookPage
    request: ExportRequest
    catalogue: LayerCatalogue
    basemap: Basemap

    def is_of(self, entity: str) -> bool:
        """Whether it tells of an entity by itself."""
        return self.page.facts is not None and self.page.facts.entity == entity

    def choice(self, usual: Choice) -> Choice:
        """What its map shows: of the layers of its feature's links only these."""
        return replace(usual, visible_fids=self._only_own_links(usual.visible_fids))

    def furniture(self, usual: Furniture) -> Furniture:
        """What it tells before all else."""
        cited = self.page.facts.numbers if self.page.facts else {}
        return replace(
            usual,
            own=self._own(usual, usual.width),
            further_own=self._own(usual, usual.further_width),
            cited=tuple(cited),
            folio=self.page.folio.text,
        )

    def _own(self, usual: Furniture, width: float) -> tuple[Section, ...]:
        told = FactSections(self.request, self.page, usual.content.citations, width)
        return tuple(told.sections())

    def scene(self, usual: Scene) -> Scene:
        """Its map; on the one of all sheets numbers stand for names."""
        if not self.page.contents:
            return usual
        layers = {feature.layer for feature in self.page.contents.features}
        named = (
            replace(each, name=NO_TEXT, members=()) if each.spec.id in layers else each
            for each in usual.named
        )
        return replace(usual, named=tuple(named))

    def numbered(self, usual: Sheet, scene: Scene) -> Sheet:
        """Its layout, on the one that opens the book with the numbers of all sheets on the map."""
        if not self.page.contents:
            return usual
        numbers = self._numbers(self.page.contents, usual, scene)
        return replace(usual, blocks=(*usual.blocks, *numbers))

    def headed(self, usual: Sheet) -> Sheet:
        """Its layout with the title of the book and the number of the sheet above it."""
        if not (usual.frame.is_page and self.page.folio.number):
            return usual
        return replace(usual, blocks=(*usual.blocks, self._running_head(usual.frame)))

    def locator(self, usual: Scene | None, shown: Extent) -> Scene | None:
        """Its small map: where it has links, that of these from end to end, and what is shown."""
        facts = self.page.facts
        if usual is None or facts is None or not facts.links:
            return usual
        view, theme, language = usual.view, self.request.theme, self.request.language
        link_map = LinkMap(facts.entity, self.catalogue, self.basemap, theme, language)
        return link_map.scene(facts.links, shown, view.width_px, view.height_px)

    def _only_own_links(self, usual: VisibleFids) -> VisibleFids:
        links = self.page.facts.links if self.page.facts else ()
        own = keys_by_layer(feature_of(self.catalogue, link) for link in links)
        return lambda layer: own[layer] if layer in own else usual(layer)

    def _running_head(self, frame: Frame) -> Block:
        """The title of the book and the number of the sheet, in the margin above all."""
        colours, left = ground(self.request.theme), frame.map[0]
        width = frame.width - 2 * left
        folio = self.page.folio
        book = measurer().shorten(folio.book, make.SMALL, width * 0.8)
        number = make.paragraph(folio.text, make.SMALL, width, colours.label, bold=True)
        title = make.paragraph(book, make.SMALL, width, colours.label_secondary)
        moved = (replace(item, x=item.x + width - number.width) for item in number.items)
        top = (left - title.height) / 2
        return Block("folio", width, title.height, (*title.items, *moved), left, top)

    def _numbers(self, contents: Contents, sheet: Sheet, scene: Scene) -> list[Block]:
        (left, top, _, _), unit = sheet.frame.map, sheet.frame.map_unit
        points = {
            number: (left + x * unit, top + y * unit)
            for number, (x, y) in self._points(contents, scene)
        }
        taken = [block.box for block in sheet.blocks]
        return NumberPlacing(sheet.frame.map, taken, ground(self.request.theme)).blocks(points)

    def _points(self, contents: Contents, scene: Scene) -> Iterator[tuple[int, Point]]:
        """Where the features of the book are, in pixels of the map: at their symbols."""
        drawn = {(mark.layer, mark.id): (mark.x, mark.y) for mark in reversed(scene.marks)}
        for number, feature in enumerate(contents.features, 1):
            point = drawn.get((feature.layer, feature.id)) or self._middle(feature, scene)
            if point:
                yield number, point

    def _middle(self, wanted: FeatureId, scene: Scene) -> Point | None:
        """The middle of a line, a point in an area."""
        geometry = feature_of(self.catalogue, wanted).geometry
        longest = max(shapely.get_parts(geometry), key=lambda part: part.length)
        is_line = longest.geom_type == "LineString"
        point = (
            longest.interpolate(0.5, normalized=True) if is_line else longest.representative_point()
        )
        seen = scene.view.points(np.array([point.x]), np.array([point.y]))
        return seen[0][1:] if seen else None
