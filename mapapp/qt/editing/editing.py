"""Edits layers that are copies of mapapp's own: cells, points that move, come and go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMainWindow

from mapapp.core.errors import DataError, MapappError
from mapapp.core.layer.feature import Feature
from mapapp.core.layer.source_ref import FILE, SourceRef
from mapapp.core.map.state import FeatureRef, MapState
from mapapp.core.source.query import Query
from mapapp.core.texts.plain import shortened
from mapapp.qt.editing.edits import Edits, RowEdit, Work
from mapapp.qt.map.map_menu import DELETE, FEATURE, MOVE
from mapapp.qt.map.place_picker import PlacePicker
from mapapp.qt.parts.actions import Command
from mapapp.qt.parts.complaints import complain
from mapapp.qt.parts.extension import Extension
from mapapp.qt.parts.subscription import connect
from mapapp.store.catalogue import LayerCatalogue

if TYPE_CHECKING:
    from mapapp.core.expression.tree import Scalar
    from mapapp.qt.editing.new_point_dialog import NewPointDialog
    from mapapp.store.editing.editable import EditableLayer
    from mapapp.store.editing.row_change import RowChange

_MOST_NAME = 40


class Editing(Extension, QObject):
    """Writes what is edited; every change is a step to undo.

    Args:
        picker: asks for places on the map.
        target: the feature that is meant now, or None.
        chosen: the layer (its id) that is current in the tree, or None.

    Signals:
        recorded: a ``Deed`` that was done.
        told: a sentence that says what was done.
    """

    recorded = Signal(object)
    told = Signal(str)

    def __init__(
        self,
        state: MapState,
        catalogue: LayerCatalogue,
        picker: PlacePicker,
        target: Callable[[], FeatureRef | None],
        chosen: Callable[[], str | None],
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._state = state
        self._catalogue = catalogue
        self._picker = picker
        self._target = target
        self._chosen = chosen
        self._window = window
        self.edits = Edits(window)
        self.edits.written.connect(self._drop_gone)
        self.edits.refused.connect(self._complain)
        self._known: dict[SourceRef, EditableLayer | None] = {}
        connect(self, state.layers_changed, lambda _: self._forget())
        connect(self, state.data_returned, lambda _: self._known.clear())

    def commands(self) -> Iterator[Command]:
        """What the user can ask for."""
        yield Command(
            id=MOVE,
            text=self.tr("Mov&e…"),
            tip=self.tr("Click where the point of a copied layer is to be."),
            run=lambda: self._with_target(self.move),
            menu="map",
            submenu=FEATURE,
            section=5,
            enabled=lambda: self._can_move(self._target()),
        )
        yield Command(
            id=DELETE,
            text=self.tr("&Delete"),
            tip=self.tr("Delete the feature from its copied layer; undo brings it back."),
            run=lambda: self._with_target(self.delete),
            menu="map",
            submenu=FEATURE,
            section=5,
            enabled=lambda: self._can_edit(self._target()),
        )
        yield Command(
            id="layers.new-point",
            text=self.tr("Ne&w point…"),
            tip=self.tr("Click where a new point of the chosen layer is, and fill in its row."),
            run=lambda: self.ask_new_point(self._chosen() or ""),
            menu="layers",
            section=15,
            enabled=self._can_add,
        )

    def editable(self, layer: str) -> EditableLayer | None:
        """What of a layer (its id) can be edited; None for a file of somebody's own."""
        if not self._state.has(layer):
            return None
        ref = self._state.spec(layer).source
        if ref.kind != FILE:
            return None
        if ref not in self._known:
            from mapapp.store.editing.editable import editable_layer, may_be_edited

            try:
                may_be = may_be_edited(ref)  # else it may take long to open, and be open nowhere
                self._known[ref] = editable_layer(self._catalogue.open(ref)) if may_be else None
            except DataError:  # which the layer itself says
                return None
        return self._known[ref]

    def write_cell(
        self, layer: str, fid: int, column: str, seen: Scalar | None, value: Scalar | None
    ) -> None:
        """Have a cell hold another value than the one that was seen in it."""
        from mapapp.store.editing.changing import write_change
        from mapapp.store.editing.row_change import RowChange

        edited = self.editable(layer)
        if edited is None:
            return
        path, table = edited.path, edited.table
        change = RowChange({column: seen}, {column: value}, fid)
        title = self._state.spec(layer).title
        self._write(
            edited,
            lambda: write_change(path, table, change),
            lambda: self.tr("change {0} of {1}").format(column, title.get(self._state.language)),
        )

    def delete(self, ref: FeatureRef) -> None:
        """Delete a feature."""
        from mapapp.store.editing.changing import write_change
        from mapapp.store.editing.row_change import RowChange

        edited = self.editable(ref.layer)
        if edited is None:
            return
        title = self._title(self._catalogue.feature(ref.layer, ref.fid))
        seen = self._catalogue.source(ref.layer).feature(ref.fid).values
        path, table, change = edited.path, edited.table, RowChange(seen, None, ref.fid)
        self._write(
            edited,
            lambda: write_change(path, table, change),
            lambda: self.tr("delete {0}").format(title),
            lambda _: self.told.emit(self.tr("Deleted: {0}. Undo brings it back.").format(title)),
        )

    def move(self, ref: FeatureRef) -> None:
        """Ask where a point is to be, and move it there.

        Raises:
            DataError: if it has no place.
        """
        feature = self._catalogue.feature(ref.layer, ref.fid)
        if feature.geometry is None or feature.geometry.is_empty:
            raise DataError(
                "The feature {key} is no single point; it cannot be moved.", key=ref.fid
            )
        point = feature.geometry.centroid
        origin = (float(point.x), float(point.y))
        self._picker.start(
            self.tr("Move {0}").format(self._title(feature)),
            self.tr("click its new place · Enter types coordinates · Esc cancels"),
            partial(self._move, ref, self._title(feature), origin),
            origin,
        )

    def ask_new_point(self, layer: str) -> None:
        """Ask where a new point of a layer is, and then for its row."""
        title = self._state.spec(layer).title.get(self._state.language)
        self._picker.start(
            self.tr("New point in {0}").format(shortened(title, _MOST_NAME)),
            self.tr("click its place · Enter types coordinates · Esc cancels"),
            partial(self.show_form, layer),
        )

    def show_form(self, layer: str, lon: float, lat: float) -> NewPointDialog | None:
        """Ask for the row of a new point at a position (WGS84 degrees), and write it."""
        from mapapp.qt.editing.new_point_dialog import NewPointDialog

        edited = self.editable(layer)
        if edited is None:
            return None
        language = self._state.language
        title = self._state.spec(layer).title.get(language)
        dialog = NewPointDialog(title, edited.types, (lon, lat), language, self._window)
        dialog.accepted.connect(
            lambda: self._add(layer, edited, *dialog.position(), dialog.values())
        )
        dialog.open()
        return dialog

    def _move(
        self, ref: FeatureRef, title: str, origin: tuple[float, float], lon: float, lat: float
    ) -> None:
        from mapapp.store.editing.points import move_point

        edited = self.editable(ref.layer)
        if edited is None:
            return
        path, table = edited.path, edited.table
        self._write(
            edited,
            lambda: move_point(path, table, ref.fid, origin, lon, lat),
            lambda: self.tr("move {0}").format(title),
        )

    def _add(
        self,
        layer: str,
        edited: EditableLayer,
        lon: float,
        lat: float,
        values: dict[str, Scalar | None],
    ) -> None:
        from mapapp.store.editing.points import add_point

        path, table, title = edited.path, edited.table, self._state.spec(layer).title
        self._write(
            edited,
            lambda: add_point(path, table, lon, lat, values),
            lambda: self.tr("new point in {0}").format(title.get(self._state.language)),
            lambda done: self._select(layer, done.key),
        )

    def _write(
        self,
        edited: EditableLayer,
        work: Work,
        name: Callable[[], str],
        then: Callable[[RowChange], object] = lambda _: None,
    ) -> None:
        def take(outcome: RowChange | str) -> None:
            if not isinstance(outcome, str):
                self.recorded.emit(RowEdit(self.edits, edited, name, outcome))
                then(outcome)

        self.edits.write(edited.path, work, take)

    def _select(self, layer: str, key: int | None) -> None:
        if self._state.has(layer) and key is not None:
            self._state.select([FeatureRef(layer, key)])

    def _drop_gone(self, path: Path) -> None:
        """Select nothing that a file has no more, before all ask it anew."""
        state = self._state
        layers = {spec.id for spec in state.specs if Path(spec.source.uri) == path}
        found = {layer: self._keys(layer) for layer in layers}
        kept = [ref for ref in state.found if ref.fid in found.get(ref.layer, {ref.fid})]
        if len(kept) < len(state.found):
            state.select([ref for ref in state.selection if ref in kept], kept)

    def _keys(self, layer: str) -> set[int]:
        """Which of the features of a layer that were found there are."""
        asked = tuple(ref.fid for ref in self._state.found if ref.layer == layer)
        try:
            return {int(key) for key in self._catalogue.source(layer).keys(Query(keys=asked))}
        except DataError:  # which the layer itself says
            return set(asked)

    def _forget(self) -> None:
        """Other layers may be there now: what is being placed may have none."""
        self._known.clear()
        self._picker.stop()

    def _with_target(self, act: Callable[[FeatureRef], None]) -> None:
        if (ref := self._target()) is not None:
            act(ref)

    def _can_edit(self, ref: FeatureRef | None) -> bool:
        return ref is not None and self.editable(ref.layer) is not None

    def _can_move(self, ref: FeatureRef | None) -> bool:
        edited = self.editable(ref.layer) if ref is not None else None
        return edited is not None and edited.has_points

    def _can_add(self) -> bool:
        edited = self.editable(self._chosen() or "")
        return edited is not None and edited.has_points

    def _title(self, feature: Feature) -> str:
        return shortened(feature.title(self._state.language), _MOST_NAME)

    def _complain(self, error: MapappError) -> None:
        """Say why nothing was written, and show again what stands in the file."""
        self._state.data_returned.emit(frozenset())
        complain(self._window, self.tr("The change was not written"), error.message)
