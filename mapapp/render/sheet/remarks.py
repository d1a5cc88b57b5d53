"""What must be said about a picture in words: what is filtered or would mislead in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from mapapp.core.expression.filters import Criteria
from mapapp.core.geo.extent import Extent
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.text import SEMICOLON, Text
from mapapp.render.labels import words
from mapapp.render.labels.words import in_language
from mapapp.render.request.request import ExportRequest
from mapapp.render.scene.scene import Scene
from mapapp.render.sheet.cautions import filled, is_drawn, joined
from mapapp.render.sheet.scale import has_one_north
from mapapp.render.view.scalebar import scale_bar
from mapapp.render.view.view import AnyView
from mapapp.render.view.viewport import Viewport
from mapapp.store.catalogue import LayerCatalogue

_ANY_BAR_PX = 100.0


def remarks(
    request: ExportRequest, scene: Scene, specs: Sequence[LayerSpec], catalogue: LayerCatalogue
) -> Iterator[Text]:
    """The projection, that one scale would mislead, the year looked back at, filters, credits."""
    yield from _projection(request, scene.view)
    if "scale_bar" in request.parts and scale_bar(scene.view, _ANY_BAR_PX) is None:
        yield words.NO_SCALE
    drawn = [spec for layer, spec in zip(scene.layers, specs, strict=True) if is_drawn(layer)]
    yield from year_remarks(request, specs, drawn, catalogue, scene.view.extent)
    yield from filter_remarks(request, specs, catalogue)
    if "legend" in request.parts:
        yield from _totals(scene, drawn)
        yield from credit_remarks(drawn)


def year_remarks(
    request: ExportRequest,
    specs: Iterable[LayerSpec],
    drawn: Iterable[LayerSpec],
    catalogue: LayerCatalogue,
    extent: Extent | None = None,
) -> Iterator[Text]:
    """Which year is looked back at, and what is left out, or not, for want of dates."""
    year = request.as_of_year
    if year is None:
        return
    from mapapp.store.looking_back import count_unknown

    yield filled(words.YEAR, year)
    wanted = ((spec, _criteria(request, spec, extent)) for spec in specs)
    count = count_unknown(catalogue, wanted)
    if count:
        yield words.NOT_KNOWN_ONE if count == 1 else filled(words.NOT_KNOWN, count)
    timeless = [spec.title for spec in drawn if not spec.roles.has_time]
    if timeless:
        yield filled(words.WITHOUT_TIME, joined(timeless))


def filter_remarks(
    request: ExportRequest, specs: Iterable[LayerSpec], catalogue: LayerCatalogue
) -> Iterator[Text]:
    """By which filters only some features are shown."""
    asked = [_asked(request, spec, catalogue) for spec in specs if request.filters.get(spec.id)]
    if asked:
        yield filled(words.FILTERED, joined(asked, SEMICOLON))


def credit_remarks(drawn: Iterable[LayerSpec]) -> Iterator[Text]:
    """Whose data is drawn of which layers, beside that of the ground."""
    titles: dict[Text, list[Text]] = {}
    for spec in drawn:
        if spec.credit:
            titles.setdefault(spec.credit, []).append(spec.title)
    for credit, those in titles.items():
        yield filled(words.CREDIT, joined(those), credit)


def figure_remarks(left_out: int) -> Iterator[Text]:
    """How many values are not among the key figures because nobody should rely on them."""
    if left_out:
        yield filled(words.RIVALS_LEFT_OUT, left_out)


def _criteria(request: ExportRequest, spec: LayerSpec, extent: Extent | None) -> Criteria:
    return replace(request.criteria(spec.id), extent=extent)


def _totals(scene: Scene, drawn: Iterable[LayerSpec]) -> Iterator[Text]:
    """How many of all there are in the world a picture has, of layers that lack some."""
    for spec in drawn:
        if spec.total is not None:
            ids = {m.id for m in scene.marks if m.layer == spec.id and m.symbol.fill != "outline"}
            yield filled(words.OF_TOTAL, spec.title, len(ids), spec.total)


def _projection(request: ExportRequest, view: AnyView) -> Iterator[Text]:
    """A projection that is not the window's, and what is not as one is used to in it."""
    if isinstance(view, Viewport):
        return
    from mapapp.render.labels.projection_words import NORTH_TURNS, projection_text

    yield projection_text(view.projection)
    if "north_arrow" in request.parts and not has_one_north(view):
        yield NORTH_TURNS


def _asked(request: ExportRequest, spec: LayerSpec, catalogue: LayerCatalogue) -> Text:
    """What is asked of a layer, in words where that is a list of conditions."""
    wanted, asked = request.filters[spec.id], list[Text]()
    if wanted.expression:
        from mapapp.core.expression.saying import in_words

        said = in_words(catalogue.table(spec.id).parsed(wanted.expression))
        asked.append(said or Text(wanted.expression, wanted.expression))
    if wanted.text:
        asked.append(Text(f"“{wanted.text}”", f"“{wanted.text}”"))
    told = joined(asked, SEMICOLON)
    return Text(f"{spec.title.en} ({told.en})", f"{spec.title.zh}（{told.zh}）")


def notes(request: ExportRequest) -> list[str]:
    """The user's own notes, if they are wanted, paragraph by paragraph."""
    return request.notes.splitlines() if "notes" in request.parts else []


def said(texts: Iterable[Text], request: ExportRequest) -> tuple[str, ...]:
    """Texts in the language of a picture."""
    return tuple(in_language(text, request.language) for text in texts)
