"""The conditions of a filter below each other, and whether all or any of them are to hold."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mapapp.core.expression.conditions import Condition, ConditionList
from mapapp.core.expression.tree import Field
from mapapp.core.text import Language
from mapapp.qt.layers.filter_row import ConditionRow, Said
from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.wheel import spare_from_wheel

_MOST_PX = 280
_GAP_PX = 8


class ConditionRows(QWidget):
    """Rows of pickers that come and go.

    Signals:
        changed: something else was picked.
        summary_wanted: a row (a :class:`ConditionRow`) asks about another field.
        search_wanted: a row asks for the values of its field that have a text (a str) in them.
    """

    changed = Signal()
    summary_wanted = Signal(object)
    search_wanted = Signal(object, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[ConditionRow] = []
        self._fields: Sequence[Field] = ()
        self._language: Language = "en"
        self._said: Said = lambda value, _: str(value)
        self._before, self._behind = QLabel(self), QLabel(self)
        self.joint = QComboBox(self)
        spare_from_wheel(self.joint)
        self.joint.activated.connect(lambda _: self.changed.emit())
        self.addition = QPushButton(self)
        self.addition.setAutoDefault(False)
        self.addition.clicked.connect(self._add_asked)
        self._list = _List(self)
        self._lay_out()

    def set_fields(self, fields: Sequence[Field], language: Language, said: Said) -> None:
        """Offer these fields from now on, in a language; the rows go."""
        self._fields, self._language, self._said = fields, language, said
        self._say_texts()
        self.show_list(ConditionList())

    def show_list(self, wanted: ConditionList) -> None:
        """Show conditions, or a row to begin with."""
        for row in self.rows[::-1]:
            self._take_out(row)
        self.joint.setCurrentIndex(self.joint.findData(wanted.joint))
        for condition in wanted.conditions:
            self.add().show_condition(condition)
        if not self.rows and self._fields:
            self.add()
        self._show_joint()

    def add(self, field: Field | None = None) -> ConditionRow:
        """A new row, about a field or the first."""
        row = ConditionRow(self._fields, self._language, self._said, self._list.content)
        self.rows.append(row)
        self._list.column.insertWidget(len(self.rows) - 1, row)
        row.changed.connect(self.changed)
        self.setFocusProxy(self.rows[0].fields)
        row.field_chosen.connect(lambda: self.summary_wanted.emit(row))
        row.search_wanted.connect(lambda text: self.search_wanted.emit(row, text))
        row.removal_wanted.connect(lambda: self._remove(row))
        if field is None:
            self.summary_wanted.emit(row)
        else:
            row.show_field(field)
        self._show_joint()
        return row

    def free_row(self) -> ConditionRow | None:
        """The last row, if nothing was picked in it yet."""
        last = self.rows[-1]
        return last if last.is_untouched else None

    def picked(self) -> ConditionList:
        """What is picked; rows that lack a value say nothing yet.

        Raises:
            ExpressionError: if a row has what its field cannot have, which it says.
        """
        read = [row.condition() for row in self.rows]
        conditions: tuple[Condition, ...] = tuple(each for each in read if each is not None)
        return ConditionList(self.joint.currentData(), conditions)

    def _add_asked(self) -> None:
        row = self.add()
        row.fields.setFocus()
        self._list.show_widget(row)

    def _remove(self, row: ConditionRow) -> None:
        """Take a row out; the keyboard goes on to the next one."""
        at = self.rows.index(row)
        self._take_out(row)
        if not self.rows:
            self.add()
        self.rows[min(at, len(self.rows) - 1)].fields.setFocus()
        self._show_joint()
        self.changed.emit()

    def _take_out(self, row: ConditionRow) -> None:
        self.rows.remove(row)
        self._list.column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _show_joint(self) -> None:
        for widget in (self._before, self.joint, self._behind):
            widget.setVisible(len(self.rows) > 1)

    def _say_texts(self) -> None:
        self._before.setText(self.tr("Show what meets"))
        self._behind.setText(self.tr("of these conditions:"))
        self.joint.setAccessibleName(self.tr("All or any of the conditions"))
        self.joint.clear()
        self.joint.addItem(self.tr("all"), "all")
        self.joint.addItem(self.tr("any"), "any")
        self.addition.setText(self.tr("&Add condition"))

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        for widget in (self._before, self.joint, self._behind):
            head.addWidget(widget)
        head.addStretch(1)
        foot.addWidget(self.addition)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP_PX)
        column.addLayout(head)
        column.addWidget(self._list)
        column.addLayout(foot)


class _List(QScrollArea):
    """As high as what is in it, up to a height from which it scrolls."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.content = QWidget()
        self.column = QVBoxLayout(self.content)
        self.column.setContentsMargins(0, 0, 4, 0)
        self.column.setSpacing(_GAP_PX)
        self.column.addStretch(1)
        self.setWidget(self.content)
        self.content.installEventFilter(self)

    @guarded(False)
    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        """Qt: follow the height of the rows."""
        if watched is self.content and event.type() == QEvent.Type.LayoutRequest:
            self._follow_height()
        return super().eventFilter(watched, event)

    def show_widget(self, widget: QWidget) -> None:
        """Scroll to a row that is new."""
        self.column.activate()
        self._follow_height()
        self.ensureWidgetVisible(widget)

    def _follow_height(self) -> None:
        width = self.viewport().width()
        high = self.column.totalHeightForWidth(width) if self.column.hasHeightForWidth() else -1
        self.setFixedHeight(min(max(high, self.column.totalMinimumSize().height()), _MOST_PX))
