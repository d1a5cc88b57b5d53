"""One feature's card: names, figures with date and source, ties, and the list of sources.

All text is plain text: data is never read as markup.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mapapp.core.facts import Source
from mapapp.core.layerspec import Language, LayerSpec, Theme
from mapapp.qt.icons import layer_icon
from mapapp.render.card import Card, Entry, Figure

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class FeatureCard(QWidget):
    """Shows a card; ``card`` is what it shows."""

    def __init__(self, card: Card, spec: LayerSpec, theme: Theme, language: Language) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(card.title)
        self.card = card
        self._language = language
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._header(card, spec, theme))
        if card.note:
            column.addWidget(_label(card.note, "secondary"))
        if card.entries:
            column.addWidget(_rule())
            column.addLayout(self._entries(card.entries))
        if card.undated:
            column.addWidget(_rule())
            column.addWidget(_label(self.tr("Without a date"), "title"))
            column.addLayout(self._entries(card.undated))
        if card.relations:
            column.addWidget(_rule())
            column.addLayout(self._relations(card))
        if card.sources:
            column.addWidget(_rule())
            for number, source in enumerate(card.sources, 1):
                column.addWidget(_label(self._source_text(number, source), "secondary"))

    def _header(self, card: Card, spec: LayerSpec, theme: Theme) -> QHBoxLayout:
        icon = QLabel()
        icon.setPixmap(layer_icon(spec, theme).pixmap(24, 24))
        icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(_label(card.title, "title"))
        if card.other_title:
            names.addWidget(_label(card.other_title, "body"))
        names.addWidget(_label(" · ".join(card.facets), "secondary"))
        header = QHBoxLayout()
        header.setSpacing(8)
        header.addWidget(icon)
        header.addLayout(names, 1)
        return header

    def _entries(self, entries: tuple[Entry, ...]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(10)
        for entry in entries:
            block = QVBoxLayout()
            block.setSpacing(1)
            block.addWidget(_label(entry.label, "secondary"))
            for figure in entry.figures:
                self._add_figure(block, figure)
            column.addLayout(block)
        return column

    def _add_figure(self, block: QVBoxLayout, figure: Figure) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        caution = "⚠ " if figure.doubtful else ""
        number = str(figure.source).translate(_SUPERSCRIPTS)
        role = "old-value" if figure.is_old else "value"
        row.addWidget(_label(f"{caution}{figure.value} {number}", role), 1)
        period = _label(figure.period, "secondary")
        period.setWordWrap(False)
        period.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        row.addWidget(period)
        block.addLayout(row)
        if remark := ": ".join(part for part in (figure.mark, figure.remark) if part):
            block.addWidget(_label(remark, "warning" if figure.doubtful else "secondary"))

    def _relations(self, card: Card) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        last = ""
        for row, relation in enumerate(card.relations):
            label = relation.label.get(self._language)
            grid.addWidget(_label("" if label == last else label, "secondary"), row, 0)
            grid.addWidget(_label(relation.name.get(self._language), "body"), row, 1)
            last = label
        return grid

    def _source_text(self, number: int, source: Source) -> str:
        sponsored = self.tr(" (sponsored)") if source.is_sponsored else ""
        return f"{str(number).translate(_SUPERSCRIPTS)} {source.citation}{sponsored}"


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


def _rule() -> QFrame:
    rule = QFrame()
    rule.setProperty("role", "rule")
    rule.setFixedHeight(1)
    return rule
