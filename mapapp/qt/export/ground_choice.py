"""The choice of whose borders a picture has: ours, or those of a file such as a standard map."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from mapapp.qt.parts.bounded import LONG, bound
from mapapp.qt.parts.file_dialog import file_dialog


class GroundChoice(QWidget):
    """A line with the path of the file, empty for the borders of mapapp, and a button to find it.

    Signals:
        changed: another file was chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = QLineEdit(self)
        bound(self.line, LONG)
        self.line.setAccessibleName(self.tr("Borders of a standard map"))
        self.line.setClearButtonEnabled(True)
        self.line.setPlaceholderText(self.tr("As they are in fact"))
        self.line.setToolTip(
            self.tr("A file with the borders of a standard map as areas or lines, if you have one.")
        )
        self.line.editingFinished.connect(self._take_typed)
        self.button = QPushButton(self.tr("File…"), self)
        self.button.setAutoDefault(False)
        self.button.setAccessibleName(self.tr("Choose the file of the borders"))
        self.button.clicked.connect(self.ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        self.setFocusProxy(self.line)
        self._path = ""

    @property
    def path(self) -> str:
        """The path of the file, or empty."""
        return self._path

    def show_path(self, path: str) -> None:
        """Show a path, and let it be what is chosen."""
        self._path = path
        self.line.setText(path)

    def ask(self) -> QFileDialog:
        """Ask for the file."""
        from mapapp.store.files.opened_as import data_patterns

        folder = Path(self._path).parent if self._path else Path.home()
        dialog = file_dialog(self, self.tr("Borders of a standard map"), folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        kinds = self.tr("Data ({0})").format(data_patterns()), self.tr("All files (*)")
        dialog.setNameFilters(kinds)
        dialog.fileSelected.connect(self._take)
        dialog.open()
        return dialog

    def _take_typed(self) -> None:
        self._take(self.line.text().strip())

    def _take(self, path: str) -> None:
        if path != self._path:
            self.show_path(path)
            self.changed.emit()
