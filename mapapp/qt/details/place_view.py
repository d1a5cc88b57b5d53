"""The card of a place: its positions, each a click from the clipboard, and what lies nearest."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QTextBrowser, QToolButton

from mapapp.core.map.state import FeatureRef
from mapapp.core.style.symbology import Theme
from mapapp.core.text import Language
from mapapp.qt.details.card_document import CardWriter
from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.icons import themed_icon
from mapapp.qt.parts.style import COLOURS
from mapapp.render.card.place import PlaceCard, place_as_text

_CROSS_PX = 28
_FIRST = 2
"""Positions that stand before what lies nearest: in decimal degrees, and in minutes and seconds."""

_POSITION, _FEATURE, _ACTION = "position:", "near:", "do:"
"""What the addresses of links begin with; only we write them."""


class PlaceView(QTextBrowser):
    """Shows what is known of a place, as tall as its text; ``card`` is what it shows.

    Signals:
        feature_followed: the ``FeatureRef`` of a feature near it, whose link was activated.
        copied: a text was copied.
        centre_requested, measure_requested, bookmark_requested, removal_requested: the user
            wants to see the place, to measure from it, to bookmark it, or to be rid of its pin.
    """

    feature_followed = Signal(object)
    copied = Signal(str)
    centre_requested = Signal()
    measure_requested = Signal()
    bookmark_requested = Signal()
    removal_requested = Signal()

    def __init__(self, card: PlaceCard, theme: Theme, language: Language) -> None:
        super().__init__()
        self.card = card
        self.setObjectName("card")
        self.setAccessibleName(card.title)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.anchorClicked.connect(self._follow)
        self._actions = {
            "centre": (self.tr("Centre"), self.centre_requested.emit),
            "measure": (self.tr("Measure from here"), self.measure_requested.emit),
            "bookmark": (self.tr("Bookmark"), self.bookmark_requested.emit),
            "copy": (self.tr("Copy all"), lambda: self._copy(place_as_text(card))),
        }
        self._writer = CardWriter(self.document(), theme, language)
        self._write(theme)
        self._cross = self._make_cross(theme)

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: grow or shrink with the text at the new width."""
        super().resizeEvent(event)
        self._writer.fit(self.viewport().width())
        self.setFixedHeight(round(self.document().size().height()) + 1)
        self._cross.move(self.width() - _CROSS_PX, 0)

    @guarded(None)
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: leave scrolling to the panel around."""
        event.ignore()

    def _write(self, theme: Theme) -> None:
        card, writer = self.card, self._writer
        icon = themed_icon("place", COLOURS[theme].accent)
        writer.title(icon, card.title, card.other_title, _CROSS_PX)
        if card.kind:
            writer.subtitle(card.kind)
        writer.links({f"{_ACTION}{name}": text for name, (text, _) in self._actions.items()})
        writer.rule()
        writer.remark(self.tr("Click a position to copy it."))
        self._write_positions(0, _FIRST)
        if card.near:
            writer.heading(self.tr("Nearest"))
        for number, near in enumerate(card.near):
            distance = near.distance or self.tr("here")
            writer.listed(near.title, f"{_FEATURE}{number}", f"{near.layer} · {distance}")
        writer.heading(self.tr("In other systems"))
        self._write_positions(_FIRST, len(card.positions))
        writer.finish()

    def _write_positions(self, start: int, end: int) -> None:
        for number, position in enumerate(self.card.positions[start:end], start):
            self._writer.linked(position.label, position.text, f"{_POSITION}{number}")

    def _make_cross(self, theme: Theme) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("card-menu")
        button.setIcon(themed_icon("clear", COLOURS[theme].secondary))
        button.setFixedWidth(_CROSS_PX)
        button.setToolTip(self.tr("Remove the pin"))
        button.setAccessibleName(self.tr("Remove the pin"))
        button.clicked.connect(self.removal_requested)
        return button

    def _follow(self, url: QUrl) -> None:
        kind, _, what = url.toString().partition(":")
        if f"{kind}:" == _POSITION:
            self._copy(self.card.positions[int(what)].text)
        elif f"{kind}:" == _FEATURE:
            ref: FeatureRef = self.card.near[int(what)].ref
            self.feature_followed.emit(ref)
        elif f"{kind}:" == _ACTION:
            self._actions[what][1]()

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.copied.emit(text)
