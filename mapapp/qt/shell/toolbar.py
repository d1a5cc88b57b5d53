"""The toolbar, made from the registry of commands."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolBar, QToolButton, QWidget

from mapapp.qt.parts.actions import Actions
from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.menus import Menus
from mapapp.qt.shell.appearance import APPEARANCE

_MOVES = ("view.back", "view.forward", "view.home")
_NAMED = ("view.table", "layers.filter", "view.time", "map.measure_distance", "view.language")
_EXPORT = "export.picture"
_ICON_PX = 20
_ROOM_PX = 24


class MapToolBar(QToolBar):
    """Moves at the left, the search box in the middle, at the right what mapapp does best.

    Where there is no room for their names, the buttons at the right have their icons alone.
    """

    def __init__(self, actions: Actions, menus: Menus, search: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setIconSize(QSize(_ICON_PX, _ICON_PX))
        for command in _MOVES:
            self.addAction(actions[command])
            # Qt keeps the Tab key away from buttons of a toolbar.
            self.widgetForAction(actions[command]).setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.addWidget(self._gap())
        self.addWidget(search)
        self.addWidget(self._gap())
        self._theme = self._button()
        self._theme.setMenu(menus[APPEARANCE])
        self._theme.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._theme.setDefaultAction(menus[APPEARANCE].menuAction())
        self._named = [*(self._button() for _ in _NAMED), self._theme]
        for button, command in zip(self._named, _NAMED, strict=False):
            button.setDefaultAction(actions[command])
        export = self._button("export")
        export.setDefaultAction(actions[_EXPORT])
        export.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        for button in (*self._named, export):
            self.addWidget(button)

    def retranslate(self) -> None:
        """Name what is not named by its command."""
        self.setWindowTitle(self.tr("Toolbar"))
        self._show_names()

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: show the names that there is room for."""
        super().resizeEvent(event)
        self._show_names()

    def _button(self, name: str = "named") -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _show_names(self) -> None:
        self._style_named(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        if self.sizeHint().width() + _ROOM_PX > self.width():
            self._style_named(Qt.ToolButtonStyle.ToolButtonIconOnly)

    def _style_named(self, style: Qt.ToolButtonStyle) -> None:
        for button in self._named:
            button.setToolButtonStyle(style)

    def _gap(self) -> QWidget:
        gap = QWidget(self)
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        return gap
