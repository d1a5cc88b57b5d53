"""Counts the points of a layer by the areas of another one, which becomes a layer of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMainWindow

from mapapp.core.map.state import MapState
from mapapp.core.message import spoken
from mapapp.qt.adding.kept_files import kept_file
from mapapp.qt.parts.actions import Command
from mapapp.qt.parts.complaints import complain
from mapapp.qt.parts.extension import Extension
from mapapp.qt.parts.saving import file_name
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.scopes import AreaRing

if TYPE_CHECKING:
    from mapapp.qt.adding.count_dialog import CountDialog
    from mapapp.qt.parts.layer_job import LayerJob
    from mapapp.render.card.counted_layer import CountedLayer


class Counting(Extension, QObject):
    """Asks what is to be counted, has it counted in the background, and adds the layer.

    Args:
        folder: where the files of such layers are kept, so that they are there at the next start.
        current: the layer that is current in the tree.
        drawn: the corners of the area that was drawn on the map.
        reveal: shows all features of layers (their ids), and makes the first the current one.

    Signals:
        told: a sentence about what became of the points.
    """

    told = Signal(str)

    def __init__(
        self,
        state: MapState,
        catalogue: LayerCatalogue,
        folder: Path,
        current: Callable[[], str | None],
        drawn: Callable[[], AreaRing],
        reveal: Callable[[Sequence[str]], object],
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._state = state
        self._catalogue = catalogue
        self._folder = folder
        self._current = current
        self._drawn = drawn
        self._reveal = reveal
        self._window = window

    def commands(self) -> Iterator[Command]:
        """What the user can ask for."""
        yield Command(
            id="layers.count",
            text=self.tr("Count points &by area…"),
            tip=self.tr("Make a layer of areas with how many points of another layer are in each."),
            run=self.ask,
            menu="layers",
        )

    def ask(self) -> CountDialog:
        """Ask which points are to be counted by which areas."""
        from mapapp.qt.adding.count_dialog import CountDialog

        dialog = CountDialog(
            self._state, self._catalogue, self._current(), self._drawn, self._window
        )
        dialog.wanted.connect(lambda: self.start(dialog))
        dialog.show()
        return dialog

    def start(self, dialog: CountDialog) -> LayerJob:
        """Count what a dialog says, which follows that."""
        from mapapp.qt.parts.layer_job import LayerJob
        from mapapp.render.card.counted_layer import LayerCount, count_layers, counted_title

        points, areas = dialog.points_part, dialog.areas_part
        language, year = self._state.language, self._state.as_of_year
        title = counted_title(points.spec.title, areas.spec.title).get(language)
        target = kept_file(self._folder, file_name(title), ".gpkg")
        wanted = LayerCount(points, areas, dialog.figures, target, language, year)
        job = LayerJob(
            "counting",
            lambda layers, progress, cancel: count_layers(wanted, layers, progress, cancel),
            self._catalogue,
            self,
        )

        def take(made: CountedLayer) -> None:
            if job.is_cancelled:
                target.unlink(missing_ok=True)
            else:
                self._add(made, above=areas.spec.id)

        job.made.connect(take)
        dialog.follow(job)
        return job

    def _add(self, made: CountedLayer, above: str) -> None:
        """Have a layer of what was counted above the areas: one step to undo."""
        from mapapp.core.layer.own import free_ids, own_tones

        state = self._state
        [tone] = own_tones([made.source], state.specs)
        spec = made.layer(next(free_ids(state.taken_ids)), tone)
        state.set_solo(None)
        state.add_layer(spec, above if state.has(above) else None)
        self._reveal([spec.id])
        self._tell(made)

    def _tell(self, made: CountedLayer) -> None:
        """Say what became of the points; where none lies in an area, so that it is seen."""
        self.told.emit(spoken(made.summary))
        if not made.inside:
            sentence = self.tr(
                "None of the points lies in an area, so all counts are 0. "
                "Look whether both layers are at the right place."
            )
            complain(self._window, self.tr("Count points by area"), sentence)
