"""Makes pictures of the present view from the window: files, copies and prints.

The dialogs and what paints are imported when they are first wanted: the window opens without.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING
from weakref import finalize

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog, QMainWindow

from mapapp.core.disk.sweeping import remove, temporary_prefix
from mapapp.core.log import logger
from mapapp.core.map.settings import SettingsFile
from mapapp.core.map.state import MapState
from mapapp.qt.export.export_job import ExportJob
from mapapp.qt.export.export_progress import ExportProgress
from mapapp.qt.export.picture_copy import PictureCopy
from mapapp.qt.parts.actions import Command
from mapapp.qt.parts.complaints import complain
from mapapp.qt.parts.extension import Extension
from mapapp.qt.parts.language import follow_language
from mapapp.qt.parts.saving import FileKind, ask_where_to_save, file_name
from mapapp.render.request.area import FeatureId
from mapapp.render.request.choices import Choices, from_texts, picture_of, to_texts
from mapapp.render.request.request import ExportRequest
from mapapp.store.catalogue import LayerCatalogue

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    from mapapp.qt.export.export_dialog import ExportDialog
    from mapapp.qt.export.printing import PrintJob

_TOLD_MS = 8000
_FOLDER = "folder"
_WORDS, _WORDS_OF = ("title", "subtitle", "notes"), "words_of"
"""What is written for one map in one language, and which those are."""

_log = logger("app")


class Exporting(Extension, QObject):
    """Asks what picture to make, has it made in the background, and says how it went."""

    def __init__(
        self,
        state: MapState,
        catalogue: LayerCatalogue,
        settings: SettingsFile,
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._state = state
        self._catalogue = catalogue
        self._settings = settings
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
        yield Command(
            id="export.copy",
            text=self.tr("&Copy the map"),
            tip=self.tr("Put a picture of this view on the clipboard."),
            run=lambda: self.copy(self.base()),
            menu="export",
            shortcuts=("Ctrl+Shift+C",),
        )
        yield Command(
            id="export.print",
            text=self.tr("&Print…"),
            tip=self.tr("Print this view with its legend and sources."),
            run=self.print_view,
            menu="export",
            shortcuts=("Ctrl+P",),
        )

    def base(self) -> ExportRequest:
        """The picture of the map as it is now."""
        features = (
            self._catalogue.feature(ref.layer, ref.fid)
            for ref in self._state.selection
            if self._state.is_shown(ref.layer)
        )
        selected = tuple(FeatureId(feature.layer, feature.id) for feature in features)
        return picture_of(self._state, selected)

    def ask(self) -> ExportDialog:
        """Ask what picture to make of the present view."""
        from mapapp.qt.export.export_dialog import ExportDialog

        atlas = self._catalogue.atlas.path
        dialog = ExportDialog(
            self.base(),
            self._state,
            self._kept(),
            atlas,
            self._folder,
            self._selected_at(),
            self._window,
        )
        dialog.export_wanted.connect(lambda request: self._ask_target(dialog, request))
        dialog.copy_wanted.connect(self.copy)
        dialog.print_wanted.connect(self.print)
        dialog.finished.connect(lambda _: self._keep_choices(dialog.choices))
        dialog.open()
        return dialog

    def _selected_at(self) -> tuple[float, float] | None:
        """The middle of what was selected first; None where that has no place."""
        for ref in self._state.selection:
            geometry = self._catalogue.feature(ref.layer, ref.fid).geometry
            if geometry is not None and not geometry.is_empty:
                return geometry.centroid.x, geometry.centroid.y
        return None

    @cached_property
    def _folder(self) -> Path:
        """Where pictures are made that are dragged away; it goes with the window or the program."""
        folder = Path(mkdtemp(prefix=temporary_prefix()))
        finalize(self, remove, folder)
        return folder

    def start(self, request: ExportRequest) -> ExportJob:
        """Make a picture in the background and tell of it in the status bar."""
        job = ExportJob(request, self._catalogue.atlas.path, self)
        job.failed.connect(self._complain)
        job.noted.connect(self._say)
        progress = ExportProgress(job, self._window.statusBar())
        follow_language(progress, self._state, progress.retranslate)
        return job

    def copy(self, request: ExportRequest) -> PictureCopy:
        """Put a picture on the clipboard."""
        copy = PictureCopy(request, self._catalogue.atlas.path, self)
        copy.finished.connect(self._tell_copied)
        copy.failed.connect(self._complain)
        return copy

    def print_view(self) -> QPrintDialog:
        """Ask how to print the present view, laid out as the last picture was."""
        view = self._state.view
        usual = replace(self._kept(), show="view")
        return self.print(usual.request(self.base(), (view.lon, view.lat)))

    def print(self, request: ExportRequest) -> QPrintDialog:
        """Ask how to print a picture, and print it in the background."""
        from PySide6.QtPrintSupport import QPrintDialog

        from mapapp.qt.export.printing import printer_for

        printer = printer_for(request)
        dialog = QPrintDialog(printer, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.print_on(printer, request))
        QDialog.open(dialog)  # QPrintDialog hides it behind one that takes a slot
        return dialog

    def print_on(self, printer: QPrinter, request: ExportRequest) -> PrintJob:
        """Print a picture in the background."""
        from mapapp.qt.export.printing import PrintJob

        job = PrintJob(request, printer, self._catalogue.atlas.path, self)
        job.printed.connect(self._tell_printed)
        job.failed.connect(self._complain)
        return job

    def _tell_copied(self, remark: str) -> None:
        said = self.tr("The picture is on the clipboard.")
        self._say(f"{said} {remark}".strip())

    def _tell_printed(self, remark: str) -> None:
        said = self.tr("The picture went to the printer.")
        self._say(f"{said} {remark}".strip())

    def _ask_target(self, dialog: ExportDialog, request: ExportRequest) -> None:
        def take(target: Path, _: FileKind) -> None:
            dialog.accept()
            self._keep({**self._settings_texts(), _FOLDER: str(target.parent)})
            self.start(replace(request, path=target))

        folder, ending = self._settings_texts().get(_FOLDER, ""), request.path.suffix
        start = Path(folder or Path.home()) / (file_name(request.title) or "mapapp")
        kind = FileKind(ending[1:].upper(), ending)
        ask_where_to_save(dialog, self.tr("Export a picture"), start, [kind], take)

    def _settings_texts(self) -> dict[str, str]:
        return dict(self._settings.now.export or {})

    def _kept(self) -> Choices:
        """The last choices, without words that were meant for another map or language."""
        texts = self._settings_texts()
        is_other = texts.get(_WORDS_OF) != self._words_of()
        return from_texts({k: v for k, v in texts.items() if not (is_other and k in _WORDS)})

    def _words_of(self) -> str:
        return f"{self._state.language} {self._settings.now.workspace}"

    def _keep_choices(self, choices: Choices) -> None:
        folder, texts = self._settings_texts().get(_FOLDER), to_texts(choices)
        if folder:
            texts[_FOLDER] = folder
        if any(name in texts for name in _WORDS):
            texts[_WORDS_OF] = self._words_of()
        self._keep(texts)

    def _keep(self, texts: dict[str, str]) -> None:
        self._settings.update(export=texts or None)

    def _say(self, sentence: str) -> None:
        self._window.statusBar().showMessage(sentence, _TOLD_MS)

    def _complain(self, sentence: str) -> None:
        complain(self._window, self.tr("Export a picture"), sentence)
