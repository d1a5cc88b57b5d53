"""One condition of a filter: field, relation and values, each to be picked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mapapp.core.expression.conditions import RELATIONS, Asked, Condition
from mapapp.core.expression.parser import typed_value
from mapapp.core.expression.tokens import ExpressionError
from mapapp.core.expression.tree import Field, Scalar
from mapapp.core.expression.words import value_of
from mapapp.core.folding import folded
from mapapp.core.text import Language, value_text
from mapapp.qt.layers.filter_values import ValueBox, ValueChoice, ValueList
from mapapp.qt.parts.wheel import spare_from_wheel
from mapapp.render.card.table_cells import field_title
from mapapp.store.field_summary import FieldSummary

_GAP_PX = 6
_FIELD_CHARACTERS, _MOST_LISTED = 16, 14
_MANY = ("one_of", "none_of")
_NONE = ("empty", "known")

Said = Callable[[Scalar, Field], str]
"""How a value of a field is said in the language of the window."""


class ConditionRow(QWidget):
    """A row of pickers.

    Signals:
        changed: something else was picked or typed.
        field_chosen: another field was picked; its summary is wanted.
        search_wanted: of many values those with a text (a str) in them are wanted.
        removal_wanted: the row is to go.
    """

    changed = Signal()
    field_chosen = Signal()
    search_wanted = Signal(str)
    removal_wanted = Signal()

    def __init__(
        self, fields: Sequence[Field], language: Language, said: Said, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._language: Language = language
        self._said = said
        self._fields = list(fields)
        self._summary: FieldSummary | None = None
        self._others: tuple[Scalar, ...] = ()
        self._is_begun = False
        self._searched = ""
        self._make_pickers()
        self._lay_out()
        self._connect()
        self._name()
        self._take_field()

    @property
    def field(self) -> Field:
        """What is asked about."""
        return self._fields[self.fields.currentIndex()]

    @property
    def relation(self) -> Asked:
        """What is asked of it."""
        relation: Asked = self.relations.currentData()
        return relation

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was picked yet."""
        return self.fields.currentIndex() == 0 and not self._is_begun

    def show_field(self, field: Field) -> None:
        """Ask about a field, which need not be one of those that are offered."""
        if field not in self._fields:
            self._fields.append(field)
            self.fields.addItem(field_title(field, self._language))
        self.fields.setCurrentIndex(self._fields.index(field))
        self._take_field()

    def show_condition(self, condition: Condition) -> None:
        """Show a condition."""
        self.show_field(condition.field)
        self._is_begun = True
        self.relations.setCurrentIndex(self.relations.findData(condition.relation))
        values = tuple(self._meant(value) for value in condition.values)
        if condition.relation in _MANY:
            self._others = values
            self.several.show_choices(self._choices(), values)
        for box, value in zip((self.first, self.last), values, strict=False):
            box.write(value, _written(value))
        self._show_relation()

    def show_summary(self, summary: FieldSummary) -> None:
        """Offer the values that there are."""
        ticked = self.several.ticked()
        has_few = summary.counts and summary.different is None
        if self.field.kind == "text" and has_few and not self._is_begun:
            # Of a few texts one is picked.
            self.relations.setCurrentIndex(self.relations.findData("is"))
        self._others = tuple(dict.fromkeys((*self._others, *ticked)))
        self._summary = summary
        for box in (self.first, self.last):
            box.set_choices(self._choices())
        self.several.show_choices(self._choices(), ticked)
        self._show_relation()

    def say(self, sentence: str) -> None:
        """Say what is there, or why nothing can be offered."""
        self._tell(sentence, "secondary")

    def condition(self) -> Condition | None:
        """What was picked; None as long as a value is missing.

        Raises:
            ExpressionError: if the field cannot have what was typed, which the row says.
        """
        self._show_hint()
        try:
            values = self._values()
        except ExpressionError as error:
            self._tell(error.text(self._language), "warning")
            raise
        return None if values is None else Condition(self.field, self.relation, values)

    def _values(self) -> tuple[Scalar, ...] | None:
        if self.relation in _NONE:
            return ()
        if self.relation in _MANY:
            return self.several.ticked() or None
        boxes = (self.first, self.last) if self.relation == "between" else (self.first,)
        read = [box.read(self._typed) for box in boxes]
        values = tuple(value for value in read if value is not None)
        if len(values) < len(boxes):
            return None
        if values[0] > values[-1]:  # type: ignore[operator]  # both are of the field's kind
            self._tell(self.tr("From more to less lies nothing; exchange the two."), "warning")
        return values

    def _typed(self, text: str) -> Scalar:
        return typed_value(text, self.field)

    def _meant(self, value: Scalar) -> Scalar:
        return value_of(value, self.field) if isinstance(value, str) else value

    def _make_pickers(self) -> None:
        self.fields = _picker(self)
        self.fields.setObjectName("filter-field")  # a list that scrolls, for there may be many
        self.fields.setMaxVisibleItems(_MOST_LISTED)
        for field in self._fields:
            self.fields.addItem(field_title(field, self._language))
        self.relations = _picker(self)
        self.first, self.last = ValueBox(self), ValueBox(self)
        self.several = ValueList(self)
        self.removal = QToolButton(self)
        self.removal.setText("✕")
        self.hint = QLabel(self)
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setWordWrap(True)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(_GAP_PX)
        top = Qt.AlignmentFlag.AlignTop
        line.addWidget(self.fields, 3, top)
        line.addWidget(self.relations, 2, top)
        line.addWidget(self.first, 3, top)
        line.addWidget(self.last, 3, top)
        line.addWidget(self.several, 4, top)
        line.addStretch(0)
        line.addWidget(self.removal, 0, top)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self.hint)

    def _connect(self) -> None:
        self.fields.activated.connect(lambda _: self._choose_field())
        self.relations.activated.connect(lambda _: self._choose_relation())
        for box in (self.first, self.last):
            box.edited.connect(self._take_value)
            box.typed.connect(self._search)
        self.several.typed.connect(self._search)
        self.several.edited.connect(self.changed)
        self.several.entered.connect(self._take_entered)
        self.removal.clicked.connect(self.removal_wanted)

    def _name(self) -> None:
        """Name the parts for screen readers and tips."""
        self.fields.setAccessibleName(self.tr("Field"))
        self.relations.setAccessibleName(self.tr("Relation"))
        self.first.setAccessibleName(self.tr("Value"))
        self.last.setAccessibleName(self.tr("Last value"))
        self.several.list.setAccessibleName(self.tr("Values"))
        self.several.other.setAccessibleName(self.tr("Another value"))
        self.several.other.setPlaceholderText(self.tr("Another value, then Enter"))
        self.removal.setAccessibleName(self.tr("Remove condition"))
        self.removal.setToolTip(self.tr("Remove condition"))

    def _choose_field(self) -> None:
        self._take_field()
        self.changed.emit()

    def _take_field(self) -> None:
        """Offer what can be asked of the field; nothing is picked yet."""
        self._summary, self._others, self._is_begun, self._searched = None, (), False, ""
        self.relations.clear()
        for relation, words in RELATIONS[self.field.kind].items():
            self.relations.addItem(words.get(self._language), relation)
        first: Asked = "contains" if self.field.kind == "text" else "between"
        self.relations.setCurrentIndex(self.relations.findData(first))
        for box in (self.first, self.last):
            box.set_choices(())
            box.setEditText("")
        self.several.show_choices((), ())
        self._show_relation()
        self.field_chosen.emit()

    def _choose_relation(self) -> None:
        self._is_begun = True
        self._show_relation()
        self.changed.emit()

    def _show_relation(self) -> None:
        relation = self.relation
        self.several.setVisible(relation in _MANY)
        self.first.setVisible(relation not in (*_MANY, *_NONE))
        self.last.setVisible(relation == "between")
        self._show_hint()

    def _show_hint(self) -> None:
        summary, parts = self._summary, []
        if summary and summary.least is not None and self.field.kind != "text":
            least, most = (
                self._said(end, self.field) for end in (summary.least, summary.most or 0)
            )
            parts.append(f"{least} – {most}")
        if summary and summary.known is not None:
            known = self.tr("{0} of {1} known")
            parts.append(known.format(f"{summary.known:,}", f"{summary.total:,}"))
        if summary and summary.different is not None:
            parts.append(self._how_to_find(summary))
        self._tell(" · ".join(parts), "secondary")

    def _how_to_find(self, summary: FieldSummary) -> str:
        if summary.different == 0 and not self._searched:
            return self.tr("too many values to list; type a part of one")
        if summary.different == len(summary.counts):
            return self.tr("{0} values").format(f"{summary.different:,}")
        listed = self.tr("{0} of {1} values; type a part of one to find it")
        return listed.format(f"{len(summary.counts):,}", f"{summary.different:,}")

    def _tell(self, sentence: str, role: str) -> None:
        self.hint.setProperty("role", role)
        self.hint.style().polish(self.hint)
        self.hint.setText(sentence)
        self.hint.setVisible(bool(sentence))

    def _choices(self) -> list[ValueChoice]:
        counts = self._summary.counts if self._summary else ()
        found = [
            ValueChoice(value, self._said(value, self.field), count) for value, count in counts
        ]
        known = [each.value for each in found]
        others = [
            ValueChoice(value, self._said(value, self.field))
            for value in self._others
            if value not in known
        ]
        return [*others, *found] if self._is_searched else [*found, *others]

    def _take_value(self) -> None:
        self._is_begun = True
        self.changed.emit()

    @property
    def _is_searched(self) -> bool:
        """Whether the values are too many to offer all of them."""
        return self._summary is not None and self._summary.different is not None

    def _search(self, text: str) -> None:
        """Look for values that have what was typed in them, where not all are offered."""
        wanted = text.strip()
        if self._is_searched and wanted != self._searched:
            self._searched = wanted
            self.search_wanted.emit(wanted)

    def _take_entered(self) -> None:
        """Tick the other value that was typed, too."""
        text = self.several.other.text().strip()
        if not text:
            return
        try:
            value = self._entered(text)
        except ExpressionError as error:
            self._tell(error.text(self._language), "warning")
            return
        ticked = (*self.several.ticked(), value)
        self._others = (*self._others, value)
        self.several.other.clear()
        self.several.show_choices(self._choices(), ticked)
        self.changed.emit()

    def _entered(self, text: str) -> Scalar:
        """The value that is listed as a text, or else what the field makes of it."""
        listed = (each.value for each in self._choices() if folded(each.label) == folded(text))
        found = next(listed, None)
        return self._meant(self._typed(text)) if found is None else found


def _picker(parent: QWidget) -> QComboBox:
    picker = QComboBox(parent)
    spare_from_wheel(picker)
    picker.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    picker.setMinimumContentsLength(_FIELD_CHARACTERS)
    return picker


def _written(value: Scalar) -> str:
    return value if isinstance(value, str) else value_text(value)
