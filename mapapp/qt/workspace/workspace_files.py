"""The workspace of the window: opened from a file, saved to one, shared with its atlas."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mapapp.core.errors import DataError, MapappError
from mapapp.core.expression.filters import NO_FILTER, Criteria
from mapapp.core.map.arrangement import Arrangement, LayerLook
from mapapp.core.map.bookmarks import Bookmarks
from mapapp.core.map.state import FeatureRef, MapState
from mapapp.core.map.workspace import Workspace, read_workspace, write_workspace
from mapapp.qt.map.map_controller import MapController
from mapapp.qt.workspace.undo import History
from mapapp.store.document import Document
from mapapp.store.feature_tables import FeatureTables
from mapapp.store.share import digest_of, write_share


class WorkspaceFiles(QObject):
    """Puts workspaces into the state and takes them out of it.

    Signals:
        changed: another file, or none, is the present one.
    """

    changed = Signal()

    def __init__(
        self, state: MapState, tables: FeatureTables, controller: MapController, history: History
    ) -> None:
        super().__init__(controller)
        self._state = state
        self._tables = tables
        self._controller = controller
        self._history = history
        self._atlas = tables.atlas.path
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
        told = self._arrange(document.workspace)
        self.path = None if document.is_shared else document.path
        self._history.begin_anew()
        self.changed.emit()
        return told

    def restore(self, session: Document, path: Path | None) -> list[str]:
        """Show the workspace of a session; its own file may hold an older one."""
        told = self._arrange(session.workspace)
        self.path = path if path and path.is_file() else None
        self._history.begin_anew(is_clean=self._is_saved())
        self.changed.emit()
        return told

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

    def _is_saved(self) -> bool:
        """Whether the file holds the present arrangement; without a file, whether it is new."""
        now = Arrangement.of(self._state)
        if self.path is None:
            return now == self._first
        try:
            return read_workspace(self.path).arrangement == self.workspace().arrangement
        except MapappError:
            return False

    def _arrange(self, workspace: Workspace) -> list[str]:
        looks, told = self._usable(workspace.arrangement.layers)
        unknown = replace(workspace.arrangement, layers=looks).apply(self._state)
        if unknown:
            told.append(self.tr("Unknown layers were left out: {0}.").format(", ".join(unknown)))
        if workspace.atlas not in ("", self._digest):
            told.append(self.tr("It was made with another atlas; figures may differ."))
        self._state.set_language(workspace.language)
        self._state.select(ref for ref in workspace.selection if self._is_there(workspace, ref))
        place = workspace.place
        view = replace(self._state.view, lon=place.lon, lat=place.lat, zoom=place.zoom)
        self._state.set_view(view)
        self._controller.go_to(view)
        return told

    def _usable(self, looks: tuple[LayerLook, ...]) -> tuple[tuple[LayerLook, ...], list[str]]:
        """The looks without filters that the layers cannot answer, and what was wrong with them."""
        usable, told = [], []
        known = set(self._state.order)
        for look in looks:
            try:
                if look.id in known and look.filter.expression:
                    self._tables.passing(look.id, Criteria(look.filter.expression))
                usable.append(look)
            except MapappError as error:
                told.append(self.tr("The filter of {0} was left out. {1}").format(look.id, error))
                usable.append(replace(look, filter=NO_FILTER))
        return tuple(usable), told

    def _is_there(self, workspace: Workspace, ref: FeatureRef) -> bool:
        if workspace.atlas != self._digest or ref.layer not in self._state.order:
            return False
        try:
            self._tables.atlas.feature(ref.layer, ref.fid)
        except DataError:
            return False
        return True
