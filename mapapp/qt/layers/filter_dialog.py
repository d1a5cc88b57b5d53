"""Asks what of one layer is to be shown; the map follows while it is picked or written."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mapapp.core.errors import DataError
from mapapp.core.expression.conditions import ConditionList, condition_list
from mapapp.core.expression.filters import NO_FILTER
from mapapp.core.expression.parser import parse
from mapapp.core.expression.tokens import ExpressionError
from mapapp.core.expression.tree import Field, Scalar, to_text
from mapapp.core.map.state import MapState
from mapapp.qt.layers.filter_line import FilterLine
from mapapp.qt.layers.filter_row import ConditionRow
from mapapp.qt.layers.filter_rows import ConditionRows
from mapapp.qt.layers.filter_summaries import Summaries
from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.language import follow_language
from mapapp.qt.parts.layer_reader import LayerReader
from mapapp.qt.parts.on_screen import keep_on_screen
from mapapp.qt.parts.subscription import connect
from mapapp.render.card.table_cells import CellWriter, columns_in
from mapapp.store.catalogue import LayerCatalogue

_WIDTH_PX = 620
_FRAME_PX = 48


class FilterDialog(QDialog):
    """Conditions to pick for one layer, the expression they make, and what it leaves."""

    def __init__(
        self,
        state: MapState,
        catalogue: LayerCatalogue,
        reader: LayerReader,
        layer: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        keep_on_screen(self)
        self._state = state
        self._catalogue = catalogue
        self._layer = layer
        self._written = ""
        self._summaries = Summaries(state, reader, layer, self)
        self.setMinimumWidth(_WIDTH_PX)
        self._make_parts()
        self._lay_out()
        self.line.show_layer(layer)
        follow_language(self, state, self.retranslate)
        connect(self, state.filter_changed, self._follow_filter)
        connect(self, state.layers_changed, lambda _: self._follow())
        connect(self, state.as_of_changed, lambda _: self._follow_filter(layer))
        connect(self, state.data_returned, lambda _: self._read_again())

    def ask_about(self, field: Field) -> None:
        """Begin a condition on a field, in the row that is still free or in a new one."""
        if not self.rows.isHidden():
            row = self.rows.free_row() or self.rows.add()
            row.show_field(field)
            row.relations.setFocus()

    def retranslate(self) -> None:
        """Say everything in the language of the window."""
        state = self._state
        title = state.spec(self._layer).title
        self.setWindowTitle(self.tr("Filter: {0}").format(title.get(state.language)))
        self._hint.setText(
            self.tr("Only features that match are shown: on the map, in the table and in pictures.")
        )
        self._unlisted.setText(
            self.tr(
                "This expression is more than a list of conditions. Change it below, or show "
                "everything to pick conditions."
            )
        )
        self.advanced.setText(self.tr("Advanced: &expression"))
        self._everything.setText(self.tr("&Show everything"))
        self._offer_fields()
        self._show(state.filter(self._layer).expression)
        self._show_count()

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        """Qt: be as high as what is in it."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def _make_parts(self) -> None:
        self.rows = ConditionRows(self)
        self.rows.changed.connect(self._take_rows)
        self.rows.summary_wanted.connect(self._summarise)
        self.rows.search_wanted.connect(lambda row, text: self._summaries.ask(row, row.field, text))
        self._unlisted, self.count, self._hint = QLabel(self), QLabel(self), QLabel(self)
        for label in (self._unlisted, self._hint):
            label.setWordWrap(True)
            label.setProperty("role", "secondary")
        self.advanced = QToolButton(self)
        self.advanced.setCheckable(True)
        self.advanced.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.advanced.toggled.connect(self._unfold)
        self.line = FilterLine(self._state, self._catalogue, self)

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        self._everything = QPushButton(self)
        self._everything.setAutoDefault(False)  # Enter in a line must not empty it
        buttons.addButton(self._everything, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.rejected.connect(self.close)
        self._everything.clicked.connect(self._show_everything)
        column = QVBoxLayout(self)
        for widget in (self._unlisted, self.rows, self.advanced, self.line, self.count,
                       self._hint, buttons):  # fmt: skip
            column.addWidget(widget)
        column.insertStretch(column.count() - 1, 1)
        self._unfold(False)
        self.rows.setFocus()

    def _unfold(self, is_open: bool) -> None:
        self.advanced.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        self.line.setVisible(is_open)
        if is_open:
            self.line.edit.setFocus()

    def _fit(self) -> None:
        layout = self.layout()
        most = self.screen().availableGeometry().height() - _FRAME_PX
        wanted = layout.totalHeightForWidth(self.width()) if layout is not None else 0
        if wanted > 0:
            self.resize(self.width(), min(wanted, most))

    def _offer_fields(self) -> None:
        """Offer what readers of the language want, all names first."""
        table = self._catalogue.table(self._layer, self._state.as_of_year)
        columns = [field for _, field in columns_in(table, self._state.language)]
        others = [field for field in table.fields if field not in table.columns]
        writer = CellWriter.of(self._catalogue.atlas, self._state.language, self._state.as_of_year)

        def said(value: Scalar, field: Field) -> str:
            return writer.shown(value, field)

        self.rows.set_fields([*others, *columns], self._state.language, said)

    def _summarise(self, row: ConditionRow) -> None:
        row.say(self.tr("Reading the values…"))
        self._summaries.ask(row, row.field)

    def _take_rows(self) -> None:
        """Show what is picked; where a row is wrong, what was shown stays."""
        try:
            node = self.rows.picked().node()
            expression = "" if node is None else to_text(node)
            if expression:
                self._catalogue.table(self._layer).parsed(expression)  # it may be too long
        except ExpressionError:
            return
        self._written = expression
        wanted = replace(self._state.filter(self._layer), expression=expression)
        self._state.set_filter(self._layer, wanted)
        self.line.show_layer(self._layer)

    def _read_again(self) -> None:
        """Offer the fields that there are now; conditions that are being picked stay."""
        self._offer_fields()
        self._show_count()

    def _follow_filter(self, layer: str) -> None:
        """Follow what was written in the line, picked elsewhere or undone."""
        if layer != self._layer:
            return
        expression = self._state.filter(layer).expression
        if expression != self._written:
            self._show(expression)
        self._show_count()

    def _show(self, expression: str) -> None:
        """Show an expression in the rows, or say that it cannot be."""
        self._written = expression
        listed = self._listed(expression)
        self.rows.setVisible(listed is not None)
        self._unlisted.setVisible(listed is None)
        if listed is None:
            self.advanced.setChecked(True)
        else:
            self.rows.show_list(listed)

    def _listed(self, expression: str) -> ConditionList | None:
        """An expression as conditions; texts without a letter are only to be written."""
        if not expression:
            return ConditionList()
        try:
            listed = condition_list(parse(expression, self._catalogue.table(self._layer).fields))
        except ExpressionError:
            return None
        values = (value for each in listed.conditions for value in each.values) if listed else ()
        return None if any(isinstance(v, str) and not v.strip() for v in values) else listed

    def _show_count(self) -> None:
        try:
            total = self._catalogue.count(self._layer)
            fids = self._catalogue.visible_fids(self._layer, self._state.criteria(self._layer))
        except DataError as error:
            self.count.setText(error.text(self._state.language))
            return
        shown = total if fids is None else len(fids)
        self.count.setText(self.tr("{0} of {1} shown").format(f"{shown:,}", f"{total:,}"))

    def _follow(self) -> None:
        """Close where the layer has gone; it may be called otherwise now."""
        if self._state.has(self._layer):
            self.retranslate()
        else:
            self.close()

    def _show_everything(self) -> None:
        self._state.set_filter(self._layer, NO_FILTER)
        self.line.show_layer(self._layer)
        self._show("")
