"""Follows the files of layers: what another program changes in them is shown here, too."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mapapp.core.errors import DataError
from mapapp.core.layer.source_ref import FILE, SourceRef
from mapapp.core.map.state import MapState
from mapapp.core.source.protocol import FeatureSource
from mapapp.qt.parts.data_watch import DataWatch
from mapapp.qt.parts.subscription import connect
from mapapp.store.adding.rereading import reread


class Following(QObject):
    """Watches the files of layers as long as they are shown.

    A file is read beside the window. Only when that went well the layers are told: until then,
    and while it is gone or half written, they stay as they were.

    Args:
        reopen: has all who show features of sources ask for them anew.

    Signals:
        failed: why a file cannot be read any more (a ``DataError``).
        returned: that error holds no more: the file can be read again, or is not shown any more.
    """

    failed = Signal(object)
    returned = Signal(object)

    def __init__(
        self, state: MapState, reopen: Callable[[Collection[SourceRef]], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._reopen = reopen
        self._files: dict[Path, _FollowedFile] = {}
        connect(self, state.layers_changed, lambda _: self._follow())
        self._follow()

    @property
    def files(self) -> Mapping[Path, _FollowedFile]:
        """The files that are followed now, by their paths."""
        return self._files

    def look(self) -> None:
        """Look at once whether the files that cannot be read can be again."""
        for file in self._files.values():
            if file.error is not None:
                file.watch.look()

    def renew(self, path: Path) -> None:
        """Have a file asked anew at once: mapapp itself has written to it."""
        if (file := self._files.get(path)) is not None:
            file.watch.know()
            self._take(file)

    def _follow(self) -> None:
        refs: dict[Path, set[SourceRef]] = {}
        for spec in self._state.specs:
            if spec.source.kind == FILE:
                refs.setdefault(Path(spec.source.uri), set()).add(spec.source)
        for path in self._files.keys() - refs.keys():
            left = self._files.pop(path)
            self._forgive(left)
            left.deleteLater()
        for path, those in refs.items():
            if path not in self._files:
                self._files[path] = self._watch(path)
            self._files[path].refs = those

    def _watch(self, path: Path) -> _FollowedFile:
        file = _FollowedFile(path, self)
        file.watch.failed.connect(partial(self._tell, file))
        file.watch.returned.connect(partial(self._go_on, file))
        file.watch.replaced.connect(partial(self._take, file))
        return file

    def _take(self, file: _FollowedFile) -> None:
        self._reopen(file.refs)
        self._go_on(file)

    def _go_on(self, file: _FollowedFile) -> None:
        file.let_go()
        self._forgive(file)

    def _tell(self, file: _FollowedFile, error: DataError) -> None:
        """Say why a file cannot be read: once, though it is tried again and again."""
        file.let_go()
        if file not in self._files.values():
            return  # its layer was removed meanwhile
        if file.error is None or error.message != file.error.message:
            file.error = error
            self.failed.emit(error)

    def _forgive(self, file: _FollowedFile) -> None:
        """Take back what was said of a file, and say again what is still true of another."""
        error, file.error = file.error, None
        if error is None:
            return
        self.returned.emit(error)
        others = (each.error for each in self._files.values() if each.error is not None)
        if (other := next(others, None)) is not None:
            self.failed.emit(other)


class _FollowedFile(QObject):
    """A file with the layers that are read from it."""

    def __init__(self, path: Path, parent: QObject) -> None:
        super().__init__(parent)
        self.refs: set[SourceRef] = set()
        self.error: DataError | None = None
        self._fresh: list[FeatureSource] = []
        self.watch = DataWatch((path,), self._read, self)

    def let_go(self) -> None:
        """Keep nothing of what was read: whoever shows it has opened it."""
        for source in self._fresh:
            source.close()
        self._fresh = []

    def _read(self) -> None:
        """Read the file anew, in another thread, and share that with who opens it next.

        Raises:
            DataError: if it cannot be read.
        """
        self._fresh = reread(tuple(self.refs))
