"""The layers of files that may be added, each with a tick."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from mapapp.core.layer.roles import Roles
from mapapp.core.record import record
from mapapp.core.texts.plain import shortened
from mapapp.qt.parts.icons import themed_icon
from mapapp.qt.parts.style import Colours
from mapapp.qt.parts.tip import plain_tip
from mapapp.store.adding.candidate import LayerCandidate

_WIDTH_PX = 220
_TITLE_CHARACTERS = 40
_ROLE = Qt.ItemDataRole


@record
class FailedFile:
    """A file that cannot be read, and why: a sentence."""

    path: Path
    sentence: str


FileEntry = LayerCandidate | FailedFile
"""What stands in the list: a layer, or a file that has none."""


class CandidateList(QListWidget):
    """Layers in the order in which they were found; those with a tick are to be added.

    Signals:
        chosen: another entry is the current one.
        ticked: other layers have ticks.
    """

    chosen = Signal()
    ticked = Signal()

    def __init__(self, colours: Colours, parent: QWidget) -> None:
        super().__init__(parent)
        self._failed = themed_icon("missing", colours.warning)
        self.setObjectName("candidates")
        self.setAccessibleName(self.tr("Layers to add"))
        self.setFixedWidth(_WIDTH_PX)
        self.setWordWrap(True)
        self._entries: list[FileEntry] = []
        self.currentRowChanged.connect(lambda _: self.chosen.emit())
        self.itemChanged.connect(lambda _: self.ticked.emit())

    @property
    def entry(self) -> FileEntry | None:
        """The current entry, or None where there is none yet."""
        row = self.currentRow()
        return self._entries[row] if 0 <= row < len(self._entries) else None

    @property
    def wanted(self) -> list[LayerCandidate]:
        """The layers with ticks that can be added."""
        return [
            entry
            for row, entry in enumerate(self._entries)
            if isinstance(entry, LayerCandidate)
            and entry.can_be_added
            and self.item(row).checkState() == Qt.CheckState.Checked
        ]

    def add(self, entry: FileEntry) -> None:
        """Have one entry more; layers that have places get a tick."""
        self._entries.append(entry)
        with QSignalBlocker(self):
            item = QListWidgetItem(self)
            self._show(item, entry)
            if isinstance(entry, LayerCandidate):
                item.setCheckState(_tick(is_set=entry.can_be_added))
        if self.currentRow() < 0:
            self.setCurrentRow(0)
        self.ticked.emit()

    def replace_entry(self, row: int, new: LayerCandidate) -> None:
        """Have a layer read otherwise; one whose place has become known gets a tick.

        It keeps the columns that were chosen meanwhile, where it has them.
        """
        old = self._entries[row]
        if isinstance(old, LayerCandidate):
            new = new.with_roles(old.roles)
        self._entries[row] = new
        with QSignalBlocker(self):
            self._show(self.item(row), new)
            is_ticked = self.item(row).checkState() == Qt.CheckState.Checked
            was_placed = isinstance(old, LayerCandidate) and old.can_be_added
            is_set = new.can_be_added and (is_ticked or not was_placed)
            self.item(row).setCheckState(_tick(is_set=is_set))
        if row == self.currentRow():
            self.chosen.emit()
        self.ticked.emit()

    def give_roles(self, roles: Roles) -> None:
        """Have other columns of the current layer as its names and years."""
        entry = self.entry
        if isinstance(entry, LayerCandidate):
            self._entries[self.currentRow()] = entry.with_roles(roles)

    def _show(self, item: QListWidgetItem, entry: FileEntry) -> None:
        path = entry.path
        name = entry.report.name if isinstance(entry, LayerCandidate) else path.name
        lines = [shortened(name, _TITLE_CHARACTERS), *self._about(entry)]
        item.setText("\n".join(lines))
        item.setToolTip(plain_tip(f"{name}\n{path}"))
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if isinstance(entry, LayerCandidate) and entry.can_be_added:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        item.setFlags(flags)
        if isinstance(entry, FailedFile):
            item.setIcon(self._failed)

    def _about(self, entry: FileEntry) -> Iterator[str]:
        if isinstance(entry, FailedFile):
            yield self.tr("cannot be read")
        elif not entry.can_be_added:
            yield self.tr("no place on the map yet")
        else:
            yield f"{self._kind(entry)}: {entry.report.features:,}"

    def _kind(self, candidate: LayerCandidate) -> str:
        return {
            "point": self.tr("Points"),
            "line": self.tr("Lines"),
            "polygon": self.tr("Areas"),
        }.get(candidate.report.geometry, self.tr("Points, lines, areas"))


def _tick(*, is_set: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if is_set else Qt.CheckState.Unchecked
