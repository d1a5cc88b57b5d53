"""A picture in the making, told in the status bar; then what can be done with it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QStatusBar, QToolButton, QWidget

from mapapp.qt.export.export_job import ExportJob
from mapapp.qt.parts.tip import plain_tip

_BAR_PX = (96, 6)
_STAYS_MS = 30_000

_Stage = Literal["going on", "done", "cancelled"]


class ExportProgress(QWidget):
    """Follows a job; it goes away a while after that is done."""

    def __init__(self, job: ExportJob, bar: QStatusBar) -> None:
        super().__init__(bar)
        self._name = job.target.name
        self._stage: _Stage = "going on"
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 0)
        self.progress.setFixedSize(*_BAR_PX)
        self.progress.setTextVisible(False)
        self.cancel, self.open = self._button(), self._button()
        self.folder, self.dismiss = self._button(), self._button()
        self.dismiss.setText("✕")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addStretch()
        for widget in (
            self.label, self.progress, self.cancel, self.open, self.folder, self.dismiss
        ):  # fmt: skip
            row.addWidget(widget)
        self._show_buttons(is_done=False)
        bar.insertPermanentWidget(0, self)
        self.show()
        self._connect(job)

    def _connect(self, job: ExportJob) -> None:
        self.cancel.clicked.connect(job.cancel)
        self.dismiss.clicked.connect(self.close_for_good)
        job.progressed.connect(self._show_share)
        job.finished.connect(self._offer)
        job.failed.connect(lambda _: self.close_for_good())
        job.cancelled.connect(self._tell_cancelled)

    def retranslate(self) -> None:
        """Say everything in the language of the window."""
        texts: dict[_Stage, str] = {
            "going on": self.tr("Exporting {0} …").format(self._name),
            "done": self.tr("Exported {0}").format(self._name),
            "cancelled": self.tr("The export was cancelled; nothing was written."),
        }
        self.label.setText(texts[self._stage])
        self.progress.setAccessibleName(self.tr("Export in progress"))
        self.cancel.setText(self.tr("Cancel"))
        self.open.setText(self.tr("Open"))
        self.folder.setText(self.tr("Show in folder"))
        self.dismiss.setAccessibleName(self.tr("Dismiss"))

    def close_for_good(self) -> None:
        """Go away."""
        self.hide()
        self.deleteLater()

    def _show_share(self, share: float) -> None:
        self.progress.setRange(0, 1000)
        self.progress.setValue(round(1000 * share))

    def _offer(self, path: str) -> None:
        """Say that the picture is there, and what can be done with it."""
        file = Path(path)
        self.label.setToolTip(plain_tip(path))
        self.open.clicked.connect(lambda: _open(file))
        self.folder.clicked.connect(lambda: _open(file.parent))
        self._end("done")

    def _tell_cancelled(self) -> None:
        self._end("cancelled")
        self.open.hide()
        self.folder.hide()

    def _end(self, stage: _Stage) -> None:
        self._stage = stage
        self.retranslate()
        self._show_buttons(is_done=True)
        QTimer.singleShot(_STAYS_MS, self, self.close_for_good)

    def _show_buttons(self, *, is_done: bool) -> None:
        for widget in (self.progress, self.cancel):
            widget.setVisible(not is_done)
        for widget in (self.open, self.folder, self.dismiss):
            widget.setVisible(is_done)

    def _button(self) -> QToolButton:
        button = QToolButton(self)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button


def _open(path: Path) -> None:
    """Let the desktop open a file or a folder."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
