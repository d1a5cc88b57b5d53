"""Reads beside the window the column that the classes of a layer go by, and makes classes of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from mapapp.core.errors import DataError, UsageError
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import MapState
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.source.cancel import Cancel
from mapapp.core.style.column_values import ColumnValues, class_counts
from mapapp.core.style.symbology import Classes
from mapapp.core.styling.classing import ClassChoice, make_classes
from mapapp.qt.parts.last_read import LastRead
from mapapp.qt.parts.layer_reader import LayerReader
from mapapp.render.scene.bins import square_counts
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.column_reading import read_column


@record(eq=False)
class Classed:
    """Classes that were made or counted.

    Attributes:
        values: those of the column; None where it cannot be read.
        classes: the classes; None where there can be none.
        counts: how many features each has, those of the fallback last.
        problem: the sentence that says what is wrong, or None.
    """

    values: ColumnValues | None
    classes: Classes | None = None
    counts: tuple[int, ...] = ()
    problem: Message | None = None


class StyleValues(QObject):
    """Answers a style dialog; of what was asked only the last is answered."""

    def __init__(self, state: MapState, reader: LayerReader, layer: str, parent: QObject) -> None:
        super().__init__(parent)
        self._state = state
        self._layer = layer
        self._known: dict[tuple[str, int | None], ColumnValues] = {}
        self._read = LastRead(reader, self)

    def make(self, choice: ClassChoice, then: Callable[[Classed], None]) -> None:
        """Make the classes of a choice, and count them."""
        if choice.kind == "density":
            work = partial(_density, self._spec, choice, self._state.view.zoom)
            self._read.read(work, then)
            return
        symbol, geometry = self._spec.symbol, self._spec.geometry
        self._ask(choice.field, lambda values: make_classes(choice, values, symbol, geometry), then)

    def count(self, classes: Classes, then: Callable[[Classed], None]) -> None:
        """Count the features of classes that there are."""
        self._ask(classes.field, lambda _: classes, then)

    @property
    def is_reading(self) -> bool:
        """Whether an answer is to come."""
        return self._read.is_reading

    def drop(self) -> None:
        """Want no answer to what was asked."""
        self._read.drop()

    def forget(self) -> None:
        """What was read is not true any more."""
        self._known.clear()

    @property
    def _spec(self) -> LayerSpec:
        return self._state.spec(self._layer)

    def _ask(
        self,
        column: str,
        make: Callable[[ColumnValues], Classes | None],
        then: Callable[[Classed], None],
    ) -> None:
        year = self._state.as_of_year
        known = self._known.get((column, year))
        work = partial(_classed, self._spec, column, year, known, make)
        take = partial(self._take, (column, year), then)
        self._read.read(work, take)

    def _take(
        self, asked: tuple[str, int | None], then: Callable[[Classed], None], found: Classed
    ) -> None:
        if found.values is not None:
            self._known = {asked: found.values}
        then(found)


def _density(
    spec: LayerSpec, choice: ClassChoice, zoom: float, catalogue: LayerCatalogue, cancel: Cancel
) -> Classed:
    """Classes of squares, by what these hold at a zoom anywhere in the layer."""
    try:
        counts = square_counts(catalogue, spec, choice.side_px, zoom, cancel)
    except DataError as error:
        return Classed(None, problem=error.message)
    values = ColumnValues(counts, (), 0, len(counts), 0)
    return Classed(values, make_classes(choice, values, spec.symbol, spec.geometry))


def _classed(
    spec: LayerSpec,
    column: str,
    year: int | None,
    known: ColumnValues | None,
    make: Callable[[ColumnValues], Classes | None],
    catalogue: LayerCatalogue,
    cancel: Cancel,
) -> Classed:
    values = known
    try:
        values = values or read_column(catalogue, spec, column, year, cancel)
        classes = make(values)
    except (DataError, UsageError) as error:
        return Classed(values, problem=error.message)
    return Classed(values, classes, tuple(class_counts(classes, values)) if classes else ())
