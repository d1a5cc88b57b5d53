"""Dialogs for files show flat icons of our own, whichever of them it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QFileInfo, QSize
from PySide6.QtGui import QAbstractFileIconProvider, QColor, QIcon
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from mapapp.qt.parts import file_dialog as module
from mapapp.qt.parts.file_dialog import file_dialog

ROOT = Path(module.__file__).parents[2]
GREY = QColor("#7F7A72")
_MADE = re.compile(r"\bQFileDialog(\.get\w+)?\(")


def colours(icon: QIcon) -> set[str]:
    """The colours of what an icon covers wholly."""
    image = icon.pixmap(QSize(32, 32)).toImage()
    pixels = (image.pixelColor(x, y) for x in range(32) for y in range(32))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


@pytest.fixture
def dialog(qapp: QApplication, tmp_path: Path) -> Iterator[QFileDialog]:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file.txt").touch()
    parent = QWidget()
    yield file_dialog(parent, "Open", tmp_path)
    parent.deleteLater()


def test_folders_files_and_drives_have_our_icons(dialog: QFileDialog, tmp_path: Path) -> None:
    icons = dialog.iconProvider()
    told = [icons.icon(QFileInfo(str(path))) for path in (tmp_path, tmp_path / "file.txt", "/")]
    told += [icons.icon(kind) for kind in QAbstractFileIconProvider.IconType]
    assert all(colours(icon) == {GREY.name()} for icon in told)
    assert len({icon.cacheKey() for icon in told[:3]}) == 3


def test_no_other_module_makes_a_dialog_for_files() -> None:
    made = [path.name for path in ROOT.rglob("*.py") if _MADE.search(path.read_text("utf-8"))]
    assert made == ["file_dialog.py"]
