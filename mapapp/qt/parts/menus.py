"""The menu bar, made from the registry of commands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QMenuBar

from mapapp.qt.parts.actions import MENU_NAMES, Actions, Command, MenuName, Submenu
from mapapp.qt.parts.icons import themed_icon


class Menus(QObject):
    """Fills a menu bar; menus without commands are left out."""

    def __init__(self, bar: QMenuBar, actions: Actions, submenus: Iterable[Submenu]) -> None:
        super().__init__(bar)
        self._actions = actions
        self._submenus = tuple(submenus)
        self._inner: dict[str, QMenu] = {}
        self._menus = {
            name: self._made(bar, entries)
            for name in MENU_NAMES
            if (entries := self._entries(name))
        }
        self.rename(self._submenus)

    def rename(self, submenus: Iterable[Submenu]) -> None:
        """Name the menus in the language of the window."""
        for name, title in self.titles():
            self._menus[name].setTitle(title)
        for submenu in submenus:
            inner = self._inner[submenu.id]
            inner.setTitle(submenu.text)
            inner.menuAction().setIconText(submenu.label)
            inner.menuAction().setToolTip(submenu.tip)

    def __getitem__(self, submenu_id: str) -> QMenu:
        return self._inner[submenu_id]

    def set_colour(self, colour: str) -> None:
        """Draw the icons of the submenus in a colour (``#rrggbb``)."""
        for submenu in self._submenus:
            if submenu.icon:
                self._inner[submenu.id].menuAction().setIcon(themed_icon(submenu.icon, colour))

    def titles(self) -> list[tuple[MenuName, str]]:
        """The menus that have entries, in order, with their titles."""
        titles: dict[MenuName, str] = {
            "file": self.tr("&File"),
            "edit": self.tr("&Edit"),
            "view": self.tr("&View"),
            "layers": self.tr("&Layers"),
            "map": self.tr("&Map"),
            "export": self.tr("E&xport"),
            "help": self.tr("&Help"),
        }
        return [(name, titles[name]) for name in self._menus]

    def _entries(self, name: MenuName) -> list[Command | Submenu]:
        submenus = (submenu for submenu in self._submenus if submenu.menu == name)
        commands = (each for each in self._actions.of_menu(name) if not each.submenu)
        entries: list[Command | Submenu] = [*commands, *submenus]
        return sorted(entries, key=lambda entry: entry.section)

    def _made(self, bar: QMenuBar, entries: list[Command | Submenu]) -> QMenu:
        menu = bar.addMenu("")
        menu.setToolTipsVisible(True)
        for _, section in groupby(entries, key=lambda entry: entry.section):
            if not menu.isEmpty():
                menu.addSeparator()
            for entry in section:
                self._add(menu, entry)
        return menu

    def _add(self, menu: QMenu, entry: Command | Submenu) -> None:
        if isinstance(entry, Command):
            menu.addAction(self._actions[entry.id])
            return
        inner = self._inner[entry.id] = menu.addMenu("")
        inner.setToolTipsVisible(True)
        inner.menuAction().setIconVisibleInMenu(False)
        for command in self._actions.of_menu(entry.menu):
            if command.submenu == entry.id:
                inner.addAction(self._actions[command.id])
        if fill := entry.fill:
            inner.aboutToShow.connect(lambda: _refill(inner, fill))


def _refill(menu: QMenu, fill: Callable[[QMenu], None]) -> None:
    menu.clear()
    fill(menu)
