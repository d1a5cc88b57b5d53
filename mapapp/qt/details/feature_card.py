"""One feature's card: names, figures with date and source, ties, and the list of sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QMenu, QTextBrowser, QToolButton

from mapapp.core.layer.spec import LayerSpec
from mapapp.core.style.symbology import Theme
from mapapp.core.text import Language
from mapapp.qt.details.card_document import ENTITY, CardWriter
from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.icons import layer_icon
from mapapp.render.card.card import Card
from mapapp.render.card.text import card_as_csv, card_as_markdown, card_as_text

_MENU_PX = 28


class FeatureCard(QTextBrowser):
    """Shows a card, as tall as its text; ``card`` is what it shows.

    Signals:
        entity_followed: the id of another entity, whose link was activated.
        zoom_requested: the user wants to see the feature on the map.
        table_requested: the user wants to see it among the others of its layer.
    """

    entity_followed = Signal(str)
    zoom_requested = Signal()
    table_requested = Signal()

    def __init__(
        self, card: Card, spec: LayerSpec, theme: Theme, language: Language, position: str
    ) -> None:
        super().__init__()
        self.card = card
        self._language: Language = language
        self.setObjectName("card")
        self.setAccessibleName(card.title)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.anchorClicked.connect(self._follow)
        self._writer = CardWriter(self.document(), theme, language)
        self._writer.header(card, layer_icon(spec, theme), position, _MENU_PX)
        self._write(card)
        self._button = self._menu_button()

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: grow or shrink with the text at the new width."""
        super().resizeEvent(event)
        self._writer.fit(self.viewport().width())
        self.setFixedHeight(round(self.document().size().height()) + 1)
        self._button.move(self.width() - _MENU_PX, 0)

    @guarded(None)
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: leave scrolling to the panel around."""
        event.ignore()

    def menu(self) -> QMenu:
        """What can be done with the card."""
        menu = QMenu(self)
        copies: Mapping[str, Callable[[], str]] = {
            self.tr("Copy as text"): lambda: card_as_text(self.card, self._language),
            self.tr("Copy as Markdown"): lambda: card_as_markdown(self.card, self._language),
            self.tr("Copy as CSV"): lambda: card_as_csv(self.card, self._language),
        }
        for text, make in copies.items():
            menu.addAction(text, partial(_copy, make))
        menu.addSeparator()
        menu.addAction(self.tr("Zoom to"), self.zoom_requested.emit)
        menu.addAction(self.tr("Open in table"), self.table_requested.emit)
        return menu

    def _write(self, card: Card) -> None:
        writer = self._writer
        for field in card.fields:
            writer.field(field)
        for entry in card.entries:
            writer.entry(entry)
        if card.undated:
            writer.heading(self.tr("Undated"))
            for entry in card.undated:
                writer.entry(entry)
        writer.relations(card.relations)
        for number, source in enumerate(card.sources, 1):
            sponsored = self.tr(" (sponsored)") if source.is_sponsored else ""
            writer.source(number, source, sponsored, first=number == 1)
        if writer.is_cut:
            writer.remark(self.tr("Long texts are shortened here; the ⋯ menu copies them in full."))
        writer.finish()

    def _menu_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("card-menu")
        button.setText("⋯")
        button.setFixedWidth(_MENU_PX)
        button.setToolTip(self.tr("Copy this card, or see it elsewhere"))
        button.setAccessibleName(self.tr("Copy or see elsewhere"))
        button.clicked.connect(self._open_menu)
        return button

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._button.mapToGlobal(self._button.rect().bottomLeft()))

    def _follow(self, url: QUrl) -> None:
        address = url.toString()
        if address.startswith(ENTITY):
            self.entity_followed.emit(address.removeprefix(ENTITY))
        else:  # only what core/texts/links.py lets through is a link
            QDesktopServices.openUrl(url)


def _copy(make: Callable[[], str]) -> None:
    QGuiApplication.clipboard().setText(make())
