"""Keeps copies of layers in the workspace, beside its own file."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from mapapp.core.disk.suffixes import WORKSPACE
from mapapp.core.errors import MapappError
from mapapp.core.expression.filters import LayerFilter
from mapapp.core.layer.source_ref import FILE, GEOPACKAGE
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import FeatureRef, MapState
from mapapp.qt.parts.actions import Command
from mapapp.qt.parts.complaints import complain
from mapapp.qt.parts.extension import Extension
from mapapp.qt.parts.language import follow_language
from mapapp.qt.parts.saving import file_name
from mapapp.qt.workspace.keep_job import KeepJob
from mapapp.qt.workspace.keep_progress import KeepProgress
from mapapp.store.adding.keeping import CopyAnswer, CopyOrder
from mapapp.store.catalogue import LayerCatalogue

_ENDING = ".data"
_TOLD_MS = 15_000


class Keeping(Extension, QObject):
    """Copies layers of files, one after the other, and has them read from their copies.

    Args:
        workspace: answers the file of the workspace, or None.
        folder: where the copies of a workspace without a file are.
        chosen: the layer that is current in the tree, or None.
    """

    def __init__(
        self,
        state: MapState,
        catalogue: LayerCatalogue,
        workspace: Callable[[], Path | None],
        folder: Path,
        chosen: Callable[[], str | None],
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._state = state
        self._catalogue = catalogue
        self._workspace = workspace
        self._folder = folder
        self._chosen = chosen
        self._window = window
        self._waiting: deque[str] = deque()
        self._told: Path | None = None
        self.job: KeepJob | None = None
        """The copy in the making, or None."""

    @property
    def folder(self) -> Path:
        """Where copies are put now: beside the workspace, whose name the folder has."""
        path = self._workspace()
        if path is None:
            return self._folder
        return path.with_name(path.name.removesuffix(WORKSPACE) + _ENDING)

    def commands(self) -> Iterator[Command]:
        """What the user can ask for."""
        yield Command(
            id="layers.keep",
            text=self.tr("&Keep a copy in my workspace"),
            tip=self.tr("Copy the chosen layer to a file of the workspace, and show that instead."),
            run=lambda: self.keep(filter(None, [self._chosen()])),
            menu="layers",
            section=80,
            enabled=lambda: self._may_be_kept(self._chosen()),
        )

    def keep(self, layers: Iterable[str]) -> None:
        """Copy layers and show the copies instead; those that need none stay as they are."""
        self._waiting.extend(layer for layer in layers if self._may_be_kept(layer))
        self._go_on()

    def tell_copies_elsewhere(self) -> None:
        """Say once of a workspace that is saved which copies would not move along with it."""
        folder = self.folder
        titles = [
            spec.title.get(self._state.language)
            for spec in self._state.specs
            if _is_of_workspace(Path(spec.source.uri).parent, self._folder)
            and Path(spec.source.uri).parent != folder
        ]
        if titles and folder != self._told:
            said = self.tr(
                "The copies of {0} stay in their folder; keep them once more to have them beside "
                "this workspace."
            )
            self._window.statusBar().showMessage(said.format(", ".join(titles)), _TOLD_MS)
        self._told = folder

    def _may_be_kept(self, layer: str | None) -> bool:
        """Whether a layer is in a file that is not the workspace's own, and not on its way."""
        if layer is None or not self._state.has(layer) or layer in self._waiting:
            return False
        source = self._state.spec(layer).source
        is_busy = self.job is not None and self.job.layer == layer
        is_in_file = source.kind in (FILE, GEOPACKAGE) and bool(source.uri)
        return is_in_file and not is_busy and Path(source.uri).parent != self.folder

    def _go_on(self) -> None:
        """Begin with the next layer that waits, unless one is being copied."""
        while self._waiting and self.job is None:
            layer = self._waiting.popleft()
            if self._may_be_kept(layer):
                self._start(self._state.spec(layer))

    def _start(self, spec: LayerSpec) -> None:
        name = file_name(spec.title.get(self._state.language)) or spec.id
        keys = tuple(ref.fid for ref in self._state.selection if ref.layer == spec.id)
        job = self.job = KeepJob(spec.id, CopyOrder(spec.source, self.folder, name, keys), self)
        job.kept.connect(lambda answer: self._take(job, answer))
        job.failed.connect(lambda said: complain(self._window, self.tr("Keep a copy"), said))
        job.ended.connect(self._end)
        progress = KeepProgress(job, self._window.statusBar())
        follow_language(progress, self._state, progress.retranslate)
        job.start()

    def _end(self) -> None:
        self.job = None
        self._go_on()

    def _take(self, job: KeepJob, answer: CopyAnswer) -> None:
        """Have a layer read from its copy, unless it is another one by now: one step to undo."""
        state, layer = self._state, job.layer
        if not state.has(layer) or state.spec(layer).source != job.order.source:
            Path(answer.source.uri).unlink(missing_ok=True)
            return
        wanted, selection = state.filter(layer), state.selection
        spec = replace(state.spec(layer), source=answer.source)
        now = dict(zip(job.order.keys, answer.keys, strict=True))
        state.replace_layer(spec)
        if self._can_answer(spec, wanted):
            state.set_filter(layer, wanted)
        state.select(_in_copy(selection, layer, now))

    def _can_answer(self, spec: LayerSpec, wanted: LayerFilter) -> bool:
        """Whether a copy has what a filter asks for: a column may have become one of texts."""
        try:
            if wanted.expression:
                self._catalogue.table_of(spec).parsed(wanted.expression)
        except MapappError:
            return False
        return True


def _in_copy(
    selection: Iterable[FeatureRef], layer: str, now: Mapping[int, int | None]
) -> Iterator[FeatureRef]:
    """What was selected, by the numbers that features of a layer have in its copy."""
    for ref in selection:
        fid = now.get(ref.fid) if ref.layer == layer else ref.fid
        if fid is not None:
            yield replace(ref, fid=fid)


def _is_of_workspace(folder: Path, unsaved: Path) -> bool:
    """Whether copies of a workspace are in a folder, by its name; ``unsaved`` is that of others."""
    return folder == unsaved or folder.name.endswith(_ENDING)
