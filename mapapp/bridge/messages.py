"""The messages of the map page, as dataclasses.

Each message travels as one JSON object whose ``type`` names it. Messages to the page carry
a ``serial``; the page answers each batch it has painted with ``idle`` and the last serial it
has seen, so that a caller (or a test) can wait for a picture without sleeping.

The page is not trusted: ``bridge/decoding.py`` checks every field that comes from it for type and
range. ``resources/web/protocol.d.ts`` says the same to the page's type checker: it is written from
these classes (``packaging/javascript.py protocol``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, ClassVar

from mapapp.core.layer.moved_symbol import MovedSymbol
from mapapp.core.map.placed_label import PlacedLabel
from mapapp.core.record import record
from mapapp.core.style.ground import GROUND_STYLE, GroundStyle

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

PREFIX = "mapapp:"
"""Begins each line of the page's console that is a message."""

# ---- to the page -------------------------------------------------------------------------


@record
class ShowLayers:
    """Draw these layers, the last on top.

    What the page has fetched from an address it keeps, so what changes gets another address.
    """

    type: ClassVar[str] = "show_layers"
    layers: tuple[LayerSource, ...]


@record
class LayerSource:
    """One layer for the page: where its parts are fetched, whether it is shown, how opaque (0…1).

    ``geometry_url`` has what is drawn where, ``symbology_url`` how (``render/page/layers.py``).
    """

    id: str
    geometry_url: str
    symbology_url: str
    visible: bool
    opacity: float = 1.0


@record
class SetVisibility:
    """Show or hide one layer."""

    type: ClassVar[str] = "set_visibility"
    layer: str
    visible: bool


@record
class SetOpacity:
    """Let one layer cover more or less of what is below it, from 0 to 1."""

    type: ClassVar[str] = "set_opacity"
    layer: str
    opacity: float


@record
class SetOrder:
    """Draw the layers in this order, the last on top."""

    type: ClassVar[str] = "set_order"
    layers: tuple[str, ...]


@record
class SetView:
    """Move the map: a centre in degrees and a zoom, which may be fractional."""

    type: ClassVar[str] = "set_view"
    lon: float
    lat: float
    zoom: float


@record
class FitExtent:
    """Move the map so that a rectangle in degrees fills it."""

    type: ClassVar[str] = "fit_extent"
    west: float
    south: float
    east: float
    north: float


@record
class Select:
    """Make these features (layer id and fid) glow, and no others."""

    type: ClassVar[str] = "select"
    features: tuple[tuple[str, int], ...]


@record
class SetVisibleFeatures:
    """Draw only some features of a layer, a bit for each at an address; all of them for None."""

    type: ClassVar[str] = "set_visible_features"
    layer: str
    url: str | None


@record
class SetTheme:
    """Colours of the ground and of the map furniture, by name, and how the ground is drawn.

    Colours are ``#rrggbb``.
    """

    type: ClassVar[str] = "set_theme"
    colours: Mapping[str, str]
    style: GroundStyle = GROUND_STYLE


@record
class SetLabels:
    """The labels of the present view, placed without collisions, and dots for named places."""

    type: ClassVar[str] = "set_labels"
    labels: tuple[PlacedLabel, ...]
    dots: tuple[tuple[float, float], ...] = ()


@record
class FanOut:
    """Draw the symbols of these features, and of no others, away from their points."""

    type: ClassVar[str] = "fan_out"
    moved: tuple[MovedSymbol, ...]


@record
class SetHint:
    """The name of what is under the cursor, or nothing."""

    type: ClassVar[str] = "set_hint"
    text: str


@record
class SetNotice:
    """A remark about what is in view, or nothing."""

    type: ClassVar[str] = "set_notice"
    text: str


@record
class SetWords:
    """The language of the window, ``en`` or ``zh``, and what the buttons of the page are called."""

    type: ClassVar[str] = "set_words"
    language: str
    zoom_in: str
    zoom_out: str


