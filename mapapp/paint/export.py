"""From a request to a file: the one way in which pictures are made, with or without a window."""

from __future__ import annotations

import functools
import itertools
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self

from PySide6.QtGui import QGuiApplication

from mapapp.core.disk.output import write_output
from mapapp.core.disk.replacing import replacing, write_text
from mapapp.core.layer.spec import LayerSpec
from mapapp.paint.devices.bands import Tell, band_rows, bands, one_band, silent, whole_image
from mapapp.paint.fonts import load_fonts
from mapapp.paint.glyphs import tell_missing_glyphs
from mapapp.render.request.metadata import describe, digest
from mapapp.render.request.request import STDOUT, ExportRequest
from mapapp.render.request.resolving import resolved
from mapapp.render.sheet.cautions import Caution
from mapapp.render.sheet.composition import Composition, compose, maker_cautions
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.grounds import OpenGrounds

if TYPE_CHECKING:
    from mapapp.paint.finishing import Finisher
    from mapapp.render.sheet.book_page import BookPage

_Page = tuple[ExportRequest, "BookPage | None"]
"""What a page shows, and what it says as a sheet of a book."""

_Write = Callable[[BinaryIO], None]
"""Writes a picture into its file."""

_PAINTED_WHOLE = ("svg", "jpeg", "webp")
"""Formats of which all is painted before anything is written."""

_applications: list[QGuiApplication] = []
"""Holds the application that was made here: Qt ends it when Python drops it."""


def export_picture(
    request: ExportRequest,
    atlas: Path,
    basemap: Path,
    specs: tuple[LayerSpec, ...],
    tell: Tell = silent,
) -> tuple[Caution, ...]:
    """Make one picture, and answer its cautions; see :class:`Printer` for many."""
    with Printer(atlas, basemap, specs) as printer:
        return printer.make(request, tell)


class Printer:
    """Makes pictures from one atlas and one basemap, which it holds open.

    Args:
        atlas: the GeoPackage with the features of ``specs`` and their facts.
        basemap: the GeoPackage with the ground and the places.
        specs: the declared layers.
        finisher: does the last steps of small pictures while the next ones are made; these are
            there, or have failed, when what it has begun has ended. Without one pictures are
            there at once.

    Raises:
        DataError: if a GeoPackage cannot be read.
    """

    def __init__(
        self,
        atlas: Path,
        basemap: Path,
        specs: tuple[LayerSpec, ...],
        finisher: Finisher | None = None,
    ) -> None:
        prepare_painting()
        self._finisher = finisher
        self._closing = ExitStack()
        opened = self._closing.enter_context(Atlas(atlas, specs))
        try:
            self.catalogue = self._closing.enter_context(LayerCatalogue(opened))
            self._grounds = self._closing.enter_context(OpenGrounds(basemap))
        except BaseException:
            self._closing.close()
            raise
        self._sha256 = digest(atlas)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._closing.close()

    def make(self, request: ExportRequest, tell: Tell = silent) -> tuple[Caution, ...]:
        """Make a picture and write it to ``request.path``; it appears there whole or not at all.

        A book that is no PDF becomes a file for each page, numbered and named after its feature.
        ``tell`` learns how far a picture is that is painted in bands.

        Returns:
            What had no room, and what would mislead about the picture if it were not said; of a
            book the first of each kind.

        Raises:
            UsageError: if a layer or a feature is unknown.
            DataError: if there is nothing to show, or a GeoPackage cannot be read.
            ExportError: if the file cannot be written.
        """
        wanted = resolved(request, self.catalogue)
        cautions: list[Caution] = []
        self._make(wanted, request.layers, tell, cautions)
        first_of_kinds = {caution.kind: caution for caution in reversed(cautions)}
        return tuple(reversed(first_of_kinds.values()))

    def _make(
        self,
        wanted: ExportRequest,
        layers: tuple[str, ...] | None,
        tell: Tell,
        cautions: list[Caution],
    ) -> None:
        """Make a picture, or the pages of a book, each of which has layers of its own for None.

        What there is to be said of them is added to ``cautions``.
        """
        if wanted.format == "html":
            cautions += self._write_web_page(wanted)
            return
        pages: list[_Page] = [(wanted, None)]
        if wanted.book:
            from mapapp.render.book.sheets import book_sheets

            pages = [*book_sheets(replace(wanted, layers=layers), self.catalogue)]
        if wanted.format == "pdf":
            self._write(wanted, pages, tell, cautions)
        else:
            for page in pages:
                self._write(page[0], [page], tell, cautions)

    def composed(self, request: ExportRequest) -> Composition:
        """A picture put together but not painted yet, for a device of the caller's.

        Raises:
            UsageError: if a layer or a feature is unknown.
            DataError: if there is nothing to show, or a GeoPackage cannot be read.
        """
        return self._composed(resolved(request, self.catalogue))

    def _composed(self, request: ExportRequest, page: BookPage | None = None) -> Composition:
        composition = compose(request, self.catalogue, self._grounds.basemap(request.ground), page)
        tell_missing_glyphs(composition)
        return composition

    def _write(
        self,
        request: ExportRequest,
        pages: Sequence[_Page],
        tell: Tell,
        cautions: list[Caution],
    ) -> None:
        compositions = self._all_composed(pages, cautions)
        first = next(compositions)
        extent, atlas = first.scene.view.extent, self.catalogue.atlas.path
        description = describe(request, extent, atlas, self._sha256)
        write = _painted(request, itertools.chain((first,), compositions), description, tell)
        steps = functools.partial(_put, request, first, write)
        if self._finisher is None:
            steps()
        else:
            self._finisher.finish(steps, may_wait=_may_wait(request))

    def _all_composed(
        self, pages: Sequence[_Page], cautions: list[Caution]
    ) -> Iterator[Composition]:
        """The pages, each when it is wanted; what there is to be said of it is added."""
        for page in pages:
            composition = self._composed(*page)
            cautions += maker_cautions(composition)
            yield composition

    def _write_web_page(self, request: ExportRequest) -> tuple[Caution, ...]:
        from mapapp.render.html.answer import web_page

        page, cautions = web_page(request, self.catalogue, self._grounds.path, self._sha256)
        with _opened(request.path) as file:
            file.write(page)
        return cautions


