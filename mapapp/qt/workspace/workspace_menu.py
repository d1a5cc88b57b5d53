"""New, open, save and share workspaces, by menu and key, by a dropped file, and at the start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMenu, QMessageBox

from mapapp.core.disk.kinds import named_path
from mapapp.core.disk.suffixes import OPENED, PICTURES, SHARED, WORKSPACE
from mapapp.core.errors import MapappError
from mapapp.core.map.bookmarks import Bookmarks
from mapapp.core.map.settings import SettingsFile
from mapapp.core.map.unopened import UnopenedLayer
from mapapp.core.message import spoken
from mapapp.qt.layers.layer_commands import FIND_FILE, REOPEN
from mapapp.qt.parts.actions import Command, Submenu
from mapapp.qt.parts.complaints import complain
from mapapp.qt.parts.extension import Extension
from mapapp.qt.parts.file_dialog import file_dialog
from mapapp.qt.parts.receiving import Receiving
from mapapp.qt.parts.saving import FileKind, ask_where_to_save
from mapapp.qt.parts.tip import plain_tip
from mapapp.qt.workspace.undo import History
from mapapp.qt.workspace.workspace_files import WorkspaceFiles, file_of
from mapapp.store.document import Document, Profile, document_from_json

_Button = QMessageBox.StandardButton
_TOLD_MS = 8000


class WorkspaceMenu(Extension, QObject):
    """The File menu's commands for workspaces.

    Signals:
        chosen: the path of a file of any kind that is to be opened.
        elsewhere: a document whose atlas is another one; it needs another window.
        saved: the workspace is in a file.
    """

    chosen = Signal(Path)
    elsewhere = Signal(Document)
    saved = Signal()

    def __init__(
        self,
        files: WorkspaceFiles,
        history: History,
        settings: SettingsFile,
        bookmarks: Callable[[], Bookmarks],
        profile: Profile,
        window: QMainWindow,
        chosen_unopened: Callable[[], UnopenedLayer | None],
    ) -> None:
        super().__init__(window)
        self._files = files
        self._history = history
        self._settings = settings
        self._bookmarks = bookmarks
        self._profile = profile
        self._window = window
        self._chosen_unopened = chosen_unopened
        files.changed.connect(self._remember)
        files.told.connect(self._tell)
        files.awaited.connect(self._tell_reading)
        for signal in (files.changed, history.changed):
            signal.connect(self._show_title)
        self._show_title()

    def commands(self) -> Iterator[Command]:
        """What the user can ask for."""
        yield Command(
            id="file.new",
            text=self.tr("&New workspace"),
            tip=self.tr("Arrange everything as at the first start."),
            run=lambda: self._leave(self._files.begin_anew),
            menu="file",
            shortcuts=("Ctrl+N",),
        )
        yield Command(
            id="file.open",
            text=self.tr("&Open a workspace…"),
            tip=self.tr("Arrange everything as it was saved in a file."),
            run=self._ask_what_to_open,
            menu="file",
            shortcuts=("Ctrl+O",),
        )
        yield from self._save_commands()
        yield Command(
            id=REOPEN,
            text=self.tr("Tr&y again to open layers"),
            tip=self.tr("Open the layers of the workspace that could not be opened."),
            run=lambda: self._tell(self._files.reopen()),
            menu="layers",
            section=80,
            enabled=self._files.has_unopened,
        )
        yield Command(
            id=FIND_FILE,
            text=self.tr("Find t&he file…"),
            tip=self.tr("Say where the file of the chosen layer, which cannot be opened, is now."),
            run=self.ask_where_it_is,
            menu="layers",
            section=80,
            enabled=lambda: self._lost() is not None,
        )

    def submenus(self) -> Iterator[Submenu]:
        """The workspaces used last."""
        yield Submenu(
            id="file.recent", text=self.tr("Open &recent"), menu="file", fill=self._fill_recent
        )

    def open(self, path: Path) -> None:
        """Open a workspace, after asking what becomes of unsaved changes."""
        self._leave(partial(self._open, path))

    def save(self) -> None:
        """Save to the present file, or ask for one."""
        if self._files.path is None:
            self._ask_where_to_save()
        else:
            self.save_to(self._files.path)

    def save_to(self, path: Path) -> bool:
        """Save to a file; whether that went well."""
        title = self.tr("Save the workspace")
        is_saved = self._try(title, lambda: self._files.save(path, self._bookmarks()))
        if is_saved:
            self.saved.emit()
        return is_saved

    def share_to(self, path: Path) -> None:
        """Write workspace and atlas into one file."""
        title = self.tr("Share the workspace")
        if self._try(title, lambda: self._files.share(path, self._bookmarks())):
            self._say(self.tr("Shared as {0}.").format(path))

    def start(self, document: Document | None, session: Document | None, warning: str) -> None:
        """Show what the window begins with: the workspace of a file, or the last session."""
        if document:
            self._try(self.tr("Open a workspace"), lambda: self._show(document))
        elif session:
            kept = self._settings.now.workspace
            self._tell(self._files.restore(session, Path(kept) if kept else None))
        self._tell([warning] if warning else [])

    def _save_commands(self) -> Iterator[Command]:
        yield Command(
            id="file.save",
            text=self.tr("&Save"),
            tip=self.tr("Save the workspace to its file."),
            run=self.save,
            menu="file",
            section=10,
            shortcuts=("Ctrl+S",),
        )
        yield Command(
            id="file.save-as",
            text=self.tr("Save &as…"),
            tip=self.tr("Save the workspace to another file."),
            run=self._ask_where_to_save,
            menu="file",
            section=10,
            shortcuts=("Ctrl+Shift+S",),
        )
        yield Command(
            id="file.share",
            text=self.tr("S&hare…"),
            tip=self.tr("Write the workspace and the atlas into one file for somebody else."),
            run=self._ask_where_to_share,
            menu="file",
            section=10,
        )

    def _open(self, path: Path) -> None:
        def open_at_once() -> None:
            document = self._profile.open_at_once(path, self._files.atlas)
            if document is None:
                self._receive(path)
            else:
                self._show_here_or_elsewhere(document)

        self._try(self.tr("Open a workspace"), open_at_once)

    def _receive(self, path: Path) -> None:
        """Have another process open a file that may come from anybody."""

        def show(text: str) -> None:
            document = document_from_json(path, text)
            self._try(title, lambda: self._show_here_or_elsewhere(document))

        title = self.tr("Open a workspace")
        receiving = Receiving(path, self._profile, self._window)
        receiving.received.connect(show)
        receiving.failed.connect(lambda sentence: complain(self._window, title, sentence))
        receiving.start()

    def _show_here_or_elsewhere(self, document: Document) -> None:
        if document.atlas == self._files.atlas:
            self._show(document)
        else:
            self.elsewhere.emit(document)

    def _show(self, document: Document) -> None:
        messages = self._files.show(document)
        self._bookmarks().take(document.workspace.bookmarks)
        self._settings.change(lambda settings: settings.with_recent(str(document.path)))
        self._tell(messages)

    def _leave(self, then: Callable[[], object]) -> None:
        """Go on to another workspace; what is in no file is asked about first."""
        self._history.take()
        if self._history.is_clean:
            then()
            return
        path = self._files.path
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Question)
        box.setTextFormat(Qt.TextFormat.PlainText)
        named = self.tr("Save the changes of {0}?").format(path.name) if path else ""
        box.setText(named or self.tr("Save what you arranged? It is in no file yet."))
        box.setStandardButtons(_Button.Save | _Button.Discard | _Button.Cancel)
        box.buttonClicked.connect(lambda button: self._go_on(box.standardButton(button), then))
        box.open()

    def _go_on(self, answer: QMessageBox.StandardButton, then: Callable[[], object]) -> None:
        if answer == _Button.Discard:
            then()
        elif answer == _Button.Save and self._files.path is None:
            self._ask_where_to_save(then)
        elif answer == _Button.Save and self._files.path and self.save_to(self._files.path):
            then()

    def _ask_what_to_open(self) -> None:
        wanted = " ".join(f"*{suffix}" for suffix in OPENED + PICTURES)
        dialog = file_dialog(self._window, self.tr("Open a workspace"), Path(self._folder()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        kinds = self.tr("Workspaces and pictures ({0})").format(wanted), self.tr("All files (*)")
        dialog.setNameFilters(kinds)
        dialog.fileSelected.connect(lambda name: self.chosen.emit(named_path(name)))
        dialog.open()

    def ask_where_it_is(self) -> QFileDialog | None:
        """Ask for the file of the layer that is chosen and cannot be opened."""
        layer = self._lost()
        if layer is None:
            return None
        old = Path(file_of(layer))
        folder = next((each for each in old.parents if each.is_dir()), Path.home())
        dialog = file_dialog(self._window, self.tr("Find the file"), folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        same_kind = self.tr("Files like {0}").format(f"{old.name} (*{old.suffix})")
        dialog.setNameFilters([same_kind, self.tr("All files (*)")])
        dialog.fileSelected.connect(
            lambda name: self._tell(self._files.find_file(layer, Path(name)))
        )
        dialog.open()
        return dialog

    def _lost(self) -> UnopenedLayer | None:
        """The chosen layer, where it cannot be opened and is in a file."""
        layer = self._chosen_unopened()
        return layer if layer is not None and file_of(layer) else None

    def _ask_where_to_save(self, then: Callable[[], object] = lambda: None) -> None:
        def save(path: Path) -> None:
            if self.save_to(path):
                self._settings.change(lambda settings: settings.with_recent(str(path)))
                then()

        self._ask_target(self.tr("Save the workspace"), WORKSPACE, save)

    def _ask_where_to_share(self) -> None:
        self._ask_target(self.tr("Share the workspace"), SHARED, self.share_to)

    def _ask_target(self, title: str, ending: str, take: Callable[[Path], object]) -> None:
        kind, start = FileKind(self.tr("Workspaces"), ending), Path(self._folder()) / self._name()
        ask_where_to_save(self._window, title, start, [kind], lambda path, _: take(path))

    def _fill_recent(self, menu: QMenu) -> None:
        recent = [Path(name) for name in self._settings.now.recent]
        for path in recent:
            action = menu.addAction(path.name.removesuffix(WORKSPACE), partial(self.open, path))
            action.setToolTip(plain_tip(str(path)))
            action.setEnabled(path.is_file())
        if not recent:
            menu.addAction(self.tr("Workspaces you open or save are listed here")).setEnabled(False)

    def _folder(self) -> str:
        return str(self._files.path.parent if self._files.path else Path.home())

    def _name(self) -> str:
        return self._files.path.name.removesuffix(WORKSPACE) if self._files.path else "mapapp"

    def _remember(self) -> None:
        path = "" if self._files.path is None else str(self._files.path)
        self._settings.update(workspace=path)

    def _show_title(self) -> None:
        name = f"{self._name()}[*] — mapapp" if self._files.path else "mapapp"
        self._window.setWindowTitle(name)
        self._window.setWindowModified(bool(self._files.path) and not self._history.is_clean)

    def _try(self, title: str, act: Callable[[], object]) -> bool:
        try:
            act()
        except MapappError as error:
            complain(self._window, title, error.message)
            return False
        return True

    def _tell(self, messages: list[str]) -> None:
        if messages:
            complain(self._window, self.tr("Open a workspace"), "\n".join(map(spoken, messages)))

    def _tell_reading(self, titles: list[str]) -> None:
        """Say in the status bar which layers are still to come."""
        bar = self._window.statusBar()
        if titles:
            bar.showMessage(self.tr("Reading {0} …").format(", ".join(titles)))
        else:
            bar.clearMessage()

    def _say(self, sentence: str) -> None:
        self._window.statusBar().showMessage(sentence, _TOLD_MS)
