"""What picture is wanted, checked before anything is read or drawn."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from mapapp.core.errors import UsageError
from mapapp.core.extent import Extent
from mapapp.core.filters import NO_FILTER, Criteria, LayerFilter
from mapapp.core.layerspec import Language, Theme

Format = Literal["pdf", "png", "svg"]
Part = Literal[
    "title", "legend", "scale_bar", "north_arrow", "graticule", "locator", "figures", "sources"
]

FORMATS: tuple[Format, ...] = get_args(Format)
PARTS: frozenset[Part] = frozenset(get_args(Part))

MAX_SIDE_PX = 20_000
CSS_DPI = 96
_MM_PER_INCH = 25.4
_MIN_SIDE_PX = 32
_DPI = range(72, 1201)


@dataclass(frozen=True, slots=True)
class PageSize:
    """A sheet in landscape: name on the command line, width and height in millimetres."""

    name: str
    width_mm: float
    height_mm: float

    @classmethod
    def named(cls, name: str) -> PageSize:
        """The page of a name such as ``A4``, in any case."""
        for page in PAGES:
            if page.name.casefold() == name.casefold():
                return page
        known = [page.name for page in PAGES]
        raise UsageError(f"There is no page {name!r}; choose one of {', '.join(known)}.")


PAGES = (
    PageSize("A5", 210, 148),
    PageSize("A4", 297, 210),
    PageSize("A3", 420, 297),
    PageSize("A2", 594, 420),
    PageSize("A1", 841, 594),
    PageSize("A0", 1189, 841),
    PageSize("letter", 279.4, 215.9),
    PageSize("slide16x9", 338.67, 190.5),
)


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """A picture to make.

    Attributes:
        path: the file to write.
        format: ``pdf``, ``png`` or ``svg``.
        extent: what it must show; the frame shows more where its shape differs.
        layers: ids of the layers to draw.
        page: the sheet, with furniture around the map; or None.
        size_px: width and height, with the map filling the picture; or None.
        dpi: pixels to the inch; by default 300 on a page and 96 else.
        title, subtitle: texts at the top; may be empty.
        language, theme: of the texts, of the colours.
        parts: the furniture that is wanted, where there is room for it.
        filters: what of some layers is wanted, by their ids.
        as_of_year: the year at whose end the picture looks, or None for all that is known.

    Raises:
        UsageError: if anything of it cannot be.
    """

    path: Path
    format: Format
    extent: Extent
    layers: tuple[str, ...]
    page: PageSize | None = None
    size_px: tuple[int, int] | None = None
    dpi: int | None = None
    title: str = ""
    subtitle: str = ""
    language: Language = "en"
    theme: Theme = "light"
    parts: frozenset[Part] = field(default=PARTS)
    filters: Mapping[str, LayerFilter] = field(default_factory=dict)
    as_of_year: int | None = None

    def __post_init__(self) -> None:
        if self.format not in FORMATS:
            raise UsageError(f"There is no format {self.format!r}; choose {_either(FORMATS)}.")
        if self.dpi is not None and self.dpi not in _DPI:
            raise UsageError(f"{self.dpi} dpi cannot be; choose from 72 to 1200.")
        if (self.page is None) == (self.size_px is None):
            raise UsageError("A picture needs either a page or a size in pixels; give one.")
        unknown = sorted(self.parts - PARTS)
        if unknown:
            raise UsageError(f"There is no part {unknown[0]!r}; choose {_either(sorted(PARTS))}.")
        self._check_size()

    def _check_size(self) -> None:
        width, height = self.pixels
        if min(width, height) < _MIN_SIDE_PX:
            raise UsageError(
                f"A picture of {width}x{height} pixels is too small; "
                f"give at least {_MIN_SIDE_PX} a side."
            )
        if self.format != "png" and self.page is not None:
            return
        if max(width, height) > MAX_SIDE_PX:
            raise UsageError(
                f"A picture of {width}x{height} pixels is too large; give at most "
                f"{MAX_SIDE_PX} a side (a smaller page or fewer dpi)."
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
        """Width and height in CSS pixels (1/96 inch)."""
        width, height = self.pixels
        if self.page is not None:
            width_mm, height_mm = self.page.width_mm, self.page.height_mm
            return width_mm / _MM_PER_INCH * CSS_DPI, height_mm / _MM_PER_INCH * CSS_DPI
        return width * CSS_DPI / self.resolution, height * CSS_DPI / self.resolution


def format_of(path: Path) -> Format:
    """The format that a file's ending asks for.

    Raises:
        UsageError: if no picture has such an ending.
    """
    ending = path.suffix.lstrip(".").lower()
    for known in FORMATS:
        if ending == known:
            return known
    near = difflib.get_close_matches(ending, FORMATS, 1)
    hint = f"did you mean .{near[0]}?" if near else f"name it {_either(f'.{f}' for f in FORMATS)}."
    raise UsageError(f"{path.name!r} is no picture mapapp can write; {hint}")


def _either(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} or {last}"