@record
class SetMeasuring:
    """Take clicks as points of a measurement (``MeasureClicked``) from now on, or no longer."""

    type: ClassVar[str] = "set_measuring"
    active: bool


@record
class ShowMeasure:
    """Draw a measurement, or none if ``line`` is empty.

    ``line`` is dense, in degrees that run on past ±180; ``vertices`` are the points that were
    set; ``text`` is the result, to be written at ``text_at``.
    """

    type: ClassVar[str] = "show_measure"
    line: tuple[tuple[float, float], ...]
    vertices: tuple[tuple[float, float], ...]
    fill: bool
    text: str
    text_at: tuple[float, float]


@record
class ShowMarks:
    """Mark these places (lon, lat in degrees) and no others."""

    type: ClassVar[str] = "show_marks"
    places: tuple[tuple[float, float], ...]


@record
class Ping:
    """Nothing to do but to answer with ``idle`` once all is painted."""

    type: ClassVar[str] = "ping"


ToPage = (
    ShowLayers | SetVisibility | SetOpacity | SetOrder | SetView | FitExtent | Select
    | SetVisibleFeatures | SetTheme | SetLabels | FanOut | SetHint | SetNotice | SetWords
    | SetMeasuring | ShowMeasure | ShowMarks | Ping
)  # fmt: skip


def encode(message: ToPage, serial: int) -> str:
    """One message to the page as JSON text."""
    body = {"type": message.type, "serial": serial, **_fields_of(message)}
    return json.dumps(
        body, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_fields_of
    )


def _fields_of(one: DataclassInstance) -> dict[str, object]:
    """The fields of a record as they are; ``asdict`` would copy what is in them, too."""
    return {each.name: getattr(one, each.name) for each in fields(one)}


# ---- from the page -----------------------------------------------------------------------


@record
class Ready:
    """The page has loaded and listens."""

    type: ClassVar[str] = "ready"


@record
class Idle:
    """Everything up to ``serial`` has been fetched, drawn and painted."""

    type: ClassVar[str] = "idle"
    serial: int


@record
class View:
    """What the map shows: centre and bounds in degrees, zoom, size in CSS pixels.

    Longitudes go on past ±180 in further copies of the world.
    """

    lon: float
    lat: float
    zoom: float
    west: float
    south: float
    east: float
    north: float
    width_px: int
    height_px: int


@record
class ViewChanged:
    """The map came to rest on a new view."""

    type: ClassVar[str] = "view_changed"
    view: View


@record
class Clicked:
    """A click at a point in degrees, at a zoom; ``extend`` when Ctrl or Shift was held."""

    type: ClassVar[str] = "clicked"
    lon: float
    lat: float
    zoom: float
    extend: bool


@record
class Hovered:
    """The cursor rests or moves over a point in degrees."""

    type: ClassVar[str] = "hovered"
    lon: float
    lat: float


@record
class HoverEnded:
    """The cursor left the map."""

    type: ClassVar[str] = "hover_ended"


@record
class ContextMenu:
    """The secondary button at a point in degrees and in pixels of the view."""

    type: ClassVar[str] = "context_menu"
    lon: float
    lat: float
    x_px: int
    y_px: int


@record
class MeasureClicked:
    """A click at a point in degrees while measuring; it is no ``Clicked`` as well."""

    type: ClassVar[str] = "measure_clicked"
    lon: float
    lat: float


@record
class MeasureEnded:
    """A double click while measuring; its first click was a ``MeasureClicked``."""

    type: ClassVar[str] = "measure_ended"


@record
class PageFailed:
    """The page could not fetch or draw something."""

    type: ClassVar[str] = "failed"
    text: str


FromPointer = Clicked | Hovered | HoverEnded | ContextMenu | MeasureClicked | MeasureEnded
"""What the user does on the map."""

FromPage = Ready | Idle | ViewChanged | FromPointer | PageFailed
