"""What a user can choose for a picture of the map, beside what the map itself says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, fields, replace
from pathlib import Path
from typing import Any, Literal, Self, get_args

from mapapp.core.disk.kinds import named_path
from mapapp.core.geo.extent import Extent
from mapapp.core.geo.projection_choice import (
    ABOUT_A_PLACE,
    MERCATOR,
    PROJECTIONS,
    ProjectionChoice,
    ProjectionName,
)
from mapapp.core.layer.definition import definition_of
from mapapp.core.map.state import MapState
from mapapp.core.record import record
from mapapp.core.style.symbology import Theme
from mapapp.core.texts.parsing import ParseError, parse_whole
from mapapp.render.labels.words import Wording
from mapapp.render.request.area import Area, AroundFeatures, AroundLayer, AtScale, FeatureId
from mapapp.render.request.inset_choice import AUTO, AUTO_INSET, InsetChoice
from mapapp.render.request.paper import PAGES, PageSize
from mapapp.render.request.prepress import NO_PREPRESS, PDF_STANDARDS, PdfStandard, Prepress
from mapapp.render.request.presets import Preset
from mapapp.render.request.request import (
    FORMATS,
    PARTS,
    PARTS_OF_PAGES,
    PARTS_OF_WEB_PAGES,
    SVG_TEXTS,
    ExportRequest,
    Format,
    Part,
    SvgText,
)

Show = Literal["view", "layer", "selection", "extent", "scale"]
CUSTOM_MM, CUSTOM_PX = "mm", "px"
_WEB_PX = (1280, 800)
_ENDINGS: Mapping[Format, str] = {"jpeg": "jpg", "tiff": "tif"}


@record
class Choices:
    """The choices of the export dialog.

    Attributes:
        format: of the file.
        page: name of a page, or ``mm`` or ``px`` for a size of the user's own.
        portrait: whether a page that has a name stands upright.
        sides_mm, size_px: width and height of the user's own page, or of a picture without page.
        dpi: pixels to the inch.
        show: what the picture is to show: the view, a layer, the selection, ``extent`` or the
            middle of the view at ``scale``.
        layer: the id of the layer.
        extent: as typed: W,S,E,N.
        scale: the n of 1:n.
        title, subtitle, notes, review_number: texts.
        ground: path of a file with the borders to draw; empty for the basemap's.
        language, theme: empty for those of the map.
        parts: the furniture that is wanted.
        mark_selected: whether what is selected stands out.
        believed_only: whether key figures leave out what is doubted or contradicted.
        graticule_labels: whether degrees are written on all four sides.
        pdf_standard, bleed_mm, crop_marks: what a PDF has for print shops.
        svg_text: whether texts of an SVG stay texts.
        projection: of the map.
        true_from: the position, as typed, that distances are true from; empty for Shenyang.
        inset: what is drawn larger beside it, as :meth:`InsetChoice.parse` reads it.
    """

    format: Format = "pdf"
    page: str = "A4"
    portrait: bool = False
    sides_mm: tuple[int, int] = (297, 210)
    size_px: tuple[int, int] = (1600, 1000)
    dpi: int = 300
    show: Show = "view"
    layer: str = ""
    extent: str = ""
    scale: int = 250_000
    title: str = ""
    subtitle: str = ""
    language: Wording | Literal[""] = ""
    theme: Theme | Literal[""] = ""
    parts: frozenset[Part] = field(default=PARTS)
    mark_selected: bool = False
    believed_only: bool = True
    graticule_labels: bool = False
    notes: str = ""
    review_number: str = ""
    ground: str = ""
    pdf_standard: PdfStandard = ""
    bleed_mm: int = 0
    crop_marks: bool = False
    svg_text: SvgText = "text"
    projection: ProjectionName = "mercator"
    true_from: str = ""
    inset: str = AUTO

    @property
    def ending(self) -> str:
        """How the name of the file ends, without the dot."""
        return _ENDINGS.get(self.format, self.format)

    @property
    def is_all_map(self) -> bool:
        """Whether there is no page around the map."""
        return self.format == "html" or self.page == CUSTOM_PX

    @property
    def possible_parts(self) -> frozenset[Part]:
        """The parts for which the picture has a place."""
        if self.format == "html":
            return PARTS_OF_WEB_PAGES
        return PARTS - PARTS_OF_PAGES if self.is_all_map else PARTS

    def following(self, preset: Preset) -> Self:
        """These choices, but for what a preset says."""
        values = dict(preset.values)
        known: dict[str, Any] = {
            key: values[key] for key in ("format", "dpi", "language", "theme") if key in values
        }
        known["parts"] = frozenset(values.get("parts", PARTS))  # type: ignore[call-overload]
        known["believed_only"] = values.get("believed_only", True)
        known["graticule_labels"] = values.get("graticule_labels", False)
        known["inset"] = values.get("inset", AUTO)
        if "size_px" in values:
            known |= {"page": CUSTOM_PX, "size_px": tuple(values["size_px"])}  # type: ignore[arg-type]
        elif "page" in values:
            known |= _page_choices(PageSize.named(str(values["page"])))
        return replace(self, **known)

    def request(self, base: ExportRequest, middle: tuple[float, float]) -> ExportRequest:
        """The picture that is wanted.

        Args:
            base: the picture of the map as it is (see :func:`picture_of`).
            middle: longitude and latitude of the middle of the view.

        Raises:
            UsageError: if the choices do not go together.
        """
        return replace(
            base,
            format=self.format,
            path=base.path.with_suffix(f".{self.ending}"),
            area=self._area(base, middle),
            **self._shape(),
            title=self.title.strip(),
            subtitle=self.subtitle.strip(),
            language=self.language or base.language,
            theme=self.theme or base.theme,
            parts=self.parts & self.possible_parts,
            plain_selection=not self.mark_selected,
            believed_only=self.believed_only,
            graticule_labels=self.graticule_labels,
            notes=self.notes.strip(),
            review_number=self.review_number.strip(),
            ground=named_path(self.ground) if self.ground else None,
            prepress=self._prepress(),
            svg_text=self.svg_text,
            projection=self._projection(),
            inset=AUTO_INSET if self.format == "html" else InsetChoice.parse(self.inset),
        )

    def _projection(self) -> ProjectionChoice:
        if self.format == "html":
            return MERCATOR
        if self.projection != ABOUT_A_PLACE or not self.true_from:
            return ProjectionChoice(self.projection)
        from mapapp.core.geo.positions.parser import parse_position

        place = parse_position(self.true_from)[0]
        return ProjectionChoice(self.projection, (round(place.lon, 4), round(place.lat, 4)))

    def _prepress(self) -> Prepress:
        if self.format != "pdf":
            return NO_PREPRESS
        return Prepress(self.bleed_mm, self.crop_marks, self.pdf_standard)

    def _shape(self) -> dict[str, Any]:
        """Page, pixels and resolution as keywords of a request."""
        if self.format == "html":
            return {"page": None, "size_px": _WEB_PX, "dpi": None}
        if self.page == CUSTOM_PX:
            return {"page": None, "size_px": self.size_px, "dpi": self.dpi}
        return {"page": self._page(), "size_px": None, "dpi": self.dpi}

    def _page(self) -> PageSize:
        if self.page == CUSTOM_MM:
            return PageSize.named("{}x{}mm".format(*self.sides_mm))
        page = PageSize.named(self.page)
        return page.portrait() if self.portrait else page

    def _area(self, base: ExportRequest, middle: tuple[float, float]) -> Area:
        match self.show:
            case "layer":
                return AroundLayer(self.layer)
            case "selection":
                return AroundFeatures(base.selected)
            case "extent":
                return Extent.parse(self.extent)
            case "scale":
                return AtScale(*middle, self.scale)
            case "view":
                return base.area


def _page_choices(page: PageSize) -> dict[str, Any]:
    names = {known.name for known in PAGES}
    name = page.name.removesuffix(" portrait")
    if name not in names:
        return {"page": CUSTOM_MM, "sides_mm": (round(page.width_mm), round(page.height_mm))}
    return {"page": name, "portrait": page.is_portrait}


def picture_of(state: MapState, selected: tuple[FeatureId, ...]) -> ExportRequest:
    """The picture of a map as it is now, all map, twice as fine as the screen.

    What is selected does not stand out: a ring is for whoever works with the map.
    """
    view, shown = state.view, state.visible_specs()
    filters = {spec.id: state.filter(spec.id) for spec in shown}
    definitions = {spec.id: definition_of(spec, state.shipped.get(spec.id)) for spec in shown}
    return ExportRequest(
        path=Path("mapapp.png"),
        format="png",
        area=view.extent,
        layers=tuple(spec.id for spec in shown),
        size_px=(2 * view.width_px, 2 * view.height_px),
        dpi=192,
        language=state.language,
        theme=state.theme,
        parts=PARTS - PARTS_OF_PAGES,
        definitions={layer: said for layer, said in definitions.items() if said},
        filters={layer: wanted for layer, wanted in filters.items() if wanted},
        opacities={spec.id: state.opacity(spec.id) for spec in shown},
        as_of_year=state.as_of_year,
        selected=selected,
        plain_selection=True,
    )


def to_texts(choices: Choices) -> dict[str, str]:
    """Choices as texts by name, for the settings; what is as at first is left out."""
    usual = Choices()
    values = {each.name: getattr(choices, each.name) for each in fields(Choices)}
    return {
        name: _text_of(value) for name, value in values.items() if value != getattr(usual, name)
    }


def from_texts(texts: Mapping[str, str]) -> Choices:
    """The choices of such texts; what cannot be read is as at first."""
    usual = Choices()
    known: dict[str, Any] = {}
    for each in fields(Choices):
        if each.name in texts:
            try:
                known[each.name] = _value_of(each.name, texts[each.name], getattr(usual, each.name))
            except ValueError:
                continue
    return replace(usual, **known)


def _text_of(value: object) -> str:
    match value:
        case tuple():
            return "x".join(map(str, value))
        case frozenset():
            return ",".join(sorted(value))
        case _:
            return str(value)


_MOST_WHOLE = 10**9
_ALLOWED: Mapping[str, tuple[str, ...]] = {
    "format": FORMATS,
    "page": (*(page.name for page in PAGES), CUSTOM_MM, CUSTOM_PX),
    "show": get_args(Show),
    "language": ("", "en", "zh", "both"),
    "theme": ("", *get_args(Theme)),
    "projection": PROJECTIONS,
    "portrait": ("True", "False"),
    "mark_selected": ("True", "False"),
    "believed_only": ("True", "False"),
    "graticule_labels": ("True", "False"),
    "pdf_standard": PDF_STANDARDS,
    "crop_marks": ("True", "False"),
    "svg_text": SVG_TEXTS,
}


def _value_of(name: str, text: str, like: object) -> object:
    if text not in _ALLOWED.get(name, (text,)):
        raise ValueError(text)
    match like:
        case bool():
            return text == "True"
        case int():
            return _whole(text)
        case tuple():
            width, height = text.split("x")
            return _whole(width), _whole(height)
        case frozenset():
            return frozenset(text.split(",")) & PARTS
        case _:
            return text


def _whole(text: str) -> int:
    """A whole number that the fields of the dialog can hold."""
    value = parse_whole(text)
    if abs(value) > _MOST_WHOLE:
        raise ParseError("{text} is too large", text=text)
    return value
