"""How the window is remembered from one start to the next."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from PySide6.QtCore import QByteArray, QEvent, QObject
from PySide6.QtWidgets import QMainWindow

from mapapp.core.map.settings import SettingsFile
from mapapp.core.map.state import MapState
from mapapp.qt.layers.layer_tree import LayerTree
from mapapp.qt.map.coordinate_readout import CoordinateReadout
from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.subscription import connect


class Remembering(QObject):
    """Puts size, panels, groups, coordinates and language back, and keeps what changes."""

    def __init__(
        self,
        settings: SettingsFile,
        state: MapState,
        tree: LayerTree,
        readout: CoordinateReadout,
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._settings = settings
        self._window = window
        self._put_back(tree, readout)
        tree.folded.connect(lambda groups: self._keep(collapsed=groups))
        readout.changed.connect(
            lambda: self._keep(system=readout.system, style=readout.style_of_degrees)
        )
        connect(self, state.language_changed, lambda language: self._keep(language=language))
        window.installEventFilter(self)

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: keep size and panels when the window closes."""
        if event.type() == QEvent.Type.Close:
            window = self._window
            self._keep(geometry=_text(window.saveGeometry()), docks=_text(window.saveState()))
        return False

    def _put_back(self, tree: LayerTree, readout: CoordinateReadout) -> None:
        kept = self._settings.now
        self._window.restoreGeometry(_bytes(kept.geometry))
        self._window.restoreState(_bytes(kept.docks))
        tree.fold(kept.collapsed)
        readout.choose(kept.system, kept.style)

    def _keep(self, **changes: Any) -> None:  # noqa: ANN401 - values of any setting
        self._settings.update(**changes)


def _text(data: QByteArray) -> str:
    return base64.b64encode(data.data()).decode("ascii")


def _bytes(text: str) -> QByteArray:
    """What was kept; Qt takes nothing from what is damaged."""
    try:
        return QByteArray(base64.b64decode(text))
    except binascii.Error:
        return QByteArray()
