"""A card as a document: quick to show, and text can be selected across it.

The document is written with a cursor, never from markup: data cannot become a tag or a link.
A label for each figure took five times as long to show.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QIcon,
    QImage,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextImageFormat,
    QTextLength,
    QTextOption,
)

from mapapp.core.fact.figures import Relation, Source
from mapapp.core.style.symbology import Theme
from mapapp.core.text import COLON, Language
from mapapp.core.texts.links import safe_link
from mapapp.qt.details.field_pictures import ShownPicture
from mapapp.qt.details.small_chart import chart_description, chart_image
from mapapp.qt.parts.style import BODY_PX, COLOURS, SECONDARY_PX, TITLE_PX
from mapapp.qt.parts.tip import plain_tip
from mapapp.render.card.card import Card, CardField
from mapapp.render.card.entries import CardEntry, CardFigure, Chart

ENTITY, FOLD, PICTURE = "entity:", "fold:", "picture:"
"""What the address of a link starts with: to an entity, to rivals, to the file of a picture."""

_MOST_CHARACTERS, _MOST_EACH = 20_000, 1000
"""Of a card and of each text in it: several times those of the atlas, laid out in milliseconds."""

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_FIRST_WIDTH_PX = 300
_KEY_PX = 20
_FOLDED, _UNFOLDED = "▶", "▼"
_FOLD_INDENT_PX = 12
_ICON_PX = 24
_INDENT_PX = 32
_PICTURE_PX = 240


class CardWriter:
    """Writes the parts of a card into a document, one below the other.

    An atlas may come from anybody, and a long text holds the window up while it is laid out: of
    each text only the beginning is written, and at some length the card ends. ``is_cut`` says
    whether that was so; ``folds`` has where the links that unfold rivals begin and end, by
    attribute.
    """

    def __init__(
        self,
        document: QTextDocument,
        theme: Theme,
        language: Language,
        sources: Sequence[Source] = (),
    ) -> None:
        self._document = document
        self._sources = sources
        self._theme = theme
        self._language = language
        colours = COLOURS[theme]
        self._title = _chars(colours.text, TITLE_PX, bold=True)
        self._body = _chars(colours.text, BODY_PX)
        self._value = _chars(colours.text, BODY_PX, bold=True)
        self._old = _chars(colours.secondary, BODY_PX)
        self._key = _chars(colours.text, _KEY_PX, bold=True)
        self._old_key = _chars(colours.secondary, _KEY_PX)
        self._key_number = _chars(colours.secondary, TITLE_PX)
        self._secondary = _chars(colours.secondary, SECONDARY_PX)
        self._warning = _chars(colours.warning, SECONDARY_PX)
        self._line = QColor(colours.line)
        self._width_px = _FIRST_WIDTH_PX
        self._room = _MOST_CHARACTERS
        self.is_cut = False
        self.folds: dict[str, tuple[int, int]] = {}
        self._periods: list[int] = []
        self._fitted_images: list[tuple[int, Callable[[], QTextImageFormat]]] = []
        document.setDocumentMargin(0)
        document.setUndoRedoEnabled(False)
        self._cursor = QTextCursor(document)
        self._cursor.beginEditBlock()

    def title(self, icon: QIcon, title: str, other_title: str, menu_px: int) -> None:
        """Symbol and names, clear of a button ``menu_px`` wide at the right."""
        layout = QTextBlockFormat()
        layout.setLeftMargin(_INDENT_PX)
        layout.setTextIndent(-_INDENT_PX)
        layout.setRightMargin(menu_px)
        self._cursor.setBlockFormat(layout)
        self._image("icon", icon.pixmap(_ICON_PX, _ICON_PX).toImage(), _ICON_PX)
        self._insert(f"  {title}", self._title)
        if other_title:
            self._block(left_px=_INDENT_PX)
            self._insert(other_title, self._body)

    def subtitle(self, text: str) -> None:
        """What it is that has the title."""
        self._block(left_px=_INDENT_PX)
        self._insert(text, self._secondary)

    def header(self, card: Card, icon: QIcon, position: str, menu_px: int) -> None:
        """Symbol and names, clear of a button ``menu_px`` wide at the right, then the place."""
        self.title(icon, card.title, card.other_title, menu_px)
        if facets := _joined(card):
            self.subtitle(facets)
        for text in (position, card.note):
            if text:
                self._block(above_px=4)
                self._insert(text, self._secondary)
        self.rule()

    def links(self, links: Mapping[str, str]) -> None:
        """Links side by side, none of them broken: their texts by their addresses."""
        self._block(above_px=8)
        for number, (address, text) in enumerate(links.items()):
            self._insert("    " if number else "", self._secondary)
            self._insert(text.replace(" ", "\N{NO-BREAK SPACE}"), self._link(address))

    def linked(self, label: str, text: str, address: str) -> None:
        """A text under its label, which is a link."""
        self._block(above_px=7)
        self._insert(label, self._secondary)
        self._block()
        self._insert(text, self._link(address))

    def listed(self, text: str, address: str, remark: str) -> None:
        """A link with a remark under it."""
        self._block(above_px=6)
        self._insert(text, self._link(address))
        self._block()
        self._insert(remark, self._secondary)

    def rule(self) -> None:
        """A hairline across the card."""
        layout = QTextBlockFormat()
        full = QTextLength(QTextLength.Type.PercentageLength, 100)
        layout.setProperty(QTextBlockFormat.Property.BlockTrailingHorizontalRulerWidth, full)
        layout.setProperty(QTextBlockFormat.Property.BackgroundBrush, self._line)
        self._cursor.insertBlock(layout, _chars(COLOURS[self._theme].line, 2))

    def key(self, entry: CardEntry, *, is_open: bool) -> None:
        """An answer at a glance: its label with the period, and the value large."""
        if self._is_full():
            return
        [figure] = entry.figures
        self._block(above_px=10)
        said = (entry.label, figure.period, figure.mark)
        self._insert(" · ".join(part for part in said if part), self._secondary)
        self._block()
        self._cited(figure, self._old_key if figure.is_old else self._key, self._key_number)
        if figure.remark and not entry.dispute:
            self._block()
            self._insert(figure.remark, self._secondary)
        self._dispute(entry, is_open=is_open)

    def entry(self, entry: CardEntry, *, is_open: bool) -> None:
        """An attribute: its label, its values below one another, its rivals folded."""
        if self._is_full():
            return
        self._block(above_px=10)
        self._insert(entry.label, self._secondary)
        for figure in entry.figures:
            self._figure(figure)
        if entry.chart:
            self._block(above_px=4)
            self._insert_fitted(partial(self._chart, entry.chart))
        self._dispute(entry, is_open=is_open)

    def field(self, field: CardField, picture: ShownPicture | None = None) -> None:
        """A value of the feature's own row under its label, a link where it is an address.

        The picture that it names stands between both, and then either leads to its file.
        """
        if self._is_full():
            return
        self._block(above_px=10)
        self._insert(field.label, self._secondary)
        if picture is not None:
            self._block(above_px=4)
            self._insert_fitted(partial(self._picture, picture))
        self._block()
        address = picture.address if picture else field.link
        chars = self._link(address) if address else self._value
        if picture is not None:
            chars.setToolTip(plain_tip(picture.told))
        self._insert(field.value, chars)

    def heading(self, text: str) -> None:
        """A heading within the card."""
        if self._is_full():
            return
        self._block(above_px=14)
        self._insert(text, self._value)

    def relations(self, relations: tuple[Relation, ...]) -> None:
        """Ties to other entities, each a link, under the words for them."""
        last = ""
        for relation in relations:
            if self._is_full():
                return
            label = relation.label.get(self._language)
            if label != last:
                self._block(above_px=10)
                self._insert(label, self._secondary)
                last = label
            self._block()
            name = relation.name
            text = name.get(self._language) or name.en or name.zh
            self._insert(text, self._link(f"{ENTITY}{relation.other}"))

    def source(self, number: int, source: Source, sponsored: str, *, first: bool) -> None:
        """A numbered source; the first stands off from what is above."""
        if self._is_full():
            return
        self._block(above_px=14 if first else 2)
        cited = self._fitted(source.citation(self._language))
        self._cursor.insertText(f"{_superscript(number)} ", self._secondary)
        chars = self._link(source.link, SECONDARY_PX) if source.link else self._secondary
        self._cursor.insertText(cited, chars)
        self._cursor.insertText(sponsored, self._secondary)

    def remark(self, text: str) -> None:
        """A remark on the card itself, at its end."""
        self._block(above_px=10)
        self._cursor.insertText(text, self._secondary)

    def finish(self) -> None:
        """Everything is written."""
        self._cursor.endEditBlock()

    def fit(self, width_px: int) -> None:
        """Lay the document out for a width: periods flush right, charts as wide as it."""
        if width_px == self._width_px:
            return
        self._width_px = width_px
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        for position in self._periods:
            cursor.setPosition(position)
            cursor.mergeBlockFormat(self._with_period(cursor.blockFormat().leftMargin()))
        for position, image in self._fitted_images:
            cursor.setPosition(position)
            cursor.movePosition(
                QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor
            )
            cursor.setCharFormat(image())
        cursor.endEditBlock()
        self._document.setTextWidth(width_px)

    def _with_period(self, left_px: float) -> QTextBlockFormat:
        layout = QTextBlockFormat()
        flush_right = QTextOption.Tab(self._width_px - left_px, QTextOption.TabType.RightTab)
        layout.setTabPositions([flush_right])
        return layout

    def _is_full(self) -> bool:
        """Whether the card ends here, although there is more to write."""
        self.is_cut = self.is_cut or not self._room
        return not self._room

    def _insert(self, text: str, chars: QTextCharFormat) -> None:
        self._cursor.insertText(self._fitted(text), chars)

    def _fitted(self, text: str) -> str:
        """A text, or as much of it as there is room for."""
        most = min(_MOST_EACH, self._room)
        if len(text) > most:
            text = text[:most] + "…"
            self.is_cut = True
        self._room = max(self._room - len(text), 0)
        return text

    def _figure(self, figure: CardFigure, left_px: float = 0, *, is_refused: bool = False) -> None:
        if self._is_full():
            return
        self._block(left_px=left_px)
        role = self._old if figure.is_old or is_refused else self._value
        self._cited(figure, role, self._old)
        if figure.period:
            self._periods.append(self._cursor.position())
            self._cursor.mergeBlockFormat(self._with_period(left_px))
            self._insert(f" \t{figure.period}", self._secondary)
        if remark := COLON.get(self._language).join(
            part for part in (figure.mark, figure.remark) if part
        ):
            self._block(left_px=left_px)
            self._insert(remark, self._warning if figure.doubtful else self._secondary)

    def _cited(
        self, figure: CardFigure, role: QTextCharFormat, number_role: QTextCharFormat
    ) -> None:
        """A value with the numbers of its sources, which say whose they are."""
        caution = "⚠ " if figure.doubtful else ""
        self._cursor.insertText(f"{caution}{self._fitted(figure.value)} ", role)
        for number in (figure.source, *figure.also):
            chars = QTextCharFormat(number_role)
            if number <= len(self._sources):
                source = self._sources[number - 1]
                chars.setToolTip(plain_tip(source.citation(self._language)))
            space = " " if number != figure.source else ""
            self._cursor.insertText(space + _superscript(number), chars)

    def _dispute(self, entry: CardEntry, *, is_open: bool) -> None:
        """What sources disagree about: a line that unfolds it, with the verdict or the values."""
        if entry.dispute is None or self._is_full():
            return
        self._block(above_px=3)
        sign = _UNFOLDED if is_open else _FOLDED
        chars = self._link(f"{FOLD}{entry.id}", SECONDARY_PX)
        chars.setFontUnderline(False)
        start = self._cursor.position()
        self._insert(f"{sign} {entry.dispute.title}", chars)
        self.folds[entry.id] = start, self._cursor.position()
        if is_open:
            for figure in entry.dispute.figures:
                is_refused = figure is not entry.dispute.preferred
                self._figure(figure, _FOLD_INDENT_PX, is_refused=is_refused)
        elif entry.dispute.verdict:
            self._block()
            self._insert(entry.dispute.verdict, self._secondary)

    def _block(self, above_px: float = 1, left_px: float = 0) -> None:
        layout = QTextBlockFormat()
        layout.setTopMargin(above_px)
        layout.setLeftMargin(left_px)
        self._cursor.insertBlock(layout)

    def _link(self, address: str, size_px: int = BODY_PX) -> QTextCharFormat:
        """The look of a link; one that leaves mapapp says where it leads."""
        chars = _chars(COLOURS[self._theme].accent, size_px)
        chars.setAnchor(True)
        chars.setAnchorHref(address)
        if safe_link(address):
            chars.setToolTip(plain_tip(address))
        return chars

    def _chart(self, chart: Chart) -> QTextImageFormat:
        name = f"chart-{chart}-{self._width_px}"
        image = chart_image(chart, self._theme, self._width_px)
        chars = self._image_format(name, image, self._width_px)
        chars.setToolTip(chart_description(chart))
        return chars

    def _picture(self, picture: ShownPicture) -> QTextImageFormat:
        """A picture as large as the card and ``_PICTURE_PX`` allow, never larger than it is."""
        image = picture.image
        scale = min(self._width_px / image.width(), _PICTURE_PX / image.height(), 1)
        chars = self._image_format(picture.address, image, max(1, round(image.width() * scale)))
        chars.setAnchor(True)
        chars.setAnchorHref(picture.address)
        chars.setToolTip(plain_tip(picture.told))
        return chars

    def _insert_fitted(self, image: Callable[[], QTextImageFormat]) -> None:
        """Insert an image that is made anew for each width of the card."""
        self._fitted_images.append((self._cursor.position(), image))
        self._cursor.insertImage(image())

    def _image(self, name: str, image: QImage, width_px: int) -> None:
        self._cursor.insertImage(self._image_format(name, image, width_px))

    def _image_format(self, name: str, image: QImage, width_px: int) -> QTextImageFormat:
        self._document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(name), image)
        chars = QTextImageFormat()
        chars.setName(name)
        chars.setWidth(width_px)
        chars.setHeight(image.height() * width_px / image.width())
        chars.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
        return chars


def _superscript(number: int) -> str:
    return str(number).translate(_SUPERSCRIPTS)


def _joined(card: Card) -> str:
    return " · ".join(card.facets)


def _chars(colour: str, size_px: int, *, bold: bool = False) -> QTextCharFormat:
    chars = QTextCharFormat()
    chars.setForeground(QColor(colour))
    chars.setProperty(QTextCharFormat.Property.FontPixelSize, size_px)
    chars.setFontWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    return chars
