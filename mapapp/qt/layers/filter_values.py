"""Fields to pick the values of a condition in: one, from one to another, or some of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QLineEdit,
    QListView,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mapapp.core.expression.tree import Scalar
from mapapp.core.folding import folded
from mapapp.core.record import record
from mapapp.qt.parts.bounded import bound
from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.tip import plain_tip

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_MOST_ROWS = 6
_LEAST_CHARACTERS = 10


@record
class ValueChoice:
    """A value that can be picked, as it is said, and how many features have it, if known."""

    value: Scalar
    label: str
    count: int | None = None

    @property
    def line(self) -> str:
        """How it stands in a list."""
        return self.label if self.count is None else f"{self.label}   ({self.count:,})"


class ChoiceModel(QAbstractListModel):
    """Choices with their counts in a list, without them in the line that they are picked into."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._choices: tuple[ValueChoice, ...] = ()

    def set_choices(self, choices: Iterable[ValueChoice]) -> None:
        """Offer other choices."""
        self.beginResetModel()
        self._choices = tuple(choices)
        self.endResetModel()

    @guarded(0)
    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        """Qt: number of choices."""
        return 0 if parent.isValid() else len(self._choices)

    @guarded(None)
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Qt: a choice as it is listed, or as it is written once it was picked."""
        choice = self._choices[index.row()]
        if role == Qt.ItemDataRole.EditRole:
            return choice.label
        return choice.line if role == Qt.ItemDataRole.DisplayRole else None


class ValueBox(QComboBox):
    """A line for one value, with those that there are to pick from.

    What is typed is looked for in them, and they are offered under the line.

    Signals:
        edited: something else was typed or picked.
        typed: a text (a str) was typed, whose values may be looked for.
    """

    edited = Signal()
    typed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._choices: tuple[ValueChoice, ...] = ()
        self._written: tuple[str, Scalar] = ("", "")
        self._is_typing = False
        self._model = ChoiceModel(self)
        self.setModel(self._model)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMinimumContentsLength(_LEAST_CHARACTERS)
        self.setCompleter(None)  # type: ignore[arg-type]  # it would write what was not typed
        self.offer = QListView()
        """The list under the line of the values that have what was typed in them."""
        self._offered = ChoiceModel(self)
        self._completer = self._make_completer()
        line = self.lineEdit()
        assert line is not None  # noqa: S101 - it is editable
        bound(line)
        line.textEdited.connect(self._take_typed)
        self.activated.connect(lambda _: self.edited.emit())

    def set_choices(self, choices: Sequence[ValueChoice]) -> None:
        """Offer these values; what is written stays."""
        text, written = self.currentText(), self.read(str)
        self._choices = tuple(choices)
        self._model.set_choices(choices)
        self.setCurrentIndex(-1)
        self.setEditText(text)
        if written is not None:
            self.write(written, text.strip())
        if self._is_typing:
            self._show_offer()

    def write(self, value: Scalar, said: str) -> None:
        """Show a value; ``said`` is how it is written where it is none of the choices."""
        found = next((each.label for each in self._choices if each.value == value), said)
        self.setEditText(found)
        self._written = (found.strip(), value)  # of numbers, more digits than are shown

    def read(self, typed: Callable[[str], Scalar]) -> Scalar | None:
        """The value that was picked, or what ``typed`` makes of a text; None for nothing."""
        text = self.currentText().strip()
        if not text:
            return None
        if text == self._written[0]:
            return self._written[1]
        wanted = folded(text)
        found = (each.value for each in self._choices if folded(each.label) == wanted)
        picked = next(found, None)
        return typed(text) if picked is None else picked

    def _make_completer(self) -> QCompleter:
        completer = QCompleter(self._offered, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCompletionRole(Qt.ItemDataRole.EditRole)
        completer.setWidget(self)
        completer.setPopup(self.offer)
        completer.activated.connect(self._take_offered)
        return completer

    def _take_typed(self, text: str) -> None:
        self._is_typing = True
        self._show_offer()
        self.edited.emit()
        self.typed.emit(text)

    def _take_offered(self, label: str) -> None:
        self._is_typing = False
        self.setEditText(label)
        self.edited.emit()

    def _show_offer(self) -> None:
        """Offer what has the text in it; nothing where it is one of the values already."""
        wanted = folded(self.currentText().strip())
        found = [each for each in self._choices if wanted in folded(each.label)]
        is_complete = any(folded(each.label) == wanted for each in found)
        self._offered.set_choices(found)
        if wanted and found and not is_complete and self.hasFocus():
            self._completer.complete()
        else:
            self.offer.hide()


class ValueList(QWidget):
    """Values to tick, and a line for others.

    Signals:
        edited: something was ticked.
        typed: a text (a str) was typed, whose values may be looked for.
        entered: what was typed is to be ticked, too.
    """

    edited = Signal()
    typed = Signal(str)
    entered = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.list = QListWidget(self)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # the count is at the end
        self.list.itemChanged.connect(lambda _: self.edited.emit())
        self.other = QLineEdit(self)
        bound(self.other)
        self.other.returnPressed.connect(self.entered)
        self.other.textEdited.connect(self.typed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.list)
        column.addWidget(self.other)
        self.setFocusProxy(self.list)

    def show_choices(self, choices: Iterable[ValueChoice], ticked: Sequence[Scalar]) -> None:
        """Offer these values, of which some are ticked."""
        self.list.blockSignals(True)
        self.list.clear()
        for choice in choices:
            item = QListWidgetItem(choice.line)
            item.setData(Qt.ItemDataRole.UserRole, choice.value)
            item.setToolTip(plain_tip(choice.line))
            state = Qt.CheckState.Checked if choice.value in ticked else Qt.CheckState.Unchecked
            item.setCheckState(state)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        self.list.setVisible(self.list.count() > 0)
        self.setFocusProxy(self.list if self.list.count() else self.other)
        rows = min(self.list.count(), _MOST_ROWS)
        self.list.setFixedHeight(rows * self.list.sizeHintForRow(0) + 2 * self.list.frameWidth())

    def ticked(self) -> tuple[Scalar, ...]:
        """The values that are ticked."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return tuple(
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        )
