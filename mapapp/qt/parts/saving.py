"""The one way to ask where a file is to be saved: its name gets the ending of its kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from mapapp.core.record import record
from mapapp.qt.parts.file_dialog import file_dialog
from mapapp.store.table_file import Encoding

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_MAX_NAME = 60


@record
class FileKind:
    """A kind of file that can be saved, what people call it, and how its name ends."""

    name: str
    ending: str


def ask_where_to_save(
    parent: QWidget,
    title: str,
    start: Path,
    kinds: Sequence[FileKind],
    take: Callable[[Path, FileKind], object],
) -> QFileDialog:
    """Ask for a file and hand it on with its kind; one that is there is asked about before.

    Args:
        parent: what the dialog stands over.
        title: what is being saved.
        start: a folder with the name that is offered, without ending.
        kinds: the kinds of file to choose from; the first is chosen.
        take: gets the file, whose name ends as its kind says. Whoever types the ending of
            another kind means that one.
    """
    filters = {f"{kind.name} (*{kind.ending})": kind for kind in kinds}
    dialog = file_dialog(parent, title, start.parent)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(list(filters))
    dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(filters[chosen].ending))
    dialog.setDefaultSuffix(kinds[0].ending)
    dialog.selectFile(f"{start.name}{kinds[0].ending}")

    def hand_on(name: str) -> None:
        path, chosen = Path(name), filters[dialog.selectedNameFilter()]
        kind = _kind_of(path, chosen, kinds)
        target = path if _ends(path, kind) else path.with_name(path.name + kind.ending)
        if target == path or not target.exists() or _may_replace(target, parent):
            take(target, kind)

    dialog.fileSelected.connect(hand_on)
    dialog.open()
    return dialog


def workbook_kind() -> FileKind:
    """Workbooks of spreadsheets, called so in the language of the window."""
    return FileKind(QCoreApplication.translate("Saving", "Excel workbook"), ".xlsx")


def csv_kinds() -> dict[FileKind, Encoding]:
    """The kinds of CSV that are offered, called so in the language of the window."""
    utf8 = QCoreApplication.translate("Saving", "CSV for spreadsheets (UTF-8)")
    gb18030 = QCoreApplication.translate("Saving", "CSV for older Chinese programs (GB 18030)")
    return {FileKind(utf8, ".csv"): "utf-8-sig", FileKind(gb18030, ".csv"): "gb18030"}


def file_name(title: str) -> str:
    """A title, as far as it can be the name of a file; empty where nothing of it can."""
    words = _NOT_IN_NAMES.sub(" ", title).split()
    return " ".join(words)[:_MAX_NAME].strip(" .")


def _kind_of(path: Path, chosen: FileKind, kinds: Sequence[FileKind]) -> FileKind:
    """The kind that a typed ending means, or else the chosen one."""
    return next((kind for kind in (chosen, *kinds) if _ends(path, kind)), chosen)


def _ends(path: Path, kind: FileKind) -> bool:
    return path.name.lower().endswith(kind.ending)


def _may_replace(target: Path, parent: QWidget) -> bool:
    question = QCoreApplication.translate("Saving", "{0} exists already. Replace it?")
    answer = QMessageBox.question(parent, parent.windowTitle(), question.format(target.name))
    return answer == QMessageBox.StandardButton.Yes
