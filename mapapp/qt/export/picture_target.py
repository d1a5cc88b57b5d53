"""Asks where to put a picture."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from mapapp.render.request.request import ExportRequest

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_MAX_NAME = 60


def ask_target(
    request: ExportRequest, folder: str, title: str, parent: QWidget, take: Callable[[Path], object]
) -> QFileDialog:
    """Ask for a file, and hand it on; an existing one is asked about before it is replaced."""
    dialog = QFileDialog(parent, title, folder or str(Path.home()))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    ending = request.path.suffix
    dialog.setDefaultSuffix(ending)
    dialog.setNameFilter(f"{ending[1:].upper()} (*{ending})")
    dialog.selectFile(_file_name(request))
    dialog.fileSelected.connect(lambda name: _take_with_ending(Path(name), ending, parent, take))
    dialog.open()
    return dialog


def _take_with_ending(
    path: Path, ending: str, parent: QWidget, take: Callable[[Path], object]
) -> None:
    """Hand on a path; where another ending was typed, ours comes behind it."""
    if path.suffix.lower() == ending:
        take(path)
        return
    target = path.with_name(path.name + ending)
    if not target.exists() or _may_replace(target, parent):
        take(target)


def _may_replace(target: Path, parent: QWidget) -> bool:
    question = QCoreApplication.translate("PictureTarget", "{0} exists already. Replace it?")
    answer = QMessageBox.question(parent, parent.windowTitle(), question.format(target.name))
    return answer == QMessageBox.StandardButton.Yes


def _file_name(request: ExportRequest) -> str:
    """The title, as far as it can be the name of a file."""
    words = _NOT_IN_NAMES.sub(" ", request.title).split()
    name = " ".join(words)[:_MAX_NAME].strip(" .")
    return f"{name or 'mapapp'}{request.path.suffix}"
