"""What must be said about a picture in words: what is filtered or would mislead in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mapapp.core.layer.spec import LayerSpec
from mapapp.core.text import Text
from mapapp.render.labels import words
from mapapp.render.labels.words import in_language
from mapapp.render.request.request import ExportRequest
from mapapp.render.sheet.scale import has_one_north
from mapapp.render.view.scalebar import scale_bar
from mapapp.render.view.view import AnyView
from mapapp.render.view.viewport import Viewport

_ANY_BAR_PX = 100.0


def remarks(request: ExportRequest, view: AnyView, specs: Sequence[LayerSpec]) -> Iterator[str]:
    """The projection, that one scale would mislead, the year looked back at, and filters."""
    language = request.language
    yield from (in_language(text, language) for text in _projection(request, view))
    if "scale_bar" in request.parts and scale_bar(view, _ANY_BAR_PX) is None:
        yield in_language(words.NO_SCALE, language)
    if request.as_of_year is not None:
        yield in_language(words.YEAR, language).format(request.as_of_year)
    asked = [_asked(request, spec) for spec in specs if request.filters.get(spec.id)]
    if asked:
        yield in_language(words.FILTERED, language).format("; ".join(asked))


def _projection(request: ExportRequest, view: AnyView) -> Iterator[Text]:
    """A projection that is not the window's, and what is not as one is used to in it."""
    if isinstance(view, Viewport):
        return
    from mapapp.render.labels.projection_words import NORTH_TURNS, projection_text

    yield projection_text(view.projection)
    if "north_arrow" in request.parts and not has_one_north(view):
        yield NORTH_TURNS


def _asked(request: ExportRequest, spec: LayerSpec) -> str:
    wanted = request.filters[spec.id]
    text = " · ".join(part for part in (wanted.expression, wanted.text) if part)
    return f"{in_language(spec.title, request.language)} ({text})"


def notes(request: ExportRequest) -> list[str]:
    """The user's own notes, if they are wanted, paragraph by paragraph."""
    return request.notes.splitlines() if "notes" in request.parts else []
