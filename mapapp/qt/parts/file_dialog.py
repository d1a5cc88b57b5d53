"""The one dialog that asks for files, with flat icons where the system has no dialog of its own."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QFileInfo, Qt
from PySide6.QtGui import QAbstractFileIconProvider, QIcon
from PySide6.QtWidgets import QFileDialog, QFileIconProvider, QWidget

from mapapp.core.disk.assets import asset
from mapapp.qt.parts.guard import guarded

_Kind = QAbstractFileIconProvider.IconType
_ICONS: Mapping[_Kind, str] = {
    _Kind.Computer: "files-computer",
    _Kind.Network: "files-computer",
    _Kind.Drive: "files-drive",
    _Kind.File: "files-file",
}
_FOLDER = "files-folder"


class FlatFileIcons(QFileIconProvider):
    """Icons of files and folders as the buttons of the dialog have them, in all themes."""

    @guarded(QIcon())
    def icon(self, of: _Kind | QFileInfo) -> QIcon:
        """Qt: the icon of a kind of thing, or of a file or folder."""
        if not isinstance(of, QFileInfo):
            return _icon(_ICONS.get(of, _FOLDER))
        if of.isRoot():
            return _icon("files-drive")
        return _icon(_FOLDER if of.isDir() else "files-file")


def file_dialog(parent: QWidget, title: str, folder: Path) -> QFileDialog:
    """A dialog that asks for files, beginning in a folder; it is deleted when it is closed."""
    dialog = QFileDialog(parent, title, str(folder))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setIconProvider(_icons())
    return dialog


@functools.cache
def _icons() -> FlatFileIcons:
    """One for all dialogs, which do not keep it."""
    return FlatFileIcons()


@functools.cache
def _icon(name: str) -> QIcon:
    return QIcon(str(asset("icons", f"{name}.svg")))
