"""Something in the making beside the window, told in the status bar with a way to cancel it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, Protocol

from PySide6.QtCore import Qt, QTimer, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QStatusBar, QToolButton, QWidget

from mapapp.qt.parts.tip import plain_tip

_BAR_PX = (96, 6)
_STAYS_MS = 30_000

Stage = Literal["going on", "done", "cancelled"]


class Job(Protocol):
    """What is followed; ``ExportJob`` says when each of its signals is emitted."""

    target: Path

    @property
    def progressed(self) -> SignalInstance:
        """How much is done."""

    @property
    def finished(self) -> SignalInstance:
        """It is done."""

    @property
    def failed(self) -> SignalInstance:
        """Why it could not be done."""

    @property
    def cancelled(self) -> SignalInstance:
        """It was cancelled."""

    def cancel(self) -> None:
        """Stop, and tell so when that has happened."""


class JobProgress(QWidget):
    """Follows a job; it goes away a while after that is done.

    Whoever derives from it says :meth:`texts`, and has it retranslated.
    """

    def __init__(self, job: Job, bar: QStatusBar) -> None:
        super().__init__(bar)
        self.name = job.target.name
        self._stage: Stage = "going on"
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 0)
        self.progress.setFixedSize(*_BAR_PX)
        self.progress.setTextVisible(False)
        self.cancel, self.dismiss = self.button(), self.button()
        self.dismiss.setText("✕")
        self.offers = self.make_offers()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addStretch()
        for widget in (self.label, self.progress, self.cancel, *self.offers, self.dismiss):
            row.addWidget(widget)
        self._show_buttons(is_done=False)
        bar.insertPermanentWidget(0, self)
        self.show()
        self._connect(job)

    def texts(self) -> Mapping[Stage, str]:
        """What is said of each stage, in the language of the window."""
        raise NotImplementedError

    def make_offers(self) -> Sequence[QToolButton]:
        """The buttons that are shown when the job is done."""
        return ()

    def retranslate(self) -> None:
        """Say everything in the language of the window."""
        self.label.setText(self.texts()[self._stage])
        self.progress.setAccessibleName(self.texts()["going on"])
        self.cancel.setText(self.tr("Cancel"))
        self.dismiss.setAccessibleName(self.tr("Dismiss"))

    def close_for_good(self) -> None:
        """Go away."""
        self.hide()
        self.deleteLater()

    def show_done(self, path: str) -> None:
        """Say that the file is there."""
        self.label.setToolTip(plain_tip(path))
        self._end("done")

    def button(self) -> QToolButton:
        """A button of the row."""
        button = QToolButton(self)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _connect(self, job: Job) -> None:
        self.cancel.clicked.connect(job.cancel)
        self.dismiss.clicked.connect(self.close_for_good)
        job.progressed.connect(self._show_share)
        job.finished.connect(self.show_done)
        job.failed.connect(lambda _: self.close_for_good())
        job.cancelled.connect(self._tell_cancelled)

    def _show_share(self, share: float) -> None:
        self.progress.setRange(0, 1000)
        self.progress.setValue(round(1000 * share))

    def _tell_cancelled(self) -> None:
        self._end("cancelled")
        for button in self.offers:
            button.hide()

    def _end(self, stage: Stage) -> None:
        self._stage = stage
        self.retranslate()
        self._show_buttons(is_done=True)
        QTimer.singleShot(_STAYS_MS, self, self.close_for_good)

    def _show_buttons(self, *, is_done: bool) -> None:
        for widget in (self.progress, self.cancel):
            widget.setVisible(not is_done)
        for widget in (*self.offers, self.dismiss):
            widget.setVisible(is_done)
