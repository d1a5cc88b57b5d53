"""Places for a table by the names in it: a list to look through before they are taken."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mapapp.core.errors import MapappError
from mapapp.core.geo.coordinates import position_text
from mapapp.core.geo.positions.parser import parse_position
from mapapp.core.geo.positions.reading import PositionError
from mapapp.core.map.state import MapState
from mapapp.core.message import spoken
from mapapp.qt.adding.name_list import NameList
from mapapp.qt.adding.place_fields import PlaceFields
from mapapp.qt.adding.place_finding import PlacedTable, PlaceFinding
from mapapp.qt.parts.bounded import bound
from mapapp.qt.parts.guard import guarded, report
from mapapp.qt.parts.saving import file_name
from mapapp.qt.parts.style import COLOURS
from mapapp.qt.parts.wheel import spare_from_wheel
from mapapp.store.adding.candidate import LayerCandidate
from mapapp.store.geocoding.named_rows import NamedRows
from mapapp.store.geocoding.place_choices import PlaceChoices, place_by_hand
from mapapp.store.geocoding.placed_rows import Matches

_SIZE_PX, _MARGIN_PX, _GAP_PX = (980, 640), 20, 16
_BAR_PX, _WITHIN_PX, _COLUMN_CHARACTERS = 4, 190, 14


class PlacesDialog(QDialog):
    """One row for each different name; beside it the candidates of the current one on a map.

    Args:
        candidate: a table of a file without places.
        folder: where the table with its places is kept; the file of the user stays as it is.
        state: the map, for its language and theme.
        atlas: what the small map is painted of.

    Signals:
        written: the table with its places (:class:`PlacedTable`); the dialog is closed.
    """

    written = Signal(object)

    def __init__(
        self, candidate: LayerCandidate, folder: Path, state: MapState, atlas: Path, parent: QWidget
    ) -> None:
        super().__init__(parent)
        assert candidate.found is not None  # noqa: S101 - what has no places was read
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = candidate.path.stem if candidate.is_only else candidate.report.name
        self.setWindowTitle(self.tr("Places by names: {0}").format(title))
        self._path = folder / f"{file_name(title) or 'table'}.gpkg"
        columns = [each.name for each in candidate.report.fields if each.type == "text"]
        self.finding = PlaceFinding(candidate.found.raw, columns, self)
        self._said = "", ""  # the column and the area for which names are looked up
        self._earlier = PlaceChoices(())
        self._make_fields(columns)
        self._make_parts(state, atlas)
        self._lay_out()
        self._connect()
        self._begin("", "")

    @guarded(None)
    def done(self, result: int) -> None:
        """Qt: the dialog closes; what is being looked up for it ends."""
        self.fields.small_map.previews.stop()
        self.finding.stop()
        super().done(result)

    @guarded(None)
    def accept(self) -> None:
        """Qt: write the table with its places; the dialog closes when that is done."""
        if self.add.isEnabled():
            self.content.setEnabled(False)
            self.add.setEnabled(False)
            self._say(self.tr("Writing the table …"))
            self.finding.write(self.names.choices, self._path, self._close)

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter in a line is for that line, and does not take the places."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not (is_enter and isinstance(self.focusWidget(), QLineEdit)):
            super().keyPressEvent(event)

    def _make_fields(self, columns: list[str]) -> None:
        self.content = QWidget(self)
        self.column, self.within = QComboBox(self.content), QLineEdit(self.content)
        self.column.addItems(columns)
        self.column.setAccessibleName(self.tr("Column of names"))
        self.column.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.column.setMinimumContentsLength(_COLUMN_CHARACTERS)
        spare_from_wheel(self.column)
        self.within.setAccessibleName(self.tr("Only places in"))
        self.within.setPlaceholderText(self.tr("anywhere, or e.g. Liaoning"))
        self.within.setFixedWidth(_WITHIN_PX)
        bound(self.within)

    def _make_parts(self, state: MapState, atlas: Path) -> None:
        self._colours = COLOURS[state.theme]
        self.names = NameList(self._colours, self.content)
        self.fields = PlaceFields(state, atlas, self.content)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(_BAR_PX)
        self.state_text = QLabel(self)
        self.state_text.setTextFormat(Qt.TextFormat.PlainText)
        self.state_text.setWordWrap(True)
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.cancel.setAutoDefault(False)
        self.add = QPushButton(self.tr("&Take these places"), self)
        self.add.setObjectName("primary")
        self.add.setDefault(True)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        for field in (self.column, self.within):
            top.addWidget(QLabel(field.accessibleName(), self.content))
            top.addWidget(field)
            top.addSpacing(_GAP_PX)
        top.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(_GAP_PX)
        middle.addWidget(self.names, 1)
        middle.addWidget(self.fields)
        whole = QVBoxLayout(self.content)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addLayout(top)
        whole.addLayout(middle, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.state_text, 1)
        for button in (self.cancel, self.add):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, 16)
        column.setSpacing(12)
        column.addWidget(self.content, 1)
        column.addWidget(self.progress)
        column.addLayout(buttons)
        self.resize(*_SIZE_PX)

    def _connect(self) -> None:
        finding = self.finding
        finding.began.connect(self._show_names)
        finding.found.connect(self._take)
        finding.ended.connect(self._end)
        finding.failed.connect(self._fail)
        self.column.activated.connect(lambda _: self._begin_otherwise())
        self.within.editingFinished.connect(self._begin_otherwise)
        self.names.shown.connect(self._show_current)
        self.fields.chosen.connect(self.names.choose)
        self.fields.typed.connect(self._take_typed)
        self.cancel.clicked.connect(self.reject)
        self.add.clicked.connect(self.accept)

    def _begin_otherwise(self) -> None:
        said = self.column.currentText(), self.within.text().strip()
        if said != self._said:
            self._begin(*said)

    def _begin(self, column: str, within: str) -> None:
        self._said = column, within
        if self.names.choices.names:
            self._earlier = self.names.choices
        self.names.show_choices(PlaceChoices(()))
        self.add.setEnabled(False)
        self.progress.setRange(0, 0)
        self.progress.show()
        self._say(self.tr("Looking for names …"))
        self.finding.begin(column, within)

    def _show_names(self, column: str, named: list[NamedRows]) -> None:
        self._said = column, self._said[1]
        with QSignalBlocker(self.column):
            self.column.setCurrentText(column)
        self.progress.setRange(0, len(named))
        choices = PlaceChoices(named)
        choices.keep(self._earlier)
        self.names.show_choices(choices)
        self.names.table.setFocus()

    def _take(self, first: int, found: list[Matches]) -> None:
        self.names.take(first, found)
        done, all_names = first + len(found), self.progress.maximum()
        self.progress.setValue(done)
        self._say(self.tr("Names looked up: {0} of {1}").format(f"{done:,}", f"{all_names:,}"))

    def _end(self) -> None:
        self.progress.hide()
        self.names.filter()

    def _show_current(self) -> None:
        """Show the place of the current name, and of how many rows it is known now."""
        name, choices = self.names.current, self.names.choices
        self.fields.setEnabled(name is not None)
        if name is None:
            self.fields.show_name("", "", (), None)
        else:
            rows = self.tr("Rows: {0}").format(f"{len(choices.names[name].rows):,}")
            text = self.names.model.said(name)
            self.fields.show_name(text, rows, choices.offered(name), choices.place(name))
        if choices.names and not self.finding.is_running:
            self._say_counts()

    def _can_be_taken(self) -> bool:
        return self.names.choices.counts.placed > 0 and not self.finding.is_running

    def _say_counts(self) -> None:
        counts = self.names.choices.counts
        self.add.setEnabled(self._can_be_taken())
        texts = [self.tr("Rows with a place: {0} of {1}").format(
            f"{counts.placed:,}", f"{counts.rows:,}"
        )]  # fmt: skip
        if counts.doubtful:
            texts.append(self.tr("doubtful: {0}").format(f"{counts.doubtful:,}"))
        if counts.unmatched:
            without = self.tr("without one: {0}, which stay in the table")
            texts.append(without.format(f"{counts.unmatched:,}"))
        self._say(self.tr("; ").join(texts))

    def _take_typed(self, text: str) -> None:
        """Have the position that was typed for the current name, or look another name up."""
        name = self.names.current
        if name is None:
            return
        try:
            readings = parse_position(text)
        except PositionError:
            self._look_up(text, name)
            return
        places = ((each.lon, each.lat) for each in readings)
        self.names.offer(name, tuple(place_by_hand(*each, position_text(*each)) for each in places))

    def _look_up(self, text: str, name: int) -> None:
        choices = self.names.choices

        def take(found: Matches) -> None:
            if self.names.choices is not choices:  # of another column by now
                return
            if found:
                self.names.offer(name, found)
            elif name == self.names.current:
                self.fields.say(self.tr(
                    "No place is called so. Type another name, or a position such as "
                    "41.79, 123.43."
                ))  # fmt: skip

        self.finding.look_up(text, choices.names[name].query, take)

    def _close(self, table: PlacedTable) -> None:
        super().accept()
        self.written.emit(table)

    def _fail(self, error: Exception) -> None:
        self.content.setEnabled(True)
        self.progress.hide()
        self.add.setEnabled(self._can_be_taken())
        if isinstance(error, MapappError):
            self._say(spoken(error.message), is_wrong=True)
        else:
            report(error)

    def _say(self, text: str, *, is_wrong: bool = False) -> None:
        colour = self._colours.warning if is_wrong else self._colours.secondary
        self.state_text.setStyleSheet(f"color: {colour}")
        self.state_text.setText(text)
