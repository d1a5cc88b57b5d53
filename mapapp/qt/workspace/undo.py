"""Undo and redo: every change of the arrangement is a step, whoever made it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from mapapp.core.map.arrangement import Arrangement, Change
from mapapp.core.map.state import MapState
from mapapp.qt.parts.actions import Command
from mapapp.qt.parts.deed import Deed, Outcome, Then
from mapapp.qt.parts.extension import Extension
from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.subscription import connect_each
from mapapp.qt.workspace.undo_texts import UndoTexts


class History(Extension, QObject):
    """Watches a map's state and remembers how its layers were arranged.

    Nobody has to tell it anything: what changes in one turn of the event loop is one step,
    and a row of small changes (a drag, typing a filter) is one step until :meth:`seal`. Only what
    is no arrangement, such as a change of a file, is told by :meth:`record`.

    Signals:
        changed: there is another step to undo or to redo, or all is saved.
        told: a sentence that says what was taken back or done again.
    """

    changed = Signal()
    told = Signal(str)

    def __init__(self, state: MapState, parent: QObject) -> None:
        super().__init__(parent)
        self._state = state
        self.prepare: Callable[[Arrangement], Arrangement] = lambda wanted: wanted
        """What of an arrangement can be shown at once."""
        self._texts = UndoTexts(state, self)
        self._seen = Arrangement.of(state)
        self._sealed = True
        self._is_acting = False
        self._is_arranging = False
        self._stack = QUndoStack(self)
        self._stack.indexChanged.connect(self.changed)
        self._stack.cleanChanged.connect(self.changed)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.take)
        connect_each(self, (
            state.layers_changed, state.unopened_changed, state.visibility_changed,
            state.opacity_changed, state.order_changed, state.solo_changed, state.filter_changed,
            state.as_of_changed,
        ), self._soon.start)  # fmt: skip

    @property
    def is_clean(self) -> bool:
        """Whether no arrangement was changed since :meth:`mark_saved` or :meth:`begin_anew`.

        What was written to other files is no change of a workspace.
        """
        clean, now = self._stack.cleanIndex(), self._stack.index()
        between = range(min(clean, now), max(clean, now))
        return clean >= 0 and all(isinstance(self._stack.command(i), _Done) for i in between)

    @property
    def undo_text(self) -> str:
        """What undo would take back, in the language of the state; empty if there is nothing."""
        return self._text_at(self._stack.index() - 1)

    @property
    def redo_text(self) -> str:
        """What redo would do again; empty if there is nothing."""
        return self._text_at(self._stack.index())

    def take(self) -> None:
        """Take what has changed until now as a step."""
        if self._is_arranging:
            return
        self._soon.stop()
        now = Arrangement.of(self._state)
        change = Change.between(self._seen, now)
        if change or not any(layer.is_being_read for layer in now.unopened):
            self._seen = now  # while layers are only tried again, what was before stays
        if change:
            self._stack.push(_Step(self, change, is_new_row=self._sealed))
            self._sealed = False

    def seal(self) -> None:
        """End a row of small changes, such as a drag: what follows is another step."""
        self.take()
        self._sealed = True

    def record(self, deed: Deed) -> None:
        """Take something that was done as a step of its own."""
        self.seal()
        self._stack.push(_Done(deed))
        self._sealed = True

    def undo(self) -> None:
        """Take the last step back; a deed only once its file has taken it back."""
        self.seal()
        if deed := self._deed_at(self._stack.index() - 1):
            self._act(deed.undo, self._undo_step)
        else:
            self._undo_step("done")

    def redo(self) -> None:
        """Do the step again that was taken back last."""
        self.seal()
        if deed := self._deed_at(self._stack.index()):
            self._act(deed.redo, self._redo_step)
        else:
            self._redo_step("done")

    def mark_saved(self) -> None:
        """Remember that everything is in the file."""
        self.seal()
        self._stack.setClean()

    def begin_anew(self, *, is_clean: bool = True) -> None:
        """Forget all steps: another workspace was opened, whose file may hold something else."""
        self._soon.stop()
        self._seen = Arrangement.of(self._state)
        self._sealed = True
        self._stack.clear()
        if not is_clean:
            self._stack.resetClean()

    def arrange(self, arrangement: Arrangement) -> None:
        """Arrange the layers for a step, without making one of it."""
        self._show(self.prepare(arrangement))

    def show(self, arrangement: Arrangement) -> None:
        """Arrange the layers as they come, which is no step."""
        self.take()
        self._show(arrangement)

    def step(self, arrangement: Arrangement) -> None:
        """Arrange the layers, which is one step."""
        self.seal()
        self._apply(arrangement)
        self.seal()

    def _show(self, arrangement: Arrangement) -> None:
        self._apply(arrangement)
        self._soon.stop()
        self._seen = arrangement

    def _apply(self, arrangement: Arrangement) -> None:
        """Arrange the layers; who hears of a part of that, and seals, makes no step of it."""
        self._is_arranging = True
        try:
            arrangement.apply(self._state)
        finally:
            self._is_arranging = False

    def commands(self) -> Iterator[Command]:
        """What the user can ask for."""
        undo, redo = (text.replace("&", "&&") for text in (self.undo_text, self.redo_text))
        yield Command(
            id="edit.undo",
            text=self.tr("&Undo {0}").format(undo).strip(),
            tip=self.tr("Undo the last change to the layers."),
            run=self.undo,
            menu="edit",
            shortcuts=("Ctrl+Z",),
            enabled=self._stack.canUndo,
        )
        yield Command(
            id="edit.redo",
            text=self.tr("&Redo {0}").format(redo).strip(),
            tip=self.tr("Redo what was undone."),
            run=self.redo,
            menu="edit",
            shortcuts=("Ctrl+Shift+Z", "Ctrl+Y"),
            enabled=self._stack.canRedo,
        )

    def _act(self, act: Callable[[Then], None], move: Callable[[Outcome], None]) -> None:
        """Have a deed taken back or done again; one after the other."""
        if self._is_acting:
            return
        self._is_acting, steps, index = True, self._stack.count(), self._stack.index()

        def end(outcome: Outcome) -> None:
            self._is_acting = False
            if (self._stack.count(), self._stack.index()) == (steps, index):
                move(outcome)

        act(end)

    def _undo_step(self, outcome: Outcome) -> None:
        step, said = self._step_at(self._stack.index() - 1), self.undo_text
        if self._is_to_move(step, outcome):
            self._stack.undo()
            if said and outcome == "done":
                self.told.emit(self.tr("Undone: {0}").format(said))

    def _redo_step(self, outcome: Outcome) -> None:
        step, said = self._step_at(self._stack.index()), self.redo_text
        if self._is_to_move(step, outcome):
            self._stack.redo()
            if said and outcome == "done":
                self.told.emit(self.tr("Done again: {0}").format(said))

    def _is_to_move(self, step: QUndoCommand | None, outcome: Outcome) -> bool:
        """Whether the stack is to go over a step; one that can never be taken back leaves it."""
        if step is not None and outcome == "lost":
            step.setObsolete(True)
        return outcome != "failed"

    def _deed_at(self, index: int) -> Deed | None:
        step = self._step_at(index)
        return step.deed if isinstance(step, _Done) else None

    def _step_at(self, index: int) -> QUndoCommand | None:
        return self._stack.command(index) if 0 <= index < self._stack.count() else None

    def _text_at(self, index: int) -> str:
        step = self._step_at(index)
        if isinstance(step, _Done):
            return step.deed.name
        return self._texts.text(step.change) if isinstance(step, _Step) else ""


class _Step(QUndoCommand):
    """One change on the stack; a row of them becomes one."""

    def __init__(self, history: History, change: Change, *, is_new_row: bool) -> None:
        super().__init__()
        self.change = change
        self._history = history
        self.is_new_row = is_new_row

    @guarded(-1)
    def id(self) -> int:
        """Qt: steps of one id may merge; whether they do is up to ``Change``."""
        return 1

    @guarded(False)
    def mergeWith(self, other: QUndoCommand) -> bool:
        """Qt: become one with the step that follows."""
        if not isinstance(other, _Step) or other.is_new_row:
            return False
        merged = self.change.followed_by(other.change)
        if merged is None:
            return False
        self.change = merged
        self.setObsolete(merged.before == merged.after)
        return True

    @guarded(None)
    def undo(self) -> None:
        """Qt: go back."""
        self._history.arrange(self.change.before)

    @guarded(None)
    def redo(self) -> None:
        """Qt: go forward; at first, when it has happened already, this changes nothing."""
        self._history.arrange(self.change.after)


class _Done(QUndoCommand):
    """Something besides the arrangement on the stack, which knows itself how it is taken back."""

    def __init__(self, deed: Deed) -> None:
        super().__init__()
        self.deed = deed
