"""Brings data of one's own to the map: by menu, by a dropped file, or pasted from a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMainWindow

from mapapp.core.layer.spec import Geometry, LayerSpec
from mapapp.core.map.settings import SettingsFile
from mapapp.core.map.state import MapState
from mapapp.qt.adding.kept_files import kept_file
from mapapp.qt.parts.actions import Command
from mapapp.qt.parts.extension import Extension
from mapapp.qt.parts.file_dialog import file_dialog
from mapapp.store.catalogue import LayerCatalogue

if TYPE_CHECKING:
    from mapapp.qt.adding.add_dialog import AddDialog
    from mapapp.store.adding.candidate import BroughtLayer

_FROM_BELOW: tuple[Geometry, ...] = ("polygon", "line", "point")


class Adding(Extension, QObject):
    """Asks for files, shows what they hold, and adds what is chosen as layers on top of the map.

    Args:
        folder: where pasted cells and tables that were given places are kept, so that their layer
            is there at the next start.
        reveal: shows all features of layers (their ids), and makes the first the current one.
        keep: keeps copies of layers (their ids) in the workspace.
    """

    def __init__(
        self,
        state: MapState,
        catalogue: LayerCatalogue,
        settings: SettingsFile,
        folder: Path,
        reveal: Callable[[Sequence[str]], object],
        keep: Callable[[Sequence[str]], object],
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._state = state
        self._atlas = catalogue.atlas.path
        self._settings = settings
        self._folder = folder
        self._reveal = reveal
        self._keep = keep
        self._window = window

    def commands(self) -> Iterator[Command]:
        """What the user can ask for."""
        yield Command(
            id="file.add",
            text=self.tr("Add &data…"),
            tip=self.tr(
                "Add layers from a file: GeoPackage, GeoJSON, Shapefile, CSV, Excel and more."
            ),
            run=self.ask_files,
            menu="file",
            section=5,
            shortcuts=("Ctrl+Shift+A",),
        )
        yield Command(
            id="edit.paste",
            text=self.tr("&Paste as a layer"),
            tip=self.tr("Add cells that were copied from a spreadsheet as a layer."),
            run=self.paste,
            menu="edit",
            section=10,
            shortcuts=("Ctrl+V",),
        )

    def ask_files(self) -> QFileDialog:
        """Ask which files to add."""
        from mapapp.store.files.opened_as import data_patterns

        folder = Path(self._settings.now.data_folder or Path.home())
        dialog = file_dialog(self._window, self.tr("Add data"), folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        kinds = self.tr("Data ({0})").format(data_patterns()), self.tr("All files (*)")
        dialog.setNameFilters(kinds)
        dialog.filesSelected.connect(lambda names: self.look_into(list(map(Path, names))))
        dialog.open()
        return dialog

    def look_into(self, paths: Sequence[Path]) -> AddDialog:
        """Show what files hold, and add what is chosen."""
        self._settings.update(data_folder=str(paths[0].absolute().parent))
        return self._open_dialog(paths)

    def paste(self) -> AddDialog:
        """Show what was copied, files or cells, and add it.

        Raises:
            MapappError: if it is neither, or the cells cannot be kept.
        """
        from mapapp.core.disk.replacing import write_text
        from mapapp.core.texts.pasted import pasted_table

        copied = QGuiApplication.clipboard().mimeData()
        if files := local_files(copied):
            return self.look_into(files)
        table = pasted_table(copied.text(), copied.html())
        path = kept_file(self._folder, self.tr("Pasted"), ".tsv")
        write_text(path, table)
        dialog = self._open_dialog([path])
        dialog.rejected.connect(lambda: path.unlink(missing_ok=True))
        return dialog

    def _open_dialog(self, paths: Sequence[Path]) -> AddDialog:
        from mapapp.qt.adding.add_dialog import AddDialog

        whole = [path.absolute() for path in paths]
        dialog = AddDialog(whole, self._state, self._atlas, self._folder, self._window)
        dialog.added.connect(self._add)
        dialog.open()
        return dialog

    def _add(self, brought: Sequence[BroughtLayer], keep_copies: bool) -> None:
        """Have layers of what was read on top of all others: one step to undo."""
        specs = self._specs(brought)
        self._state.set_solo(None)
        self._state.set_layers((*self._state.specs, *specs))
        self._reveal([spec.id for spec in reversed(specs)])
        for each in brought:
            if each.held is not None:  # by now the map has it open
                each.held.close()
        if keep_copies:
            self._keep([spec.id for spec in specs])

    def _specs(self, brought: Sequence[BroughtLayer]) -> list[LayerSpec]:
        """Layers in drawing order: areas below lines below points, the first of each on top."""
        from mapapp.core.layer.own import free_ids, layer_of_file, own_tones

        state = self._state
        tones = own_tones([each.ref for each in brought], state.specs)
        specs = [
            layer_of_file(
                id_, each.ref, each.geometry, tone, each.roles,
                says_kind=each.is_one_of_several,
            )
            for id_, tone, each in zip(free_ids(state.taken_ids), tones, brought, strict=False)
        ]  # fmt: skip
        specs.reverse()
        return sorted(specs, key=lambda spec: _FROM_BELOW.index(spec.geometry))


def local_files(data: QMimeData) -> list[Path]:
    """The files of this computer that are dragged or were copied; none if one is elsewhere."""
    urls = data.urls()
    if not all(url.isLocalFile() for url in urls):
        return []
    return [Path(url.toLocalFile()) for url in urls]
