"""The panels around the map: where they stand, and how the keyboard reaches them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QTabWidget, QWidget

from mapapp.qt.parts.actions import Command, plain
from mapapp.qt.parts.extension import Extension, PanelSpec


class Panels(Extension, QObject):
    """Docks around a window's map.

    Signals:
        changed: a panel was shown or hidden.
    """

    changed = Signal()

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
        self._set_widths()

    def retranslate(self) -> None:
        """Name the panels in the language of the window."""
        for panel in self._asked():
            self._docks[panel.id].setWindowTitle(plain(panel.title))

    def show(self, panel_id: str) -> None:
        """Show a panel and give it the keyboard."""
        self._docks[panel_id].show()
        _give_focus(self._panels[panel_id].widget)

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
        if not panel.is_titled:
            dock.setTitleBarWidget(QWidget(dock))
        above = [self._docks[id_] for id_, p in self._panels.items() if p.area == panel.area]
        self._window.addDockWidget(panel.area, dock)
        if above:
            self._window.splitDockWidget(above[-1], dock, Qt.Orientation.Vertical)
        return dock

    def _set_widths(self) -> None:
        widths = {id_: panel.width_px for id_, panel in self._panels.items() if panel.width_px}
        docks = [self._docks[id_] for id_ in widths]
        self._window.resizeDocks(docks, list(widths.values()), Qt.Orientation.Horizontal)

    def _toggle_command(self, panel: PanelSpec) -> Command:
        dock = self._docks[panel.id]
        return Command(
            id=f"view.{panel.id}",
            text=panel.title,
            tip=panel.tip,
            run=lambda: dock.hide() if dock.isVisible() else self.show(panel.id),
            menu="view",
            section=20,
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
            _give_focus(self._map)
        else:
            self.show(panel_id)

    def _step(self, by: int) -> None:
        stops = self._stops()
        focused = QApplication.focusWidget()
        here = next(
            (n for n, stop in enumerate(stops) if _holds(stop, focused)), -1 if by > 0 else 0
        )
        _give_focus(stops[(here + by) % len(stops)])

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
