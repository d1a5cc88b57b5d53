"""Qt's own dialogs speak the language of the window."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QAbstractButton, QComboBox, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import MapState
from mapapp.qt.shell.qt_texts import QT_TEXTS
from mapapp.qt.shell.translation import Translation

_WORD = re.compile(r"[A-Za-z]{2,}")


@pytest.fixture
def chinese(qtbot: QtBot, specs: tuple[LayerSpec, ...]) -> Iterator[Translation]:
    translation = Translation(MapState(specs, "zh", "light"))
    yield translation
    translation.remove()


def texts(widget: QWidget) -> Iterator[str]:
    """What a dialog says in labels, buttons and tooltips."""
    for kind in (QLabel, QAbstractButton, QComboBox):
        for part in widget.findChildren(kind):
            yield part.toolTip()
            if not isinstance(part, QComboBox):
                yield part.text()


@pytest.mark.parametrize(
    "mode", [QFileDialog.AcceptMode.AcceptOpen, QFileDialog.AcceptMode.AcceptSave]
)
def test_file_dialogs_are_in_chinese(
    qtbot: QtBot, chinese: Translation, mode: QFileDialog.AcceptMode
) -> None:
    dialog = QFileDialog()
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(mode)
    said = {text for text in texts(dialog) if text}
    assert said
    assert [text for text in said if _WORD.search(text)] == []


def test_what_qt_lacks_in_chinese_is_translated_by_us(chinese: Translation) -> None:
    for context in ("QFileDialog", "QAbstractFileIconProvider", "QPageSetupWidget",
                    "QPrintSettingsOutput", "QCupsJobWidget"):  # fmt: skip
        for text in map(str, QT_TEXTS):
            told = QCoreApplication.translate(context, text)
            assert told == text or not _WORD.search(told)
    assert QCoreApplication.translate("QAbstractFileIconProvider", "Folder") == "文件夹"
