"""What the map shows, and who is told when that changes.

The widgets and the page are views of this state: they change it and they listen to it, and
never talk to one another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mapapp.core.events import Event
from mapapp.core.extent import LIAONING, MAX_LAT_DEG, Extent
from mapapp.core.filters import NO_FILTER, Criteria, LayerFilter
from mapapp.core.layerspec import Language, LayerSpec, Theme
from mapapp.core.mercator import fit_zoom, lat_of, lon_of, world_px, world_x, world_y


@dataclass(frozen=True, slots=True)
class FeatureRef:
    """A feature by its layer's id and its row number."""

    layer: str
    fid: int


@dataclass(frozen=True, slots=True)
class ViewState:
    """The visible part of the map: centre in degrees, zoom, and size in CSS pixels."""

    lon: float
    lat: float
    zoom: float
    width_px: int
    height_px: int

    @classmethod
    def fitting(cls, extent: Extent, width_px: int, height_px: int) -> ViewState:
        """The view that shows an extent as large as it fits."""
        middle_y = float(world_y(extent.south) + world_y(extent.north)) / 2
        zoom = fit_zoom(extent, width_px, height_px)
        return cls(extent.center[0], lat_of(middle_y), zoom, width_px, height_px)

    @property
    def extent(self) -> Extent:
        """The rectangle that is visible, at most once around the world."""
        half_x = min(self.width_px / 2 / world_px(self.zoom), 0.5)
        half_y = self.height_px / 2 / world_px(self.zoom)
        x, y = float(world_x(self.lon)), float(world_y(self.lat))
        west = lon_of(x - half_x)
        wrapped = (west + 180) % 360 - 180
        south, north = lat_of(y + half_y), lat_of(y - half_y)
        return Extent(
            wrapped, max(south, -MAX_LAT_DEG), wrapped + half_x * 720, min(north, MAX_LAT_DEG)
        )


class MapState:
    """Layers in drawing order, which are visible, what is selected, and the view.

    Events:
        visibility_changed: the id of a layer that was shown or hidden.
        selection_changed: the references that are selected now.
        view_changed: the view the map came to rest on.
        filter_changed: the id of a layer of which other features are shown now.
        as_of_changed: the year at whose end the map looks, or None for all that is known.
        language_changed: the language of names on the map and in the panels.
        theme_changed: the theme of ground and symbols.
    """

    def __init__(self, specs: tuple[LayerSpec, ...], language: Language, theme: Theme) -> None:
        self.specs = specs
        self._visible = {spec.id: spec.visible for spec in specs}
        self._selection: tuple[FeatureRef, ...] = ()
        self._view = ViewState.fitting(LIAONING, 800, 600)
        self._filters: dict[str, LayerFilter] = {}
        self._as_of_year: int | None = None
        self._language = language
        self._theme = theme
        self.visibility_changed: Event[str] = Event()
        self.selection_changed: Event[tuple[FeatureRef, ...]] = Event()
        self.view_changed: Event[ViewState] = Event()
        self.filter_changed: Event[str] = Event()
        self.as_of_changed: Event[int | None] = Event()
        self.language_changed: Event[Language] = Event()
        self.theme_changed: Event[Theme] = Event()

    @property
    def selection(self) -> tuple[FeatureRef, ...]:
        """What is selected, first found first."""
        return self._selection

    @property
    def view(self) -> ViewState:
        """The view the map came to rest on last."""
        return self._view

    @property
    def as_of_year(self) -> int | None:
        """The year at whose end the map looks, or None for all that is known."""
        return self._as_of_year

    @property
    def language(self) -> Language:
        """The language of names."""
        return self._language

    @property
    def theme(self) -> Theme:
        """Light or dark."""
        return self._theme

    def is_visible(self, layer: str) -> bool:
        """Whether a layer is shown."""
        return self._visible[layer]

    def visible_specs(self) -> tuple[LayerSpec, ...]:
        """The layers that are shown, in drawing order."""
        return tuple(spec for spec in self.specs if self._visible[spec.id])

    def filter(self, layer: str) -> LayerFilter:
        """What of a layer is wanted."""
        return self._filters.get(layer, NO_FILTER)

    def criteria(self, layer: str) -> Criteria:
        """What features of a layer must meet to be shown, at this moment."""
        wanted = self.filter(layer)
        extent = self._view.extent if wanted.in_view else None
        return Criteria(wanted.expression, wanted.text, extent, self._as_of_year)

    def set_visible(self, layer: str, visible: bool) -> None:
        """Show or hide a layer."""
        if self._visible[layer] != visible:
            self._visible[layer] = visible
            self.visibility_changed.emit(layer)

    def select(self, features: Iterable[FeatureRef]) -> None:
        """Select these features and no others."""
        chosen = tuple(features)
        if chosen != self._selection:
            self._selection = chosen
            self.selection_changed.emit(chosen)

    def set_view(self, view: ViewState) -> None:
        """Record where the map came to rest."""
        if view != self._view:
            self._view = view
            self.view_changed.emit(view)
            for layer, wanted in self._filters.items():
                if wanted.in_view:
                    self.filter_changed.emit(layer)

    def set_filter(self, layer: str, wanted: LayerFilter) -> None:
        """Show only what of a layer is wanted."""
        if wanted != self.filter(layer):
            self._filters[layer] = wanted
            self.filter_changed.emit(layer)

    def set_as_of_year(self, year: int | None) -> None:
        """Look at the end of a year, or at all that is known."""
        if year != self._as_of_year:
            self._as_of_year = year
            self.as_of_changed.emit(year)

    def set_language(self, language: Language) -> None:
        """Name things in another language."""
        if language != self._language:
            self._language = language
            self.language_changed.emit(language)

    def set_theme(self, theme: Theme) -> None:
        """Change to light or dark."""
        if theme != self._theme:
            self._theme = theme
            self.theme_changed.emit(theme)
