"""A picture or other file in the making, told in the status bar; then what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QToolButton

from mapapp.qt.parts.job_progress import JobProgress, Stage


class ExportProgress(JobProgress):
    """Follows an export, and opens what came of it."""

    def make_offers(self) -> Sequence[QToolButton]:
        """To open the file, or the folder that it is in."""
        self.open, self.folder = self.button(), self.button()
        return self.open, self.folder

    def texts(self) -> Mapping[Stage, str]:
        """What is said of each stage, in the language of the window."""
        return {
            "going on": self.tr("Exporting {0} …").format(self.name),
            "done": self.tr("Exported {0}").format(self.name),
            "cancelled": self.tr("The export was cancelled; nothing was written."),
        }

    def retranslate(self) -> None:
        """Say everything in the language of the window."""
        super().retranslate()
        self.open.setText(self.tr("Open"))
        self.folder.setText(self.tr("Show in folder"))

    def show_done(self, path: str) -> None:
        """Say that the file is there, and what can be done with it."""
        file = Path(path)
        self.open.clicked.connect(lambda: _open(file))
        self.folder.clicked.connect(lambda: _open(file.parent))
        super().show_done(path)


def _open(path: Path) -> None:
    """Let the desktop open a file or a folder."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
