"""How trees and positions are remembered from one start to the next."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject

from mapapp.core.map.settings import SettingsFile
from mapapp.core.map.state import MapState
from mapapp.qt.layers.layer_tree import LayerTree
from mapapp.qt.map.coordinate_readout import CoordinateReadout
from mapapp.qt.parts.subscription import connect


class Remembering(QObject):
    """Puts groups and coordinates back, and keeps what changes, the language too."""

    def __init__(
        self,
        settings: SettingsFile,
        state: MapState,
        tree: LayerTree,
        readout: CoordinateReadout,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._put_back(tree, readout)
        tree.folded.connect(lambda groups: self._keep(collapsed=groups))
        readout.changed.connect(
            lambda: self._keep(system=readout.system, style=readout.style_of_degrees)
        )
        connect(self, state.language_changed, lambda language: self._keep(language=language))

    def _put_back(self, tree: LayerTree, readout: CoordinateReadout) -> None:
        kept = self._settings.now
        tree.fold(kept.collapsed)
        readout.choose(kept.system, kept.style)

    def _keep(self, **changes: Any) -> None:  # noqa: ANN401 - values of any setting
        self._settings.update(**changes)
