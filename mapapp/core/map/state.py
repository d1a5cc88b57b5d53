"""What the map shows, and who is told when that changes.

The widgets and the page are views of this state: they change it and they listen to it, and
never talk to one another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mapapp.core.events import Event
from mapapp.core.expression.filters import NO_FILTER, Criteria, LayerFilter
from mapapp.core.geo.extent import LIAONING, MAX_LAT_DEG, Extent
from mapapp.core.geo.mercator import fit_zoom, lat_of, lon_of, world_px, world_x, world_y
from mapapp.core.layer.lookup import unknown_layer
from mapapp.core.layer.order import completed_order
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.layer_changes import LayersChange, distinct
from mapapp.core.map.unopened import UnopenedLayer
from mapapp.core.record import record
from mapapp.core.style.symbology import Classes, SymbolSpec, Theme
from mapapp.core.text import Language


@record
class FeatureRef:
    """A feature by its layer's id and its row number."""

    layer: str
    fid: int


@record
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

    def pixel(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a position is, in CSS pixels from the upper left corner."""
        x = float(world_x(lon) - world_x(self.lon)) * world_px(self.zoom) + self.width_px / 2
        y = float(world_y(lat) - world_y(self.lat)) * world_px(self.zoom) + self.height_px / 2
        return x, y


class MapState:
    """Layers in drawing order, which are visible, what is selected, and the view.

    A ticked layer (``is_visible``) is shown (``is_shown``) unless another one is solo.

    Every method that takes the id of a layer raises ``UsageError`` where there is no such layer.

    Events:
        layers_changed: a ``LayersChange``: layers came, went, or are other ones now. Their order
            may be another, too, and what belonged to a layer that went is gone already.
        visibility_changed: the id of a layer that was ticked or unticked, shown or hidden.
        opacity_changed: the id of a layer whose opacity changed.
        order_changed: the ids of all layers in their new drawing order.
        solo_changed: the id of the layer that alone is shown now, or None.
        selection_changed: the references that are selected now; also where others were found.
        view_changed: the view the map came to rest on.
        filter_changed: the id of a layer of which other features are shown now.
        as_of_changed: the year at whose end the map looks, or None for all that is known.
        language_changed: the language of names on the map and in the panels.
        theme_changed: the theme of ground and symbols.
        unopened_changed: the layers of the workspace that cannot be opened now.
        data_returned: features of these layers, or for None of any, can be read again or anew.
    """

    def __init__(self, specs: tuple[LayerSpec, ...], language: Language, theme: Theme) -> None:
        self.shipped = {spec.id: spec for spec in specs}
        """The layers as they were at first, by id."""
        self._specs = specs
        self._by_id = dict(self.shipped)
        self._default_order = tuple(self._by_id)
        self._opacity = dict.fromkeys(self._default_order, 1.0)
        self._solo: str | None = None
        self._visible = {spec.id: spec.visible for spec in specs}
        self._selection: tuple[FeatureRef, ...] = ()
        self._found: tuple[FeatureRef, ...] = ()
        self._view = ViewState.fitting(LIAONING, 800, 600)
        self._filters: dict[str, LayerFilter] = {}
        self._unopened: tuple[UnopenedLayer, ...] = ()
        self._as_of_year: int | None = None
        self._language = language
        self._theme = theme
        self.layers_changed: Event[LayersChange] = Event()
        self.visibility_changed: Event[str] = Event()
        self.opacity_changed: Event[str] = Event()
        self.order_changed: Event[tuple[str, ...]] = Event()
        self.solo_changed: Event[str | None] = Event()
        self.selection_changed: Event[tuple[FeatureRef, ...]] = Event()
        self.view_changed: Event[ViewState] = Event()
        self.filter_changed: Event[str] = Event()
        self.as_of_changed: Event[int | None] = Event()
        self.language_changed: Event[Language] = Event()
        self.theme_changed: Event[Theme] = Event()
        self.unopened_changed: Event[tuple[UnopenedLayer, ...]] = Event()
        self.data_returned: Event[frozenset[str] | None] = Event()

    @property
    def specs(self) -> tuple[LayerSpec, ...]:
        """All layers in drawing order, the last on top."""
        return self._specs

    @property
    def order(self) -> tuple[str, ...]:
        """The ids of all layers in drawing order, the last on top."""
        return tuple(spec.id for spec in self._specs)

    @property
    def taken_ids(self) -> frozenset[str]:
        """The ids of all layers, those that cannot be opened too."""
        return frozenset([*self._by_id, *(layer.id for layer in self._unopened)])

    @property
    def solo(self) -> str | None:
        """The layer that alone is shown, or None."""
        return self._solo

    @property
    def unopened(self) -> tuple[UnopenedLayer, ...]:
        """The layers of the workspace that cannot be opened now, from the lowest."""
        return self._unopened

    @property
    def selection(self) -> tuple[FeatureRef, ...]:
        """What is selected; the details are those of the first."""
        return self._selection

    @property
    def found(self) -> tuple[FeatureRef, ...]:
        """What can be leafed through: all that was found where the selection was made.

        After a click only the first of it is selected; of rows of a table all are.
        """
        return self._found

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

    def has(self, layer: str) -> bool:
        """Whether there is a layer of an id."""
        return layer in self._by_id

    def spec(self, layer: str) -> LayerSpec:
        """The layer of an id."""
        self._check(layer)
        return self._by_id[layer]

    def is_visible(self, layer: str) -> bool:
        """Whether a layer is ticked."""
        self._check(layer)
        return self._visible[layer]

    def is_shown(self, layer: str) -> bool:
        """Whether a layer is drawn: it is ticked and no other is solo, or it is solo."""
        self._check(layer)
        return self._visible[layer] if self._solo is None else layer == self._solo

    def opacity(self, layer: str) -> float:
        """How much a layer covers what is below it, from 0 to 1."""
        self._check(layer)
        return self._opacity[layer]

    def visible_specs(self) -> tuple[LayerSpec, ...]:
        """The layers that are shown, in drawing order."""
        return tuple(spec for spec in self._specs if self.is_shown(spec.id))

    def filter(self, layer: str) -> LayerFilter:
        """What of a layer is wanted."""
        self._check(layer)
        return self._filters.get(layer, NO_FILTER)

    def criteria(self, layer: str) -> Criteria:
        """What features of a layer must meet to be shown, at this moment."""
        wanted = self.filter(layer)
        extent = self._view.extent if wanted.in_view else None
        return Criteria(wanted.expression, wanted.text, extent, self._as_of_year)

    def map_criteria(self, layer: str) -> Criteria:
        """The same for the map, where the visible extent leaves nothing out."""
        return replace(self.criteria(layer), extent=None)

    def set_visible(self, layer: str, visible: bool) -> None:
        """Tick or untick a layer."""
        self._check(layer)
        if self._visible[layer] != visible:
            self._visible[layer] = visible
            self.visibility_changed.emit(layer)

    def show(self, layer: str) -> None:
        """Tick a layer, and end the solo of another."""
        self._check(layer)
        if self._solo not in (None, layer):
            self.set_solo(None)
        self.set_visible(layer, True)

    def set_opacity(self, layer: str, opacity: float) -> None:
        """Let a layer cover more or less of what is below it; from 0 to 1."""
        self._check(layer)
        if opacity != self._opacity[layer]:
            self._opacity[layer] = opacity
            self.opacity_changed.emit(layer)

    def set_solo(self, layer: str | None) -> None:
        """Show one layer alone, ticked or not, or all ticked ones again (None)."""
        if layer is not None:
            self._check(layer)
        if layer != self._solo:
            before = self._shown_layers()
            self._solo = layer
            self._tell_solo(before)

    def set_order(self, layers: Iterable[str]) -> None:
        """Draw the layers in another order, the last on top.

        Layers that are not named keep their place above the one they follow at first.
        """
        wanted = tuple(layers)
        for layer in wanted:
            self._check(layer)
        order = completed_order(wanted, self._default_order)
        if order != self.order:
            self._specs = tuple(self._by_id[id_] for id_ in order)
            self.order_changed.emit(order)

    def add_layer(self, spec: LayerSpec, above: str | None = None) -> None:
        """Have one layer more, drawn directly above another one, or on top of all.

        Raises:
            UsageError: if there is a layer of its id already, or none of the id ``above``.
        """
        at = len(self._specs) if above is None else self.order.index(self.spec(above).id) + 1
        self.set_layers((*self._specs[:at], spec, *self._specs[at:]))

    def remove_layer(self, layer: str) -> None:
        """Have a layer no more, nor anything of it: its solo ends, its features are deselected."""
        self._check(layer)
        self.set_layers(spec for spec in self._specs if spec.id != layer)

    def replace_layer(self, spec: LayerSpec) -> None:
        """Have another layer in the place of the one of its id.

        Tick and opacity stay; filter and selection go where features come from another source.
        """
        self._check(spec.id)
        self.set_layers(spec if old.id == spec.id else old for old in self._specs)

    def restyle(self, layer: str, symbol: SymbolSpec, classes: Classes | None = None) -> None:
        """Draw a layer with another symbol, and by other classes or (None) by none."""
        self.replace_layer(replace(self.spec(layer), symbol=symbol, classes=classes))

    def set_layers(self, specs: Iterable[LayerSpec]) -> None:
        """Have these layers and no others, in this drawing order, the last on top.

        All that changes of layers is one event.

        Raises:
            UsageError: if two have the same id.
        """
        wanted = tuple(distinct(specs))
        change, order = LayersChange.between(self._specs, wanted), self.order
        shown, solo = self._shown_layers(), self._solo
        selection = self._selection, self._found
        self._take_layers(wanted, change.lost)
        if change:
            self.layers_changed.emit(change)
        elif self.order != order:
            self.order_changed.emit(self.order)
        if self._solo != solo:
            self._tell_solo(shown)
        if (self._selection, self._found) != selection:
            self.selection_changed.emit(self._selection)

    def set_unopened(self, layers: tuple[UnopenedLayer, ...]) -> None:
        """Keep these layers, which cannot be opened now."""
        if layers != self._unopened:
            self._unopened = layers
            self.unopened_changed.emit(layers)

    def select(self, features: Iterable[FeatureRef], found: Iterable[FeatureRef] = ()) -> None:
        """Select these features and no others, of all that was ``found``; else there are no more.

        What was found has the selected ones among it.
        """
        chosen = tuple(features)
        among = tuple(found) or chosen
        for ref in among:
            self._check(ref.layer)
        if (chosen, among) != (self._selection, self._found):
            self._selection, self._found = chosen, among
            self.selection_changed.emit(chosen)

    def turn_to(self, ref: FeatureRef) -> None:
        """Have another of what was found first: alone, or before the rest if all is selected."""
        rest = self._selection if ref in self._selection else ()
        self.select((ref, *(other for other in rest if other != ref)), self._found)

    def set_view(self, view: ViewState) -> None:
        """Record where the map came to rest."""
        if view != self._view:
            self._view = view
            self.view_changed.emit(view)
            for layer, wanted in tuple(self._filters.items()):
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

    def _check(self, layer: str) -> None:
        if layer not in self._by_id:
            raise unknown_layer(layer, self.order)

    def _take_layers(self, specs: tuple[LayerSpec, ...], lost: frozenset[str]) -> None:
        """Have other layers, and forget what belonged to the ``lost`` features of old ones."""
        self._specs = specs
        self._by_id = {spec.id: spec for spec in specs}
        self._default_order = completed_order(self._default_order, tuple(self._by_id))
        self._visible = {spec.id: self._visible.get(spec.id, spec.visible) for spec in specs}
        self._opacity = {spec.id: self._opacity.get(spec.id, 1.0) for spec in specs}
        self._filters = {id_: f for id_, f in self._filters.items() if id_ not in lost}
        self._solo = self._solo if self._solo in self._by_id else None
        self._selection = tuple(ref for ref in self._selection if ref.layer not in lost)
        found = tuple(ref for ref in self._found if ref.layer not in lost)
        self._found = found if self._selection else ()

    def _shown_layers(self) -> frozenset[str]:
        return frozenset(spec.id for spec in self.visible_specs())

    def _tell_solo(self, before: frozenset[str]) -> None:
        """Emit that another layer is solo, and what is shown or hidden by that."""
        self.solo_changed.emit(self._solo)
        for layer in self.order:
            if (layer in before) != self.is_shown(layer):
                self.visibility_changed.emit(layer)
