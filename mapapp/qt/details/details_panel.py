"""The details at the right: cards of what is selected, or one of the place that has the pin."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from mapapp.core.layer.feature import Feature
from mapapp.core.map.state import FeatureRef, MapState
from mapapp.core.text import Language
from mapapp.qt.details.feature_card import FeatureCard
from mapapp.qt.details.field_pictures import FieldPictures
from mapapp.qt.details.found_header import FoundHeader
from mapapp.qt.details.place_view import PlaceView
from mapapp.qt.parts.extension import Extension, PanelSpec
from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.subscription import connect
from mapapp.render.card.card import make_card
from mapapp.render.card.place import PlaceCard
from mapapp.store.catalogue import LayerCatalogue

if TYPE_CHECKING:
    from mapapp.store.editing.editable import EditableLayer

_WIDTH_PX, _NARROW_PX = 336, 236


class DetailsPanel(Extension, QScrollArea):
    """Shows the card of what is selected; where nothing is, that of a place, or what to do.

    Of several things that were found at once it shows one card at a time, under a header that
    stays in sight; or all their cards, if that is wanted.

    Signals:
        place_shown: the ``PlaceView`` of a place, which has just been made.
        stepped: 1 for the next of what was found, -1 for the one before.
        all_cards_changed: whether all cards are shown from now on.
        entity_followed: the id of an entity whose link was activated.
        zoom_requested: the id of an entity that is to be seen on the map.
        table_requested: the id of a layer whose table is to be seen.
        copied: a card was copied.
        move_requested, deletion_requested: a feature (its ``FeatureRef``) of a layer that can be
            edited is to be elsewhere, or not to be.
    """

    place_shown = Signal(object)
    stepped = Signal(int)
    all_cards_changed = Signal(bool)
    entity_followed = Signal(str)
    zoom_requested = Signal(str)
    table_requested = Signal(str)
    copied = Signal()
    move_requested = Signal(object)
    deletion_requested = Signal(object)

    def __init__(
        self, state: MapState, catalogue: LayerCatalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._write_position: Callable[[float, float], str] = lambda _lon, _lat: ""
        self._editable: Callable[[str], EditableLayer | None] = lambda _layer: None
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
        self._pictures = FieldPictures(self)
        self._all_cards = False
        self._shown: tuple[FeatureRef, ...] = ()
        self.header = FoundHeader(state, catalogue, self)
        self.header.stepped.connect(self.stepped)
        self.header.turned.connect(state.turn_to)
        self.header.all_toggled.connect(lambda: self.show_all_cards(not self._all_cards))
        self._beside_header = QWidget(self)  # lets the scroll bar begin below the header, too
        self.addScrollBarWidget(self._beside_header, Qt.AlignmentFlag.AlignTop)
        self.header.raise_()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._scroll)
        connect(self, state.selection_changed, lambda _: self._turn())
        connect(self, state.as_of_changed, self._show_again)
        connect(self, state.theme_changed, self._show_again)
        connect(self, state.data_returned, self._show_again)
        connect(self, state.layers_changed, self._show_again)
        connect(self, state.visibility_changed, self._show_place_again)
        connect(self, state.solo_changed, self._show_place_again)
        connect(self, state.filter_changed, self._show_place_again)
        self._show_again()

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
        self._show_again()

    def allow_edits(self, editable: Callable[[str], EditableLayer | None]) -> None:
        """Offer to edit features of layers (their ids) of which ``editable`` knows a table."""
        self._editable = editable
        self._show_again()

    def write_positions(self, write: Callable[[float, float], str]) -> None:
        """Write positions (WGS84 lon, lat in degrees) on the cards from now on in this way."""
        self._write_position = write
        self._show_again()

    def show_all_cards(self, wanted: bool) -> None:
        """Show the cards of all that was found from now on, or one at a time."""
        if wanted != self._all_cards:
            self._all_cards = wanted
            self._turn()
            self.all_cards_changed.emit(wanted)

    def show_place(self, make: Callable[[], PlaceCard | None]) -> None:
        """Show from now on, where nothing is selected, the card that ``make`` makes, if any."""
        self._make_place = make
        self._show_again()

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: let the header be as wide as the panel."""
        super().resizeEvent(event)
        self._place_header()

    def _show_again(self, _: object = None) -> None:
        self._show_header(anew=True)
        self._show(self._wanted())
        self._soon.start()

    def _show_place_again(self, _: object) -> None:
        """Other features may be the nearest now."""
        if self.place_view is not None:
            self._show_again()

    def _turn(self) -> None:
        """Show what is selected now; cards that are there already stay."""
        self._show_header(anew=False)
        if self._wanted() != self._shown or not self._shown:
            self._show(self._wanted())
        self._soon.start()

    def _wanted(self) -> tuple[FeatureRef, ...]:
        state = self._state
        return state.found if self._all_cards else state.selection[:1]

    def _show_header(self, *, anew: bool) -> None:
        state = self._state
        several = len(state.found) > 1
        if several:
            self.header.show_found(
                state.found, state.selection[0], is_all=self._all_cards, anew=anew
            )
        else:
            self.header.clear()
        self.header.setVisible(several)
        self._place_header()

    def _place_header(self) -> None:
        """Keep the header over what is scrolled."""
        height = 0 if self.header.isHidden() else self.header.sizeHint().height()
        self.setViewportMargins(0, height, 0, 0)
        self._beside_header.setFixedHeight(height)
        self.header.setGeometry(0, 0, self.width(), height)

    def _scroll(self) -> None:
        """Bring the card of what is selected to the top, once all cards have their heights."""
        current = self._state.selection[:1]
        at = next((i for i, ref in enumerate(self._shown) if (ref,) == current), 0)
        self.verticalScrollBar().setValue(self.cards[at].y() if at else 0)

    def _show(self, refs: tuple[FeatureRef, ...]) -> None:
        self._shown = refs
        self.setAccessibleName(self.tr("Details"))
        body = QWidget()
        body.setObjectName("details")
        column = QVBoxLayout(body)
        column.setContentsMargins(12, 4, 12, 12)
        column.setSpacing(16)
        self._unfolded = {ref: self._unfolded.get(ref, set()) for ref in refs}
        self._pictures.drop()
        self.cards = tuple(self._card(ref, self._state.language) for ref in refs)
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

    def stop_reading(self) -> None:
        """Read no pictures for cards any more: the window ends."""
        self._pictures.stop()

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
            self._pictures,
        )
        card.offer_edits(self._editable(ref.layer))
        card.entity_followed.connect(self.entity_followed)
        card.zoom_requested.connect(lambda: self.zoom_requested.emit(feature.id))
        card.copied.connect(self.copied)
        card.move_requested.connect(lambda: self.move_requested.emit(ref))
        card.deletion_requested.connect(lambda: self.deletion_requested.emit(ref))
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
