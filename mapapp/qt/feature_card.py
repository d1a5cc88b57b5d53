"""One feature's card: names, figures with date and source, ties, and the list of sources."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mapapp.core.facts import Source
from mapapp.core.layerspec import Language, LayerSpec, Theme
from mapapp.qt.card_parts import Link, Role, rule, text_label
from mapapp.qt.icons import layer_icon
from mapapp.qt.small_chart import SmallChart
from mapapp.render.card import Card, Entry, Figure
from mapapp.render.card_text import card_as_csv, card_as_markdown, card_as_text

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class FeatureCard(QWidget):
    """Shows a card; ``card`` is what it shows.

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
        self.setObjectName("card")
        self.setAccessibleName(card.title)
        self.card = card
        self._theme: Theme = theme
        self._language: Language = language
        self.position = text_label(position, "secondary")
        self.position.setVisible(bool(position))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._header(spec))
        column.addWidget(self.position)
        if card.note:
            column.addWidget(text_label(card.note, "secondary"))
        if card.entries:
            column.addWidget(rule())
            column.addLayout(self._entries(card.entries))
        if card.undated:
            column.addWidget(rule())
            column.addWidget(text_label(self.tr("Without a date"), "value"))
            column.addLayout(self._entries(card.undated))
        if card.relations:
            column.addWidget(rule())
            column.addLayout(self._relations())
        if card.sources:
            column.addWidget(rule())
            for number, source in enumerate(card.sources, 1):
                column.addWidget(text_label(self._source_text(number, source), "secondary"))

    def _header(self, spec: LayerSpec) -> QHBoxLayout:
        icon = QLabel()
        icon.setPixmap(layer_icon(spec, self._theme).pixmap(24, 24))
        icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(text_label(self.card.title, "title"))
        if self.card.other_title:
            names.addWidget(text_label(self.card.other_title, "body"))
        names.addWidget(text_label(" · ".join(self.card.facets), "secondary"))
        header = QHBoxLayout()
        header.setSpacing(8)
        header.addWidget(icon)
        header.addLayout(names, 1)
        header.addWidget(self._menu_button(), 0, Qt.AlignmentFlag.AlignTop)
        return header

    def _menu_button(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("card-menu")
        button.setText("⋯")
        button.setToolTip(self.tr("Copy this card, or see it elsewhere"))
        button.setAccessibleName(self.tr("Copy or see elsewhere"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        copies: dict[str, Callable[[], str]] = {
            self.tr("Copy as text"): lambda: card_as_text(self.card, self._language),
            self.tr("Copy as Markdown"): lambda: card_as_markdown(self.card, self._language),
            self.tr("Copy as CSV"): lambda: card_as_csv(self.card),
        }
        for text, make in copies.items():
            menu.addAction(text, partial(_copy, make))
        menu.addSeparator()
        menu.addAction(self.tr("Zoom to"), self.zoom_requested.emit)
        menu.addAction(self.tr("Open in table"), self.table_requested.emit)
        button.setMenu(menu)
        return button

    def _entries(self, entries: tuple[Entry, ...]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(10)
        for entry in entries:
            block = QVBoxLayout()
            block.setSpacing(1)
            block.addWidget(text_label(entry.label, "secondary"))
            for figure in entry.figures:
                self._add_figure(block, figure)
            if entry.series:
                block.addWidget(SmallChart(entry.series, self._theme))
            column.addLayout(block)
        return column

    def _add_figure(self, block: QVBoxLayout, figure: Figure) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        caution = "⚠ " if figure.doubtful else ""
        number = str(figure.source).translate(_SUPERSCRIPTS)
        role: Role = "old-value" if figure.is_old else "value"
        row.addWidget(text_label(f"{caution}{figure.value} {number}", role), 1)
        period = text_label(figure.period, "secondary")
        period.setWordWrap(False)
        period.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        row.addWidget(period)
        block.addLayout(row)
        if remark := ": ".join(part for part in (figure.mark, figure.remark) if part):
            block.addWidget(text_label(remark, "warning" if figure.doubtful else "secondary"))

    def _relations(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        last = ""
        for row, relation in enumerate(self.card.relations):
            label = relation.label.get(self._language)
            grid.addWidget(text_label("" if label == last else label, "secondary"), row, 0)
            name = relation.name
            link = Link(name.get(self._language) or name.en or name.zh)
            link.activated.connect(partial(self.entity_followed.emit, relation.other))
            grid.addWidget(link, row, 1)
            last = label
        return grid

    def _source_text(self, number: int, source: Source) -> str:
        sponsored = self.tr(" (sponsored)") if source.is_sponsored else ""
        return f"{str(number).translate(_SUPERSCRIPTS)} {source.citation}{sponsored}"


def _copy(make: Callable[[], str]) -> None:
    QGuiApplication.clipboard().setText(make())
