"""The panels around the map: where they stand, and how the keyboard reaches them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QTabWidget, QWidget

from mapapp.qt.parts.actions import Command, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A widget in a dock, or in the middle.

    Attributes:
        id: short and unique, such as ``layers``.
        title: its name with a mnemonic, in the language of the moment.
        tip: what its command does, in one sentence, in the language of the moment.
        widget: what is shown; it gets the keyboard when the panel is gone to.
        area: the side of the window.
        shortcut: gives it the keyboard, and hides it when it has it.
        is_open: whether it is shown from the start.
    """

    id: str
    title: Callable[[], str]
    tip: Callable[[], str]
    widget: QWidget
    area: Qt.DockWidgetArea
    shortcut: str
    is_open: bool = True


class Panels(QObject):
    """Docks around a window's map.

    Signals:
        changed: a panel was shown or hidden.
    """

    changed = Signal()

    def __init__(self, window: QMainWindow, middle: QWidget) -> None:
        super().__init__(window)
        window.setCentralWidget(middle)
        self._window = window
        self._map = middle
        self._panels: dict[str, Panel] = {}
        self._docks: dict[str, QDockWidget] = {}

    def add(self, panel: Panel) -> QDockWidget:
        """Put a panel at its side of the window."""
        dock = QDockWidget(self._window)
        dock.setObjectName(f"dock-{panel.id}")
        dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        dock.setWidget(panel.widget)
        dock.setVisible(panel.is_open)
        dock.visibilityChanged.connect(lambda _visible: self.changed.emit())
        self._window.addDockWidget(panel.area, dock)
        self._panels[panel.id], self._docks[panel.id] = panel, dock
        self.retranslate()
        return dock

    def retranslate(self) -> None:
        """Name the panels in the language of the window."""
        for id_, panel in self._panels.items():
            self._docks[id_].setWindowTitle(plain(panel.title()))

    def show(self, panel_id: str) -> None:
        """Show a panel and give it the keyboard."""
        self._docks[panel_id].show()
        _give_focus(self._panels[panel_id].widget)

    def holds_keyboard(self, panel_id: str) -> bool:
        """Whether the keyboard is in a panel."""
        return _holds(self._docks[panel_id], QApplication.focusWidget())

    def commands(self) -> Iterator[Command]:
        """Show or hide each panel, and go around all of them."""
        for panel in self._panels.values():
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

    def _toggle_command(self, panel: Panel) -> Command:
        dock = self._docks[panel.id]
        return Command(
            id=f"view.{panel.id}",
            text=panel.title(),
            tip=panel.tip(),
            run=lambda: dock.hide() if dock.isVisible() else self.show(panel.id),
            menu="view",
            section=20,
            is_checked=dock.isVisible,
        )

    def _go_command(self, panel: Panel) -> Command:
        title = plain(panel.title())
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
