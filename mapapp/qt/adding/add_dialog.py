"""What files hold, before their layers are added to the map."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mapapp.core.errors import MapappError
from mapapp.core.geo.coordinates import lat_text, lon_text
from mapapp.core.map.state import MapState
from mapapp.core.message import spoken
from mapapp.core.source.cancel import Cancel
from mapapp.qt.adding.candidate_list import CandidateList, FailedFile, FileEntry
from mapapp.qt.adding.reading_form import ReadingForm
from mapapp.qt.adding.sample_table import SampleTable
from mapapp.qt.adding.small_map import SmallMap
from mapapp.qt.parts.background import Background
from mapapp.qt.parts.guard import guarded, report
from mapapp.qt.parts.style import COLOURS
from mapapp.store.adding.candidate import BroughtLayer, LayerCandidate
from mapapp.store.files.raw import ReadOptions

if TYPE_CHECKING:
    from mapapp.qt.adding.place_finding import PlacedTable
    from mapapp.qt.adding.places_dialog import PlacesDialog

_T = TypeVar("_T")

_SIZE_PX, _MARGIN_PX, _GAP_PX = (980, 680), 20, 16
_PROBLEMS_PX = 74
_BAR_PX = 4


class AddDialog(QDialog):
    """Layers at the left, what is known of the current one beside them; Enter adds them.

    Files are read in a thread of the dialog's own. Whoever closes it does not wait for that.

    Args:
        paths: the files, which are read one after the other.
        state: the map, for its language and theme.
        atlas: what the small map is painted of.
        folder: where tables are kept that get their places by names.

    Signals:
        added: what was chosen, as a list of :class:`BroughtLayer`, and whether copies of it are
            to be kept; the dialog is closed.
        looked: all that was asked of files has been answered.
    """

    added = Signal(list, bool)
    looked = Signal()

    def __init__(
        self,
        paths: Sequence[Path],
        state: MapState,
        atlas: Path,
        folder: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Add data"))
        self._colours = COLOURS[state.theme]
        self._background = Background("adding")
        self._tickets: set[int] = set()
        self._anew: dict[int, int] = {}  # the ticket of each row that is read anew
        self._state, self._atlas, self._folder = state, atlas, folder
        self._placed: list[Path] = []  # tables that were given places by names
        self._make_parts(state, atlas)
        self._lay_out()
        self._connect()
        for path in paths:
            self._look_into(path)
        self._refresh()

    @property
    def is_reading(self) -> bool:
        """Whether an answer about a file is still waited for."""
        return bool(self._tickets)

    @guarded(None)
    def done(self, result: int) -> None:
        """Qt: the dialog closes; what is being read for it ends."""
        self.small_map.previews.stop()
        self._background.stop(wait=False)
        added = {each.path for each in self.layers.wanted} if result else set()
        for path in set(self._placed) - added:
            path.unlink(missing_ok=True)
        super().done(result)

    @guarded(None)
    def accept(self) -> None:
        """Qt: add what has a tick; the dialog closes when that has been read."""
        wanted = self.layers.wanted
        if not wanted or self.is_reading:
            return
        self.content.setEnabled(False)
        self._run(lambda: _brought(wanted), self._close)

    def find_places(self) -> PlacesDialog | None:
        """Find places for the current table by the names in it; None where it has no use."""
        from mapapp.qt.adding.places_dialog import PlacesDialog

        row, entry = self.layers.currentRow(), self.layers.entry
        if not isinstance(entry, LayerCandidate) or not entry.may_name_places:
            return None
        dialog = PlacesDialog(entry, self._folder, self._state, self._atlas, self)
        if self.layers.count() == 1:
            dialog.add.setText(self.add.text())  # what is taken is added at once
        dialog.written.connect(lambda table: self._take_placed(row, table))
        dialog.open()
        return dialog

    def _make_parts(self, state: MapState, atlas: Path) -> None:
        self.content = QWidget(self)
        self.layers = CandidateList(self._colours, self.content)
        self.title, self.summary = QLabel(self.content), QLabel(self.content)
        self.title.setProperty("role", "title")
        self.summary.setProperty("role", "secondary")
        self.form = ReadingForm(self.content)
        self.small_map = SmallMap(state, atlas, self.content)
        self.small_map.setAccessibleName(self.tr("Where it is"))
        self.problems = QLabel(self.content)
        for label in (self.title, self.summary, self.problems):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.problem_area = QScrollArea(self.content)
        self.problem_area.setObjectName("remarks")
        self.problem_area.setAccessibleName(self.tr("What is odd about it"))
        self.by_names = QPushButton(self.tr("Find places by &names…"), self.content)
        self.by_names.setToolTip(self.tr("Look up what the table calls its places, offline."))
        self.sample = SampleTable(self.content)
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(_BAR_PX)
        self.keep = QCheckBox(self.tr("&Keep a copy in my workspace"), self)
        self.keep.setToolTip(
            self.tr("The map then shows the copy; what becomes of the file does not matter to it.")
        )
        self.state_text = QLabel(self)
        self.state_text.setProperty("role", "secondary")
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.add = QPushButton(self.tr("&Add to the map"), self)
        self.add.setObjectName("primary")
        self.add.setDefault(True)
        self.cancel.setAutoDefault(False)

    def _lay_out(self) -> None:
        self.problem_area.setWidget(self.problems)
        self.problem_area.setWidgetResizable(True)
        self.problem_area.setFixedHeight(_PROBLEMS_PX)
        self.problem_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.problems.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.problems.setContentsMargins(8, 6, 8, 6)
        middle = QHBoxLayout()
        middle.setSpacing(_GAP_PX)
        middle.addWidget(self.form, 1, Qt.AlignmentFlag.AlignTop)
        middle.addWidget(self.small_map, 0, Qt.AlignmentFlag.AlignTop)
        about = QVBoxLayout()
        about.setSpacing(10)
        for part in (self.title, self.summary):
            about.addWidget(part)
        about.addLayout(middle)
        about.addWidget(self.problem_area)
        about.addWidget(self.by_names, 0, Qt.AlignmentFlag.AlignLeft)
        about.addWidget(self.sample, 1)
        whole = QHBoxLayout(self.content)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(_GAP_PX)
        whole.addWidget(self.layers)
        whole.addLayout(about, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.state_text, 1)
        buttons.addWidget(self.keep)
        buttons.addSpacing(_GAP_PX)
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
        self.layers.chosen.connect(self._show_entry)
        self.layers.ticked.connect(self._refresh)
        self.form.changed.connect(self._look_anew)
        self.form.described.connect(lambda: self.layers.give_roles(self.form.roles))
        self.by_names.clicked.connect(self.find_places)
        self.cancel.clicked.connect(self.reject)
        self.add.clicked.connect(self.accept)

    def _look_into(self, path: Path) -> None:
        cancel = self._background.cancel

        def take(outcome: Sequence[FileEntry] | str) -> None:
            found = [FailedFile(path, outcome)] if isinstance(outcome, str) else outcome
            for entry in found:
                self.layers.add(entry)
            if self.layers.count() == 1 and not self.by_names.isHidden():
                self.by_names.setFocus()  # Enter looks for places

        self._run(lambda: _looked_into(path, cancel), take)

    def _look_anew(self) -> None:
        """Read the current layer as the form says; an earlier wish for it is forgotten."""
        row, entry, options = self.layers.currentRow(), self.layers.entry, self.form.options
        if not isinstance(entry, LayerCandidate):
            return
        if (earlier := self._anew.pop(row, None)) is not None:
            self._background.drop(earlier)
            self._tickets.discard(earlier)
        cancel = self._background.cancel

        def take(outcome: LayerCandidate | str) -> None:
            self._anew.pop(row, None)
            if isinstance(outcome, str):
                self._say(outcome, is_wrong=True)
            else:
                self.layers.replace_entry(row, outcome)

        self._anew[row] = self._run(lambda: _looked_at_anew(entry, options, cancel), take)

    def _take_placed(self, row: int, table: PlacedTable) -> None:
        """Have a table with places instead of one without; the only one is added at once."""
        self._placed.append(table.path)

        def take(outcome: Sequence[LayerCandidate] | str) -> None:
            if isinstance(outcome, str):
                self._say(outcome, is_wrong=True)
                return
            (found,) = outcome
            self.layers.replace_entry(row, found.with_problems(table.notes))
            self.add.setFocus()
            if self.layers.count() == 1 and not table.notes:
                self.accept()

        cancel = self._background.cancel
        self._run(lambda: _looked_into(table.path, cancel), take)

    def _run(self, work: Callable[[], _T], then: Callable[[_T], None]) -> int:
        def take(found: _T) -> None:
            self._tickets.discard(ticket)
            then(found)
            self._refresh()

        def fail(error: Exception) -> None:
            self._tickets.discard(ticket)
            self._fail(error)
            self._refresh()

        ticket = self._background.run(work, take, fail)
        self._tickets.add(ticket)
        self._refresh()
        return ticket

    def _fail(self, error: Exception) -> None:
        self.content.setEnabled(True)
        if isinstance(error, MapappError):
            self._say(spoken(error.message), is_wrong=True)
        else:
            report(error)

    def _close(self, layers: list[BroughtLayer]) -> None:
        super().accept()
        self.added.emit(layers, self.keep.isChecked())

    def _refresh(self) -> None:
        """Say what is going on and what can be added now."""
        wanted = self.layers.wanted
        self.progress.setVisible(self.is_reading)
        self.add.setEnabled(bool(wanted) and not self.is_reading)
        self.layers.setVisible(self.layers.count() > 1)
        self.content.setVisible(self.layers.count() > 0)
        self.keep.setVisible(bool(wanted))
        self.state_text.setText(self._state_text(len(wanted)))
        if self.add.isEnabled() and self.cancel.hasFocus():
            self.add.setFocus()
        if not self.is_reading:
            self.looked.emit()

    def _state_text(self, wanted: int) -> str:
        if self.is_reading:
            return self.tr("Reading …")
        if self.layers.count() > 1 and wanted:
            return self.tr("Layers to add: {0}").format(wanted)
        return "" if wanted else self.tr("There is nothing to add yet.")

    def _show_entry(self) -> None:
        entry = self.layers.entry
        is_layer = isinstance(entry, LayerCandidate)
        for part in (self.summary, self.form, self.small_map, self.sample):
            part.setVisible(is_layer)
        self.by_names.setVisible(isinstance(entry, LayerCandidate) and entry.may_name_places)
        if isinstance(entry, FailedFile):
            self.title.setText(entry.path.name)
            self._say(entry.sentence, is_wrong=True)
        elif isinstance(entry, LayerCandidate):
            self._show_candidate(entry)

    def _show_candidate(self, candidate: LayerCandidate) -> None:
        found = candidate.report
        name, file = found.name, candidate.path.name
        self.title.setText(file if candidate.is_only else f"{file} · {name}")
        summary = " · ".join(self._facts(candidate))
        self.summary.setText(summary)
        self.form.show_candidate(candidate)
        self.small_map.show_layer(candidate.sketch, found.extent, summary)
        self.sample.show_rows(found, self._colours)
        told = "\n".join(map(spoken, found.problems))
        self._say(
            told or self.tr("Nothing odd was found."),
            is_wrong=not candidate.can_be_added,
        )

    def _facts(self, candidate: LayerCandidate) -> Iterator[str]:
        found = candidate.report
        yield self.tr("Rows: {0}").format(f"{found.features:,}")
        yield self.tr("Columns: {0}").format(f"{len(found.fields):,}")
        yield found.crs or self.tr("reference system not known")
        yield found.encoding
        if found.extent:
            west, south, east, north = found.extent
            yield f"{lon_text(west, 2)} – {lon_text(east, 2)}"
            yield f"{lat_text(south, 2)} – {lat_text(north, 2)}"

    def _say(self, text: str, *, is_wrong: bool) -> None:
        """Tell what is odd; what keeps the layer from being added stands out."""
        colour = self._colours.warning if is_wrong else self._colours.text
        self.problems.setStyleSheet(f"color: {colour}")
        self.problems.setText(text)


def _looked_into(path: Path, cancel: Cancel) -> Sequence[LayerCandidate] | str:
    """The layers of a file, or the sentence why it cannot be read; beside the window.

    Here as below, what reads files is loaded in the thread that reads, too.
    """
    from mapapp.store.adding.candidates import look_into

    try:
        return look_into(path, cancel=cancel)
    except MapappError as error:
        return spoken(error.message)


def _looked_at_anew(
    candidate: LayerCandidate, options: ReadOptions, cancel: Cancel
) -> LayerCandidate | str:
    """The layer read otherwise, or the sentence why it cannot be; beside the window."""
    from mapapp.store.adding.candidates import looked_at_anew

    try:
        return looked_at_anew(candidate, options, cancel)
    except MapappError as error:
        return spoken(error.message)


def _brought(candidates: Sequence[LayerCandidate]) -> list[BroughtLayer]:
    """What candidates become, beside the window."""
    from mapapp.store.adding.candidates import brought

    return [each for candidate in candidates for each in brought(candidate)]
