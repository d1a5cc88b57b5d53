"""Asks where to put a picture."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from mapapp.render.request import ExportRequest

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
    dialog.fileSelected.connect(lambda name: take(Path(name)))
    dialog.open()
    return dialog


def _file_name(request: ExportRequest) -> str:
    """The title, as far as it can be the name of a file."""
    words = _NOT_IN_NAMES.sub(" ", request.title).split()
    name = " ".join(words)[:_MAX_NAME].strip(" .")
    return f"{name or 'mapapp'}{request.path.suffix}"
