"""The workspace of the window: opened from a file, saved to one, shared with its atlas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mapapp.core.errors import DataError, MapappError
from mapapp.core.expression.filters import NO_FILTER
from mapapp.core.expression.tokens import ExpressionError
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.map.arrangement import Arrangement, LayerStyle
from mapapp.core.map.bookmarks import Bookmarks
from mapapp.core.map.deferring import awaited, deferred
from mapapp.core.map.state import FeatureRef, MapState
from mapapp.core.map.unopened import UnopenedLayer
from mapapp.core.map.workspace import Workspace, read_workspace, write_workspace
from mapapp.core.map.workspace_layers import SavedLayers
from mapapp.core.message import spoken
from mapapp.core.record import record
from mapapp.qt.map.map_controller import MapController
from mapapp.qt.parts.subscription import connect
from mapapp.qt.workspace.source_reading import SourceReading
from mapapp.qt.workspace.undo import History
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.document import Document
from mapapp.store.share import digest_of, write_share


@record
class _Coming:
    """What is to be done when layers come whose files are being read.

    Attributes:
        selection: what is to be selected, of layers with the facts of ``atlas``.
        selected: what of it is selected by now.
        solo: the layer that is then to be shown alone.
        is_step: whether their coming is a step to undo.
        tells: whether it is told which could not be read.
    """

    selection: tuple[FeatureRef, ...] = ()
    selected: tuple[FeatureRef, ...] = ()
    atlas: str = ""
    solo: str | None = None
    is_step: bool = False
    tells: bool = False

    @classmethod
    def of(cls, workspace: Workspace, *, tells: bool = False) -> _Coming:
        """Of a workspace that is opened."""
        solo = workspace.layers.solo
        return cls(workspace.selection, (), workspace.atlas, solo, tells=tells)


class WorkspaceFiles(QObject):
    """Puts workspaces into the state and takes them out of it.

    Files of layers are read beside the window: a layer comes when its file has been read.

    Signals:
        changed: another file, or none, is the present one.
        awaited: the titles (a list) of the layers that are being read; none when all have come.
        told: sentences (a list) about layers that could not be opened once all files were read.
    """

    changed = Signal()
    awaited = Signal(list)
    told = Signal(list)

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
        self._coming = _Coming()
        self._titles: list[str] = []
        self.reading = SourceReading(self)
        self.reading.came.connect(self._show_read)
        history.prepare = self._prepared
        connect(self, state.unopened_changed, self._read_awaited)
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
        self._coming = _Coming.of(document.workspace, tells=True)
        messages = [*self._arrange(document.workspace), *self._unopened()]
        self.path = None if document.is_shared else document.path
        self._history.begin_anew()
        self.changed.emit()
        return messages

    def restore(self, session: Document, path: Path | None) -> list[str]:
        """Show the workspace of a session; its own file may hold an older one."""
        self._coming = _Coming.of(session.workspace)
        messages = self._arrange(session.workspace)
        self.path = path if path and path.is_file() else None
        self._history.begin_anew(is_clean=self._is_saved())
        self.changed.emit()
        return messages

    def has_unopened(self) -> bool:
        """Whether there are layers that could not be opened."""
        return any(not layer.is_being_read for layer in self._state.unopened)

    def reopen(self) -> list[str]:
        """Try again to open the layers that could not be; the answer says which still cannot.

        What comes of it is a step to undo.
        """
        self._coming = replace(self._coming, is_step=True, tells=True)
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
        self._coming = _Coming()
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
        names = [
            layer.title.get(self._state.language)
            for layer in self._state.unopened
            if not layer.is_being_read
        ]
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
        self._state.select(())
        self._select_coming()
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
            if not self._is_shown(style.spec.source):
                self.reading.expect_readable(style.spec.source)
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

    def _is_shown(self, source: SourceRef) -> bool:
        return any(spec.source == source for spec in self._state.specs)

    def _prepared(self, arrangement: Arrangement) -> Arrangement:
        """What of an arrangement can be shown without reading a file; the rest comes later."""

        def is_ready(source: SourceRef) -> bool:
            return self._is_shown(source) or self.reading.is_ready(source)

        ready = deferred(arrangement, is_ready, self._state.shipped)
        if len(ready.layers) < len(arrangement.layers):
            self._coming = _Coming(solo=arrangement.solo, tells=True)
        return ready

    def _read_awaited(self, unopened: Sequence[UnopenedLayer]) -> None:
        """Read the files of the layers that wait for it, and no others any more."""
        styles = [awaited(layer, self._state.shipped) for layer in unopened]
        specs = [style.spec for style in styles if style and style.spec]
        self.reading.want(spec.source for spec in specs)
        titles = [spec.title.get(self._state.language) for spec in specs]
        if titles != self._titles:
            self._titles = titles
            self.awaited.emit(titles)

    def _show_read(self) -> None:
        """Have the layers of a file in their places that has been read now."""
        coming, messages = self._coming, list[str]()
        layers = SavedLayers.of(self._state)
        lost = {each.id: each.reason for each in self._state.unopened if not each.is_being_read}

        def check(style: LayerStyle) -> LayerStyle:
            if style.id in lost:
                raise DataError(lost[style.id])
            return self._openable(style, messages)

        layers = replace(layers, solo=layers.solo or coming.solo)
        arrangement = layers.arrangement(self._state, check)
        if coming.is_step:
            self._history.step(arrangement)
        else:
            self._history.show(arrangement)
        self._select_coming()
        if not self.reading.refs:
            messages += self._unopened() if coming.tells else []
            self._coming = _Coming()
        if messages:
            self.told.emit(messages)

    def _select_coming(self) -> None:
        """Select what the workspace has selected, as far as it is there and nothing else is."""
        coming, state = self._coming, self._state
        if state.selection == coming.selected:
            state.select(ref for ref in coming.selection if self._is_there(coming.atlas, ref))
            self._coming = replace(coming, selected=state.selection)

    def _is_there(self, atlas: str, ref: FeatureRef) -> bool:
        if atlas != self._digest or ref.layer not in self._state.order:
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
