"""One feature's card: names, figures with date and source, ties, and the list of sources."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QGuiApplication,
    QKeyEvent,
    QResizeEvent,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QTextBrowser, QToolButton

from mapapp.core.disk.near_pictures import may_name_picture
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.style.symbology import Theme
from mapapp.core.text import COLON, Language
from mapapp.qt.details.card_document import ENTITY, FOLD, PICTURE, CardWriter
from mapapp.qt.details.field_pictures import FieldPicture, FieldPictures, ShownPicture
from mapapp.qt.details.small_chart import chart_description
from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.icons import layer_icon
from mapapp.render.card.card import Card
from mapapp.render.card.entries import CardEntry
from mapapp.render.card.text import CardForm, written_card

if TYPE_CHECKING:
    from mapapp.store.editing.editable import EditableLayer

_MENU_PX = 28
_COPIED_MS = 2000
_MOST_PICTURES = 12


class FeatureCard(QTextBrowser):
    """Shows a card, as tall as its text; ``card`` is what it shows.

    Signals:
        entity_followed: the id of another entity, whose link was activated.
        zoom_requested: the user wants to see the feature on the map.
        table_requested: the user wants to see it among the others of its layer.
        copied: the card was copied.
        move_requested, deletion_requested: the feature of a layer that can be edited is to be
            elsewhere, or not to be.
    """

    entity_followed = Signal(str)
    zoom_requested = Signal()
    table_requested = Signal()
    copied = Signal()
    move_requested = Signal()
    deletion_requested = Signal()

    _edited: EditableLayer | None = None

    def __init__(
        self,
        card: Card,
        spec: LayerSpec,
        theme: Theme,
        language: Language,
        position: str,
        unfolded: set[str] | None = None,
        pictures: FieldPictures | None = None,
    ) -> None:
        """Write a card.

        Args:
            card: what is known of the feature.
            spec: its layer.
            theme: of the window.
            language: of the card.
            position: where the feature is, as it is to be read, or empty.
            unfolded: the attributes whose rivals are shown; what the user unfolds is put into it.
            pictures: reads those that the feature's own row names; without, they stay texts.
        """
        super().__init__()
        self.card = card
        self._spec, self._theme = spec, theme
        self._language: Language = language
        self._position = position
        self._unfolded = set[str]() if unfolded is None else unfolded
        self._by_key = False
        self._pictures: dict[int, FieldPicture] = {}
        self.setObjectName("card")
        self.setAccessibleName(card.title)
        self.setAccessibleDescription(_charts_in_words(card))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.anchorClicked.connect(self._follow)
        self._writer = self._write()
        self._button = self._menu_button()
        self._ask_for(pictures)

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: grow or shrink with the text at the new width."""
        super().resizeEvent(event)
        self._fit()
        self._button.move(self.width() - _MENU_PX, 0)

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: follow the link that has the focus, among others."""
        self._by_key = True
        super().keyPressEvent(event)
        self._by_key = False

    @guarded(None)
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: leave scrolling to the panel around."""
        event.ignore()

    def offer_edits(self, edited: EditableLayer | None) -> None:
        """Offer in the menu what can be edited of the layer, if anything can be."""
        self._edited = edited

    def menu(self) -> QMenu:
        """What can be done with the card; the menu Map has the same of what is selected."""
        menu = QMenu(self)
        forms: Mapping[CardForm, str] = {
            "text": self.tr("Copy as text"),
            "markdown": self.tr("Copy as Markdown"),
            "csv": self.tr("Copy as CSV"),
        }
        for form, text in forms.items():
            menu.addAction(text, partial(self._copy, form))
        menu.addSeparator()
        menu.addAction(self.tr("Zoom to it"), self.zoom_requested.emit)
        menu.addAction(self.tr("Show in table"), self.table_requested.emit)
        if self._edited is not None:
            menu.addSeparator()
            if self._edited.has_points:
                menu.addAction(self.tr("Move…"), self.move_requested.emit)
            menu.addAction(self.tr("Delete"), self.deletion_requested.emit)
        return menu

    def _write(self) -> CardWriter:
        card = self.card
        writer = CardWriter(self.document(), self._theme, self._language, card.sources)
        writer.header(card, layer_icon(self._spec, self._theme), self._position, _MENU_PX)
        for number, field in enumerate(card.fields):
            writer.field(field, self._shown_picture(number))
        for entry in card.key:
            writer.key(entry, is_open=entry.id in self._unfolded)
        for group in card.groups:
            if card.key or len(card.groups) > 1:
                writer.heading(group.title)
            self._write_entries(writer, group.entries)
        if card.undated:
            writer.heading(self.tr("Undated"))
            self._write_entries(writer, card.undated)
        writer.relations(card.relations)
        for number, source in enumerate(card.sources, 1):
            sponsored = self.tr(" (sponsored)") if source.is_sponsored else ""
            writer.source(number, source, sponsored, first=number == 1)
        if writer.is_cut:
            writer.remark(self.tr("Long texts are shortened here; the ⋯ menu copies them in full."))
        writer.finish()
        return writer

    def _write_entries(self, writer: CardWriter, entries: tuple[CardEntry, ...]) -> None:
        for entry in entries:
            writer.entry(entry, is_open=entry.id in self._unfolded)

    def _ask_for(self, pictures: FieldPictures | None) -> None:
        """Have the pictures read that the row names."""
        if pictures is None or not self._spec.source.uri:
            return
        fields = enumerate(self.card.fields)
        naming = [number for number, field in fields if may_name_picture(field.value)]
        for number in naming[:_MOST_PICTURES]:
            text = self.card.fields[number].value
            pictures.read(Path(self._spec.source.uri), text, partial(self._show_picture, number))

    def _show_picture(self, number: int, picture: FieldPicture) -> None:
        """Show a picture above the text that names it, now that it has been read."""
        self._pictures[number] = picture
        self._write_again()
        shown = [
            f"{self.card.fields[number].label}{COLON.get(self._language)}{self._told(picture)}"
            for number, picture in sorted(self._pictures.items(), key=itemgetter(0))
        ]
        parts = [_charts_in_words(self.card), *shown]
        self.setAccessibleDescription("\n".join(filter(None, parts)))

    def _shown_picture(self, number: int) -> ShownPicture | None:
        """The picture that a field names, if it has been read."""
        picture = self._pictures.get(number)
        if picture is None:
            return None
        return ShownPicture(picture.image, f"{PICTURE}{number}", self._told(picture))

    def _told(self, picture: FieldPicture) -> str:
        """What a picture is, for who hovers over it or cannot see it."""
        sides = self.tr("Picture, {0} × {1} px. Click or press Enter to open it.")
        return sides.format(*(f"{side:,}" for side in picture.full_px))

    def _write_again(self) -> None:
        self.document().clear()
        self._writer = self._write()
        self._fit()

    def _fit(self) -> None:
        self._writer.fit(self.viewport().width())
        self.setFixedHeight(round(self.document().size().height()) + 1)

    def _fold(self, attribute: str) -> None:
        """Show or hide what rivals say; a link that was followed by key keeps the focus."""
        self._unfolded ^= {attribute}
        self._write_again()
        if self._by_key:
            start, end = self._writer.folds[attribute]
            link = self.textCursor()
            link.setPosition(start)
            link.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(link)

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
        elif address.startswith(FOLD):
            self._fold(address.removeprefix(FOLD))
        elif address.startswith(PICTURE):
            path = self._pictures[int(address.removeprefix(PICTURE))].path
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        else:  # only what core/texts/links.py lets through is a link
            QDesktopServices.openUrl(url)

    def _copy(self, form: CardForm) -> None:
        text = written_card(form, self.card, self._language, self._position)
        QGuiApplication.clipboard().setText(text)
        self._show_copied()
        self.copied.emit()

    def _show_copied(self) -> None:
        """Say so under the button for a moment; a tooltip would go with the menu's focus."""
        sign = QLabel(self.tr("Copied"), self)
        sign.setObjectName("copied")
        sign.adjustSize()
        sign.move(self.width() - sign.width(), self._button.height())
        sign.show()
        QTimer.singleShot(_COPIED_MS, sign, sign.deleteLater)


def _charts_in_words(card: Card) -> str:
    """What the charts of a card show, for who cannot see them."""
    charted = ((entry.label, entry.chart) for entry in card.entries if entry.chart)
    return "\n".join(f"{label}\n{chart_description(chart)}" for label, chart in charted)
