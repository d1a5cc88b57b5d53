"""A request for a picture answered with a standalone map: no sheet is laid out, no Qt is needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from mapapp.core.disk.output import write_output
from mapapp.core.disk.replacing import replacing
from mapapp.core.errors import UsageError
from mapapp.core.geo.extent import Extent
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.message import Spoken
from mapapp.core.source.answers import Keys
from mapapp.render.html.file import WebMap, html_document
from mapapp.render.html.remarks import web_cautions, web_remarks
from mapapp.render.labels import words
from mapapp.render.labels.words import in_language
from mapapp.render.request.metadata import describe, digest
from mapapp.render.request.request import PARTS_OF_WEB_PAGES, STDOUT, ExportRequest
from mapapp.render.request.resolving import resolved
from mapapp.render.scene.scene import Choice
from mapapp.render.sheet.cautions import Caution
from mapapp.render.sheet.frame import plan_sheet
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue

MOST_FEATURES = 50_000
"""A web page of so many points has about 25 MB."""


def export_html(
    request: ExportRequest, atlas: Path, basemap: Path, specs: tuple[LayerSpec, ...]
) -> tuple[Caution, ...]:
    """Make a standalone map and write it to ``request.path``, whole or not at all.

    The answer is what would mislead about it if it were not said.

    Raises:
        UsageError: if a layer or a feature is unknown.
        DataError: if there is nothing to show, or a GeoPackage cannot be read.
        ExportError: if the file cannot be written.
    """
    with Atlas(atlas, specs) as opened, LayerCatalogue(opened) as catalogue:
        page, cautions = web_page(request, catalogue, basemap, digest(atlas))
    if request.path == STDOUT:
        write_output(page)
        return cautions
    with replacing(request.path) as temporary:
        temporary.write_bytes(page)
    return cautions


def web_page(
    request: ExportRequest, catalogue: LayerCatalogue, basemap: Path, sha256: str
) -> tuple[bytes, tuple[Caution, ...]]:
    """A standalone map as a file's bytes, and its cautions; ``sha256`` is that of the atlas."""
    document = html_document(web_map(request, catalogue, sha256), catalogue, basemap)
    cautions = tuple(web_cautions(resolved(request, catalogue), catalogue))
    return document.encode("utf-8", errors="replace"), cautions


def web_map(request: ExportRequest, catalogue: LayerCatalogue, sha256: str) -> WebMap:
    """What a standalone map shows for a request; ``sha256`` is that of the atlas.

    Raises:
        UsageError: if a layer or a feature is unknown, or there are too many features.
        DataError: if there is nothing to show, or a source cannot be read.
    """
    request = resolved(request, catalogue)
    layers = request.layers or ()
    visible = {layer: catalogue.visible_fids(layer, request.criteria(layer)) for layer in layers}
    _check_size(catalogue, visible)
    extent = _extent(request)
    return WebMap(
        layers=layers,
        extent=extent,
        title=request.title,
        language=request.language,
        choice=Choice(visible.get, request.standing_out, request.as_of_year, request.opacities),
        about=describe(request, extent, catalogue.atlas.path, sha256),
        subtitle=request.subtitle,
        notes=tuple(_notes(request, catalogue)),
        ground=request.ground,
        parts=request.parts & PARTS_OF_WEB_PAGES,
    )


def _check_size(catalogue: LayerCatalogue, visible: Mapping[str, Keys | None]) -> None:
    """Refuse more features than a page has that opens at once and can be sent to somebody."""
    counts = {
        layer: catalogue.count(layer) if fids is None else len(fids)
        for layer, fids in visible.items()
    }
    if sum(counts.values()) > MOST_FEATURES:
        largest = max(counts, key=lambda layer: counts[layer])
        raise UsageError(
            "{layer} has {count:,} features to show, and a web page holds {most:,}; filter the "
            "layer, or choose PDF, SVG or PNG.",
            layer=catalogue.spec(largest).title.get(Spoken.language),
            count=counts[largest],
            most=MOST_FEATURES,
        )


def _extent(request: ExportRequest) -> Extent:
    """What is shown first; at a scale, what a picture of the request's size would show."""
    if isinstance(request.area, Extent):
        return request.area
    return plan_sheet(request).view(request).extent


def _notes(request: ExportRequest, catalogue: LayerCatalogue) -> Iterator[str]:
    """What stands below the legend: notes, number, and what must be said of the map."""
    if request.notes and "notes" in request.parts:
        yield request.notes
    if request.review_number:
        called = in_language(words.REVIEW_NUMBER, request.language)
        yield f"{called} {request.review_number}"
    remarks = web_remarks(request, catalogue)
    yield from (in_language(text, request.language) for text in remarks)
