"""The details at the right: one card a selected feature, or one of the place that has the pin."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from mapapp.core.layer.feature import Feature
from mapapp.core.map.state import FeatureRef, MapState
from mapapp.core.text import Language
from mapapp.qt.details.feature_card import FeatureCard
from mapapp.qt.details.place_view import PlaceView
from mapapp.qt.parts.extension import Extension, PanelSpec
from mapapp.qt.parts.subscription import connect
from mapapp.render.card.card import make_card
from mapapp.render.card.place import PlaceCard
from mapapp.store.catalogue import LayerCatalogue

_WIDTH_PX, _NARROW_PX = 336, 236


class DetailsPanel(Extension, QScrollArea):
    """Shows a card for each selected feature; where none is, that of a place, or what to do.

    Signals:
        place_shown: the ``PlaceView`` of a place, which has just been made.
        entity_followed: the id of an entity whose link was activated.
        zoom_requested: the id of an entity that is to be seen on the map.
        table_requested: the id of a layer whose table is to be seen.
        copied: a card was copied.
    """

    place_shown = Signal(object)
    entity_followed = Signal(str)
    zoom_requested = Signal(str)
    table_requested = Signal(str)
    copied = Signal()

    def __init__(
        self, state: MapState, catalogue: LayerCatalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._write_position: Callable[[float, float], str] = lambda _lon, _lat: ""
        self.setObjectName("details")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.cards: tuple[FeatureCard, ...] = ()
        self._unfolded: dict[FeatureRef, set[str]] = {}
        self.place_view: PlaceView | None = None
        self._make_place: Callable[[], PlaceCard | None] = lambda: None
        self._state = state
        self._catalogue = catalogue
        connect(self, state.selection_changed, self._show)
        connect(self, state.as_of_changed, self._show_again)
        connect(self, state.theme_changed, self._show_again)
        connect(self, state.data_returned, self._show_again)
        connect(self, state.layers_changed, self._show_again)
        connect(self, state.visibility_changed, self._show_place_again)
        connect(self, state.solo_changed, self._show_place_again)
        connect(self, state.filter_changed, self._show_place_again)
        self._show(state.selection)

    def panel(self) -> PanelSpec:
        """Itself, at the right."""
        return PanelSpec(
            id="details",
            title=self.tr("&Details"),
            tip=self.tr("Show or hide what is known about the selection."),
            widget=self,
            area=Qt.DockWidgetArea.RightDockWidgetArea,
            shortcut="Ctrl+2",
            is_titled=True,
            width_px=_WIDTH_PX,
            narrow_px=_NARROW_PX,
        )

    def retranslate(self) -> None:
        """Write the cards in the language of the window."""
        self._show(self._state.selection)

    def write_positions(self, write: Callable[[float, float], str]) -> None:
        """Write positions (WGS84 lon, lat in degrees) on the cards from now on in this way."""
        self._write_position = write
        self._show(self._state.selection)

    def show_place(self, make: Callable[[], PlaceCard | None]) -> None:
        """Show from now on, where nothing is selected, the card that ``make`` makes, if any."""
        self._make_place = make
        self._show(self._state.selection)

    def _show_place_again(self, _: object) -> None:
        """Other features may be the nearest now."""
        if self.place_view is not None:
            self._show(self._state.selection)

    def _show_again(self, _: object) -> None:
        self._show(self._state.selection)

    def _show(self, selection: tuple[FeatureRef, ...]) -> None:
        self.setAccessibleName(self.tr("Details"))
        body = QWidget()
        body.setObjectName("details")
        column = QVBoxLayout(body)
        column.setContentsMargins(12, 4, 12, 12)
        column.setSpacing(16)
        self._unfolded = {ref: self._unfolded.get(ref, set()) for ref in selection}
        self.cards = tuple(self._card(ref, self._state.language) for ref in selection)
        for card in self.cards:
            column.addWidget(card)
        self.place_view = None if self.cards else self._place_view()
        if not self.cards:
            column.addWidget(self.place_view or self._hint())
        column.addStretch()
        if self.widget() is not None:
            self.takeWidget().deleteLater()  # not at once: a link of it may have led here
        self.setWidget(body)
        self.verticalScrollBar().setValue(0)

    def _card(self, ref: FeatureRef, language: Language) -> FeatureCard:
        spec = self._state.spec(ref.layer)
        feature = self._catalogue.feature(ref.layer, ref.fid)
        card = FeatureCard(
            make_card(
                self._catalogue.atlas,
                spec,
                feature,
                language,
                self._state.as_of_year,
                self._catalogue.open(spec.source).schema.fields,
            ),
            spec,
            self._state.theme,
            language,
            self._position(feature),
            self._unfolded[ref],
        )
        card.entity_followed.connect(self.entity_followed)
        card.zoom_requested.connect(lambda: self.zoom_requested.emit(feature.id))
        card.copied.connect(self.copied)
        card.table_requested.connect(lambda: self.table_requested.emit(ref.layer))
        return card

    def _place_view(self) -> PlaceView | None:
        card = self._make_place()
        if card is None:
            return None
        view = PlaceView(card, self._state.theme, self._state.language)
        self.place_shown.emit(view)
        return view

    def _position(self, feature: Feature) -> str:
        point = feature.geometry
        if point is None or point.geom_type != "Point":
            return ""
        return self._write_position(point.x, point.y)

    def _hint(self) -> QLabel:
        hint = QLabel(self.tr("Click a symbol on the map to read what is known about it."))
        hint.setProperty("role", "secondary")
        hint.setWordWrap(True)
        return hint
