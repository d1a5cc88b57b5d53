"""Styles of layers that are loaded from files and saved to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from mapapp.core.errors import MapappError
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import MapState
from mapapp.core.styling.qml_reading import FoundStyle
from mapapp.core.styling.style_file import QML, TOML, read_style_file, write_style_file
from mapapp.qt.parts.complaints import complain
from mapapp.qt.parts.file_dialog import file_dialog
from mapapp.qt.parts.saving import FileKind, ask_where_to_save, file_name
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.layer_styles import can_have_style, read_layer_style


class StyleFiles(QObject):
    """Two buttons for the style of a layer.

    Signals:
        told: a sentence to show: what of a style was left out, or nothing.
    """

    told = Signal(str)

    def __init__(
        self, state: MapState, catalogue: LayerCatalogue, layer: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._catalogue = catalogue
        self._layer = layer
        self._window = parent
        self.load_button, self.save_button = QPushButton(parent), QPushButton(parent)
        self._menu = QMenu(self.load_button)
        self._from_file = self._menu.addAction("", self.ask_what_to_load)
        self._from_source = self._menu.addAction("", self.load_from_source)
        self._from_source.setVisible(can_have_style(self._spec))
        self.load_button.setMenu(self._menu)
        self.save_button.clicked.connect(self.ask_where_to_save)
        for button in (self.load_button, self.save_button):
            button.setAutoDefault(False)

    def retranslate(self) -> None:
        """Say everything in the language of the window."""
        self.load_button.setText(self.tr("&Load"))
        self.load_button.setToolTip(self.tr("Take a style from a file of mapapp or QGIS."))
        self.save_button.setText(self.tr("&Save…"))
        self.save_button.setToolTip(self.tr("Keep the style in a file, for mapapp or for QGIS."))
        self._from_file.setText(self.tr("From a file…"))
        self._from_source.setText(self.tr("The style that QGIS keeps with the layer"))

    def ask_what_to_load(self) -> QFileDialog:
        """Ask for a file and take its style."""
        dialog = file_dialog(self._window, self.tr("Load a style"), Path.home())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Styles of mapapp and QGIS") + f" (*{TOML} *{QML})"])
        dialog.fileSelected.connect(lambda name: self.load(Path(name)))
        dialog.open()
        return dialog

    def load(self, path: Path) -> None:
        """Take the style of a file."""
        self._load(lambda: read_style_file(path, self._spec.geometry))

    def load_from_source(self) -> None:
        """Take the style that the file of the layer has for it."""
        self._load(lambda: read_layer_style(self._spec))

    def ask_where_to_save(self) -> QFileDialog:
        """Ask for a file and write the style."""
        language = self._state.language
        name = file_name(self._spec.title.get(language)) or self._layer
        return ask_where_to_save(
            self._window, self.tr("Save the style"), Path.home() / name, self._kinds(),
            lambda path, _: self.save(path),
        )  # fmt: skip

    def save(self, path: Path) -> None:
        """Write the style to a file, whose ending says for whom."""
        self._try(self.tr("Save the style"), partial(write_style_file, path, self._spec))

    def _kinds(self) -> Sequence[FileKind]:
        return (
            FileKind(self.tr("Style of mapapp"), TOML), FileKind(self.tr("Style of QGIS"), QML),
        )  # fmt: skip

    @property
    def _spec(self) -> LayerSpec:
        return self._state.spec(self._layer)

    def _load(self, read: Callable[[], FoundStyle]) -> None:
        self.told.emit("")
        self._try(self.tr("Load a style"), lambda: self._take(read()))

    def _take(self, found: FoundStyle) -> None:
        """Draw the layer so, once its columns are known to be there."""
        spec = replace(self._spec, symbol=found.symbol, classes=found.classes, label=found.label)
        self._catalogue.check(spec)
        self._state.replace_layer(spec)
        if found.unmapped:
            left_out = self.tr("mapapp cannot draw this of the style, and left it out: {0}.")
            self.told.emit(left_out.format(", ".join(found.unmapped)))

    def _try(self, title: str, deed: Callable[[], object]) -> None:
        try:
            deed()
        except MapappError as error:
            complain(self._window, title, error.message)
