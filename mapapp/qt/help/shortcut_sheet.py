"""The sheet of all shortcuts, made from the registry of commands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mapapp.qt.parts.actions import Actions, Command, plain
from mapapp.qt.parts.menus import Menus

_COLUMNS = 2
_SIZE_PX = (860, 680)


class ShortcutSheet(QDialog):
    """Every command that has keys, by menu, and the keys of map, lists and search box."""

    def __init__(self, actions: Actions, menus: Menus, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.resize(*_SIZE_PX)
        self._actions = actions
        groups = [
            (plain(title), self._rows(actions.of_menu(name))) for name, title in menus.titles()
        ]
        groups = [group for group in groups if group[1]]
        groups.append((self.tr("On the map"), self._map_rows()))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.addWidget(self._scrolled(groups))
        column.addWidget(buttons)

    def _rows(self, commands: Sequence[Command]) -> list[tuple[str, list[str]]]:
        named = ((command, self._actions[command.id].shortcuts()) for command in commands)
        return [(plain(command.text), _native(keys)) for command, keys in named if keys]

    def _map_rows(self) -> list[tuple[str, list[str]]]:
        return [
            (self.tr("Move the map"), ["←", "→", "↑", "↓"]),
            (self.tr("Zoom in or out"), ["+", "−"]),
            (self.tr("Zoom to a box"), [self.tr("Shift + drag")]),
        ]

    def _scrolled(self, groups: list[tuple[str, list[tuple[str, list[str]]]]]) -> QScrollArea:
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 12, 0)
        row.setSpacing(40)
        columns = [QVBoxLayout() for _ in range(_COLUMNS)]
        heights = [0] * _COLUMNS
        for title, rows in groups:
            shortest = heights.index(min(heights))
            columns[shortest].addLayout(self._group(title, rows))
            heights[shortest] += len(rows) + 2
        for column in columns:
            column.setSpacing(20)
            column.addStretch()
            row.addLayout(column, 1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(self.windowTitle())
        area.setWidget(body)
        return area

    def _group(self, title: str, rows: list[tuple[str, list[str]]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        grid.addWidget(_label(title, "title"), 0, 0, 1, 2)
        for number, (text, keys) in enumerate(rows, 1):
            grid.addWidget(_label(text, "body"), number, 0)
            caps = QHBoxLayout()
            caps.setSpacing(4)
            caps.addStretch()
            for key in keys:
                caps.addWidget(_label(key, "key"))
            grid.addLayout(caps, number, 1)
        return grid


def _native(keys: list[QKeySequence]) -> list[str]:
    return [each.toString(QKeySequence.SequenceFormat.NativeText) for each in keys]


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    return label
