"""The toolbar, made from the registry of commands."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QToolBar, QToolButton, QWidget

from mapapp.qt.parts.actions import Actions

_MOVES = ("view.back", "view.forward", "view.home")
_EXPORT = "export.picture"


class MapToolBar(QToolBar):
    """Moves at the left, the search box in the middle, the export at the right."""

    def __init__(self, actions: Actions, search: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setIconSize(QSize(20, 20))
        for command in _MOVES:
            self.addAction(actions[command])
            # Qt keeps the Tab key away from buttons of a toolbar.
            self.widgetForAction(actions[command]).setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.addWidget(self._gap())
        self.addWidget(search)
        self.addWidget(self._gap())
        export = QToolButton(self)
        export.setObjectName("export")
        export.setDefaultAction(actions[_EXPORT])
        export.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.addWidget(export)

    def retranslate(self) -> None:
        """Name what is not named by its command."""
        self.setWindowTitle(self.tr("Toolbar"))

    def _gap(self) -> QWidget:
        gap = QWidget(self)
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        return gap
