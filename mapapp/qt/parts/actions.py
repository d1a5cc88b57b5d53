"""The one registry of commands: menus, toolbar, shortcuts sheet and search are made from it.

A feature module says what it can do as ``Command`` objects; nobody else makes a QAction for
the window. When the language changes it is asked again, so it just writes ``self.tr("…")``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Literal, get_args

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from mapapp.core.errors import DataError, MapappError
from mapapp.core.record import record
from mapapp.qt.parts.complaints import complain
from mapapp.qt.parts.guard import report
from mapapp.qt.parts.icons import themed_icon

MenuName = Literal["file", "edit", "view", "layers", "map", "export", "help"]
MENU_NAMES: tuple[MenuName, ...] = get_args(MenuName)
"""The menus in their order."""

_MNEMONIC = re.compile(r"\s*\(&\w\)|&(?=\w)")


def _always() -> bool:
    return True


@record(kw_only=True)
class Command:
    """Something the user can ask for.

    Attributes:
        id: ``area.verb``, unique, such as ``view.back``.
        text: what the menu shows, with its mnemonic.
        tip: what it does, in one sentence.
        run: does it; what ``MapappError`` it raises is shown.
        menu: the menu it stands in.
        submenu: id of the submenu of that menu it stands in, or empty.
        label: a shorter text for a button, or empty.
        section: a line separates the sections of a menu; they are in ascending order.
        shortcuts: keys in Qt's portable form, the first is the one that is shown.
        icon: name of a file of ``resources/icons`` without suffix, or empty.
        enabled: whether it can be done now.
        is_checked: makes it a command with a tick: whether it is on now.
    """

    id: str
    text: str
    tip: str
    run: Callable[[], object]
    menu: MenuName
    submenu: str = ""
    label: str = ""
    section: int = 0
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    enabled: Callable[[], bool] = _always
    is_checked: Callable[[], bool] | None = None


@record(kw_only=True)
class Submenu:
    """A menu inside a menu: of the commands that name it, or made each time it opens.

    Attributes:
        id: ``area.name``, unique.
        text: what the menu shows, with its mnemonic.
        menu: the menu it stands in.
        fill: adds the entries to the emptied menu; None for a menu of commands.
        section, label, icon: as for ``Command``.
        tip: what a button with this menu says, in one sentence, or empty where there is none.
    """

    id: str
    text: str
    menu: MenuName
    fill: Callable[[QMenu], None] | None = None
    section: int = 0
    label: str = ""
    icon: str = ""
    tip: str = ""


def plain(text: str) -> str:
    """A text without the mark of its mnemonic: ``文件(&F)`` and ``&File`` are read aloud alike."""
    return _MNEMONIC.sub("", text)


class Actions(QObject):
    """The commands of a window as Qt actions, whose shortcuts work anywhere in the window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.commands: dict[str, Command] = {}
        self.submenus: tuple[Submenu, ...] = ()
        """The menus inside the menus, by their present names."""
        self._actions: dict[str, QAction] = {}

    def __getitem__(self, command_id: str) -> QAction:
        return self._actions[command_id]

    def add(self, commands: Iterable[Command]) -> None:
        """Take in commands.

        Raises:
            ValueError: if two have the same id.
        """
        for command in commands:
            if command.id in self.commands:
                raise ValueError(f"Two commands have the id {command.id!r}.")
            self.commands[command.id] = command
            self._actions[command.id] = self._make(command)
            self._name(command)
            self._window.addAction(self._actions[command.id])
        self.refresh()

    def of_menu(self, menu: MenuName) -> list[Command]:
        """The commands of a menu by section, within it in the order they were given."""
        chosen = (command for command in self.commands.values() if command.menu == menu)
        return sorted(chosen, key=lambda command: command.section)

    def refresh(self) -> None:
        """Ask each command whether it can be done now, and whether it is on."""
        for id_, command in self.commands.items():
            action = self._actions[id_]
            action.setEnabled(command.enabled())
            if command.is_checked is not None:
                action.setChecked(command.is_checked())

    def rename(self, commands: Iterable[Command]) -> None:
        """Take the texts of the same commands in another language."""
        for command in commands:
            self.commands[command.id] = command
            self._name(command)

    def set_colour(self, colour: str) -> None:
        """Draw the icons in a colour (``#rrggbb``)."""
        for id_, command in self.commands.items():
            if command.icon:
                self._actions[id_].setIcon(themed_icon(command.icon, colour))

    def _name(self, command: Command) -> None:
        action = self._actions[command.id]
        action.setText(command.text)
        action.setIconText(command.label or plain(command.text))
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{command.tip}  {keys}" if keys else command.tip)
        action.setStatusTip(command.tip)

    def _make(self, command: Command) -> QAction:
        action = QAction(self)
        action.setObjectName(command.id)
        action.setShortcuts([QKeySequence(keys) for keys in command.shortcuts])
        action.setCheckable(command.is_checked is not None)
        action.setIconVisibleInMenu(False)
        action.triggered.connect(lambda _checked=False: self._run(command))
        return action

    def _run(self, command: Command) -> None:
        try:
            command.run()
        except DataError as error:
            report(error)  # it is of the files in use, and passes with what ails them
        except MapappError as error:
            complain(self._window, plain(command.text), error.message)
        self.refresh()
