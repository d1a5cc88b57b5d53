"""What picture is wanted, checked before anything is read or drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from pathlib import Path
from typing import Literal, get_args

from mapapp.core.errors import UsageError
from mapapp.core.expression.filters import NO_FILTER, Criteria, LayerFilter
from mapapp.core.geo.extent import LIAONING
from mapapp.core.geo.projection_choice import MERCATOR, ProjectionChoice
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.style.symbology import Theme
from mapapp.core.texts.near_names import either, nearest_name, nearest_or
from mapapp.core.texts.parsing import shown
from mapapp.core.texts.plain import plain_text
from mapapp.render.labels.words import Wording
from mapapp.render.request.area import Area, FeatureId
from mapapp.render.request.inset_choice import AUTO_INSET, InsetChoice
from mapapp.render.request.paper import PageSize
from mapapp.render.request.prepress import NO_PREPRESS, Prepress

Format = Literal["pdf", "svg", "png", "jpeg", "tiff", "webp", "html"]
Part = Literal[
    "title", "legend", "ground", "scale_bar", "north_arrow", "graticule", "locator", "figures",
    "sources", "date", "notes",
]  # fmt: skip
FORMATS: tuple[Format, ...] = get_args(Format)
RASTERS: frozenset[Format] = frozenset({"png", "jpeg", "tiff", "webp"})
LANGUAGES: tuple[Wording, ...] = ("en", "zh", "both")
PARTS: frozenset[Part] = frozenset(get_args(Part))
"""Every part that can be left out; the attribution cannot."""

SvgText = Literal["text", "outlines"]
SVG_TEXTS: tuple[SvgText, ...] = get_args(SvgText)
PARTS_OF_PAGES: frozenset[Part] = frozenset({"locator", "figures", "sources"})
"""Parts for which a picture of a size in pixels has no place: it is all map."""

PARTS_OF_WEB_PAGES: frozenset[Part] = frozenset({"title", "legend", "scale_bar", "notes"})
"""Parts for which a web page has a place."""

STDOUT = Path("-")
CSS_DPI = 96
CSS_PX_PER_MM = CSS_DPI / 25.4
QUALITY = 92
_DEFAULT_SIZE_PX = (1280, 800)
_MM_PER_INCH = 25.4
_MIN_SIDE_PX = 32
_DPI = range(72, 1201)
_QUALITIES = range(1, 101)
_ENDINGS: dict[str, Format] = {"jpg": "jpeg", "tif": "tiff", "htm": "html"}

_MAX_SIDES_PX: Mapping[Format, int] = {"webp": 16_383, "jpeg": 65_500}
"""What the formats themselves can hold (RFC 9649, 2.7; libjpeg's JPEG_MAX_DIMENSION)."""

_MAX_SIDE_PX = 65_535
_MOST_CHARACTERS = {
    "title": (1000, Message("title")),
    "subtitle": (1000, Message("subtitle")),
    "notes": (10_000, Message("notes")),
    "review_number": (200, Message("review number")),
}
"""How long they may be, and their names: a longer text would only be laid out to be cut."""

_MAX_WHOLE_PX = 150_000_000
"""JPEG and WebP are not written in bands: all of the picture must be in memory."""


@record
class ExportRequest:
    """A picture to make.

    Attributes:
        path: the file to write; ``-`` is the standard output.
        format: one of ``FORMATS``.
        area: what it must show; the frame shows more where its shape differs.
        layers: ids of the layers to draw, the last on top; None for those visible at first.
        page: the sheet, with furniture around the map; or None.
        size_px: width and height, with the map filling the picture; or None.
        dpi: pixels to the inch; by default 300 on a page and 96 else.
        title, subtitle: texts at the top; may be empty.
        language, theme: of the texts, of the colours.
        parts: the furniture that is wanted, where there is room for it.
        definitions: what of some layers is not as the atlas's own have it, or of others all, by
            their ids: tables as ``core/layer/definition.py`` has them.
        filters: what of some layers is wanted, by their ids.
        opacities: how much some layers cover, from 0 to 1, by their ids.
        as_of_year: the year at whose end the picture looks, or None for all that is known.
        selected: features that stand out.
        plain_selection: they do not; the area may still go by them, and a picture that is opened
            selects them again.
        notes: a text of the user's own beside or below the map.
        review_number: the map review number (审图号) to be stated, or empty.
        ground: a file whose borders are drawn in place of the basemap's, such as a standard map.
        world_file: whether a raster gets a world file beside it.
        quality: of JPEG and WebP, from 1 to 100.
        book: id of a layer of which each feature gets a page of its own, or empty.
        contents: whether a book of more than three sheets on paper begins with a list and a map of
            them.
        believed_only: whether key figures leave out what is doubted or contradicted.
        projection: of the map.
        graticule_labels: whether degrees are written on all four sides.
        inset: which crowded part of the map is drawn larger beside it.
        prepress: what the PDF has for those who print it.
        svg_text: whether texts of an SVG stay texts, or become outlines that need no font.

    Raises:
        UsageError: if anything of it cannot be.
    """

    path: Path
    format: Format
    area: Area = LIAONING
    layers: tuple[str, ...] | None = None
    page: PageSize | None = None
    size_px: tuple[int, int] | None = None
    dpi: int | None = None
    title: str = ""
    subtitle: str = ""
    language: Wording = "en"
    theme: Theme = "light"
    parts: frozenset[Part] = field(default=PARTS)
    definitions: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    filters: Mapping[str, LayerFilter] = field(default_factory=dict)
    opacities: Mapping[str, float] = field(default_factory=dict)
    as_of_year: int | None = None
    selected: tuple[FeatureId, ...] = ()
    plain_selection: bool = False
    notes: str = ""
    review_number: str = ""
    ground: Path | None = None
    world_file: bool = False
    quality: int = QUALITY
    book: str = ""
    contents: bool = True
    believed_only: bool = True
    projection: ProjectionChoice = MERCATOR
    graticule_labels: bool = False
    inset: InsetChoice = AUTO_INSET
    prepress: Prepress = NO_PREPRESS
    svg_text: SvgText = "text"

    def __post_init__(self) -> None:
        for name, (most, what) in _MOST_CHARACTERS.items():
            object.__setattr__(self, name, _checked_text(what, getattr(self, name), most))
        check_name(Message("format"), self.format, FORMATS)
        check_name(Message("language"), self.language, LANGUAGES)
        check_name(Message("SVG text"), self.svg_text, SVG_TEXTS)
        for part in sorted(self.parts - PARTS):
            check_name(Message("part"), part, sorted(PARTS))
        if self.dpi is not None and self.dpi not in _DPI:
            raise UsageError("{dpi} dpi cannot be; choose from 72 to 1200.", dpi=self.dpi)
        if self.quality not in _QUALITIES:
            raise UsageError(
                "The quality {quality} cannot be; choose from 1 to 100.", quality=self.quality
            )
        if (self.page is None) == (self.size_px is None):
            raise UsageError("A picture needs either a page or a size in pixels; give one.")
        if self.format == "html" and not self.projection.is_mercator:
            raise UsageError(
                "An HTML map moves as the window does, in Mercator; choose another format for "
                "the projection {name}.",
                name=self.projection.name,
            )
        self._check_destination()
        self._check_size()

    @property
    def standing_out(self) -> tuple[FeatureId, ...]:
        """The features that look selected."""
        return () if self.plain_selection else self.selected

    def _check_destination(self) -> None:
        if self.prepress and self.format != "pdf":
            raise UsageError(
                "Bleed, crop marks and standards for print shops are those of a PDF; choose pdf."
            )
        if self.world_file and (self.format not in RASTERS or self.path == STDOUT):
            raise UsageError(
                "Only a picture made of pixels, in a file, can have a world file beside it; "
                "choose png, tiff, jpeg or webp."
            )
        is_single = not self.book and self.format != "html"
        if not (is_single or self.inset.is_auto or self.inset.is_none):
            raise UsageError(
                "Only a single sheet can have an inset; leave it out of books and HTML."
            )
        if self.book and self.format == "html":
            raise UsageError("A book cannot be a web page; choose pdf, or png for single files.")
        if self.book and self.format != "pdf" and self.path == STDOUT:
            raise UsageError("A book of several files needs their name; give -o, or choose pdf.")

    def _check_size(self) -> None:
        width, height = self.pixels
        if min(width, height) < _MIN_SIDE_PX:
            raise UsageError(
                "A picture of {width}x{height} pixels is too small; give at least "
                "{min_side_px} a side.",
                width=width,
                height=height,
                min_side_px=_MIN_SIDE_PX,
            )
        if self.format not in RASTERS and self.page is not None:
            return
        most = _MAX_SIDES_PX.get(self.format, _MAX_SIDE_PX)
        if max(width, height) > most:
            raise UsageError(
                "A picture of {width}x{height} pixels is too large for {format}; give at "
                "most {most} a side (a smaller page or fewer dpi).",
                width=width,
                height=height,
                format=self.format,
                most=most,
            )
        if self.format in _MAX_SIDES_PX and width * height > _MAX_WHOLE_PX:
            raise UsageError(
                "A picture of {width}x{height} pixels is too large for {format}, which "
                "must be in memory as a whole; choose png or tiff.",
                width=width,
                height=height,
                format=self.format,
            )

    def criteria(self, layer: str) -> Criteria:
        """What features of a layer must meet to be in the picture."""
        wanted = self.filters.get(layer, NO_FILTER)
        return Criteria(wanted.expression, wanted.text, year=self.as_of_year)

    @property
    def resolution(self) -> int:
        """Pixels to the inch."""
        return self.dpi or (CSS_DPI if self.page is None else 300)

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height in pixels of the device."""
        if self.page is not None:
            return (
                round(self.page.width_mm / _MM_PER_INCH * self.resolution),
                round(self.page.height_mm / _MM_PER_INCH * self.resolution),
            )
        return self.size_px or (0, 0)

    @property
    def css_size(self) -> tuple[float, float]:
        """Width and height in CSS pixels (1/96 inch); of a raster they fill whole pixels."""
        width, height = self.pixels
        if self.page is not None and self.format not in RASTERS:
            width_mm, height_mm = self.page.width_mm, self.page.height_mm
            return width_mm * CSS_PX_PER_MM, height_mm * CSS_PX_PER_MM
        return width * CSS_DPI / self.resolution, height * CSS_DPI / self.resolution


def _checked_text(what: Message, text: str, most: int) -> str:
    """A text as every format can hold it, unless no sheet could show it."""
    if len(text) > most:
        raise UsageError(
            "The {what} has {count:,} characters; shorten it to {most:,}.",
            what=what,
            count=len(text),
            most=most,
        )
    return plain_text(text)


def usual_shape(format_: Format) -> tuple[PageSize | None, tuple[int, int] | None]:
    """The page or the size in pixels of a format for which none was asked."""
    return (PageSize.named("A4"), None) if format_ in ("pdf", "svg") else (None, _DEFAULT_SIZE_PX)


def format_of(path: Path) -> Format:
    """The format that a file's ending asks for.

    Raises:
        UsageError: if no picture has such an ending.
    """
    ending = path.suffix.lstrip(".").lower()
    ending = _ENDINGS.get(ending, ending)
    for known in FORMATS:
        if ending == known:
            return known
    near = nearest_name(ending, FORMATS)
    hint = (
        Message("did you mean .{ending}?", ending=near)
        if near
        else Message("name it {names}.", names=either(f".{f}" for f in FORMATS))
    )
    raise UsageError(
        "{path} is no picture mapapp can write; {hint}", path=shown(path.name), hint=hint
    )


def check_name(kind: Message, name: str, known: Iterable[str]) -> None:
    """Refuse a name that is not known.

    Raises:
        UsageError: with the nearest known name.
    """
    choices = tuple(known)
    if name not in choices:
        hint = nearest_or(name, choices, Message("choose {names}.", names=either(choices)))
        raise UsageError(
            "There is no {kind} {name}; {hint}", kind=kind, name=shown(name), hint=hint
        )
