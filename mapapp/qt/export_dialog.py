"""Asks what picture to make of the present view."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from mapapp.core.layerspec import Language

_FORMATS = {"pdf": "PDF", "png": "PNG"}
_PAGES = ("A5", "A4", "A3", "A2", "A1", "A0")
_LANGUAGES: dict[Language, str] = {"en": "English", "zh": "简体中文"}


class ExportDialog(QDialog):
    """Title, format, page, resolution and language of a picture, then where to put it."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export a picture"))
        self.setMinimumWidth(380)
        self.title = QLineEdit(self)
        self.title.setPlaceholderText(self.tr("Shenyang and Liaoning"))
        self.format = self._combo(_FORMATS)
        self.page = self._combo({page: page for page in _PAGES}, "A4")
        self.dpi = QSpinBox(self)
        self.dpi.setRange(72, 1200)
        self.dpi.setValue(300)
        self.dpi.setSuffix(" dpi")
        self.language = self._combo(_LANGUAGES, language)
        form = QFormLayout(self)
        form.setContentsMargins(24, 24, 24, 16)
        form.setSpacing(12)
        form.addRow(self.tr("&Title"), self.title)
        form.addRow(self.tr("&Format"), self.format)
        form.addRow(self.tr("&Page"), self.page)
        form.addRow(self.tr("&Resolution"), self.dpi)
        form.addRow(self.tr("&Language"), self.language)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        export = buttons.addButton(self.tr("Export…"), QDialogButtonBox.ButtonRole.AcceptRole)
        export.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)

    def ask_target(self) -> Path | None:
        """Ask where to put the picture; None if the user thinks better of it."""
        suffix = str(self.format.currentData())
        name, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Export a picture"),
            str(Path.home() / f"mapapp.{suffix}"),
            f"{_FORMATS[suffix]} (*.{suffix})",
        )
        return Path(name).with_suffix(f".{suffix}") if name else None

    def arguments(self) -> list[str]:
        """The choices as arguments of ``mapapp snapshot``."""
        chosen = ["--page", str(self.page.currentData()), "--dpi", str(self.dpi.value())]
        chosen += ["--lang", str(self.language.currentData())]
        title = self.title.text().strip() or self.title.placeholderText()
        return [*chosen, "--title", title]

    def _combo(self, choices: dict[str, str] | dict[Language, str], chosen: str = "") -> QComboBox:
        combo = QComboBox(self)
        for value, text in choices.items():
            combo.addItem(text, value)
        combo.setCurrentIndex(max(combo.findData(chosen), 0))
        return combo
