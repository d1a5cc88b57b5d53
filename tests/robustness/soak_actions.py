"""What a person may do with the window, chosen by chance: the actions of a soak."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QTextBrowser,
    QTreeView,
    QWidget,
)

from mapapp.qt.layers.filter_dialog import FilterDialog
from mapapp.qt.shell.main_window import MainWindow
from tests.e2e.dialogs import openers

Action = tuple[str, Callable[[], object]]

_CLOSED_EACH = 8
_LEAST_LAYERS = 4

_LEFT = Qt.MouseButton.LeftButton
_NO_KEY = Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_KEYS = (
    Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Space,
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home,
    Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Plus, Qt.Key.Key_Minus,
    Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_A,
)  # fmt: skip
_EXPRESSIONS = (
    'status = "planned"', 'status = "operating"', 'name contains "da"', "nothing > 3", "status =",
    "(((", 'name = ""', "name", '名称 = "大连"', "status_as_of < 2015", "",
)  # fmt: skip
_QUERIES = (
    "dalian", "大连", "area", "area: shenyang", "> theme", ">", "41.8, 123.4", "41,", "xyzzy",
    "X 462678 Y 4622345", "  ", "'\"%_",
)  # fmt: skip


class Person:
    """Uses a window with real mouse and key events, as chance has it."""

    def __init__(self, window: MainWindow, chance: Random, folder: Path) -> None:
        self._window = window
        self._chance = chance
        self._openers = openers(window, folder)

    def next_action(self) -> Action:
        """Something to do, by name."""
        kinds: dict[Callable[[], Iterator[Action]], int] = {
            self._commands: 22, self._map: 22, self._filter: 8, self._undo: 10, self._table: 10,
            self._tree: 8, self._keys: 10, self._search: 5, self._time: 5, self._appearance: 4,
            self._select: 4, self._resize: 2, self._layers: 8,
        }  # fmt: skip
        (kind,) = self._chance.choices(list(kinds), list(kinds.values()))
        return self._chance.choice(list(kind()))

    def closes_everything(self) -> bool:
        """Whether to put away now what was opened."""
        return self._chance.randrange(_CLOSED_EACH) == 0

    def _commands(self) -> Iterator[Action]:
        yield from self._openers.items()

    def _map(self) -> Iterator[Action]:
        view = self._window.view
        page = view.focusProxy() or view
        at = self._point_in(view)
        chance = self._chance
        yield "click the map", lambda: QTest.mouseClick(page, _LEFT, _NO_KEY, at)
        yield "click the map with Ctrl", lambda: QTest.mouseClick(page, _LEFT, _CTRL, at)
        yield "double-click the map", lambda: QTest.mouseDClick(page, _LEFT, _NO_KEY, at)
        yield (
            "right-click the map",
            lambda: QTest.mouseClick(page, Qt.MouseButton.RightButton, _NO_KEY, at),
        )
        yield "hover", lambda: QTest.mouseMove(page, at)
        yield "drag the map", lambda: self._drag(page, at, self._point_in(view))
        yield "turn the wheel", lambda: self._wheel(page, at, chance.choice((-240, -120, 120, 240)))

    def _filter(self) -> Iterator[Action]:
        layer = self._chance.choice(self._window.state.order)
        text = self._chance.choice(_EXPRESSIONS)

        def write() -> None:
            dialog = self._window.built_in.filtering.filter(layer)
            dialog.advanced.setChecked(True)
            _type(dialog.line.edit, text)
            for _ in range(self._chance.randrange(3)):
                _key(Qt.Key.Key_Escape)

        def show_everything() -> None:
            for dialog in self._window.findChildren(FilterDialog):
                dialog._show_everything()

        yield f"filter {layer} by {text}", write
        yield "show everything", show_everything

    def _undo(self) -> Iterator[Action]:
        for id_ in ("edit.undo", "edit.redo", "edit.undo"):
            action = self._window.commands[id_]
            yield f"{id_} by key", lambda action=action: _shortcut(self._window, action.shortcut())
            yield id_, action.trigger

    def _table(self) -> Iterator[Action]:
        table, chance = self._window.built_in.table, self._chance
        layer = chance.choice(self._window.state.order)
        header = table.view.horizontalHeader()
        yield f"open the table of {layer}", lambda: self._window.built_in.open_table(layer)
        yield "click a row", lambda: self._click_item(table.view)
        yield "double-click a row", lambda: self._click_item(table.view, twice=True)
        yield "sort", lambda: self._click_at(header.viewport())
        yield "find text", lambda: _type(table.text, chance.choice(("", "a", "港", "zzz")))
        yield "filter the table", lambda: _type(table.filter.edit, chance.choice(_EXPRESSIONS))
        yield "in view", table.in_view.click
        yield "all rows", table.view.selectAll
        yield "copy rows", table.copy
        yield "choose a column", self._choose_a_column

    def _tree(self) -> Iterator[Action]:
        window = self._window
        layer = self._chance.choice(window.state.order)
        tree: QTreeView = window.built_in.layers
        yield "click in the tree", lambda: self._click_item(tree)
        yield "double-click in the tree", lambda: self._click_item(tree, twice=True)
        yield (
            "right-click in the tree",
            lambda: window.built_in.layers.customContextMenuRequested.emit(
                self._point_in(tree.viewport())
            ),
        )
        yield "click a feature", lambda: self._click_item(window.built_in.features.tree)
        yield (
            f"tick {layer}",
            lambda: window.state.set_visible(layer, not window.state.is_visible(layer)),
        )
        yield (
            f"opacity of {layer}",
            lambda: window.state.set_opacity(layer, self._chance.choice((0.0, 0.4, 1.0))),
        )
        yield (
            "opacity slider",
            lambda: window.built_in.layer_panel.opacity.slider.setValue(
                self._chance.randrange(101)
            ),
        )

    def _layers(self) -> Iterator[Action]:
        """Layers come, go and change; a few always stay."""
        state = self._window.state
        spec = state.spec(self._chance.choice(state.order))
        new = replace(spec, id=f"{spec.table}_{self._chance.randrange(3)}")
        size = self._chance.choice((8.0, 20.0))
        if not state.has(new.id):
            yield f"add {new.id}", lambda: state.add_layer(new, above=spec.id)
        if len(state.order) > _LEAST_LAYERS and spec.id != "port":  # what opens dialogs needs it
            yield f"remove {spec.id}", lambda: state.remove_layer(spec.id)
        yield (
            f"restyle {spec.id}",
            lambda: state.restyle(spec.id, replace(spec.symbol, size_px=size)),
        )

    def _keys(self) -> Iterator[Action]:
        for key in _KEYS:
            yield f"press {key.name}", lambda key=key: _key(key)
        yield "click a card", self._click_card

    def _search(self) -> Iterator[Action]:
        box = self._window.built_in.searching.box
        for query in _QUERIES:
            yield f"search {query}", lambda query=query: (box.ask(), _type(box, query))
        yield "take the first", lambda: (_key(Qt.Key.Key_Down), _key(Qt.Key.Key_Return))

    def _time(self) -> Iterator[Action]:
        window = self._window
        slider = window.built_in.time.slider
        year = self._chance.randint(slider.minimum(), slider.maximum())
        yield f"year {year}", lambda: slider.setValue(year)
        yield "all years", window.built_in.time.everything.click
        yield "show years", lambda: window.panels.show("time")

    def _appearance(self) -> Iterator[Action]:
        state = self._window.state
        for theme in ("light", "dark", "contrast"):
            yield f"theme {theme}", lambda theme=theme: state.set_theme(theme)
        yield "language", lambda: state.set_language("en" if state.language == "zh" else "zh")

    def _select(self) -> Iterator[Action]:
        window = self._window
        layer = self._chance.choice(window.state.order)

        def select() -> None:
            window.built_in.open_table(layer)
            rows = window.built_in.table.model.rowCount()
            if rows:
                window.built_in.table.view.selectRow(self._chance.randrange(rows))

        yield f"select in {layer}", select
        yield "select nothing", lambda: window.state.select([])

    def _resize(self) -> Iterator[Action]:
        size = self._chance.choice(((1366, 768), (900, 600), (1600, 1000), (640, 480)))
        yield f"resize {size}", lambda: self._window.resize(*size)

    def _point_in(self, widget: QWidget) -> QPoint:
        width, height = max(widget.width(), 1), max(widget.height(), 1)
        return QPoint(self._chance.randrange(width), self._chance.randrange(height))

    def _click_at(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, _LEFT, _NO_KEY, self._point_in(widget))

    def _click_item(self, view: QAbstractItemView, *, twice: bool = False) -> None:
        at = self._point_in(view.viewport())
        QTest.mouseClick(view.viewport(), _LEFT, _NO_KEY, at)
        if twice:
            QTest.mouseDClick(view.viewport(), _LEFT, _NO_KEY, at)

    def _click_card(self) -> None:
        if cards := self._window.built_in.details.cards:
            card: QTextBrowser = self._chance.choice(cards)
            self._click_at(card.viewport())

    def _choose_a_column(self) -> None:
        menu = self._window.built_in.table.columns.menu()
        menu.aboutToShow.emit()
        if found := menu.actions():
            self._chance.choice(found).trigger()

    def _drag(self, page: QWidget, start: QPoint, end: QPoint) -> None:
        QTest.mousePress(page, _LEFT, _NO_KEY, start)
        QTest.mouseMove(page, (start + end) / 2)
        QTest.mouseMove(page, end)
        QTest.mouseRelease(page, _LEFT, _NO_KEY, end)

    def _wheel(self, page: QWidget, at: QPoint, turned: int) -> None:
        event = QWheelEvent(
            QPointF(at), QPointF(page.mapToGlobal(at)), QPoint(), QPoint(0, turned),
            Qt.MouseButton.NoButton, _NO_KEY, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(page, event)


def _key(key: Qt.Key) -> None:
    """Press a key where the keyboard is."""
    target = QApplication.activePopupWidget() or QApplication.focusWidget()
    if target is not None:
        QTest.keyClick(target, key)


def _type(line: QLineEdit, text: str) -> None:
    """Write into a line in place of what is there."""
    line.setFocus()
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Delete)
    if text.isascii():
        QTest.keyClicks(line, text)
        return
    written = QInputMethodEvent()  # Chinese comes by an input method, not by keys
    written.setCommitString(text)
    QApplication.sendEvent(line, written)


def _shortcut(window: QWidget, sequence: object) -> None:
    window.activateWindow()
    QTest.keySequence(window, sequence)  # type: ignore[call-overload]
