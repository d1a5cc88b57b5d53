"""Makes pictures of the present view from the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from mapapp.core.state import MapState
from mapapp.qt.actions import Command
from mapapp.qt.complaints import complain
from mapapp.qt.export_dialog import ExportDialog
from mapapp.qt.export_job import ExportJob


class Exporting(QObject):
    """Asks what picture to make, makes it in the background, and says how it went."""

    def __init__(self, state: MapState, window: QMainWindow) -> None:
        super().__init__(window)
        self._state = state
        self._window = window

    def commands(self) -> Iterator[Command]:
        """What the user can ask for."""
        yield Command(
            id="export.picture",
            text=self.tr("&Export a picture…"),
            tip=self.tr("Make a picture of this view for print or screen."),
            run=self.ask,
            menu="export",
            label=self.tr("Export"),
            shortcuts=("Ctrl+E",),
            icon="export",
        )

    def ask(self) -> None:
        """Ask what picture to make of the present view, and make it."""
        dialog = ExportDialog(self._state.language, self._window)
        if dialog.exec() and (target := dialog.ask_target()):
            self.start(target, dialog.arguments())

    def start(self, target: Path, arguments: list[str]) -> ExportJob:
        """Make a picture of the present view in the background."""
        layers = ",".join(spec.id for spec in self._state.visible_specs()) or "none"
        view = ["--extent", str(self._state.view.extent), "--layers", layers]
        job = ExportJob(target, [*view, *self._criteria(), *arguments], self)
        self._say(self.tr("Exporting {0} …").format(target.name), 0)
        job.finished.connect(lambda path: self._say(self.tr("Exported {0}.").format(path), 10_000))
        job.failed.connect(self._say_failure)
        return job

    def _criteria(self) -> Iterator[str]:
        for spec in self._state.visible_specs():
            wanted = self._state.filter(spec.id)
            if wanted.expression:
                yield from ("--filter", f"{spec.id}: {wanted.expression}")
            if wanted.text:
                yield from ("--find", f"{spec.id}: {wanted.text}")
        if self._state.as_of_year is not None:
            yield from ("--year", str(self._state.as_of_year))

    def _say(self, sentence: str, for_ms: int) -> None:
        self._window.statusBar().showMessage(sentence, for_ms)

    def _say_failure(self, sentence: str) -> None:
        self._window.statusBar().clearMessage()
        complain(self._window, self.tr("Export a picture"), sentence)
