"""Bookmarks of views in the menu."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QInputDialog, QLineEdit, QMenu, QWidget

from mapapp.core.errors import MapappError
from mapapp.core.map.bookmarks import Bookmark, Bookmarks
from mapapp.core.map.state import MapState, ViewState
from mapapp.qt.map.map_controller import MapController
from mapapp.qt.parts.actions import Command, Submenu
from mapapp.qt.parts.bounded import bound
from mapapp.qt.parts.complaints import complain
from mapapp.qt.parts.extension import Extension
from mapapp.qt.workspace.bookmark_dialog import BookmarkDialog


class Bookmarking(Extension, QObject):
    """Keeps views under names, and goes back to them."""

    def __init__(
        self, state: MapState, controller: MapController, path: Path, window: QWidget
    ) -> None:
        super().__init__(window)
        self._state = state
        self._controller = controller
        self.path = path
        self._window = window

    @cached_property
    def bookmarks(self) -> Bookmarks:
        """The bookmarks of this user, read when they are first needed."""
        found = Bookmarks(self.path)
        if found.warning:
            complain(self._window, self.tr("Bookmarks"), found.warning)
        return found

    def commands(self) -> Iterator[Command]:
        """What the user can ask for."""
        yield Command(
            id="view.add-bookmark",
            text=self.tr("Add a bookmar&k…"),
            tip=self.tr("Keep this view under a name."),
            run=self.ask_name,
            menu="view",
            section=10,
            shortcuts=("Ctrl+B",),
        )
        yield Command(
            id="view.edit-bookmarks",
            text=self.tr("&Edit bookmarks…"),
            tip=self.tr("Go to, rename or delete the views that you named."),
            run=self.edit,
            menu="view",
            section=10,
            shortcuts=("Ctrl+Shift+B",),
        )

    def submenus(self) -> Iterator[Submenu]:
        """The bookmarks to choose from."""
        yield Submenu(
            id="view.bookmarks",
            text=self.tr("Bookma&rks"),
            menu="view",
            section=10,
            fill=self._fill,
        )

    def ask_name(self, name: str = "", view: ViewState | None = None) -> None:
        """Ask for a name, of which ``name`` is a proposal; keep a view under it, or the present."""
        dialog = QInputDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Add a bookmark"))
        dialog.setLabelText(self.tr("Name of this view"))
        dialog.setTextValue(name)  # only now it has its line
        for line in dialog.findChildren(QLineEdit):
            bound(line)
        dialog.textValueSelected.connect(lambda chosen: self._add(chosen, view))
        dialog.open()

    def edit(self) -> None:
        """Show the bookmarks as a list."""
        dialog = BookmarkDialog(self.bookmarks, self._window)
        dialog.chosen.connect(self._go_to_name)
        dialog.open()

    def _add(self, name: str, view: ViewState | None) -> None:
        try:
            self.bookmarks.add(name, view or self._state.view)
        except MapappError as error:
            complain(self._window, self.tr("Add a bookmark"), error.message)

    def _fill(self, menu: QMenu) -> None:
        bookmarks = self.bookmarks.all
        for bookmark in bookmarks:
            action = menu.addAction(bookmark.name.replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, chosen=bookmark: self._go_to(chosen))
        if not bookmarks:
            menu.addAction(self.tr("None yet: add one with Ctrl+B")).setEnabled(False)

    def _go_to_name(self, name: str) -> None:
        self._go_to(next(each for each in self.bookmarks.all if each.name == name))

    def _go_to(self, bookmark: Bookmark) -> None:
        self._controller.go_to(bookmark.view(self._state.view))
