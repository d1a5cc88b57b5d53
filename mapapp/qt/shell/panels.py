"""The panels around the map: where they stand, and how the keyboard reaches them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QTabWidget, QWidget

from mapapp.qt.parts.actions import Command, plain
from mapapp.qt.parts.extension import Extension, PanelSpec
from mapapp.qt.parts.guard import guarded
from mapapp.qt.shell.focus_frame import FocusFrame

_SMALL_PX, _LARGE_PX = 1024, 1366
"""Between a small window and a large one, the panels at the sides grow with it."""


class Panels(Extension, QObject):
    """Docks around a window's map.

    Signals:
        changed: a panel was shown or hidden.
        resized: a panel has another size.
    """

    changed = Signal()
    resized = Signal()

    def __init__(self, window: QMainWindow, middle: QWidget) -> None:
        super().__init__(window)
        window.setCentralWidget(middle)
        window.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        window.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        self._window = window
        self._map = middle
        self._owners: tuple[Extension, ...] = ()
        self._panels: dict[str, PanelSpec] = {}
        self._docks: dict[str, QDockWidget] = {}
        self._fitted_px = window.width()
        self._sized: set[str] = set()
        self.frame = FocusFrame(self._part_of, window)
        window.installEventFilter(self)

    def add(self, extensions: Iterable[Extension]) -> None:
        """Put the panels of extensions at their sides of the window.

        Raises:
            ValueError: if two have the same id.
        """
        self._owners = tuple(extensions)
        for panel in self._asked():
            if panel.id in self._panels:
                raise ValueError(f"Two panels have the id {panel.id!r}.")
            self._docks[panel.id] = self._dock(panel)
            self._panels[panel.id] = panel
        self._set_widths(self._widths(self._fitted_px))

    def layout(self) -> QByteArray:
        """Which panels are open and how large they are, hidden ones too, as Qt gives it."""
        return self._window.saveState()

    def restore(self, layout: QByteArray) -> None:
        """Make the panels as they were; what is none changes nothing."""
        if self._window.restoreState(layout):
            self._fitted_px = self._window.width()

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the panels follow the width of the window, but for those that the user has sized."""
        if event.type() == QEvent.Type.Resize:
            if watched is self._window:
                self._fit()
            else:
                self._note_widths()
                self.resized.emit()
        return False

    def retranslate(self) -> None:
        """Name the panels in the language of the window."""
        for panel in self._asked():
            self._docks[panel.id].setWindowTitle(plain(panel.title))

    def show(self, panel_id: str) -> None:
        """Show a panel and give it the keyboard, with a frame around it."""
        with self.frame.by_key():
            self._open(panel_id)

    def reveal(self, panel_id: str) -> None:
        """Show a panel; the keyboard stays where it is."""
        self._docks[panel_id].show()

    def holds_keyboard(self, panel_id: str) -> bool:
        """Whether the keyboard is in a panel."""
        return _holds(self._docks[panel_id], QApplication.focusWidget())

    def commands(self) -> Iterator[Command]:
        """Show or hide each panel, and go around all of them."""
        for panel in self._asked():
            yield self._toggle_command(panel)
            yield self._go_command(panel)
        yield Command(
            id="view.next-panel",
            text=self.tr("&Next panel"),
            tip=self.tr("Take the keyboard to the next part of the window."),
            run=lambda: self._step(1),
            menu="view",
            section=30,
            shortcuts=("F6",),
        )
        yield Command(
            id="view.previous-panel",
            text=self.tr("&Previous panel"),
            tip=self.tr("Take the keyboard to the previous part of the window."),
            run=lambda: self._step(-1),
            menu="view",
            section=30,
            shortcuts=("Shift+F6",),
        )

    def _asked(self) -> Iterator[PanelSpec]:
        """The panels of all extensions, named in the language of the moment."""
        return (panel for owner in self._owners if (panel := owner.panel()) is not None)

    def _dock(self, panel: PanelSpec) -> QDockWidget:
        """A dock for a panel, below those that stand at its side already."""
        dock = QDockWidget(self._window)
        dock.setObjectName(f"dock-{panel.id}")
        dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        dock.setWidget(panel.widget)
        dock.setVisible(panel.is_open)
        dock.visibilityChanged.connect(lambda _visible: self.changed.emit())
        dock.installEventFilter(self)
        if not panel.is_titled:
            dock.setTitleBarWidget(QWidget(dock))
        above = [self._docks[id_] for id_, p in self._panels.items() if p.area == panel.area]
        self._window.addDockWidget(panel.area, dock)
        if above:
            self._window.splitDockWidget(above[-1], dock, Qt.Orientation.Vertical)
        return dock

    def _fit(self) -> None:
        """Give the panels the width that is right now, but for those that the user has sized."""
        self._fitted_px = self._window.width()
        right = self._widths(self._fitted_px)
        self._sized = {id_ for id_ in self._sized if self._docks[id_].width() != right[id_]}
        self._set_widths({id_: right[id_] for id_ in right if id_ not in self._sized})

    def _note_widths(self) -> None:
        """Know which panels the user has sized: their width changes, and the window's does not."""
        if self._window.width() == self._fitted_px:
            right = self._widths(self._fitted_px)
            self._sized = {id_ for id_ in right if self._docks[id_].width() != right[id_]}

    def _widths(self, window_px: int) -> dict[str, int]:
        """How wide the panels at the sides are in a window so wide."""
        part = min(max((window_px - _SMALL_PX) / (_LARGE_PX - _SMALL_PX), 0), 1)
        widths = {}
        for id_, panel in self._panels.items():
            if wide := panel.width_px:
                narrow = panel.narrow_px or wide
                widths[id_] = round(narrow + (wide - narrow) * part)
        return widths

    def _set_widths(self, widths: dict[str, int]) -> None:
        docks = [self._docks[id_] for id_ in widths]
        self._window.resizeDocks(docks, list(widths.values()), Qt.Orientation.Horizontal)

    def _open(self, panel_id: str) -> None:
        dock, panel = self._docks[panel_id], self._panels[panel_id]
        if dock.isHidden():
            dock.show()
            if layout := self._window.layout():
                layout.activate()  # the height that it had comes back
            least = max(dock.height(), panel.least_height_px)
            self._window.resizeDocks([dock], [least], Qt.Orientation.Vertical)
        _give_focus(panel.widget)

    def _toggle_command(self, panel: PanelSpec) -> Command:
        dock = self._docks[panel.id]
        return Command(
            id=f"view.{panel.id}",
            text=panel.title,
            tip=panel.tip,
            run=lambda: dock.hide() if dock.isVisible() else self._open(panel.id),
            menu="view",
            section=20,
            icon=panel.icon,
            is_checked=dock.isVisible,
        )

    def _go_command(self, panel: PanelSpec) -> Command:
        title = plain(panel.title)
        return Command(
            id=f"view.go-{panel.id}",
            text=self.tr("Go to: {0}").format(title),
            tip=self.tr("Take the keyboard there; once more closes it."),
            run=lambda: self._go(panel.id),
            menu="view",
            section=30,
            shortcuts=(panel.shortcut,),
        )

    def _go(self, panel_id: str) -> None:
        if self.holds_keyboard(panel_id):
            self._docks[panel_id].hide()
            with self.frame.by_key():
                _give_focus(self._map)
        else:
            self.show(panel_id)

    def _step(self, by: int) -> None:
        stops = self._stops()
        focused = QApplication.focusWidget()
        here = next(
            (n for n, stop in enumerate(stops) if _holds(stop, focused)), -1 if by > 0 else 0
        )
        with self.frame.by_key():
            _give_focus(stops[(here + by) % len(stops)])

    def _part_of(self, widget: QWidget) -> QWidget | None:
        """The panel that a widget is in, or the map; None for what is in neither."""
        return next((stop for stop in self._stops() if _holds(stop, widget)), None)

    def _stops(self) -> list[QWidget]:
        """What F6 goes around: the map, then the open panels."""
        opened = (p.widget for id_, p in self._panels.items() if self._docks[id_].isVisible())
        return [self._map, *opened]


def _holds(stop: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and (stop is widget or stop.isAncestorOf(widget))


def _give_focus(stop: QWidget) -> None:
    """Give the keyboard to a part of the window, or to the first thing in it that takes it."""
    if isinstance(stop, QTabWidget):
        stop = stop.currentWidget()
    takers = (child for child in stop.findChildren(QWidget) if _takes_focus(child))
    target = stop if _takes_focus(stop) or stop.focusProxy() else next(takers, stop)
    target.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _takes_focus(widget: QWidget) -> bool:
    by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(by_tab) and widget.isVisible() and widget.isEnabled()