def _painted(
    request: ExportRequest, pages: Iterator[Composition], description: str, tell: Tell
) -> _Write:
    """What writes a picture; one that :func:`_may_wait` is painted then.

    Imports the device of the format that is wanted; only a PDF has several pages.
    """
    match request.format:
        case "pdf":
            from mapapp.paint.devices.pdf import write_pdf

            return lambda file: write_pdf(file, pages, request.title, description)
        case "png":
            from mapapp.paint.devices.png import write_png

            page = next(pages)
            painted = bands(page, tell)
            if _may_wait(request):
                painted = one_band(whole_image(page))
                tell(1.0)
            return lambda file: write_png(file, request, painted, description)
        case "tiff":
            from mapapp.paint.devices.tiff import write_tiff

            page = next(pages)
            return lambda file: write_tiff(file, page, description, tell)
    content = _content(next(pages), description)
    return lambda file: shutil.copyfileobj(BytesIO(content), file)


def _content(composition: Composition, description: str) -> bytes:
    """The whole file of a picture that is not written piece by piece."""
    if composition.request.format == "svg":
        from mapapp.paint.devices.svg import svg_bytes

        return svg_bytes(composition, description)
    from mapapp.paint.devices.photo import photo_bytes

    return photo_bytes(composition, description)


def _may_wait(request: ExportRequest) -> bool:
    """Whether a picture is painted before its file is opened: not a poster, nor to the output."""
    if request.path == STDOUT:
        return False
    is_one_band = request.format == "png" and request.pixels[1] == band_rows(*request.pixels)
    return is_one_band or request.format in _PAINTED_WHOLE


def _put(request: ExportRequest, first: Composition, write: _Write) -> None:
    """Write a picture, and what is wanted beside it."""
    with _opened(request.path) as file:
        write(file)
    if request.world_file:
        from mapapp.render.sheet.worldfile import files_beside

        for beside, text in files_beside(request, first.sheet.frame, first.scene.view):
            write_text(beside, text)


def prepare_painting() -> None:
    """Make what Qt's painting needs: an application, offscreen without a window, and our fonts."""
    if QGuiApplication.instance() is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        _applications.append(QGuiApplication(["mapapp"]))
    load_fonts()


@contextmanager
def _opened(target: Path) -> Iterator[BinaryIO]:
    """A file to write that gets to its target whole: by its name at the end, or to the output."""
    if target == STDOUT:
        kept = BytesIO()
        yield kept
        write_output(kept.getbuffer())
        return
    with replacing(target) as temporary, temporary.open("wb") as file:
        yield file
