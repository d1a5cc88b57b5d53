"""The composition root of the window: makes the parts and joins them.

The page's process takes longest to come up, so it is started first; the atlas and the panels
are loaded while it does.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

from mapapp.core.disk.assets import asset
from mapapp.core.disk.files import ask_ordinary
from mapapp.core.disk.folders import config_folder
from mapapp.core.disk.replacing import scratch_folder
from mapapp.core.disk.sweeping import sweep
from mapapp.core.errors import DataError
from mapapp.core.log import logger
from mapapp.core.message import spoken
from mapapp.core.starting import have_started, start_lightly
from mapapp.qt.parts.faults import exceptions_told
from mapapp.qt.shell.environment import configure_chromium, require_display
from mapapp.store.files.opened_as import opened_together

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from mapapp.core.layer.spec import LayerSpec
    from mapapp.qt.map.map_view import MapView
    from mapapp.qt.parts.receiving import Receiving
    from mapapp.qt.shell.main_window import MainWindow
    from mapapp.qt.shell.workbench import ExtensionMaker, Opened
    from mapapp.store.atlas import Atlas
    from mapapp.store.document import Document, Profile
MAP_SIZE_PX = (764, 662)
"""The size of the map in a window that was never resized: a page that starts at another size draws
everything twice."""


def run_window(files: Sequence[Path] = ()) -> int:
    """Open the window on files or on the last session, and run until it is closed.

    They are a workspace, a picture that mapapp made, or data to be added to the last session.

    The answer is the exit code.

    Raises:
        MapappError: if there is no display, a part of the installation is missing, or the file
            cannot be opened.
    """
    require_display(os.environ)
    app = make_application()
    from mapapp.qt.shell.ending import Ending  # Qt comes after what configures it

    shown = _Shown(app)
    ending = Ending(app)
    ending.asked.connect(shown.end)
    with exceptions_told(shown.tell):
        try:
            if not shown.begin(files):
                return shown.code
            _sweep(config_folder())
            code = app.exec()
            return shown.code or code
        finally:
            shown.closing.close()
            ending.stop()


def _sweep(folder: Path) -> None:
    """Remove what windows and pictures that were killed left, once the window is there."""
    for swept in (Path(gettempdir()), folder, folder / "atlases"):
        sweep(swept)


class _Shown:
    """The one window that is shown; a workspace with another atlas gets another one."""

    def __init__(self, app: QApplication) -> None:
        self.closing = ExitStack()
        self.code = 0
        self._app = app
        self._window: MainWindow | None = None
        self._receiving: Receiving | None = None

    def begin(self, files: Sequence[Path]) -> bool:
        """Show a window on files, or on the last session; False if the user thinks better of it.

        Raises:
            MapappError: if they cannot be opened.
        """
        kind = opened_together(files) if files else "data"
        if kind != "data":
            return self._begin_with(files[0], is_picture=kind == "picture")
        self.replace(None)
        if self._window is not None and files:
            self._window.built_in.adding.look_into(files)
        return True

    def _begin_with(self, file: Path, *, is_picture: bool) -> bool:
        from mapapp.store.document import document_from_json

        document = None if is_picture else _profile().open_at_once(file, _installed_atlas())
        if document is None and not (is_picture and _is_small_picture(file)):
            text = self._received(file)
            if text is None:
                return False
            document = None if is_picture else document_from_json(file, text)
        self.replace(document, file if is_picture else None)
        return True

    def end(self, code: int) -> None:
        """End the program in order, with the session saved, as closing the window does."""
        self.code = code
        if self._receiving is not None:
            self._receiving.stop()
        if self._window is not None:
            self._window.close()
        self._app.exit(code)

    def _received(self, file: Path) -> str | None:
        """What another process finds in a file; None if the user cancelled.

        Raises:
            DataError: if it cannot be opened.
        """
        from PySide6.QtCore import QEventLoop, Qt

        from mapapp.qt.parts.receiving import Receiving

        loop = QEventLoop()
        found: list[str] = []
        failed: list[str] = []
        self._receiving = Receiving(file, _profile(), self._app)
        self._receiving.received.connect(found.append)
        self._receiving.failed.connect(failed.append)
        self._receiving.ended.connect(loop.quit, Qt.ConnectionType.QueuedConnection)
        self._receiving.start()
        loop.exec()
        self._receiving = None
        if failed:
            raise DataError(failed[0])
        return found[0] if found else None

    def replace(self, document: Document | None, picture: Path | None = None) -> None:
        """Show a window on a document, or on the last session, in place of the present one.

        The old one is closed last: to end the application between them would end the map too.
        """
        from PySide6.QtCore import Qt

        with ExitStack() as closing:
            window = open_window(None, closing, config_folder(), document)
            kept = closing.pop_all()
        window.built_in.workspaces.elsewhere.connect(
            self.replace, Qt.ConnectionType.QueuedConnection
        )
        window.built_in.problems.replaced.connect(self.reload, Qt.ConnectionType.QueuedConnection)
        window.appear()
        if picture:
            show_picture(window, picture)
        old, self._window = self._window, window
        if old is not None:
            old.close()
            self.closing.close()
            old.deleteLater()
            window.built_in.session.save()  # the old one has saved its own
        self.closing = kept

    def reload(self) -> None:
        """Show a window on the same session: the files it reads have been replaced."""
        if self._window is not None:
            self._window.built_in.session.save_at_once()
            self.replace(None)

    def tell(self, error: Exception) -> None:
        """Say in the window that something went wrong, from any thread."""
        if self._window is not None:
            self._window.built_in.problems.reported.emit(error)


def make_application() -> QApplication:
    """The Qt application with our scheme known to Chromium; both must come before any window."""
    start_lightly()
    configure_chromium(os.environ)
    from mapapp.paint.fonts import load_fonts  # first, for what the package does to imports
    from mapapp.qt.map.scheme import register_scheme

    register_scheme()
    from PySide6.QtWidgets import QApplication

    from mapapp.qt.parts.style import apply_style

    app = QApplication(sys.argv[:1])
    app.setApplicationName("mapapp")
    load_fonts()
    apply_style(app, "en")  # the window dresses it in its own language
    return app


def open_window(
    specs: tuple[LayerSpec, ...] | None,
    closing: ExitStack,
    folder: Path | None = None,
    document: Document | None = None,
    extensions: Sequence[ExtensionMaker] = (),
) -> MainWindow:
    """The main window on the atlas.

    Args:
        specs: the layers; those that come with mapapp if None.
        closing: gets what must be closed after the window.
        folder: where the user's settings and session are; without it nothing is remembered.
        document: a workspace to show; without it the session goes on.
        extensions: makers of what the window can do or show beyond what comes with mapapp.

    Raises:
        DataError: if the atlas or the basemap cannot be read.
    """
    view = _start_page()
    _load_while_the_page_starts()

    from mapapp.qt.shell.main_window import MainWindow
    from mapapp.qt.shell.translation import Translation
    from mapapp.store.document import Profile

    profile = Profile(folder or closing.enter_context(scratch_folder()), _installed_atlas())
    session, warning = (None, "") if document else profile.open_session()
    opened = _open(specs, profile, document or session, view, closing)
    translation = Translation(opened.state)
    closing.callback(translation.remove)
    window = MainWindow(opened, extensions)
    sentences = filter(None, (opened.settings.warning, warning))
    window.built_in.workspaces.start(document, session, "\n".join(map(spoken, sentences)))
    opened.atlas.file.do_not_wait()
    opened.basemap.do_not_wait()
    view.attend()
    have_started()  # a full collection would walk it in the middle of a click
    return window


def _open(
    specs: tuple[LayerSpec, ...] | None,
    profile: Profile,
    shown: Document | None,
    view: MapView,
    closing: ExitStack,
) -> Opened:
    """The data of a document, or what is installed, and the state of a map of it.

    Raises:
        DataError: if the atlas or the basemap cannot be read.
    """
    from mapapp.core.layer.spec import load_layer_specs
    from mapapp.core.map.settings import SettingsFile
    from mapapp.core.map.state import MapState
    from mapapp.qt.shell.appearance import resolve_theme
    from mapapp.qt.shell.translation import system_language
    from mapapp.qt.shell.workbench import Opened
    from mapapp.store.basemap import Basemap
    from mapapp.store.catalogue import LayerCatalogue

    if specs is None:
        specs = load_layer_specs(asset("layers"))
    settings = SettingsFile(profile.settings)
    wanted = shown.atlas if shown else profile.installed
    atlas = closing.enter_context(_atlas(wanted, profile.installed, specs))
    basemap = closing.enter_context(Basemap(asset("data", "basemap.gpkg")))
    catalogue = closing.enter_context(LayerCatalogue(atlas))
    closing.callback(view.shut_down)
    state = MapState(
        specs, settings.now.language or system_language(), resolve_theme(settings.now.theme)
    )
    return Opened(
        state=state, atlas=atlas, basemap=basemap, catalogue=catalogue, view=view,
        profile=profile, settings=settings,
    )  # fmt: skip


def _start_page() -> MapView:
    from mapapp.bridge.resources import PageResources
    from mapapp.qt.map.map_view import MapView
    from mapapp.qt.map.page_files import serve_files

    resources = PageResources()
    serve_files(resources)
    view = MapView(resources)
    view.resize(*MAP_SIZE_PX)
    view.start()
    return view


def _load_while_the_page_starts() -> None:
    """Import in pieces, and let Chromium's part of this thread run in between.

    The page's own process loads and runs its scripts on another core meanwhile.
    """
    from PySide6.QtCore import QCoreApplication

    for module in ("numpy", "shapely", "mapapp.render.scene.live", "mapapp.qt.shell.main_window"):
        QCoreApplication.processEvents()
        importlib.import_module(module)
    QCoreApplication.processEvents()


def _installed_atlas() -> Path:
    return asset("data", "atlas.gpkg")


def _is_small_picture(file: Path) -> bool:
    """Whether a picture can be read at once; one that mapapp did not make is told now."""
    from mapapp.qt.export.picture_opening import SMALL_BYTES
    from mapapp.render.request.metadata import read_request

    if ask_ordinary(file, DataError).st_size > SMALL_BYTES:
        return False
    read_request(file)
    return True


def show_picture(window: MainWindow, picture: Path) -> None:
    """Bring back the map of a picture as soon as the map knows its own size."""
    from PySide6.QtCore import Qt

    window.view.view_changed.connect(
        lambda _: window.built_in.pictures.open(picture), Qt.ConnectionType.SingleShotConnection
    )


def _profile() -> Profile:
    from mapapp.store.document import Profile

    return Profile(config_folder(), _installed_atlas())


def _atlas(wanted: Path, installed: Path, specs: tuple[LayerSpec, ...]) -> Atlas:
    """The atlas of a workspace; one that this version cannot read gives way to the installed."""
    from mapapp.store.atlas import Atlas

    try:
        return Atlas(wanted, specs)
    except DataError as error:
        if wanted == installed:
            raise
        logger("data").warning("%s The installed atlas is shown instead.", error)
        return Atlas(installed, specs)
