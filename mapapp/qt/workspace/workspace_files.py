"""The workspace of the window: opened from a file, saved to one, shared with its atlas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mapapp.core.errors import DataError, MapappError
from mapapp.core.expression.filters import NO_FILTER
from mapapp.core.expression.tokens import ExpressionError
from mapapp.core.map.arrangement import Arrangement, LayerStyle
from mapapp.core.map.bookmarks import Bookmarks
from mapapp.core.map.state import FeatureRef, MapState
from mapapp.core.map.unopened import UnopenedLayer
from mapapp.core.map.workspace import Workspace, read_workspace, write_workspace
from mapapp.core.map.workspace_layers import SavedLayers
from mapapp.core.message import spoken
from mapapp.qt.map.map_controller import MapController
from mapapp.qt.workspace.undo import History
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.document import Document
from mapapp.store.share import digest_of, write_share


class WorkspaceFiles(QObject):
    """Puts workspaces into the state and takes them out of it.

    Signals:
        changed: another file, or none, is the present one.
    """

    changed = Signal()

    def __init__(
        self,
        state: MapState,
        catalogue: LayerCatalogue,
        controller: MapController,
        history: History,
    ) -> None:
        super().__init__(controller)
        self._state = state
        self._catalogue = catalogue
        self._controller = controller
        self._history = history
        self._atlas = catalogue.atlas.path
        self._digest = digest_of(self._atlas)
        self._first = Arrangement.of(state)
        self.path: Path | None = None
        """The file of the workspace, or None."""

    @property
    def atlas(self) -> Path:
        """The atlas that is shown."""
        return self._atlas

    def workspace(self, bookmarks: Bookmarks | None = None) -> Workspace:
        """All that is arranged now, with the bookmarks that are to go along."""
        kept = () if bookmarks is None else bookmarks.all
        return Workspace.of(self._state, kept, self._digest)

    def show(self, document: Document) -> list[str]:
        """Show a workspace; the answer says what of it could not be shown."""
        messages = [*self._arrange(document.workspace), *self._unopened()]
        self.path = None if document.is_shared else document.path
        self._history.begin_anew()
        self.changed.emit()
        return messages

    def restore(self, session: Document, path: Path | None) -> list[str]:
        """Show the workspace of a session; its own file may hold an older one."""
        messages = self._arrange(session.workspace)
        self.path = path if path and path.is_file() else None
        self._history.begin_anew(is_clean=self._is_saved())
        self.changed.emit()
        return messages

    def has_unopened(self) -> bool:
        """Whether there are layers that could not be opened."""
        return bool(self._state.unopened)

    def reopen(self) -> list[str]:
        """Try again to open the layers that could not be; the answer says which still cannot."""
        self._arrangement(SavedLayers.of(self._state), []).apply(self._state)
        return self._unopened()

    def find_file(self, layer: UnopenedLayer, path: Path) -> list[str]:
        """Read a layer, and others of the same file, from another one; the answer is as above."""
        old = file_of(layer)
        self._state.set_unopened(
            tuple(
                _elsewhere(each, path) if file_of(each) == old else each
                for each in self._state.unopened
            )
        )
        return self.reopen()

    def begin_anew(self) -> None:
        """Arrange everything as at the first start."""
        self._first.apply(self._state)
        self.path = None
        self._history.begin_anew()
        self.changed.emit()

    def save(self, path: Path, bookmarks: Bookmarks) -> None:
        """Save to a file, which is the present one from now on.

        Raises:
            MapappError: if the file cannot be written or the bookmarks cannot be read.
        """
        write_workspace(path, self.workspace(bookmarks))
        self.path = path
        self._history.mark_saved()
        self.changed.emit()

    def share(self, path: Path, bookmarks: Bookmarks) -> None:
        """Write the workspace and the atlas into one file.

        Raises:
            MapappError: if the file cannot be written or the bookmarks cannot be read.
        """
        write_share(path, self.workspace(bookmarks), self._atlas)

    def _unopened(self) -> list[str]:
        names = [layer.title.get(self._state.language) for layer in self._state.unopened]
        if not names:
            return []
        sentence = self.tr("These layers cannot be opened now, and are kept: {0}.")
        return [sentence.format(", ".join(names))]

    def _is_saved(self) -> bool:
        """Whether the file holds the present arrangement; without a file, whether it is new."""
        now = Arrangement.of(self._state)
        if self.path is None:
            return now == self._first
        try:
            return self._arrangement(read_workspace(self.path).layers, []) == now
        except MapappError:
            return False

    def _arrange(self, workspace: Workspace) -> list[str]:
        messages: list[str] = []
        self._arrangement(workspace.layers, messages).apply(self._state)
        if workspace.atlas not in ("", self._digest):
            messages.append(self.tr("It was made with another atlas; figures may differ."))
        self._state.set_language(workspace.language)
        self._state.select(ref for ref in workspace.selection if self._is_there(workspace, ref))
        place = workspace.place
        view = replace(self._state.view, lon=place.lon, lat=place.lat, zoom=place.zoom)
        self._state.set_view(view)
        self._controller.go_to(view)
        return messages

    def _arrangement(self, layers: SavedLayers, messages: list[str]) -> Arrangement:
        """How the layers are to be arranged; ``messages`` gets what of it cannot be."""
        return layers.arrangement(self._state, lambda style: self._openable(style, messages))

    def _openable(self, style: LayerStyle, messages: list[str]) -> LayerStyle:
        """How to show a layer whose features can be read, without a filter it cannot answer.

        Raises:
            MapappError: if they cannot be read.
        """
        if style.spec:
            self._catalogue.check(style.spec)
        try:
            if style.spec and style.filter.expression:
                self._catalogue.table_of(style.spec).parsed(style.filter.expression)
        except ExpressionError as error:
            messages.append(
                self.tr("The filter of {0} was left out. {1}").format(
                    style.id, spoken(error.message)
                )
            )
            return replace(style, filter=NO_FILTER)
        return style

    def _is_there(self, workspace: Workspace, ref: FeatureRef) -> bool:
        if workspace.atlas != self._digest or ref.layer not in self._state.order:
            return False
        try:
            self._catalogue.feature(ref.layer, ref.fid)
        except DataError:
            return False
        return True


def file_of(layer: UnopenedLayer) -> str:
    """The path of the file that a layer which cannot be opened is in; empty where it has none."""
    source = layer.entry.get("source")
    uri = source.get("uri") if isinstance(source, Mapping) else None
    return uri if isinstance(uri, str) else ""


def _elsewhere(layer: UnopenedLayer, path: Path) -> UnopenedLayer:
    source = layer.entry["source"]
    assert isinstance(source, Mapping)  # noqa: S101 - it has the path of a file
    return replace(layer, entry={**layer.entry, "source": {**source, "uri": str(path)}})
