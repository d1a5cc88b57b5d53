"""The seam of the window: what it can do and show is a list of extensions.

The window asks each one for its commands, its submenus and its panel, and asks again for their
texts when the language changes. What comes with mapapp is listed in ``qt/shell/built_in.py``;
others are handed to ``app.open_window``.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mapapp.core.record import record
from mapapp.qt.parts.actions import Command, Submenu


@record(kw_only=True)
class PanelSpec:
    """A widget beside the map, and how it is called.

    Attributes:
        id: short and unique, such as ``layers``.
        title: its name with a mnemonic, in the language of the moment.
        tip: what its command does, in one sentence, in the language of the moment.
        widget: what is shown, the same each time; it gets the keyboard when the panel is gone to.
        area: the side of the window; panels of one side are stacked in the order of the list.
        shortcut: gives it the keyboard, and hides it when it has it; in Qt's portable form.
        is_open: whether it is shown from the start.
        is_titled: whether its title stands above it.
        icon: as for ``Command``: of the command that shows and hides it.
        width_px: how wide it is at first, or None for as wide as its widget wants.
        narrow_px: how wide it is at first in a small window; as in a large one if None.
        least_height_px: it is opened no lower than that.
    """

    id: str
    title: str
    tip: str
    widget: QWidget
    area: Qt.DockWidgetArea
    shortcut: str
    is_open: bool = True
    is_titled: bool = False
    icon: str = ""
    width_px: int | None = None
    narrow_px: int | None = None
    least_height_px: int = 0


class Extension:
    """Something that the window can do or show; it offers only what it overrides.

    All of it is asked for again when the language has changed, so it just writes
    ``self.tr("…")``. The ids in the answers, and the widget, must stay the same.
    """

    def commands(self) -> Iterable[Command]:
        """What the user can ask for, by menu, key and search."""
        return ()

    def submenus(self) -> Iterable[Submenu]:
        """Menus inside the menus, for the commands that name them or filled when they open."""
        return ()

    def panel(self) -> PanelSpec | None:
        """The panel beside the map, or None."""
        return None

    def retranslate(self) -> None:
        """Write all other texts that are shown in the language of the moment."""
