"""What must be said about a standalone map: it can be moved, so it goes by all that is in it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from mapapp.core.layer.feature import Feature
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.text import Text
from mapapp.render.labels import words
from mapapp.render.request.request import ExportRequest
from mapapp.render.request.resolving import chosen_specs
from mapapp.render.scene.symbols import UNBUILT_STATUSES
from mapapp.render.sheet.cautions import Caution, border_cautions, filled, joined, unused_filters
from mapapp.render.sheet.remarks import credit_remarks, filter_remarks, year_remarks
from mapapp.store.catalogue import LayerCatalogue


def web_remarks(request: ExportRequest, catalogue: LayerCatalogue) -> Iterator[Text]:
    """The year that is looked back at, filters, how many of all there are, and credits.

    Nobody knows which part of the map will be seen or printed, so what all of it has is counted.
    """
    specs = chosen_specs(catalogue.specs, request.layers or ())
    counted = [(spec, _shown(request, catalogue, spec)) for spec in specs]
    there = [spec for spec, count in counted if count]
    yield from year_remarks(request, specs, there, catalogue)
    yield from filter_remarks(request, specs, catalogue)
    for spec, count in counted:
        if spec.total is not None and count:
            yield filled(words.OF_TOTAL_ON_WEB, spec.title, count, spec.total)
    yield from credit_remarks(there)
    yield from (caution.text for caution in _empty(request, catalogue))


def web_cautions(request: ExportRequest, catalogue: LayerCatalogue) -> Iterator[Caution]:
    """What its maker must know: filters in vain, empty layers, and what borders need."""
    yield from unused_filters(request, catalogue.specs)
    yield from _empty(request, catalogue)
    yield from border_cautions(request, has_border=True)


def _empty(request: ExportRequest, catalogue: LayerCatalogue) -> Iterator[Caution]:
    specs = chosen_specs(catalogue.specs, request.layers or ())
    empty = [spec for spec in specs if not _shown(request, catalogue, spec)]
    by_filter = [spec for spec in empty if request.filters.get(spec.id)]
    rest = [spec for spec in empty if spec not in by_filter]
    for reason, of_reason in ((words.EMPTY_BY_FILTER, by_filter), (_reason(request), rest)):
        if of_reason:
            titles = joined([spec.title for spec in of_reason])
            yield Caution.of(reason, titles, request.as_of_year)


def _reason(request: ExportRequest) -> Text:
    return words.EMPTY if request.as_of_year is None else words.EMPTY_BY_YEAR


def _shown(request: ExportRequest, catalogue: LayerCatalogue, spec: LayerSpec) -> int:
    """How many features of a layer there are that pass, without those of mere plans."""
    fids = catalogue.visible_fids(spec.id, request.criteria(spec.id))
    kept = None if fids is None else frozenset(fids.tolist())
    passing = (
        f for f in catalogue.features(spec, request.as_of_year) if kept is None or f.fid in kept
    )
    is_counted = partial(_is_built, spec)
    return sum(map(is_counted, passing))


def _is_built(spec: LayerSpec, feature: Feature) -> bool:
    return spec.total is None or feature.status not in UNBUILT_STATUSES
