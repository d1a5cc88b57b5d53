"""What would mislead about a picture if it were not said: on its sheet, and to who makes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Self

from mapapp.core.expression.filters import Criteria
from mapapp.core.geo.coordinates import bounds_text
from mapapp.core.geo.extent import Extent
from mapapp.core.geo.mercator import CSS_PX_M
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.record import record
from mapapp.core.text import Text
from mapapp.render.labels import words
from mapapp.render.request.request import ExportRequest
from mapapp.render.scene.scene import MOST_SYMBOLS, GroundPart, PlacedLayer, Scene, shows_region
from mapapp.render.view.scalebar import m_per_px
from mapapp.render.view.view import AnyView
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue

_BORDERS = ("border", "demarcation")
_JOINTS = Text(", ", "、")
_ROUGH_FROM = 8.0
"""So many times larger than the ground was made for, a scale shows its corners."""


@record
class Caution:
    """A sentence in both languages, and the template of its kind: a book says each kind once."""

    kind: Text
    text: Text

    @classmethod
    def of(cls, kind: Text, *values: object) -> Self:
        """The sentence that a template and its values make."""
        return cls(kind, filled(kind, *values))


@record
class CautionFinder:
    """Finds what is to be said of the picture of a request.

    ``denominator`` is that of its scale in the middle of the map, on paper.
    """

    request: ExportRequest
    catalogue: LayerCatalogue
    specs: Sequence[LayerSpec]
    scene: Scene
    denominator: float

    def on_sheet(self, basemap: Basemap) -> Iterator[Caution]:
        """What readers must know, the most misleading first."""
        if "legend" in self.request.parts:
            yield from self._empty_layers()
        yield from self._crowds()
        yield from coarse_ground(basemap, self.scene.view, self.denominator)
        yield from beyond_ground(basemap, self.scene.view.extent)

    def cautions(self, basemap: Basemap) -> Iterator[Caution]:
        """What its maker must know of it, beside :func:`publishing_cautions`."""
        yield from unused_filters(self.request, self.catalogue.specs)
        yield from self._empty_layers()
        yield from self._crowds()
        yield from coarse_ground(basemap, self.scene.view, self.denominator)
        yield from beyond_ground(basemap, self.scene.view.extent)

    def _empty_layers(self) -> Iterator[Caution]:
        """Of which layers nothing is drawn, and why."""
        reasons: dict[Text, list[LayerSpec]] = {}
        for layer, spec in zip(self.scene.layers, self.specs, strict=True):
            if not is_drawn(layer):
                reasons.setdefault(self._reason(spec), []).append(spec)
        for reason, specs in reasons.items():
            yield Caution.of(
                reason, joined([spec.title for spec in specs]), self.request.as_of_year
            )

    def _crowds(self) -> Iterator[Caution]:
        """Of which layers symbols are dots."""
        crowded = [
            spec.title
            for layer, spec in zip(self.scene.layers, self.specs, strict=True)
            if layer.crowd is not None
        ]
        if crowded:
            yield Caution.of(words.CROWDED, joined(crowded), _thousands(MOST_SYMBOLS))

    def _reason(self, spec: LayerSpec) -> Text:
        wanted = replace(self.request.criteria(spec.id), extent=self.scene.view.extent)
        if not self._count(spec, Criteria(extent=wanted.extent)):
            return words.EMPTY
        if not self._count(spec, replace(wanted, year=None)):
            return words.EMPTY_BY_FILTER
        return words.FADED if self._count(spec, wanted) else words.EMPTY_BY_YEAR

    def _count(self, spec: LayerSpec, criteria: Criteria) -> int:
        found = self.catalogue.find_fids(spec, criteria)
        return 0 if found is None else len(found)


def unused_filters(request: ExportRequest, specs: Sequence[LayerSpec]) -> Iterator[Caution]:
    """Of which layers that a resolved request does not show it has filters; ``specs`` are all."""
    shown = request.layers or ()
    unused = [s.title for s in specs if request.filters.get(s.id) and s.id not in shown]
    if unused:
        yield Caution.of(words.UNUSED_FILTER, joined(unused))


def coarse_ground(basemap: Basemap, view: AnyView, denominator: float) -> Iterator[Caution]:
    """That a map of 1 to so many is much larger than its ground was made for."""
    made_for = ground_denominator(basemap, view)
    if made_for is not None and denominator * _ROUGH_FROM <= made_for:
        yield Caution.of(words.COARSE_GROUND, *map(_thousands, (made_for, denominator)))


def publishing_cautions(
    request: ExportRequest, ground_parts: Sequence[GroundPart]
) -> Iterator[Caution]:
    """How a picture with a ground may be published."""
    has_border = any(part.kind in _BORDERS and len(part.outlines.points) for part in ground_parts)
    yield from border_cautions(request, has_border=has_border)


def border_cautions(request: ExportRequest, *, has_border: bool) -> Iterator[Caution]:
    """What a map for readers of Chinese with national borders needs, and an odd review number."""
    if request.review_number:
        from mapapp.core.texts.review_number import is_review_number

        if not is_review_number(request.review_number):
            yield Caution.of(words.ODD_REVIEW_NUMBER, request.review_number)
    if not has_border or request.language == "en":
        return
    if request.ground is None:
        yield Caution.of(words.DE_FACTO)
    elif not request.review_number:
        yield Caution.of(words.NO_REVIEW_NUMBER, request.ground.name)


def beyond_ground(basemap: Basemap, extent: Extent) -> Iterator[Caution]:
    """That a map shows more than the ground file has borders of."""
    borders = basemap.borders_extent
    if borders and not all(map(borders.covers, extent.split())):
        yield Caution.of(words.BEYOND_GROUND, basemap.ground_file, bounds_text(borders))


def is_drawn(layer: PlacedLayer) -> bool:
    """Whether anything of a layer is in the picture."""
    has_symbols = bool(layer.marks) or layer.crowd is not None
    return has_symbols or any(len(stroke.outlines.points) for stroke in layer.strokes)


def scale_denominator(scene: Scene, map_unit: float, unit: float) -> float:
    """The 1:N of a map in its middle, where a pixel of it is so many units of a sheet."""
    return m_per_px(scene.view) / (CSS_PX_M * map_unit * unit)


def ground_denominator(basemap: Basemap, view: AnyView) -> int | None:
    """For which 1:N the ground in sight was made; None where the file does not say."""
    return basemap.made_for("region" if shows_region(basemap, view) else "world")


def filled(text: Text, *values: object) -> Text:
    """A text with values in the places of ``{0}`` and so on; texts in its own language."""
    told = [[v.get(lang) if isinstance(v, Text) else v for v in values] for lang in ("en", "zh")]
    return Text(text.en.format(*told[0]), text.zh.format(*told[1]))


def joined(texts: Sequence[Text], joint: Text = _JOINTS) -> Text:
    """Texts one after another, in both languages."""
    return Text(joint.en.join(t.en for t in texts), joint.zh.join(t.zh for t in texts))


def _thousands(number: float) -> str:
    """A denominator as people read it, in round numbers: 1,000,000."""
    step = 10 ** max(len(str(int(number))) - 2, 0)
    return f"{round(number / step) * step:,}"
