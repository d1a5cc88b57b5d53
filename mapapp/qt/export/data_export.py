"""Hands the data of layers on: as workbooks, CSV, GeoJSON and GeoPackages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMainWindow
from shiboken6 import isValid

from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.settings import SettingsFile
from mapapp.core.map.state import MapState
from mapapp.qt.export.export_progress import ExportProgress
from mapapp.qt.parts.actions import Command
from mapapp.qt.parts.complaints import complain
from mapapp.qt.parts.extension import Extension
from mapapp.qt.parts.language import follow_language
from mapapp.qt.parts.saving import (
    FileKind,
    ask_where_to_save,
    csv_kinds,
    file_name,
    workbook_kind,
)
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.scopes import AreaRing
from mapapp.store.table_file import ENCODINGS

if TYPE_CHECKING:
    from mapapp.qt.export.data_dialog import DataDialog
    from mapapp.qt.export.data_job import DataJob
    from mapapp.render.card.layer_file import LayerFile, LayerPart

_FOLDER = "folder"


class DataExport(Extension, QObject):
    """Asks for a file, has it written in the background, and says how it went.

    What is handed on is what the map shows: filters and the year leave out what they do there.
    """

    def __init__(
        self,
        state: MapState,
        catalogue: LayerCatalogue,
        settings: SettingsFile,
        window: QMainWindow,
        chosen: Callable[[], str],
        drawn: Callable[[], AreaRing],
    ) -> None:
        super().__init__(window)
        self._state = state
        self._catalogue = catalogue
        self._settings = settings
        self._window = window
        self._chosen = chosen
        self._drawn = drawn

    def commands(self) -> Iterator[Command]:
        """What the user can ask for."""
        yield Command(
            id="export.layer",
            text=self.tr("Data of the &layer…"),
            tip=self.tr("Hand the features of the chosen layer on as a table or for other maps."),
            run=self.ask_layer,
            menu="export",
            section=10,
            enabled=self._has_layers,
        )
        yield Command(
            id="export.selection",
            text=self.tr("Data of the &selection…"),
            tip=self.tr("Hand what is selected on as a table or for other maps."),
            run=self.ask_selection,
            menu="export",
            section=10,
            enabled=lambda: bool(self._state.selection),
        )
        yield Command(
            id="export.visible",
            text=self.tr("Data of all &visible layers…"),
            tip=self.tr("Hand all that the map shows on as a table or for other maps."),
            run=self.ask_visible,
            menu="export",
            section=10,
            enabled=lambda: bool(self._state.visible_specs()),
        )
        yield Command(
            id="layers.export",
            text=self.tr("&Export data…"),
            tip=self.tr("Hand the features of the chosen layer on as a table or for other maps."),
            run=self.ask_layer,
            menu="layers",
            section=80,
            enabled=self._has_layers,
        )

    def ask_layer(self) -> DataDialog:
        """Ask what of the chosen layer is to be handed on, and as what."""
        from mapapp.qt.export.data_dialog import DataDialog

        dialog = DataDialog(self._state, self._chosen(), self._drawn, self._window)
        dialog.chosen.connect(lambda: self.ask_file(dialog))
        dialog.show()
        return dialog

    def ask_file(self, dialog: DataDialog) -> QFileDialog:
        """Ask where to put what was chosen of a layer."""
        from mapapp.render.card.layer_file import LayerFile, LayerPart

        spec = self._state.spec(dialog.layer)
        title = spec.title.get(self._state.language)
        part = LayerPart(spec, scope=dialog.scope.scope())
        datum = dialog.datum.currentData() if dialog.datum.isEnabled() else ""
        said = (dialog.encoding.currentData(), dialog.crs, datum)

        def take(target: Path, _kind: FileKind) -> None:
            self._keep_folder(target.parent)
            state = self._state
            self.start(LayerFile(target, (part,), state.language, state.as_of_year, *said))
            if isValid(dialog):  # nothing keeps it from being closed meanwhile
                dialog.close()

        return ask_where_to_save(
            self._window, self.tr("Export data"), self._start(title), [dialog.kind], take
        )

    def ask_selection(self) -> QFileDialog:
        """Ask where to put what is selected."""
        return self._ask(self.tr("Selection"), self._selected_parts)

    def ask_visible(self) -> QFileDialog:
        """Ask where to put all that the map shows."""
        specs = self._state.visible_specs()
        return self._ask(self.tr("Visible layers"), lambda: tuple(map(self._shown_part, specs)))

    def start(self, wanted: LayerFile) -> DataJob:
        """Write a file in the background and tell of it in the status bar."""
        from mapapp.qt.export.data_job import DataJob

        job = DataJob(wanted, self._catalogue, self)
        job.failed.connect(self._complain)
        job.noted.connect(self._complain)
        progress = ExportProgress(job, self._window.statusBar())
        follow_language(progress, self._state, progress.retranslate)
        return job

    def _ask(self, title: str, parts: Callable[[], tuple[LayerPart, ...]]) -> QFileDialog:
        encoded = csv_kinds()
        kinds = (
            workbook_kind(),
            *encoded,
            FileKind("GeoJSON", ".geojson"),
            FileKind("GeoPackage", ".gpkg"),
        )

        def take(target: Path, kind: FileKind) -> None:
            from mapapp.render.card.layer_file import LayerFile

            self._keep_folder(target.parent)
            state = self._state
            encoding = encoded.get(kind, ENCODINGS[0])
            self.start(LayerFile(target, parts(), state.language, state.as_of_year, encoding))

        start = self._start(title)
        return ask_where_to_save(self._window, self.tr("Export data"), start, kinds, take)

    def _start(self, title: str) -> Path:
        """The file that is offered for something."""
        return Path(self._kept().get(_FOLDER) or Path.home()) / (file_name(title) or "mapapp")

    def _shown_part(self, spec: LayerSpec) -> LayerPart:
        from mapapp.render.card.layer_file import LayerPart

        criteria = self._state.map_criteria(spec.id)
        return LayerPart(spec, self._catalogue.visible_fids(spec.id, criteria))

    def _selected_parts(self) -> tuple[LayerPart, ...]:
        from mapapp.render.card.layer_file import LayerPart

        keys: dict[str, list[int]] = {}
        for ref in self._state.selection:
            keys.setdefault(ref.layer, []).append(ref.fid)
        return tuple(
            LayerPart(spec, np.array(keys[spec.id], dtype=np.int64))
            for spec in self._state.specs
            if spec.id in keys
        )

    def _has_layers(self) -> bool:
        return bool(self._state.specs)

    def _kept(self) -> dict[str, str]:
        return dict(self._settings.now.export or {})

    def _keep_folder(self, folder: Path) -> None:
        self._settings.update(export={**self._kept(), _FOLDER: str(folder)})

    def _complain(self, sentence: str) -> None:
        complain(self._window, self.tr("Export data"), sentence)
